package reaper

import (
	"context"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// lastLineOf asks for the newest line of a log, of the whole life of the run. Zero
// stands for none.
func (a *asker) lastLineOf(ctx context.Context, r asked) error {
	at, found, err := a.api.LastLogLine(ctx, a.group, r.id, r.created.Time())
	switch {
	case err != nil:
		return err
	case !found:
		at = 0
	case !at.Readable():
		return fmt.Errorf("the newest line in the log of execution %s has no time that can be read", r.id)
	}
	if a.facts.LastLines == nil {
		a.facts.LastLines = make(map[string]workload.Timestamp)
	}
	a.facts.LastLines[r.id] = at
	return nil
}
