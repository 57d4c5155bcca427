package aiapi

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// callsOf returns all calls on an execution and all calls on a group.
func callsOf(t *testing.T, c *Client) (onExecution, onGroup map[string]func(group, id string) error) {
	t.Helper()
	ctx := t.Context()
	onExecution = map[string]func(group, id string) error{
		"Stop":            func(group, id string) error { return c.Executions.Stop(ctx, group, id) },
		"Delete":          func(group, id string) error { return c.Executions.Delete(ctx, group, id) },
		"Execution":       func(group, id string) error { _, err := c.Executions.Get(ctx, group, id); return err },
		"TrackingMetrics": func(group, id string) error { _, err := c.TrackingMetrics(ctx, group, id); return err },
		"Logs": func(group, id string) error {
			_, err := c.Logs(ctx, group, id, time.Unix(0, 0), time.Unix(1, 0))
			return err
		},
		"Modify": func(group, id string) error {
			_, err := c.Executions.Modify(ctx, group, []Change{{"e-00", workload.Stopped}, {id, workload.Deleted}})
			return err
		},
	}
	onGroup = map[string]func(group, id string) error{
		"ListExecutions": func(group, _ string) error { _, err := c.Executions.List(ctx, group, ListOptions{}); return err },
		"Configuration":  func(group, _ string) error { _, err := c.Configuration(ctx, group, "c-01"); return err },
	}
	return onExecution, onGroup
}

// No request contains an id that could name another object.
func TestIDsThatAreNotAllowedAreNotSent(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, make(map[string][]http.HandlerFunc))
	onExecution, onGroup := callsOf(t, c)
	for name, call := range onExecution {
		for _, id := range []string{"", "..", "....", "$count", "e-1", "../../admin/resourceGroups/g00", "..%2F..", "e-01/logs", "e-01?x", "e-\uFFFD-1", "e-01\n", `e-01","targetStatus":"DELETED`} {
			if err := call("g", id); !errors.Is(err, ErrInvalidID) {
				t.Errorf("%s of %q: %v", name, id, err)
			}
		}
		onGroup[name] = call
	}
	for name, call := range onGroup {
		for _, group := range []string{"", " ", "prod ", "\tprod", "pr\nod", "prod\r\nAuthorization: x", "prod\u00a0", "pr\uFFFDod"} {
			if err := call(group, "e-01"); !errors.Is(err, ErrInvalidID) {
				t.Errorf("%s in %q: %v", name, group, err)
			}
		}
	}
	if len(s.log) != 0 {
		t.Errorf("sent %v", s.log)
	}
}

// No request contains a target other than STOPPED or DELETED, or an id twice.
func TestChangesThatAreNotAllowedAreNotSent(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, make(map[string][]http.HandlerFunc))
	for name, changes := range map[string][]Change{
		"no target":      {{"e-01", ""}},
		"another target": {{"e-01", workload.Stopped}, {"e-02", workload.Running}},
		"a broken one":   {{"e-01", `STOPPED"},{"id":"e-02`}},
		"an id twice":    {{"e-01", workload.Stopped}, {"e-02", workload.Stopped}, {"e-01", workload.Deleted}},
	} {
		if items, err := c.Executions.Modify(t.Context(), "g", changes); err == nil {
			t.Errorf("%s: %+v", name, items)
		}
	}
	if len(s.log) != 0 {
		t.Errorf("sent %v", s.log)
	}
}
