package reaper

import (
	"slices"
	"sync"
)

// faults collects errors that only a fault of this program can cause. The zero
// value is ready to use.
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
