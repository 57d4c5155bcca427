package aiapi

import (
	"context"
	"encoding/json"
	"net/http"
)

// Collection is one kind of thing that the API lists and changes, by the same
// calls for each kind: executions.
type Collection struct {
	client *Client
	path   string // of the collection, and its endpoint
}

const (
	executionsEndpoint = "/lm/executions"
	executionEndpoint  = "/lm/executions/{id}"
)

// Stop asks for one execution to be stopped, by the single call. The error is an
// *Error: 404 where there is no such execution, 412 where its state does not
// allow it; or it wraps ErrInvalidID.
func (x Collection) Stop(ctx context.Context, group, id string) error {
	return x.one(ctx, id, &call{
		method: http.MethodPatch, group: group, change: true,
		body: bodyOf(`{"targetStatus":"STOPPED"}`), contentType: "application/json", // unlike the bulk call's
	})
}

// Delete asks for one execution to be deleted, by the single call, with the same
// errors as Stop.
func (x Collection) Delete(ctx context.Context, group, id string) error {
	return x.one(ctx, id, &call{method: http.MethodDelete, group: group, change: true})
}

// Get returns the whole record of one execution, statusDetails included, as the
// API sends it. The errors are those of Stop.
func (x Collection) Get(ctx context.Context, group, id string) (json.RawMessage, error) {
	var answer json.RawMessage
	return answer, x.one(ctx, id, &call{method: http.MethodGet, group: group, read: readJSON(&answer)})
}

// one sends a call on one member of the collection.
func (x Collection) one(ctx context.Context, id string, k *call) error {
	if err := checkID(id); err != nil {
		return err
	}
	k.endpoint, k.path = x.path+"/{id}", x.path+"/"+id
	return x.client.do(ctx, k)
}
