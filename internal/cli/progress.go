package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

// progressLine shows the progress of a sweep on one line of a terminal. It is
// redrawn at most ten times a second and removed at the end.
type progressLine struct {
	w   io.Writer
	now func() time.Time

	mu    sync.Mutex
	last  time.Time
	shown bool
}

func (l *progressLine) update(step string, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.last) >= 100*time.Millisecond {
		l.last, l.shown = now, true
		fmt.Fprintf(l.w, "\r\x1b[K%s: %s of %s", step, render.Thousands(done), render.Thousands(total))
	}
}

// Write writes lines of the log in place of the progress. The next update draws it
// again, below them.
func (l *progressLine) Write(lines []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
	return l.w.Write(lines)
}

func (l *progressLine) wipe() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
}

// clear takes the line off the terminal. The caller holds the lock.
func (l *progressLine) clear() {
	if l.shown {
		fmt.Fprint(l.w, "\r\x1b[K")
		l.shown = false
	}
}
