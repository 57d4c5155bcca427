package reaper

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// head is the JSON document of a report without its executions, which are
// written one by one, as there can be millions.
type head struct {
	Sweep      string           `json:"sweep"`
	Mode       Mode             `json:"mode"`
	StartedAt  time.Time        `json:"startedAt"`
	FinishedAt time.Time        `json:"finishedAt"`
	Result     Result           `json:"result"`
	Error      *string          `json:"error"`
	ConfigHash string           `json:"configHash,omitempty"`
	Groups     []groupDocument  `json:"resourceGroups"`
	Policies   []policyDocument `json:"policies"`
	Protected  int              `json:"protectErrors,omitempty"`
}

type groupDocument struct {
	ID     string  `json:"id"`
	Listed int     `json:"listed"`
	Result Result  `json:"result"`
	Error  *string `json:"error"`
}

type policyDocument struct {
	Name     string `json:"name"`
	Matched  int    `json:"matched"`
	Kept     int    `json:"kept"`
	Stopped  int    `json:"stopped"`
	Deleted  int    `json:"deleted"`
	Failed   int    `json:"failed"`
	Deferred int    `json:"deferred"`
	Errors   int    `json:"errors"`
}

// RowDocument is one execution in the JSON document of a report. Outcome, Age
// and Error are null where there is none.
type RowDocument struct {
	ResourceGroup string   `json:"resourceGroup"`
	ID            string   `json:"id"`
	Scenario      string   `json:"scenario"`
	Status        string   `json:"status"`
	Age           *string  `json:"age"`
	Policy        string   `json:"policy"`
	Action        string   `json:"action"`
	Reason        string   `json:"reason"`
	Outcome       *Outcome `json:"outcome"`
	Error         *string  `json:"error"`
}

// WriteJSON writes the report as one JSON document, its executions one a line.
// configHash binds a plan to the config that made it; "" leaves it out.
func (r *Report) WriteJSON(w io.Writer, configHash string) error {
	out := bufio.NewWriter(w)
	first, err := json.Marshal(r.head(configHash))
	if err != nil {
		return err
	}
	out.Write(first[:len(first)-1]) // without the closing brace; errors come with Flush
	out.WriteString(`,"executions":[`)
	encoder := json.NewEncoder(out)
	separator := "\n"
	for row := range r.Rows.All() {
		out.WriteString(separator)
		separator = ",\n"
		if err := encoder.Encode(row.document()); err != nil {
			return err
		}
	}
	out.WriteString(`],"freed":`)
	if err := encoder.Encode(r.Freed); err != nil {
		return err
	}
	out.WriteString(`,"wouldFree":`)
	if err := encoder.Encode(r.WouldFree()); err != nil {
		return err
	}
	fmt.Fprintf(out, ",\"nodeHours\":%.3f}\n", r.NodeHours())
	return out.Flush()
}

// WouldFree is what the planned stops would give back.
func (r *Report) WouldFree() cost.Holding {
	var sum cost.Holding
	for row := range r.Rows.All() {
		if row.Outcome == Planned && row.holdsCompute() {
			sum = sum.Add(row.Held)
		}
	}
	return sum
}

// NodeHours is the node time that what was stopped and deleted had used in its
// life; of a dry run, what the planned ones have used.
func (r *Report) NodeHours() float64 {
	hours := 0.0
	for row := range r.Rows.All() {
		if row.Stopped || row.Deleted || r.Mode == DryRun && row.Outcome == Planned {
			hours += row.Used.Hours() * row.Held.Nodes
		}
	}
	return hours
}

func (r *Report) head(configHash string) head {
	h := head{
		Sweep: r.Sweep, Mode: r.Mode, StartedAt: r.StartedAt.UTC(), FinishedAt: r.FinishedAt.UTC(),
		Result: r.Result, Error: orNull(r.Error), ConfigHash: configHash, Protected: r.ProtectErrors,
		Groups: make([]groupDocument, len(r.Groups)), Policies: make([]policyDocument, len(r.Policies)),
	}
	for i, g := range r.Groups {
		h.Groups[i] = groupDocument{g.ID, g.Listed, g.Result, orNull(g.Error)}
	}
	for i, p := range r.Policies {
		h.Policies[i] = policyDocument{p.Name, p.Matched, p.Kept, p.Stopped, p.Deleted, p.Failed, p.Deferred, p.Errors}
	}
	return h
}

func (r *Row) document() RowDocument {
	d := RowDocument{
		ResourceGroup: r.Group, ID: r.Execution.ID, Scenario: r.Execution.ScenarioID, Status: string(r.Execution.Status),
		Policy: r.Policy, Action: Sent(r.Action).String(), Reason: r.Reason.String(), Error: orNull(r.Error),
	}
	if r.Reason != policy.ReasonNoTimestamp {
		d.Age = new(r.Age.Round(time.Second).String())
	}
	if r.Outcome != "" {
		d.Outcome = new(r.Outcome)
	}
	return d
}

// Sent is the action as it is reported: a stop-then-delete of an active execution
// is one row, a stop.
func Sent(a policy.Action) policy.Action {
	if a == policy.StopThenDelete {
		return policy.Stop
	}
	return a
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
