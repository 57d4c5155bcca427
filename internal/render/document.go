package render

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// head is the part of a report's JSON document before the executions. These are
// written one by one, because there can be millions.
type head struct {
	Sweep      string           `json:"sweep"`
	Mode       report.Mode      `json:"mode"`
	StartedAt  time.Time        `json:"startedAt"`
	FinishedAt time.Time        `json:"finishedAt"`
	Result     report.Result    `json:"result"`
	Error      *string          `json:"error"`
	ConfigHash string           `json:"configHash,omitempty"`
	Groups     []groupDocument  `json:"resourceGroups"`
	Policies   []policyDocument `json:"policies"`
}

// tail is the part after the executions.
type tail struct {
	Upcoming      []upcomingDocument `json:"upcoming"`
	Warnings      []string           `json:"warnings"`
	Faults        []string           `json:"faults,omitempty"`
	ProtectErrors int                `json:"protectErrors,omitempty"`
	Freed         cost.Holding       `json:"freed"`
	WouldFree     cost.Holding       `json:"wouldFree"`
	NodeHours     float64            `json:"nodeHours"`
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
	Errors    int         `json:"errors"` // expressions that failed on an execution
}

type upcomingDocument struct {
	ResourceGroup string    `json:"resourceGroup"`
	ID            string    `json:"id"`
	Scenario      string    `json:"scenario"`
	Policy        string    `json:"policy"`
	Action        string    `json:"action"`
	ExpiresAt     time.Time `json:"expiresAt"`
}

// JSON writes a report as one JSON document, with one execution per line.
// configHash binds a plan to the config that made it; "" leaves it out.
func JSON(w io.Writer, r *report.Report, configHash string) error {
	first, err := json.Marshal(headOf(r, configHash))
	if err != nil {
		return err
	}
	last, err := json.Marshal(tailOf(r))
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10) // Flush returns the first error
	_, _ = out.Write(first[:len(first)-1])
	_, _ = out.WriteString(`,"executions":[`)
	rows := rowWriter{report: r, out: out}
	for row := range r.Rows.Scan() {
		rows.write(row)
	}
	_, _ = out.WriteString("],")
	_, _ = out.Write(last[1:])
	_ = out.WriteByte('\n')
	return out.Flush()
}

func headOf(r *report.Report, configHash string) head {
	h := head{
		Sweep: r.Sweep, Mode: r.Mode, StartedAt: r.StartedAt.UTC(), FinishedAt: r.FinishedAt.UTC(),
		Result: r.Result, Error: orNull(r.Error()), ConfigHash: configHash,
		Groups: make([]groupDocument, len(r.Groups)), Policies: make([]policyDocument, len(r.Policies)),
	}
	for i := range r.Groups {
		h.Groups[i] = groupOf(&r.Groups[i])
	}
	for i, p := range r.Policies {
		h.Policies[i] = policyDocument{
			p.Name, p.Mode, p.Matched, p.Kept, p.Protected, p.Elsewhere, p.Planned, p.Stopped, p.Deleted, p.Failed, p.Deferred, p.Gone, p.Ended, p.Upcoming, p.Errors,
		}
	}
	return h
}

func tailOf(r *report.Report) tail {
	t := tail{
		Upcoming: make([]upcomingDocument, len(r.Upcoming)), Warnings: append([]string{}, r.Warnings...), Faults: r.Faults,
		ProtectErrors: r.ProtectErrors, Freed: r.Freed, WouldFree: r.WouldFree(), NodeHours: math.Round(1000*r.NodeHours()) / 1000,
	}
	for i, u := range r.Upcoming {
		t.Upcoming[i] = upcomingDocument{u.Group, u.ID, u.Scenario, r.Policies[u.Policy].Name, u.Action.String(), u.ExpiresAt.UTC()}
	}
	return t
}

func groupOf(g *report.Group) groupDocument {
	d := groupDocument{ID: g.ID, Listed: g.Listed, Result: g.Result, Error: orNull(g.Error)}
	for _, m := range g.Missing {
		d.Missing = append(d.Missing, missingDocument(m))
	}
	return d
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
