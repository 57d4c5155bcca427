package living

import "testing"

// shrink leaves out of a world that goes wrong as many of its events as it can, and
// is the smallest world that still does.
func shrink(t *testing.T, w *world) *world {
	t.Helper()
	for size := max(1, w.events/2); ; size /= 2 {
		for from := 1; from <= w.events; from += size {
			without := make(map[int]bool)
			for event := range w.without {
				without[event] = true
			}
			for event := from; event < from+size; event++ {
				without[event] = true
			}
			if len(without) == len(w.without) {
				continue
			}
			if smaller := livedWithout(t, w.seed, without); len(smaller.failures) > 0 {
				w = smaller
			}
		}
		if size <= 1 {
			return w
		}
	}
}
