package chaos

import (
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// optIns are the faults with which the API accepts changes only by single calls,
// alone and combined.
var optIns = map[string][]simulator.Fault{
	"by item":                     {{Kind: "bulk-opt-in", Rate: 0.5}},
	"by request":                  {{Kind: "bulk-opt-in-400", Rate: 0.5}},
	"completed ones":              {{Kind: "bulk-completed", Rate: 1}},
	"by item, and completed ones": {{Kind: "bulk-opt-in", Rate: 0.4}, {Kind: "bulk-completed", Rate: 1}},
	"by item and by request":      {{Kind: "bulk-opt-in", Rate: 0.3}, {Kind: "bulk-opt-in-400", Rate: 0.3}},
	"all of it, and a limit":      {{Kind: "bulk-opt-in", Rate: 0.3}, {Kind: "bulk-opt-in-400", Rate: 0.3}, {Kind: "bulk-completed", Rate: 1}, {Kind: "bulk-limit-50", Rate: 1}},
}

// If the API accepts some executables only by single calls, everything is still
// deleted, each refused item is tried by a single call at most once, and later
// sweeps use what was learned.
func TestBulkIsAnOptInOfEachTemplate(t *testing.T) {
	t.Parallel()
	for name, faults := range optIns {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range 3 * *seeds {
				w := newWorld(t, uint64(seed)+1, faults)
				w.learned = new(reaper.Learned)
				for range 2 {
					known := w.singlyOnly()
					before := len(w.simulator.Changes())
					w.sweep(t)
					w.checkSingles(t, w.simulator.Changes()[before:], known)
				}
				if left := expired(w.simulator, w.clock.True()); len(left) > 0 {
					t.Errorf("seed %d: after two sweeps there are left %v", w.seed, left)
				}
				w.balance(t)
			}
		})
	}
}

// singlyOnly returns the executables for which only single calls accepted
// executions that were not COMPLETED.
func (w *world) singlyOnly() map[string]bool {
	only := make(map[string]bool)
	for _, c := range w.simulator.Changes() {
		if c.Accepted && !c.Bulk && c.Status != "COMPLETED" {
			only[w.executables[c.Group+"/"+c.ID]] = true
		}
	}
	for _, c := range w.simulator.Changes() {
		if c.Accepted && c.Bulk {
			delete(only, w.executables[c.Group+"/"+c.ID])
		}
	}
	return only
}

// checkSingles checks the changes of one sweep against the rules for single
// calls.
func (w *world) checkSingles(t *testing.T, changes []simulator.Change, known map[string]bool) {
	t.Helper()
	singles := make(map[string]int)
	for _, c := range changes {
		key := c.Target + " " + c.Group + "/" + c.ID
		if !c.Bulk {
			singles[key]++
		}
		_, id, _ := strings.Cut(key, " ")
		if c.Bulk && known[w.executables[id]] {
			t.Errorf("seed %d: %s in bulk, and only single calls take its executable", w.seed, key)
		}
	}
	for key, n := range singles {
		if n > 1 {
			t.Errorf("seed %d: %s was sent singly %d times", w.seed, key, n)
		}
	}
}
