package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// gather asks the API for all data of an execution.
func (a *Archive) gather(ctx context.Context, group string, e *workload.Execution) (*Copy, error) {
	c := &Copy{ArchivedAt: a.now().UTC(), ResourceGroup: group}
	var err error
	if c.Execution, err = c.part("execution")(a.api.Executions.Get(ctx, group, e.ID)); err != nil {
		return nil, err
	}
	if c.Execution != nil {
		if record, err := aiapi.DecodeExecution(c.Execution); err != nil || record.ID != e.ID {
			return nil, errors.Join(fmt.Errorf("archive: what the API answers when it is asked for %s is not its record", e.ID), err)
		}
	} else {
		if c.Execution, err = json.Marshal(e); err != nil {
			return nil, fmt.Errorf("archive: what the listing showed of %s cannot be written: %w", e.ID, err)
		}
	}
	if e.ConfigurationID != "" {
		if c.Configuration, err = c.part("configuration")(a.api.Configuration(ctx, group, e.ConfigurationID)); err != nil {
			return nil, err
		}
	}
	if c.TrackingMetrics, err = c.part("trackingMetrics")(a.api.TrackingMetrics(ctx, group, e.ID)); err != nil {
		return nil, err
	}
	return c, a.logs(ctx, group, e, c)
}

// part returns a function for the result of a request for one part. If the API
// does not have the part or the call, the function adds the name to Missing.
func (c *Copy) part(name string) func(json.RawMessage, error) (json.RawMessage, error) {
	return func(raw json.RawMessage, err error) (json.RawMessage, error) {
		if isAbsent(err) {
			c.Missing = append(c.Missing, name)
			return nil, nil
		}
		return raw, err
	}
}

func isAbsent(err error) bool {
	s := aiapi.Status(err)
	return s == http.StatusNotFound || s == http.StatusNotImplemented
}
