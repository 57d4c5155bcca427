package daemon

import (
	"maps"

	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
)

// show publishes the current state to pages and metrics.
func (l *loop) show() {
	next := l.table.next()
	if before := l.state.Load(); before == nil || !maps.Equal(before.Next, next) {
		l.Metrics.SetNext(next)
	}
	l.state.Store(&page.State{
		Config: l.inForce.Config(), Job: l.job.kind, Began: l.job.began, Policies: l.job.policies, Next: next, Look: l.table.observe.at,
		NotReady: l.unready, Reload: l.reload, Newest: l.newest, Swept: l.swept, History: l.history,
	})
}

// seen returns the state that pages show.
func (d *Daemon) seen() *page.State { return d.state.Load() }
