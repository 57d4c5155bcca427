package reaper

import (
	"slices"
	"sync"
)

// faults collects what only a fault of this program explains. The zero value is
// ready.
type faults struct {
	mu    sync.Mutex
	texts []string
}

func (f *faults) add(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = append(f.texts, text)
}

func (f *faults) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.texts)
}
