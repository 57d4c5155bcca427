package render_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var start = time.Date(2026, 3, 29, 3, 0, 0, 0, time.UTC)

// of returns a report of these rows with the policies p and q.
func of(mode report.Mode, rows ...report.Row) *report.Report {
	for i := range rows {
		if rows[i].Action != policy.None && rows[i].Reason == 0 {
			rows[i].Reason = policy.ReasonExpired
		}
	}
	r := &report.Report{
		Sweep: "01J", Mode: mode, StartedAt: start, FinishedAt: start.Add(time.Second),
		Groups:   []report.Group{{ID: "team-a", Listed: 10, Result: report.ResultOK}},
		Policies: []report.Policy{{Name: "p", Mode: mode, Action: policy.StopThenDelete}, {Name: "q", Mode: mode, Action: policy.Delete}},
		Rows:     report.RowsOf([]string{"p", "q"}, rows...),
	}
	r.Count()
	return r
}

func printed(r *report.Report, d render.Detail) string {
	var out strings.Builder
	p := render.NewPrinter(&out, false)
	p.Report(r, d)
	if err := p.Flush(); err != nil {
		return err.Error()
	}
	return out.String()
}

func dead(id string) report.Row {
	return report.Row{Group: "team-a", ID: id, Scenario: "s", Status: workload.Dead, Policy: "q", Action: policy.Delete, Age: 76 * time.Hour, Done: report.Done{Outcome: report.Planned}}
}

// hostile are texts that affect a terminal or reverse the writing direction.
var hostile = []string{
	"\x1b[2Jgone", "two\nlines", "bell\a", "back\b\b\b", "\u202egnp.exe", "\u2066iso\u2069", "c1\u009b31m", "del\x7f", "bad\xff\xfe", "\u2028sep", "\rover", "\u200bhidden",
}

func TestNothingOfATenantReachesTheTerminalRaw(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		row := dead(text)
		row.Scenario, row.Group, row.Configuration, row.ConfigurationName, row.Executable, row.Plan, row.Error = text, text, text, text, text, text, text
		r := of(report.Enforce, row)
		r.Groups = []report.Group{{ID: text, Result: report.ResultPartial, Error: text, Missing: []report.Missing{{Fact: "tags", Waiting: 1, Error: text + "!"}}}}
		r.Warnings, r.Faults = []string{text}, []string{text}
		r.Upcoming = []report.Upcoming{{Group: text, ID: text, Scenario: text, Action: policy.Stop, ExpiresAt: start}}
		out := printed(r, render.Detail{Wide: true})
		if i := strings.IndexFunc(out, func(c rune) bool { return c != '\n' && render.Clean(string(c)) != string(c) && c != '\ufffd' }); i >= 0 {
			t.Errorf("%q comes through raw: %q", text, out[i:min(len(out), i+20)])
		}
		if strings.Contains(text, "\n") && strings.Contains(out, text) {
			t.Errorf("%q breaks a line", text)
		}
	}
}

func TestWideCharactersLineUp(t *testing.T) {
	t.Parallel()
	a, b := dead("e-1"), dead("e-2")
	a.Scenario, b.Scenario = "訓練モデル", "👩‍🔬 café"
	out := printed(of(report.DryRun, a, b), render.Detail{})
	for _, want := range []string{
		"  EXECUTION  SCENARIO    STATUS    AGE  ACTION  REASON   OUTCOME\n",
		"  e-1        訓練モデル  DEAD    3d 4h  delete  expired  planned\n",
		"  e-2        👩‍🔬 café     DEAD    3d 4h  delete  expired  planned\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}

// Columns with only zeros are left out, and a note says what is counted twice.
func TestTheSumsCanBeFollowed(t *testing.T) {
	t.Parallel()
	done := func(id, name string, a policy.Action, d report.Done) report.Row {
		return report.Row{Group: "team-a", ID: id, Status: workload.Running, Policy: name, Action: a, Done: d}
	}
	r := of(report.Enforce,
		done("e-1", "p", policy.StopThenDelete, report.Done{Outcome: report.Verified, Stopped: true, Deleted: true}),
		done("e-2", "p", policy.StopThenDelete, report.Done{Outcome: report.Refused, Stopped: true, Error: "no"}),
		done("e-3", "p", policy.Stop, report.Done{Outcome: report.Ended}),
		done("e-4", "q", policy.Delete, report.Done{Outcome: report.Deferred, Limit: report.MaxDeletes}),
		done("e-5", "q", policy.Delete, report.Done{Outcome: report.Gone}))
	r.Policies[0].Matched, r.Policies[0].Kept = 5, 2
	r.Policies[1].Matched, r.Policies[1].Elsewhere = 3, 1
	want := strings.Join([]string{
		"POLICY  MATCHED  KEPT  ELSEWHERE  STOPPED  DELETED  FAILED  DEFERRED  GONE  ENDED",
		"p             5     2          0        2        1       1         0     0      1",
		"q             3     0          1        0        0       0         1     1      0",
		"p: 2 of the stopped count in a second column, for what came of the deletion",
	}, "\n")
	if out := printed(r, render.Detail{}); !strings.Contains(out, want) {
		t.Errorf("want\n%s\ngot\n%s", want, out)
	}
}

func TestTheModeOfEachPolicyIsShownWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	row := dead("e-1")
	row.DryRun = true
	r := of(report.Enforce, row)
	if out := printed(r, render.Detail{}); strings.Contains(out, "MODE") {
		t.Errorf("all policies have the mode of the sweep:\n%s", out)
	}
	r.Policies[1].Mode = report.DryRun
	out := printed(r, render.Detail{})
	for _, want := range []string{"POLICY  MODE     MATCHED", "q       dry-run ", "planned (dry-run)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestUpcomingIsPrintedSoonestFirst(t *testing.T) {
	t.Parallel()
	r := of(report.DryRun)
	for range 300 {
		r.Upcoming = append(r.Upcoming, report.Upcoming{Group: "team-a", ID: "e-1", Policy: 1, Action: policy.Delete, ExpiresAt: start.Add(30 * time.Hour)})
	}
	r.UnitPrice = cost.Price{PerCapacityUnit: 2, Currency: "EUR"}
	r.Upcoming[0].Held = cost.Holding{Nodes: 2, CapacityUnitsPerHour: 23}
	out := printed(r, render.Detail{})
	for _, want := range []string{"upcoming: 300 executions", "to be stopped hold 2 nodes (23 capacity units per hour, 46.00 EUR per hour) now", "delete (dry-run)  1d 6h  2026-03-30T09:00:00Z", "… and 295 more; -o json lists every one"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if out := printed(r, render.Detail{Full: true}); strings.Contains(out, "…") {
		t.Errorf("--full is cut:\n%s", out)
	}
}

func TestWhatWentWrongIsPrinted(t *testing.T) {
	t.Parallel()
	r := of(report.Enforce)
	r.Warnings = []string{"policy p: resourceGroups matches none of the groups swept"}
	r.Faults = []string{"a fault of this program"}
	r.Policies[0].Errors, r.ProtectErrors = 2, 1
	r.Groups[0].Error, r.Groups[0].Result = "tags: 503", report.ResultPartial
	r.Groups[0].Missing = []report.Missing{{Fact: "tags", Waiting: 3, Error: "tags: 503"}}
	out := printed(r, render.Detail{})
	for _, want := range []string{
		"warning: policy p: resourceGroups matches none of the groups swept\n",
		"fault a fault of this program\n",
		"partial team-a: tags could not be had, and 3 executions kept for want of it: tags: 503\n",
		"warning: the expression of policy p failed on 2 executions, which were kept; explain ID says why\n",
		"warning: an expression of protect failed on 1 execution, which are protected; explain ID says why\n",
	} {
		if strings.Count(out, want) != 1 {
			t.Errorf("not once %q in\n%s", want, out)
		}
	}
	if strings.Count(out, "tags: 503") != 1 {
		t.Errorf("said twice:\n%s", out)
	}
}

func TestCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+1", "-1", "@x", "\tx", "\rx"} {
		row := dead(text)
		row.Scenario, row.Group, row.Configuration, row.ConfigurationName, row.Executable, row.Plan, row.Error = text, text, text, text, text, text, text
		row.Age, row.Held.CapacityUnitsPerHour = -time.Hour, -2
		var out bytes.Buffer
		if err := render.CSV(&out, of(report.DryRun, row)); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "'"+text); n != 8 {
			t.Errorf("%q: %d cells of 8 are harmless: %s", text, n, out.String())
		}
		if !strings.Contains(out.String(), ",-1h0m0s,") || !strings.Contains(out.String(), ",-2\n") {
			t.Errorf("numbers of our own are changed: %s", out.String())
		}
	}
}

func TestAgesOfAnExplanationAreReadable(t *testing.T) {
	t.Parallel()
	x := &render.Explanation{Explanation: policy.Explanation{
		ID: "e-1", Vetoes: []policy.VetoView{{Reason: policy.ReasonMinAge, Saw: "307d4h2m57s301ms by createdAt 2026-01-21T10:00:04Z", Wants: "1h"}},
		Policies: []policy.PolicyView{{Name: "p", ForGroup: true, ForStatus: true, Keys: []policy.Check{
			{Key: "olderThan", Wants: "3d", Saw: "307d3h34m44s301ms"}, {Key: "scenarios", Wants: "*", Saw: "1d2h3m"}, {Key: "youngerThan", Wants: "1h", Saw: "44s301ms"},
		}}},
	}}
	var out strings.Builder
	p := render.NewPrinter(&out, false)
	p.Explanation(x)
	_ = p.Flush() // writing to a builder cannot fail
	for _, want := range []string{"(307d 4h by createdAt 2026-01-21T10:00:04Z, wants 1h)", "olderThan 3d: false (307d 3h)", "scenarios *: false (1d2h3m)", "youngerThan 1h: false (44s 301ms)"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestDurationsAreInTheirTwoLargestUnits(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0s", 59*time.Second + 999*time.Millisecond: "59s", time.Minute: "1m", 61 * time.Second: "1m 1s", 6*24*time.Hour + 4*time.Hour + 59*time.Minute: "6d 4h",
		-90 * time.Minute: "-1h 30m", 24 * time.Hour: "1d", -1 << 63: "-106751d 23h",
	} {
		if got := render.Duration(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
}
