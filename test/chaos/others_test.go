package chaos

import (
	"math/rand/v2"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// others changes the tenant like other users: sometimes an execution ends,
// starts, is stopped, marked for deletion, or deleted.
func (w *world) others(random *rand.Rand) {
	w.clock.mu.Lock() // serialized, so that a seed gives the same changes
	now, some := w.clock.now, random.IntN(6)
	picks := make([]uint64, some)
	for i := range picks {
		picks[i] = random.Uint64()
	}
	w.clock.mu.Unlock()
	groups := w.simulator.Groups()
	for _, pick := range picks {
		group := groups[pick%uint64(len(groups))]
		executions := w.simulator.Executions(group)
		if len(executions) == 0 {
			continue
		}
		e := executions[pick/7%uint64(len(executions))]
		w.touch(group + "/" + e.ID)
		if pick%5 == 0 {
			w.simulator.Remove(group, e.ID)
			continue
		}
		if changeByOthers(&e, int(pick/3%4), now) {
			w.simulator.Put(group, e)
		}
	}
}

func (w *world) touch(key string) {
	w.clock.mu.Lock()
	defer w.clock.mu.Unlock()
	w.touched[key] = true
}

// changeByOthers changes an execution in a way that this program did not cause.
func changeByOthers(e *simulator.Execution, what int, now time.Time) (changed bool) {
	switch e.Status {
	case "RUNNING", "PENDING", "STOPPING":
		if what == 0 {
			return false
		}
		e.Status = []string{"", "STOPPED", "DEAD", "COMPLETED"}[what]
		e.CompletionTime = now
		if what == 1 {
			e.TargetStatus = "STOPPED"
		}
	case "UNKNOWN":
		e.Status, e.SubmissionTime = "PENDING", now
	default: // an ended execution can only be deleted
		e.TargetStatus = "DELETED"
	}
	e.ModifiedAt = now
	return true
}
