package tenant

import (
	"context"
	"errors"
	"fmt"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// publishAll publishes what a sweep counted, and then tells of it. Where the process
// ends with the sweep it waits for the messages, ten seconds at most, and publishes
// what became of them; otherwise nothing waits for them.
func (t *Tenant) publishAll(ctx context.Context, q Request, r *report.Report) error {
	m := t.process.Metrics
	published := t.publish(ctx, q, publication{own: m.Registry(), keep: m.StillHolds})
	wait := t.tell(ctx, q, r)
	if !q.Publish || wait() == 0 {
		return published
	}
	all := func(string, map[string]string) bool { return true }
	return errors.Join(published, t.publish(ctx, q, publication{own: m.Notifications(), keep: all}))
}

// tell sends the messages of a sweep, while other things go on; the end of ctx does
// not break them off. wait returns how many were tried, once they have been. A target
// that cannot be told is a warning.
func (t *Tenant) tell(ctx context.Context, q Request, r *report.Report) (wait func() int) {
	if !q.Notify || len(t.config.Notify) == 0 {
		return func() int { return 0 }
	}
	tried := make(chan int, 1)
	t.process.messages.Go(func() {
		var sent []notify.Sent
		fault := guarded(func() error {
			sent = notify.Sender{}.Send(context.WithoutCancel(ctx), t.config.Notify, r)
			return nil
		})
		if fault != nil {
			t.process.Log.Error("no message could be sent", zap.Error(fault))
		}
		for _, s := range sent {
			t.process.Metrics.ObserveNotification(string(s.Event), s.Err)
			if s.Err != nil {
				t.process.Log.Warn("a message could not be sent", zap.String("target", targetName(s.Target)), zap.String("event", string(s.Event)), zap.String("sweep", r.Sweep), zap.Error(s.Err))
			}
		}
		tried <- len(sent)
	})
	return func() int { return <-tried }
}

// targetName is a target as the config counts them.
func targetName(i int) string { return fmt.Sprintf("notify[%d]", i) }
