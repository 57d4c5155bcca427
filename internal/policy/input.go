package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Input is what a plan is made from. It is not changed, and nothing of it is
// kept.
type Input struct {
	// Group has nil Labels where nobody knows them; then what reads them is unknown.
	Group      workload.ResourceGroup
	Executions []workload.Execution // all that are listed
	Now        time.Time
	Facts      *Facts // nil: nothing is known beyond the listing
	// Elsewhere reports whether another resource group lists this id, too; nil: none does.
	Elsewhere func(id string) bool
}
