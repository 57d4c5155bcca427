package page

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// seen returns a report with inventory, backlog and costs.
func seen() *report.Report {
	r := reportOn(rows(6)...)
	r.Groups[0].Stock = []report.Stock{{Scenario: "churn", Status: workload.Running, Count: 3, Running: &report.Running{Plan: "train.l", Holds: cost.Holding{Nodes: 3, CapacityUnitsPerHour: 1200.6}, Expired: cost.Holding{Nodes: 1, CapacityUnitsPerHour: 11.5}}}}
	r.Groups[0].Backlog = []report.Backlog{{Policy: 0, Action: policy.Delete, Count: 1204, Overdue: 49 * time.Hour}, {Policy: 1, Action: policy.Stop, Count: 2, Overdue: time.Hour}}
	r.Groups[1].Backlog = []report.Backlog{{Policy: 0, Action: policy.Delete, Count: 3, Overdue: 72 * time.Hour}}
	return r
}

func TestTheOverviewSaysHowThingsStand(t *testing.T) {
	t.Parallel()
	done := reportOn(report.Row{Group: "team-a", ID: "e1", Policy: "old", Action: policy.Delete, Done: report.Done{Outcome: report.Verified, Deleted: true}})
	done.Mode, done.Freed, done.Policies[0].Deleted = report.Enforce, cost.Holding{Nodes: 2, CapacityUnitsPerHour: 23}, 1
	for _, test := range []struct {
		name  string
		state State
		yaml  string
		want  []string
		not   []string
	}{
		{"at the start", State{Job: "looking", Began: now.Add(-3 * time.Second)}, yaml, []string{"looking since 3s ago", "has not been seen yet", "not seen yet", "None since the daemon started."}, []string{"Nothing is waiting", "This needs a person"}},
		{
			"seen, in dry-run", State{Newest: seen(), Next: map[string]time.Time{"old": now.Add(time.Hour), "runaway": now.Add(time.Hour)}}, yaml,
			[]string{"last seen now: 15 executions in 2 resource groups", "1,201 cu/h", "2,401 EUR per hour", "11.5 cu/h", "23 EUR per hour", "1,209 executions", "overdue for 3d", "in 1h", "old, runaway", "team-a 2 to stop, 1,204 to delete, overdue for up to 2d 1h"},
			[]string{"This needs a person"},
		},
		{"without costs", State{Newest: seen()}, strings.Split(yaml, "costs:")[0], []string{"3 nodes", "What they cost is not known: set costs in the config."}, []string{"cu/h", "EUR"}},
		{"after a sweep without costs", State{Newest: done, Swept: done, History: History{}.With(done, time.UTC)}, strings.Split(yaml, "costs:")[0], []string{"Freed: 2 nodes"}, []string{"Burn rate ended", "capacity units"}},
		{"after a sweep", State{Newest: done, Swept: done, History: History{}.With(done, time.UTC)}, yaml, []string{"Nothing is waiting.", "today 23 46 0 1", "this month 23 46 0 1", "verified", "Burn rate ended: 23"}, nil},
	} {
		test.state.Config = read(t, test.yaml)
		body := text(get(t, site(&test.state), "/").Body.String())
		for _, want := range test.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q:\n%s", test.name, want, body)
			}
		}
		for _, not := range test.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: the page says %q", test.name, not)
			}
		}
	}
}

func TestWhatNeedsAPersonIsSaidWithTheWayToItsSection(t *testing.T) {
	t.Parallel()
	failed := func(result report.Result, cause error) History {
		r := reportOn()
		r.Result, r.Cause = result, cause
		return History{}.With(reportOn(), time.UTC).With(r, time.UTC).With(r, time.UTC)
	}
	lame := seen()
	lame.Groups[0].Result, lame.Groups[0].Error = report.ResultFailed, "no right to it"
	old := seen()
	old.FinishedAt = now.Add(-2 * time.Hour)
	limited := seen()
	limited.Groups[0].Result, limited.Groups[0].Error = report.ResultRefused, "87 of 90"
	limited.Groups[1].Result, limited.Groups[1].Error = report.ResultRefused, "9 of 9"
	faulty := seen()
	faulty.Faults, faulty.Unwritten = []string{"two and two"}, errors.New("no room")
	for _, test := range []struct {
		name    string
		state   State
		section string
		want    string
	}{
		{"credentials", State{NotReady: "the token was refused"}, "aicorereapercredentialsrejected", "the token was refused"},
		{"config", State{Reload: errors.New("c.yaml:3:1: no")}, "aicorereaperconfigreloadfailed", "c.yaml:3:1: no"},
		{"nothing succeeds", State{History: failed(report.ResultPartial, nil)}, "aicorereapersweepsfailing", "The last 2 sweeps did not end ok"},
		{"refused", State{History: failed(report.ResultRefused, errors.New("87 % of it"))}, "aicorereaperrefused", "87 % of it"},
		{"a group", State{Newest: lame, Look: now}, "aicorereapersweepsfailing", "1 resource group could not be seen: team-a: no right to it"},
		{"a limit", State{Newest: limited, Swept: limited, Look: now}, "aicorereaperrefused", "2 resource groups refused by a limit: team-a: 87 of 90 (and 1 more)"},
		{"a fault", State{Newest: faulty, Swept: faulty, Look: now}, "a-sweep-panicked", "two and two"},
		{"the audit log", State{Newest: faulty, Swept: faulty, Look: now}, "nothing-is-sent-that-cannot-be-audited", "no room"},
		{"old numbers", State{Newest: old, Look: now.Add(-time.Hour)}, "aicorereapersweepmissed", "The numbers here are old"},
	} {
		test.state.Config = read(t, yaml)
		page := get(t, site(&test.state), "/").Body.String()
		banner, _, _ := strings.Cut(text(page), "Held now")
		if !strings.Contains(page, runbook+test.section+`"`) || strings.Count(banner, test.want) != 1 {
			t.Errorf("%s: the page says:\n%s", test.name, text(page))
		}
	}
}

func TestHistoryAddsUpByCalendarAndStaysSmall(t *testing.T) {
	t.Parallel()
	var h History
	r := reportOn(rows(500)...)
	for i := range 90 { // two sweeps a day, since 45 days ago
		r.FinishedAt = now.AddDate(0, 0, -45).Add(time.Duration(i+1) * 12 * time.Hour)
		r.Freed = cost.Holding{CapacityUnitsPerHour: 1}
		h = h.With(r, time.UTC)
	}
	s := &State{Config: read(t, yaml), History: h}
	for _, f := range freedOf(s, now) { // Wednesday the 2nd: today's first sweep was at midnight, the second is now
		if want := map[string]float64{"today": 2, "this week": 6, "this month": 4}[f.Word]; f.Freed.CapacityUnitsPerHour != want {
			t.Errorf("%s: %v, want %v", f.Word, f.Freed.CapacityUnitsPerHour, want)
		}
	}
	if len(h.Days) > mostDays || len(h.Sweeps) > mostSweeps || len(h.Actions) > mostActions {
		t.Errorf("%d days, %d sweeps, %d actions", len(h.Days), len(h.Sweeps), len(h.Actions))
	}
	before := len(h.Sweeps)
	_, _ = h.With(r, time.UTC), h.With(r, time.UTC)
	if len(h.Sweeps) != before {
		t.Error("a history was changed after it was made")
	}
}

// Adding a sweep of 100,000 rows to the history costs the same as one of 100.
func TestRememberingASweepDoesNotCopyItsRows(t *testing.T) { // not parallel: it counts allocations
	few, many := acted(100), acted(100_000)
	least := testing.AllocsPerRun(10, func() { _ = History{}.With(few, time.UTC) })
	if most := testing.AllocsPerRun(10, func() { _ = History{}.With(many, time.UTC) }); most > least+2 {
		t.Errorf("%v allocations for 100,000 rows, %v for 100", most, least)
	}
}

func acted(n int) *report.Report {
	all := rows(n)
	for i := range all {
		all[i].Outcome = report.Verified
	}
	return reportOn(all...)
}

func TestHostileNamesAreTextOnly(t *testing.T) {
	t.Parallel()
	evil := `"'><script>alert(1)</script><img src=x onerror=alert(2)>` + "\u202e\x00\x1b[31m"
	r := seen()
	r.Groups[0].ID, r.Groups[0].Error, r.Groups[0].Result = evil, evil, report.ResultFailed
	r.Policies[0].Name = evil
	r.Rows = report.RowsOf([]string{evil}, report.Row{Group: evil, ID: evil, Scenario: evil, ConfigurationName: evil, Policy: evil, Action: policy.Delete, Done: report.Done{Outcome: report.Failed, Error: evil}})
	r.Upcoming = []report.Upcoming{{Group: evil, ID: evil, Scenario: evil}}
	mux := site(&State{Config: read(t, yaml), Newest: r, Swept: r, NotReady: evil, History: History{}.With(r, time.UTC)})
	for _, target := range []string{"/", "/plan", "/plan?view=sweep", "/plan?q=%3Cscript%3E&group=%22%3E%3Cimg", "/explain/%3Cscript%3E/%22%3E"} {
		w := get(t, mux, target)
		if page := w.Body.String(); strings.Contains(page, "<script>") || strings.Contains(page, "<img") {
			t.Errorf("%s shows markup", target)
		}
		if got := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; ") || strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %s", target, got)
		}
	}
}

func TestWordsOfTimesAndNumbers(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{0: "0", 0.5: "0.5", 11.5: "11.5", 99.999: "100", 1234.56: "1,235", 2.25: "2.25"} {
		if got := rate(n); got != want {
			t.Errorf("%v is written %s, want %s", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{0: "now", -90 * time.Second: "1m 30s ago", 3 * time.Hour: "in 3h"} {
		if got := ago(now, now.Add(d)); got != want {
			t.Errorf("%s is %s, want %s", d, got, want)
		}
	}
}
