package aiapi

import (
	"context"
	"errors"
	"net/http"
)

// Meta is the part of the API's description of itself (GET /v2/lm/meta) that this
// program uses.
type Meta struct {
	BulkExecutions *bool // aiApi.capabilities.bulkUpdates.executions; nil: not stated
	Runtime        string
	APIVersion     string
}

// Meta asks for the API's capabilities. If the API does not have the call (404),
// it returns an empty Meta and no error.
func (c *Client) Meta(ctx context.Context) (Meta, error) {
	var answer struct {
		Runtime string `json:"runtimeIdentifier"`
		AIAPI   struct {
			Version      string `json:"version"`
			Capabilities struct {
				BulkUpdates struct {
					Executions *bool `json:"executions"`
				} `json:"bulkUpdates"`
			} `json:"capabilities"`
		} `json:"aiApi"`
	}
	err := c.do(ctx, &call{method: http.MethodGet, endpoint: "/lm/meta", path: "/lm/meta", tenant: true, read: readJSON(&answer)})
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusNotFound {
		return Meta{}, nil
	}
	return Meta{BulkExecutions: answer.AIAPI.Capabilities.BulkUpdates.Executions, Runtime: answer.Runtime, APIVersion: answer.AIAPI.Version}, err
}
