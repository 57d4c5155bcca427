package reaper_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func withDead(t *testing.T, ids ...string) *bench {
	t.Helper()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	for i, id := range ids {
		b.simulator.Put("default", run(id, "DEAD", 5+i))
	}
	return b
}

func TestWhatCannotBeArchivedIsNotDeleted(t *testing.T) {
	t.Parallel()
	b := withDead(t, "dead-1", "dead-2")
	o := b.options()
	o.Archive = func(_ context.Context, _ string, e *workload.Execution) error {
		if e.ID == "dead-2" {
			return errors.New("no room")
		}
		return nil
	}
	r := reaper.Sweep(t.Context(), o)
	if got := outcomes(r); got["dead-1"] != "verified" || got["dead-2"] != "failed" {
		t.Errorf("outcomes %v", got)
	}
	if left := b.simulator.Executions("default"); len(left) != 1 || left[0].ID != "dead-2" {
		t.Errorf("left %v", left)
	}
	for row := range r.Rows.All() {
		if row.ID == "dead-2" && row.Class != report.ClassArchive {
			t.Errorf("failure %s", row.Class)
		}
	}
}

func TestDecisionsAreInTheAuditLogBeforeTheyAreSent(t *testing.T) {
	t.Parallel()
	b := withDead(t, "dead-1")
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	log, err := audit.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	o := b.options()
	o.Audit = log
	o.OnBatch = func(int) {
		if text, err := os.ReadFile(path); err != nil || strings.Count(string(text), `"event":"decision"`) != 1 {
			t.Errorf("before the request the log says %s, %v", text, err)
		}
	}
	reaper.Sweep(t.Context(), o)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(`"outcome":"verified"`)) {
		t.Errorf("after the sweep the log says %s", text)
	}
}

func TestNothingIsSentThatCannotBeAudited(t *testing.T) {
	t.Parallel()
	b := withDead(t, "dead-1")
	full, err := audit.Open("/dev/full")
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	o := b.options()
	o.Audit = full
	r := reaper.Sweep(t.Context(), o)
	if len(b.simulator.Changes()) != 0 || outcomes(r)["dead-1"] != "failed" || r.Result == report.ResultOK {
		t.Errorf("sent %v, outcomes %v, result %s", b.simulator.Changes(), outcomes(r), r.Result)
	}
}

func TestOnlyWhatTheReviewedPlanSaysIsDone(t *testing.T) {
	t.Parallel()
	b := withDead(t, "agreed", "expired-since")
	b.simulator.Put("default", run("completed-since", "COMPLETED", 6))
	o := b.options()
	o.Approved = new(reaper.Approved)
	for id, action := range map[string]policy.Action{"agreed": policy.Delete, "completed-since": policy.Stop, "vanished": policy.Delete} {
		target := map[policy.Action]workload.Status{policy.Delete: workload.Deleted, policy.Stop: workload.Stopped}[action]
		o.Approved.Allow("default", id, reaper.ApprovedRow{Policy: "dead", Action: action, Target: target})
	}
	r := reaper.Sweep(t.Context(), o)
	got := outcomes(r)
	if got["agreed"] != "verified" || got["vanished"] != "gone" || got["completed-since"] != "" {
		t.Errorf("outcomes %v", got)
	}
	if _, ok := got["expired-since"]; ok || len(b.simulator.Changes()) != 1 {
		t.Errorf("more than the plan says was done: %v", b.simulator.Changes())
	}
}

func TestASweepThatIsToldToEndSendsNothingMore(t *testing.T) {
	t.Parallel()
	b := withDead(t, "dead-1", "dead-2", "dead-3")
	ctx, cancel := context.WithCancel(t.Context())
	o := b.options()
	o.BatchSize = 1
	o.OnBatch = func(int) { cancel() }
	r := reaper.Sweep(ctx, o)
	if !errors.Is(r.Cause, report.ErrInterrupted) {
		t.Errorf("cause %v", r.Cause)
	}
	if n := len(b.simulator.Changes()); n > 2 {
		t.Errorf("%d changes were sent, two may have been under way", n)
	}
	for id, o := range outcomes(r) {
		if o != "planned" && o != "accepted" && o != "verified" {
			t.Errorf("%s is %s", id, o)
		}
	}
}

// What was accepted when a signal came did not time out.
func TestWhatASignalInterruptsIsNoTimeout(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Settle: time.Hour}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("dead-1", "DEAD", 5))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if isBulk(r) {
			cancel()
		}
		return false
	}
	r := reaper.Sweep(ctx, b.options())
	for row := range r.Rows.All() {
		if row.Outcome != report.Accepted || row.Class != report.ClassInterrupted {
			t.Errorf("%s is %v, %v", row.ID, row.Outcome, row.Class)
		}
	}
	if r.Rows.Len() != 1 {
		t.Errorf("%d rows", r.Rows.Len())
	}
}

func TestATenantThatTurnsEverythingAwayEndsTheSweepEarly(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{ResourceGroups: 60, Executions: 60}, cleanUp+"resourceGroups: {include: ['*']}\n")
	for _, id := range b.simulator.Groups() {
		b.simulator.Deny(id)
	}
	r := b.sweep(t)
	if r.Result != report.ResultFailed || !strings.Contains(r.Error(), "the sweep ended early: 10 failures in a row") || !strings.Contains(r.Error(), "no right") {
		t.Errorf("result %s, error %q", r.Result, r.Error())
	}
	if n := b.simulator.Requests()["GET /lm/executions/$count"]; n > 2*10 {
		t.Errorf("%d groups were asked for", n)
	}
	if len(r.Groups) != 60 {
		t.Errorf("%d groups in the report", len(r.Groups))
	}
}
