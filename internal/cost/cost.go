// Package cost computes what an execution holds while it is RUNNING: nodes, CPUs,
// memory, GPUs and capacity units per hour. The user's config maps scenarios,
// executables and configurations to resource plans.
package cost

import "github.com/aicore-reaper/aicore-reaper/internal/glob"

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
	return Holding{h.Nodes + o.Nodes, h.CPUs + o.CPUs, h.MemoryBytes + o.MemoryBytes, h.GPUs + o.GPUs, h.CapacityUnitsPerHour + o.CapacityUnitsPerHour}
}

// Times returns what n such executions hold.
func (h Holding) Times(n int) Holding {
	f := float64(n)
	return Holding{h.Nodes * f, h.CPUs * f, h.MemoryBytes * int64(n), h.GPUs * f, h.CapacityUnitsPerHour * f}
}
