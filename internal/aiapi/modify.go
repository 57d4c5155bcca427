package aiapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Change is a new target for one execution: Stopped or Deleted.
type Change struct {
	ID     string
	Target workload.Status
}

// Item is the API's answer to one Change of a bulk request. Err is nil if the
// change was accepted, which only schedules it. Otherwise Err is an *Error.
type Item struct {
	ID  string
	Err error
}

// MaxBatch is the largest number of changes in one bulk request (schema
// AiExecutionModificationRequestList: maxItems).
const MaxBatch = 100

// ErrUnanswered is wrapped by the error of an item that is missing from the
// answer to a bulk request.
var ErrUnanswered = errors.New("the answer leaves the execution out")

// errContradictory is the error of an item that is both accepted and refused.
var errContradictory = errors.New("the answer says of the execution both that it is accepted and that it is not")

// Modify sends one bulk request with up to MaxBatch changes and returns an Item
// for each, in their order. No id may occur twice. A successful answer can hold
// items that failed. If the request was repeated after a try that may have been
// carried out, the errors of items have MaybeApplied set. If a change is not
// allowed, Modify sends nothing and returns an error; it wraps ErrInvalidID if
// the id is invalid.
func (x Collection) Modify(ctx context.Context, group string, changes []Change) ([]Item, error) {
	if len(changes) == 0 || len(changes) > MaxBatch {
		return nil, fmt.Errorf("a bulk request holds 1 to %d changes, not %d", MaxBatch, len(changes))
	}
	b, err := newBatch(changes)
	if err != nil {
		return nil, err
	}
	defer b.release()
	k := &call{
		method: http.MethodPatch, endpoint: x.path, path: x.path, group: group,
		body: b.body, contentType: "application/merge-patch+json", change: true, read: b.read,
	}
	if err := x.client.do(ctx, k); err != nil {
		return nil, err
	}
	return b.items(k), nil
}

// items returns the replies in the order of the changes.
func (b *batch) items(k *call) []Item {
	all := make([]Item, len(b.changes))
	for i := range b.changes {
		all[i].ID = b.changes[i].ID
		if r := b.replies[i]; r.state != accepted {
			all[i].Err = r.error(k)
		}
	}
	return all
}

func (r reply) error(k *call) *Error {
	switch r.state {
	case silent:
		return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: ErrUnanswered, MaybeApplied: true}
	case contradictory:
		return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: errContradictory, MaybeApplied: true}
	}
	e := &Error{Status: http.StatusAccepted, Method: k.method, Endpoint: k.endpoint + "/{id}", Group: k.group, MaybeApplied: k.maybeApplied}
	e.read(k.secrets.Redact(string(r.raw)), k.said)
	return e
}

// check returns an error for a change that is never sent.
func (b *batch) check(c Change) error {
	if err := checkID(c.ID); err != nil {
		return err
	}
	if c.Target != workload.Stopped && c.Target != workload.Deleted {
		return fmt.Errorf("execution %s: the target is STOPPED or DELETED, not %q", c.ID, string(c.Target))
	}
	if _, twice := b.index[c.ID]; twice {
		return fmt.Errorf("execution %s: it is twice in one bulk request", c.ID)
	}
	return nil
}
