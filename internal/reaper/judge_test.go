package reaper_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// If the state does not allow a stop and the run goes on, the stop is refused. It
// is not tried by the single call, because the state is the same for both calls.
func TestAStopThatTheStateDoesNotAllowIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("runs-long", "RUNNING", 4))
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBulk(r) {
			answerItems(t, w, r, "01010076")
		}
		return isBulk(r)
	}
	r := b.sweep(t)
	if got := outcomes(r)["runs-long"]; got != "refused" {
		t.Errorf("the outcome is %q", got)
	}
	if n := len(b.simulator.Changes()); n != 0 || r.Freed.Nodes != 0 {
		t.Errorf("%d single calls, freed %+v", n, r.Freed)
	}
}

// Only RUNNING executions give back compute, not PENDING ones.
func TestWhatWaitedFreesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", gone("waits", "PENDING", 4), gone("trains", "RUNNING", 4))
	r := b.sweep(t)
	if r.Freed.Nodes != 1 {
		t.Errorf("freed %g nodes", r.Freed.Nodes)
	}
}

// If somebody else deletes a run right after this program stopped it, it counts
// as stopped but not as deleted.
func TestADeletionByOthersIsTheirs(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Settle: time.Second}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", gone("trains", "RUNNING", 4))
	b.before = func(_ http.ResponseWriter, r *http.Request) bool {
		for _, e := range b.simulator.Executions("default") {
			if e.Status == "STOPPED" {
				b.simulator.Edit("default", e.ID, func(e *simulator.Execution) { e.TargetStatus = "DELETED" })
			}
		}
		return false
	}
	r := b.sweep(t)
	if p := r.Policies[2]; outcomes(r)["trains"] != "gone" || p.Stopped != 1 || p.Deleted != 0 {
		t.Errorf("%v, %+v", outcomes(r), p)
	}
}
