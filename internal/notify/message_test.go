package notify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func told(r *report.Report, events ...Event) *Message { return newsOf(r).message(r, events) }

// One message tells all that a target wants to know, the gravest first.
func TestOneMessageTellsEveryEvent(t *testing.T) {
	t.Parallel()
	m := told(sample(), Events()...)
	counts := map[Event]int{}
	for _, p := range m.Parts {
		counts[p.Event] = p.Count
	}
	if m.Event != Refused || len(m.Parts) != 4 || counts[Refused] != 1 || counts[Failed] != 1 || counts[Acted] != 12 || counts[Upcoming] != 1 {
		t.Fatalf("%+v", counts)
	}
	want := `aicore-reaper: 1 execution held back by a guard; 1 execution could not be stopped or deleted; 12 executions stopped or deleted; 1 execution upcoming
Sweep 01JSWEEP, enforce.

Held back by a guard: 1 execution
- dead, team-b: 1 execution (churn: 1)
- resource group team-b is refused: limits.maxPercent

Could not be stopped or deleted: 1 execution
- dead, team-a: 1 execution (churn: 1)
- resource group team-c is failed: listing: 500

Stopped or deleted: 12 executions, 66 capacity units per hour (132.00 EUR per hour)
- runaway, team-a: 12 executions, 66 capacity units per hour (132.00 EUR per hour) (text-clf: 12)
- limits.maxDeletes leaves 1 more to the next sweep

Will be stopped or deleted, if nothing changes: 1 execution, 11.5 capacity units per hour (23.00 EUR per hour)
- trial (dry-run, nothing of it is sent), team-a: 1 execution, 11.5 capacity units per hour (23.00 EUR per hour) (text-clf: 1)

The most important:
- too-many (team-b, churn, DEAD): held back by limits.maxPercent
- stubborn (team-a, churn, DEAD): refused: 01010076: the state does not allow it
- run-11 (team-a, text-clf, RUNNING, 11 capacity units per hour (22.00 EUR per hour)): stopped
`
	if !strings.HasPrefix(m.Text, want) || len(m.Most) != maxExamples {
		t.Errorf("%d named, in\n%s", len(m.Most), m.Text)
	}
}

func TestATargetIsToldOfItsEventsAlone(t *testing.T) {
	t.Parallel()
	for _, event := range Events() {
		m := told(sample(), event)
		if m == nil || m.Event != event || len(m.Parts) != 1 {
			t.Errorf("%s: %+v", event, m)
		}
	}
	if upcoming := told(sample(), Upcoming).Text; !strings.Contains(upcoming, "- new (team-a, text-clf, RUNNING, 11.5 capacity units per hour (23.00 EUR per hour)): stop at 2026-11-27 03:00 UTC\n") || strings.Contains(upcoming, "known") {
		t.Errorf("upcoming:\n%s", upcoming)
	}
}

func TestNothingIsSaidWhereThereIsNothingToSay(t *testing.T) {
	t.Parallel()
	looked, interrupted, planned := sample(), sample(), sample()
	looked.Observed = true
	interrupted.Rows, interrupted.Upcoming, interrupted.Cause = report.NewRows(nil), nil, report.ErrInterrupted
	interrupted.Groups = []report.Group{{ID: "team-a", Result: report.ResultFailed, Error: report.ErrInterrupted.Error()}}
	planned.Rows = report.RowsOf([]string{"dead"}, report.Row{Group: "g", ID: "e-1", Policy: "dead", Action: policy.Delete, Done: report.Done{Outcome: report.Planned}})
	planned.Upcoming, planned.Groups = planned.Upcoming[1:], nil
	deferred := sample()
	deferred.Rows = report.RowsOf([]string{"dead"}, report.Row{Group: "g", ID: "e-1", Policy: "dead", Action: policy.Delete, Done: report.Done{Outcome: report.Deferred, Limit: report.MaxStops}})
	deferred.Upcoming, deferred.Groups = nil, nil
	for name, r := range map[string]*report.Report{"a look": looked, "an empty sweep": {}, "an interrupted one": interrupted, "a plan": planned, "what waits its turn": deferred} {
		if m := told(r, Events()...); m != nil {
			t.Errorf("%s: %s", name, m.Text)
		}
	}
	if m := told(sample()); m != nil {
		t.Errorf("to one who wants to know nothing: %s", m.Text)
	}
}

func TestASweepThatFailedOrWasRefusedIsTold(t *testing.T) {
	t.Parallel()
	for event, cause := range map[Event]error{Failed: fmt.Errorf("the credentials were refused"), Refused: fmt.Errorf("the clocks differ: %w", report.ErrRefused)} {
		m := told(&report.Report{Sweep: "01J", Mode: report.Enforce, Cause: cause}, Events()...)
		if m == nil || m.Event != event || len(m.Parts) != 1 || !strings.Contains(m.Text, "- the sweep ended: "+cause.Error()) {
			t.Errorf("%s: %+v", event, m)
		}
	}
}

// The JSON is the one of the documents, to the letter.
func TestTheJSONOfAMessage(t *testing.T) {
	t.Parallel()
	m := told(sample(), Upcoming)
	m.Text = "…"
	got, err := json.Marshal(m)
	want := `{"sweep":"01JSWEEP","event":"upcoming","mode":"enforce","policies":[{"name":"trial","resourceGroups":[{"id":"team-a","count":1,"capacityUnitsPerHour":11.5,"examples":["new"]}]}],"text":"…"}`
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s\n%s", err, got, want)
	}
	bare := told(&report.Report{Cause: fmt.Errorf("no network")}, Failed)
	if got, _ := json.Marshal(bare); !strings.Contains(string(got), `"policies":[]`) {
		t.Errorf("%s", got)
	}
}

// Those that hold most come first, then those that are overdue longest, whatever
// order they are found in, and no more than ten of them.
func TestTheMostImportantAreNamed(t *testing.T) {
	t.Parallel()
	var d draft
	d.lines = make(map[place]*line)
	for i := range 1000 {
		c := candidate{units: float64(i * 7919 % 100), urgency: float64(i), id: fmt.Sprint(i)}
		if d.add(c) {
			d.top(c, "")
		}
	}
	if d.count != 1000 || len(d.most) != maxExamples || !slices.IsSortedFunc(d.most, candidate.before) {
		t.Errorf("%d, %+v", d.count, d.most)
	}
	for _, c := range d.most {
		if c.units != 99 {
			t.Errorf("%+v", c)
		}
	}
}

// However many executions and resource groups there are, a message stays readable.
func TestAMessageIsNoWallOfText(t *testing.T) {
	t.Parallel()
	r := &report.Report{Policies: []report.Policy{{Name: "all"}}}
	for i := range 5000 {
		r.Upcoming = append(r.Upcoming, report.Upcoming{
			Group: fmt.Sprintf("g%03d", i%50), ID: fmt.Sprint("e-", i), Scenario: fmt.Sprint(strings.Repeat("long", 100), i/50%20), Status: workload.Dead,
			Action: policy.Delete, ExpiresAt: time.Unix(int64(i), 0), Announce: true,
		})
		r.Groups = append(r.Groups, report.Group{ID: fmt.Sprint(i), Result: report.ResultFailed, Error: strings.Repeat("no ", 200)})
	}
	m := told(r, Events()...)
	if lines := strings.Count(m.Text, "\n"); lines > 60 || len(m.Text) > 40_000 {
		t.Errorf("%d lines, %d bytes", lines, len(m.Text))
	}
	for _, want := range []string{"5000 executions upcoming", "30 more lines are in the report", "and 4990 more like these", "and 15 more scenarios"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("%q is not said", want)
		}
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	own, err := ParseTemplate(`{{.Event}} in {{.Mode}}:{{range .Parts}} {{.Event}}={{.Count}}{{with $.Cost .CapacityUnitsPerHour}} ({{.}}){{end}}{{end}}`)
	if err != nil {
		t.Fatal(err)
	}
	m, err := told(sample(), Failed, Acted).rendered(own)
	if err != nil || m.Text != "failed in enforce: failed=1 acted=12 (66 capacity units per hour (132.00 EUR per hour))" {
		t.Errorf("%v, %q", err, m.Text)
	}
	for _, wrong := range []string{"{{.Evnt}}", "{{", "{{range .Parts}}{{.Nothing}}{{end}}", `{{template "x"}}`} {
		if _, err := ParseTemplate(wrong); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
}
