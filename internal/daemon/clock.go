package daemon

import "time"

// lookAtClock is the longest time until the daemon checks the clock again. A
// timer alone is not enough: it stops while the machine is suspended, and does
// not notice that the clock is set.
const lookAtClock = 30 * time.Second

// unremarkable is the largest change of the clock that is ignored.
const unremarkable = time.Minute

// watch compares the wall clock with the elapsed time.
type watch struct{ wall, ran time.Time }

// jumped returns by how much the wall clock was set since the last call. It is
// negative if the clock was set back. A suspended machine looks like a clock set
// forward.
func (w *watch) jumped(wall, ran time.Time) time.Duration {
	by := wall.Sub(w.wall) - ran.Sub(w.ran)
	first := w.wall.IsZero()
	w.wall, w.ran = wall, ran
	if first || by.Abs() < unremarkable {
		return 0
	}
	return by
}
