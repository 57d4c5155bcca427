package archive

import (
	"encoding/json"
	"time"
)

// Copy is the archived data of one execution. Parts that the API does not have
// are null and named in Missing.
type Copy struct {
	ArchivedAt    time.Time `json:"archivedAt"`
	ResourceGroup string    `json:"resourceGroup"`
	// Execution is the record with its statusDetails. If the API no longer had
	// it, it is the record from the listing.
	Execution       json.RawMessage   `json:"execution"`
	Configuration   json.RawMessage   `json:"configuration"`
	TrackingMetrics json.RawMessage   `json:"trackingMetrics"`
	Logs            []json.RawMessage `json:"logs"`
	// LogsCut is true if there were more log lines than the copy holds.
	LogsCut bool `json:"logsCut"`
	// Missing names the parts that the API did not have: execution, configuration,
	// trackingMetrics, logs.
	Missing []string `json:"missing,omitempty"`
}
