package render

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// head is the JSON document of a report without its executions, which are written
// one by one, as there can be millions.
type head struct {
	Sweep      string             `json:"sweep"`
	Mode       report.Mode        `json:"mode"`
	StartedAt  time.Time          `json:"startedAt"`
	FinishedAt time.Time          `json:"finishedAt"`
	Result     report.Result      `json:"result"`
	Error      *string            `json:"error"`
	ConfigHash string             `json:"configHash,omitempty"`
	Groups     []groupDocument    `json:"resourceGroups"`
	Policies   []policyDocument   `json:"policies"`
	Upcoming   []upcomingDocument `json:"upcoming"`
	Warnings   []string           `json:"warnings"`
	Protected  int                `json:"protectErrors,omitempty"`
}

type groupDocument struct {
	ID      string            `json:"id"`
	Listed  int               `json:"listed"`
	Result  report.Result     `json:"result"`
	Error   *string           `json:"error"`
	Missing []missingDocument `json:"missingFacts,omitempty"`
}

type missingDocument struct {
	Fact    string `json:"fact"`
	Waiting int    `json:"waiting"`
	Error   string `json:"error"`
}

type policyDocument struct {
	Name      string      `json:"name"`
	Mode      report.Mode `json:"mode"`
	Matched   int         `json:"matched"`
	Kept      int         `json:"kept"`
	Protected int         `json:"protected"`
	Elsewhere int         `json:"elsewhere"`
	Planned   int         `json:"planned"`
	Stopped   int         `json:"stopped"`
	Deleted   int         `json:"deleted"`
	Failed    int         `json:"failed"`
	Deferred  int         `json:"deferred"`
	Gone      int         `json:"gone"`
	Ended     int         `json:"ended"`
	Upcoming  int         `json:"upcoming"`
	Errors    int         `json:"errors"`
}

type upcomingDocument struct {
	ResourceGroup string    `json:"resourceGroup"`
	ID            string    `json:"id"`
	Scenario      string    `json:"scenario"`
	Policy        string    `json:"policy"`
	Action        string    `json:"action"`
	ExpiresAt     time.Time `json:"expiresAt"`
}

// RowDocument is one execution in the JSON document of a report. Pointers are
// null where there is nothing to say.
type RowDocument struct {
	ResourceGroup        string     `json:"resourceGroup"`
	ID                   string     `json:"id"`
	Scenario             string     `json:"scenario"`
	Executable           string     `json:"executable"`
	Configuration        string     `json:"configuration"`
	ConfigurationName    string     `json:"configurationName"`
	Status               string     `json:"status"`
	Age                  *string    `json:"age"`
	ExpiredAt            *time.Time `json:"expiredAt"`
	Policy               string     `json:"policy"`
	Action               string     `json:"action"`
	Target               string     `json:"target,omitempty"` // where the action leads in the end
	Reason               string     `json:"reason"`
	Outcome              *string    `json:"outcome"`
	Limit                string     `json:"limit,omitempty"`
	Call                 string     `json:"call,omitempty"` // that carried it: bulk or single
	DryRun               bool       `json:"dryRun,omitempty"`
	Error                *string    `json:"error"`
	ResourcePlan         string     `json:"resourcePlan"`
	CapacityUnitsPerHour float64    `json:"capacityUnitsPerHour"`
}

// JSON writes a report as one JSON document, its executions one a line.
// configHash binds a plan to the config that made it; "" leaves it out.
func JSON(w io.Writer, r *report.Report, configHash string) error {
	out := bufio.NewWriter(w)
	first, err := json.Marshal(headOf(r, configHash))
	if err != nil {
		return err
	}
	out.Write(first[:len(first)-1]) // without the closing brace; errors come with Flush
	out.WriteString(`,"executions":[`)
	encoder := json.NewEncoder(out)
	separator := "\n"
	for row := range r.Rows.Scan() {
		out.WriteString(separator)
		separator = ",\n"
		if err := encoder.Encode(Document(r, row)); err != nil {
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

func headOf(r *report.Report, configHash string) head {
	h := head{
		Sweep: r.Sweep, Mode: r.Mode, StartedAt: r.StartedAt.UTC(), FinishedAt: r.FinishedAt.UTC(),
		Result: r.Result, Error: orNull(r.Error()), ConfigHash: configHash, Protected: r.ProtectErrors,
		Groups: make([]groupDocument, len(r.Groups)), Policies: make([]policyDocument, len(r.Policies)),
		Upcoming: make([]upcomingDocument, len(r.Upcoming)), Warnings: append([]string{}, r.Warnings...),
	}
	for i := range r.Groups {
		h.Groups[i] = groupOf(&r.Groups[i])
	}
	for i, p := range r.Policies {
		h.Policies[i] = policyDocument{
			p.Name, p.Mode, p.Matched, p.Kept, p.Protected, p.Elsewhere, p.Planned, p.Stopped, p.Deleted, p.Failed, p.Deferred, p.Gone, p.Ended, p.Upcoming, p.Errors,
		}
	}
	for i, u := range r.Upcoming {
		h.Upcoming[i] = upcomingDocument{u.Group, u.ID, u.Scenario, r.Policies[u.Policy].Name, u.Action.String(), u.ExpiresAt.UTC()}
	}
	return h
}

func groupOf(g *report.Group) groupDocument {
	d := groupDocument{ID: g.ID, Listed: g.Listed, Result: g.Result, Error: orNull(g.Error)}
	for _, m := range g.Missing {
		d.Missing = append(d.Missing, missingDocument(m))
	}
	return d
}

// Document is a row as the JSON document of its report has it.
func Document(r *report.Report, row *report.Row) RowDocument {
	d := RowDocument{
		ResourceGroup: row.Group, ID: row.ID, Scenario: row.Scenario, Executable: row.Executable,
		Configuration: row.Configuration, ConfigurationName: row.ConfigurationName, Status: string(row.Status),
		Policy: row.Policy, Action: row.Sent().String(), Target: string(row.Target()), Reason: row.Reason.String(),
		Limit: row.Limit.String(), Call: row.Call.String(), DryRun: row.DryRun, Error: orNull(row.Error), Outcome: orNull(row.Outcome.String()),
		ResourcePlan: row.Plan, CapacityUnitsPerHour: row.Held.CapacityUnitsPerHour,
	}
	if row.Reason != policy.ReasonNoTimestamp {
		d.Age = new(row.Age.Round(time.Second).String())
	}
	if row.Action != policy.None {
		d.ExpiredAt = new(r.StartedAt.Add(-row.Overdue).UTC().Truncate(time.Second))
	}
	return d
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
