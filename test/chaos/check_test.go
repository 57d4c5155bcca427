package chaos

import (
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// account records what the reports claim and what others did.
type account struct {
	claimed map[string]int  // "stop group/id" and "delete group/id": how often they were reported as done
	open    map[string]bool // group/id: reported as accepted or with another open outcome
	alone   map[string]bool // group/id: reported as ended, but not by the stop
	touched map[string]bool // group/id, by others
}

func newAccount() account {
	return account{claimed: make(map[string]int), open: make(map[string]bool), alone: make(map[string]bool), touched: make(map[string]bool)}
}

// check checks every requested change: it must have been allowed when the sweep
// began, and legal for the state at the time of the request.
func (w *world) check(t *testing.T, changes []simulator.Change, may map[string]string) {
	t.Helper()
	for _, c := range changes {
		key := c.Group + "/" + c.ID
		want := may[key]
		ok := want == c.Target || want == "STOPPED+DELETED" && (c.Target == "STOPPED" || c.Target == "DELETED")
		if !ok {
			t.Errorf("seed %d: %s was sent for %s, allowed was %q", w.seed, c.Target, key, want)
		}
		if c.Target == "DELETED" && (c.Status == "RUNNING" || c.Status == "PENDING") && !w.touched[key] {
			t.Errorf("seed %d: %s was sent as DELETED in state %s", w.seed, key, c.Status)
		}
	}
	for _, bad := range w.wire.bad {
		t.Errorf("seed %d: %s", w.seed, bad)
	}
}

// note adds the claims of a report, and checks that each is true at this moment.
func (w *world) note(t *testing.T, r *report.Report) {
	t.Helper()
	state := make(map[string]string)
	for _, group := range w.simulator.Groups() {
		for _, e := range w.simulator.Executions(group) {
			state[group+"/"+e.ID] = e.Status
		}
	}
	for row := range r.Rows.All() {
		w.noteRow(t, row, state)
	}
}

func (w *world) noteRow(t *testing.T, row *report.Row, state map[string]string) {
	t.Helper()
	key := row.Group + "/" + row.ID
	is, there := state[key]
	if row.Deleted {
		w.claimed["delete "+key]++
	}
	if row.Stopped {
		w.claimed["stop "+key]++
	}
	if (row.Deleted || row.Outcome == report.Gone && !row.Stopped && !strings.Contains(row.Error, "asked for its deletion")) && there {
		t.Errorf("seed %d: %s is said to be gone (%s: %s) and is there as %s", w.seed, key, row.Outcome, row.Error, is)
	}
	if (row.Stopped || row.Freed) && there && (is == "RUNNING" || is == "PENDING" || is == "STOPPING") {
		t.Errorf("seed %d: %s is said to be stopped and is %s", w.seed, key, is)
	}
	switch row.Outcome {
	case report.Accepted, report.Failed, report.Gone, report.Refused:
		w.open[key] = true
	case report.Ended:
		w.alone[key] = true
	case report.Verified:
		if row.Action != policy.Delete && !row.Stopped && w.touched[key] {
			w.alone[key] = true
		}
	}
}

// balance compares the claims with the true changes: nothing is claimed twice or
// falsely, and every change is in a report.
func (w *world) balance(t *testing.T) {
	t.Helper()
	done := make(map[string]bool)
	for _, c := range w.simulator.Changes() {
		if c.Accepted {
			done[map[string]string{"STOPPED": "stop ", "DELETED": "delete "}[c.Target]+c.Group+"/"+c.ID] = true
		}
	}
	for claim, n := range w.claimed {
		_, key, _ := strings.Cut(claim, " ")
		if n != 1 || !done[claim] && !(w.touched[key] && w.ambiguous()) {
			t.Errorf("seed %d: %s is claimed %d times, and truly done: %v", w.seed, claim, n, done[claim])
		}
	}
	for deed := range done {
		verb, key, _ := strings.Cut(deed, " ")
		if w.claimed[deed] == 0 && !w.open[key] && !(verb == "stop" && w.alone[key]) {
			t.Errorf("seed %d: %s was done, and no report tells of it", w.seed, deed)
		}
	}
	w.countersHold(t)
}

// ambiguous reports whether some answers left open whether a request was carried
// out. Then changes by others may be counted as the program's own.
func (w *world) ambiguous() bool {
	for _, f := range w.faults {
		switch f.Kind {
		case "cut-before", "cut-after", "truncated", "html", "500", "502", "504":
			return true
		}
	}
	return false
}

// countersHold compares the metrics with the claims.
func (w *world) countersHold(t *testing.T) {
	t.Helper()
	families, err := w.metrics.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := make(map[string]int)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			counted[f.GetName()] += int(m.GetCounter().GetValue())
		}
	}
	claims := make(map[string]int)
	for claim := range w.claimed {
		verb, _, _ := strings.Cut(claim, " ")
		claims[verb]++
	}
	if s, d := counted["aicore_reaper_executions_stopped_total"], counted["aicore_reaper_executions_deleted_total"]; s != claims["stop"] || d != claims["delete"] {
		t.Errorf("seed %d: the counters say %d stopped and %d deleted, the reports %v", w.seed, s, d, claims)
	}
}
