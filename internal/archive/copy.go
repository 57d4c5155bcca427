package archive

import (
	"encoding/json"
	"time"
)

// Copy is what is kept of one execution. What the API does not have is null, and
// named in Missing.
type Copy struct {
	ArchivedAt    time.Time `json:"archivedAt"`
	ResourceGroup string    `json:"resourceGroup"`
	// Execution is the record with its statusDetails. Where the API had it no more,
	// it is what the listing showed.
	Execution       json.RawMessage   `json:"execution"`
	Configuration   json.RawMessage   `json:"configuration"`
	TrackingMetrics json.RawMessage   `json:"trackingMetrics"`
	Logs            []json.RawMessage `json:"logs"`
	// LogsCut says that there were more lines than the copy holds.
	LogsCut bool `json:"logsCut"`
	// Missing names the parts that the API did not have: execution, configuration,
	// trackingMetrics, logs.
	Missing []string `json:"missing,omitempty"`
}
