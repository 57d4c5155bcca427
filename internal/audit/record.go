package audit

import "time"

// The events of records.
const (
	Decision = "decision" // what is about to be sent
	Outcome  = "outcome"  // what became of it
)

// Record is one line of the log. Times are in UTC.
type Record struct {
	Time          time.Time `json:"time"`
	Sweep         string    `json:"sweep"`
	Event         string    `json:"event"` // Decision or Outcome
	ResourceGroup string    `json:"resourceGroup"`
	ID            string    `json:"id"`
	Policy        string    `json:"policy"`
	Action        string    `json:"action"`
	Target        string    `json:"target"`         // what is asked of the API: STOPPED or DELETED
	Call          string    `json:"call,omitempty"` // by which call: bulk or single
	Reason        string    `json:"reason"`
	Scenario      string    `json:"scenario,omitempty"`
	Executable    string    `json:"executable,omitempty"`
	Configuration string    `json:"configuration,omitempty"`
	Status        string    `json:"status"`
	CreatedAt     time.Time `json:"createdAt,omitzero"`
	Age           string    `json:"age"`
	Outcome       string    `json:"outcome,omitempty"`
	Error         string    `json:"error,omitempty"`
	RequestID     string    `json:"requestId,omitempty"` // the API's, to ask its support about
}
