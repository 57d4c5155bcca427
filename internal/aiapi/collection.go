package aiapi

import (
	"context"
	"encoding/json"
	"net/http"
)

// Collection is one kind of object that the API lists and changes: executions.
// The calls would be the same for other kinds.
type Collection struct {
	client *Client
	path   string // of the collection; also its endpoint
}

const (
	executionsEndpoint = "/lm/executions"
	executionEndpoint  = "/lm/executions/{id}"
)

// Stop asks the API to stop one execution, with the single call. The error is an
// *Error, with status 404 if the execution does not exist and 412 if its state
// does not allow the stop; or it wraps ErrInvalidID.
func (x Collection) Stop(ctx context.Context, group, id string) error {
	return x.one(ctx, id, &call{
		method: http.MethodPatch, group: group, change: true,
		body: bodyOf(`{"targetStatus":"STOPPED"}`), contentType: "application/json", // unlike the bulk call's
	})
}

// Delete asks the API to delete one execution, with the single call. The errors
// are those of Stop.
func (x Collection) Delete(ctx context.Context, group, id string) error {
	return x.one(ctx, id, &call{method: http.MethodDelete, group: group, change: true})
}

// Get returns the whole record of one execution as the API sends it, including
// statusDetails. The errors are those of Stop.
func (x Collection) Get(ctx context.Context, group, id string) (json.RawMessage, error) {
	var answer json.RawMessage
	return answer, x.one(ctx, id, &call{method: http.MethodGet, group: group, read: readJSON(&answer)})
}

// one sends a call about one member of the collection.
func (x Collection) one(ctx context.Context, id string, k *call) error {
	if err := checkID(id); err != nil {
		return err
	}
	k.endpoint, k.path = x.path+"/{id}", x.path+"/"+id
	return x.client.do(ctx, k)
}
