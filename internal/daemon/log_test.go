package daemon

import (
	"fmt"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// logged returns the log lines for a report.
func logged(r *report.Report) []observer.LoggedEntry {
	core, log := observer.New(zap.InfoLevel)
	l := &loop{Daemon: &Daemon{Options: Options{Log: zap.New(core)}}}
	l.logSweep(r)
	return log.All()
}

func TestASweepIsOneLineThatSaysWhatFailedAndAnExampleOfEach(t *testing.T) {
	t.Parallel()
	var rows []report.Row
	for i, class := range []report.Class{report.ClassState, report.ClassDenied, report.ClassState, report.NoFailure, report.ClassState} {
		rows = append(rows, report.Row{Group: "team-a", ID: fmt.Sprintf("e%d", i), Policy: "a", Action: policy.Delete, Done: report.Done{Outcome: report.Refused, Class: class, Error: "it said " + class.String()}})
	}
	lines := logged(&report.Report{
		Sweep: "01S", Mode: report.Enforce, Result: report.ResultPartial, FinishedAt: time.Unix(60, 0), StartedAt: time.Unix(0, 0),
		Policies: []report.Policy{{Name: "a", Matched: 9, Kept: 1, Protected: 2, Elsewhere: 2, Failed: 4}, {Name: "b", Matched: 1, Planned: 1}},
		Rows:     report.RowsOf([]string{"a", "b"}, rows...),
	})
	if len(lines) != 1 || lines[0].Level != zapcore.WarnLevel {
		t.Fatalf("%d lines: %v", len(lines), lines)
	}
	got := lines[0].ContextMap()
	for key, want := range map[string]any{"sweep": "01S", "result": "partial", "matched": int64(10), "kept": int64(1), "protected": int64(2), "elsewhere": int64(2), "planned": int64(1), "failed": int64(4), "took": time.Minute} {
		if got[key] != want {
			t.Errorf("%s is %v, want %v", key, got[key], want)
		}
	}
	want := "[map[count:3 error:it said state example:e0 reason:state resourceGroup:team-a] map[count:1 error:it said forbidden example:e1 reason:forbidden resourceGroup:team-a]]"
	if failures := fmt.Sprint(got["failures"]); failures != want {
		t.Errorf("failures %s, want %s", failures, want)
	}
}

func TestGroupsThatWentWrongAreNamed(t *testing.T) {
	t.Parallel()
	lines := logged(&report.Report{Result: report.ResultOK, Groups: []report.Group{{ID: "fine"}, {ID: "team-a", Result: report.ResultFailed, Error: "no right to it"}}})
	if len(lines) != 2 || lines[0].Level != zapcore.InfoLevel || lines[1].ContextMap()["resourceGroup"] != "team-a" || lines[1].ContextMap()["error"] != "no right to it" {
		t.Errorf("%v", lines)
	}
	if _, there := lines[0].ContextMap()["failures"]; there {
		t.Error("failures are named where there are none")
	}
}
