package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Input is the input of a plan. Plan neither changes it nor keeps any part of it.
type Input struct {
	// Group has nil Labels if they are unknown; conditions on them are then
	// Unknown.
	Group      workload.ResourceGroup
	Executions []workload.Execution // all that are listed
	Now        time.Time
	Facts      *Facts // nil: nothing is known beyond the listing
	// Elsewhere reports whether another resource group also lists this id; nil:
	// none does.
	Elsewhere func(id string) bool
}
