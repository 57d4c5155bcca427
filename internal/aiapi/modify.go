package aiapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Change is a new target for one execution: Stopped or Deleted.
type Change struct {
	ID     string          `json:"id"`
	Target workload.Status `json:"targetStatus"`
}

// Item is the API's answer to one Change of a bulk request. Err is nil where the
// change was accepted (which schedules it; nothing has happened yet), else an
// *Error.
type Item struct {
	ID  string
	Err error
}

// MaxBatch is the most changes that one bulk request may hold
// (schema AiExecutionModificationRequestList: maxItems).
const MaxBatch = 100

const (
	executionsEndpoint = "/lm/executions"
	executionEndpoint  = "/lm/executions/{id}"
)

// Modify sends one bulk request with up to MaxBatch changes, of which no two may
// have one id, and returns an Item for each, in their order. An answer of success
// can hold items that failed. Where the request was tried again after one that may
// have been carried out, the errors of items say MaybeApplied.
func (c *Client) Modify(ctx context.Context, group string, changes []Change) ([]Item, error) {
	if len(changes) == 0 || len(changes) > MaxBatch {
		return nil, fmt.Errorf("a bulk request holds 1 to %d changes, not %d", MaxBatch, len(changes))
	}
	body, err := json.Marshal(map[string][]Change{"executions": changes})
	if err != nil {
		return nil, fmt.Errorf("bulk request: %w", err)
	}
	var answer struct {
		Executions []itemAnswer `json:"executions"`
	}
	k := &call{
		method: http.MethodPatch, endpoint: executionsEndpoint, path: executionsEndpoint, group: group,
		body: body, contentType: "application/merge-patch+json", change: true, read: readJSON(&answer),
	}
	if err := c.do(ctx, k); err != nil {
		return nil, err
	}
	return items(k, changes, answer.Executions), nil
}

type itemAnswer struct {
	ID    string          `json:"id"`
	Error json.RawMessage `json:"error"`
}

// items puts the answers in the order of the changes. It goes by whether there is
// an error, never by the wording of a message.
func items(k *call, changes []Change, answers []itemAnswer) []Item {
	byID := make(map[string]*itemAnswer, len(answers))
	for i := range answers {
		byID[answers[i].ID] = &answers[i]
	}
	all := make([]Item, len(changes))
	for i, change := range changes {
		all[i].ID = change.ID
		switch a := byID[change.ID]; {
		case a == nil:
			all[i].Err = &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: ErrUnanswered, MaybeApplied: true}
		case len(a.Error) > 0 && string(a.Error) != "null":
			e := &Error{Status: http.StatusAccepted, Method: k.method, Endpoint: executionEndpoint, Group: k.group, MaybeApplied: k.maybeApplied}
			e.read([]byte(k.secrets.Redact(string(a.Error))))
			all[i].Err = e
		}
	}
	return all
}

// Stop asks for one execution to be stopped, by the single call. The error is an
// *Error: 404 where there is no such execution, 412 where its state does not
// allow it.
func (c *Client) Stop(ctx context.Context, group, id string) error {
	return c.do(ctx, &call{
		method: http.MethodPatch, endpoint: executionEndpoint, path: executionPath(id), group: group, change: true,
		body: []byte(`{"targetStatus":"STOPPED"}`), contentType: "application/json", // unlike the bulk call's
	})
}

// Delete asks for one execution to be deleted, by the single call, with the same
// errors as Stop.
func (c *Client) Delete(ctx context.Context, group, id string) error {
	return c.do(ctx, &call{method: http.MethodDelete, endpoint: executionEndpoint, path: executionPath(id), group: group, change: true})
}

func executionPath(id string) string { return executionsEndpoint + "/" + url.PathEscape(id) }
