package aiapi

import (
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// DecodeExecution reads one execution in the API's JSON. It is
// page.DecodeExecution.
func DecodeExecution(text []byte) (workload.Execution, error) { return page.DecodeExecution(text) }
