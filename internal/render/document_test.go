package render_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func document(t *testing.T, r *report.Report) map[string]any {
	t.Helper()
	var out bytes.Buffer
	if err := render.JSON(&out, r, "hash"); err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	return d
}

// The names are public, because other programs read them.
func TestTheDocumentHasTheNamesThatOthersRead(t *testing.T) {
	t.Parallel()
	r := of(report.Enforce, dead("e-1"))
	r.Upcoming = []report.Upcoming{{Group: "team-a", ID: "e-2", Policy: 1, Action: policy.Delete, ExpiresAt: start}}
	r.Warnings = []string{"w"}
	d := document(t, r)
	first := func(key string) map[string]any { return d[key].([]any)[0].(map[string]any) }
	for _, test := range []struct {
		of   map[string]any
		want []string
	}{
		{d, []string{"sweep", "mode", "startedAt", "finishedAt", "result", "resourceGroups", "policies", "executions", "upcoming", "warnings", "freed"}},
		{first("resourceGroups"), []string{"id", "listed", "result", "error"}},
		{first("policies"), []string{"name", "mode", "matched", "kept", "protected", "elsewhere", "planned", "stopped", "deleted", "failed", "deferred", "upcoming"}},
		{first("executions"), []string{
			"resourceGroup", "id", "scenario", "executable", "configuration", "configurationName", "status", "age", "expiredAt", "policy",
			"action", "reason", "outcome", "error", "resourcePlan", "capacityUnitsPerHour",
		}},
		{first("upcoming"), []string{"resourceGroup", "id", "scenario", "policy", "action", "expiresAt"}},
		{d["freed"].(map[string]any), []string{"nodes", "cpus", "memoryBytes", "gpus", "capacityUnitsPerHour"}},
	} {
		for _, name := range test.want {
			if _, ok := test.of[name]; !ok {
				t.Errorf("no %s among %s", name, slices.Sorted(maps.Keys(test.of)))
			}
		}
	}
	for key, want := range map[string]any{"age": "76h0m0s", "expiredAt": "2026-03-29T03:00:00Z", "error": nil, "outcome": "planned", "target": "DELETED"} {
		if got := first("executions")[key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if w := d["warnings"].([]any); len(w) != 1 || w[0] != "w" {
		t.Errorf("warnings: %v", w)
	}
}

func TestListsOfTheDocumentAreNeverNull(t *testing.T) {
	t.Parallel()
	d := document(t, &report.Report{})
	for _, key := range []string{"resourceGroups", "policies", "executions", "upcoming", "warnings"} {
		if list, ok := d[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v", key, d[key])
		}
	}
}

// A row with any names can be written and read again.
func TestRowsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	for _, text := range append(hostile, `"quoted" \ <b>&amp;`, "訓練", "") {
		row := report.Row{
			Group: text + "g", ID: text, Scenario: text, Executable: text, Configuration: text, ConfigurationName: text, Status: workload.Status(text),
			Policy: "p", Action: policy.StopThenDelete, Reason: policy.ReasonExpired, DryRun: true, Age: time.Hour, Overdue: time.Minute, Plan: text,
			Done: report.Done{Outcome: report.Refused, Limit: report.MaxStops, Call: report.Single, Error: text},
		}
		row.Held.CapacityUnitsPerHour = 0.5
		text = string([]rune(text)) // invalid UTF-8 comes back as the replacement character
		want := render.RowDocument{
			ResourceGroup: text + "g", ID: text, Scenario: text, Executable: text, Configuration: text, ConfigurationName: text, Status: text,
			Age: new("1h0m0s"), ExpiredAt: new(start.Add(-time.Minute)), Policy: "p", Action: "stop", Target: "DELETED", Reason: "expired",
			Outcome: new("refused"), Limit: "maxStops", Call: "single", DryRun: true, ResourcePlan: text, CapacityUnitsPerHour: 0.5,
		}
		if text != "" {
			want.Error = &text
		}
		var out bytes.Buffer
		if err := render.JSON(&out, of(report.Enforce, row), ""); err != nil {
			t.Fatal(err)
		}
		var got struct{ Executions []render.RowDocument }
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, out.String())
		}
		a, _ := json.Marshal(got.Executions[0])
		b, _ := json.Marshal(want)
		if !utf8.Valid(out.Bytes()) || !bytes.Equal(a, b) {
			t.Errorf("got  %s\nwant %s", a, b)
		}
		if strings.Count(out.String(), "\n") != 2 {
			t.Errorf("not a line each: %q", out.String())
		}
	}
}
