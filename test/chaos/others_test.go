package chaos

import (
	"math/rand/v2"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// others work on the same tenant: now and then one execution ends, starts, is
// stopped, marked for deletion, or deleted by somebody else.
func (w *world) others(random *rand.Rand) {
	w.clock.mu.Lock() // one after the other, and so the same for the same seed of one sweep
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

// changeByOthers is what may become of an execution without this program's doing.
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
	default: // what has ended can only go
		e.TargetStatus = "DELETED"
	}
	e.ModifiedAt = now
	return true
}
