package reaper_test

import (
	"context"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// With a concurrency of one, the second resource group works while the first only
// waits for its changes.
func TestAGroupThatWaitsTakesNoPlaceOfAnother(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+"resourceGroups: {include: ['*']}\n")
	for _, group := range []string{"one", "two"} {
		b.simulator.AddGroup(group, "PROVISIONED")
		b.simulator.Put(group, run("dead-"+group, "DEAD", 5))
	}
	o := b.options()
	o.Concurrency = 1
	sent, both := make(chan struct{}, 2), make(chan struct{})
	o.OnBatch = func(int) {
		sent <- struct{}{}
		if len(sent) == 2 {
			close(both)
		}
	}
	o.Sleep = func(ctx context.Context, _ time.Duration) error {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second) // the time after which the test fails
		defer cancel()
		select {
		case <-both:
		case <-ctx.Done():
			t.Error("the other group is kept waiting")
		}
		return ctx.Err()
	}
	r := reaper.Sweep(t.Context(), o)
	if r.Result != report.ResultOK || r.Policies[0].Deleted != 2 {
		t.Errorf("%s: %+v", r.Result, r.Policies[0])
	}
}
