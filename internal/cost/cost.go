// Package cost computes what an execution holds while it is RUNNING: nodes, CPUs,
// memory, GPUs and capacity units per hour. The user's config maps scenarios,
// executables and configurations to resource plans.
package cost

import (
	"math"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

// Plan is the size of one node of a resource plan, and the price of an hour.
type Plan struct {
	Name                 string
	CPUs                 float64
	MemoryBytes          int64
	GPUs                 float64
	CapacityUnitsPerHour float64 // set by the user; there is no built-in price
}

// Rule maps executions to a resource plan. All lists that are not empty must
// match.
type Rule struct {
	Scenarios, Executables, Configurations glob.List
	ResourcePlan                           string // a name in Model.Plans
	InstanceType                           string // instead: a name in Model.Plans, or one that the API knows
	ResourcePlanParameter                  string // instead: the parameter of the configuration that holds the name
	Nodes                                  int    // per execution, at least 1
}

// Model is the user's whole mapping. The first rule that matches wins.
type Model struct {
	Plans map[string]Plan
	Rules []Rule
	// AskTypes has instance types that Plans does not name asked of the API.
	AskTypes bool
}

// Unmapped is the resource plan of executions that no rule matches.
const Unmapped = "unmapped"

// Holding is what executions hold or held, as a sum over nodes.
type Holding struct {
	Nodes                float64 `json:"nodes"`
	CPUs                 float64 `json:"cpus"`
	MemoryBytes          int64   `json:"memoryBytes"`
	GPUs                 float64 `json:"gpus"`
	CapacityUnitsPerHour float64 `json:"capacityUnitsPerHour"`
}

// Add returns the sum of h and o.
func (h Holding) Add(o Holding) Holding {
	return Holding{decimal(h.Nodes + o.Nodes), decimal(h.CPUs + o.CPUs), h.MemoryBytes + o.MemoryBytes, decimal(h.GPUs + o.GPUs), decimal(h.CapacityUnitsPerHour + o.CapacityUnitsPerHour)}
}

// Times returns what n such executions hold.
func (h Holding) Times(n int) Holding {
	f := float64(n)
	return Holding{decimal(h.Nodes * f), decimal(h.CPUs * f), h.MemoryBytes * int64(n), decimal(h.GPUs * f), decimal(h.CapacityUnitsPerHour * f)}
}

// decimal rounds to a millionth, so that a sum of decimal numbers is the one that a
// person computes: 733.3, not 733.3000000000017. Numbers too large for that stay.
func decimal(x float64) float64 {
	if math.Abs(x) > 1e9 {
		return x
	}
	return math.Round(x*1e6) / 1e6
}
