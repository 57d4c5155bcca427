package daemon

import "time"

// lookAtClock is how long the daemon waits at most before it looks at the clock
// again. A timer alone would not do: it counts no time while the machine is
// suspended, and knows nothing of a clock that is set.
const lookAtClock = 30 * time.Second

// unremarkable is how much a clock may be set without being taken as set.
const unremarkable = time.Minute

// watch compares the wall clock with the time that has gone by.
type watch struct{ wall, ran time.Time }

// jumped returns by how much the wall clock was set since the last call: negative
// where it was set back. A suspended machine looks like a clock set forward.
func (w *watch) jumped(wall, ran time.Time) time.Duration {
	by := wall.Sub(w.wall) - ran.Sub(w.ran)
	first := w.wall.IsZero()
	w.wall, w.ran = wall, ran
	if first || by.Abs() < unremarkable {
		return 0
	}
	return by
}
