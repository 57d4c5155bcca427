package aiapi_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

func TestPredicates(t *testing.T) {
	t.Parallel()
	const one, bulk = "/lm/executions/{id}", "/lm/executions"
	for name, c := range map[string]struct {
		err                                     error
		gone, denied, unavailable, unsure, none bool
	}{
		"nil":                  {},
		"not of the API":       {err: context.Canceled},
		"single 404":           {err: &aiapi.Error{Status: 404, Method: "DELETE", Endpoint: one}, gone: true},
		"logs 404":             {err: &aiapi.Error{Status: 404, Method: "GET", Endpoint: one + "/logs"}, gone: true},
		"item that is gone":    {err: &aiapi.Error{Status: 202, Code: "01010020", Method: "PATCH", Endpoint: one}, gone: true},
		"item of another code": {err: &aiapi.Error{Status: 202, Code: "01010076", Method: "PATCH", Endpoint: one}},
		"bulk 404":             {err: &aiapi.Error{Status: 404, Method: "PATCH", Endpoint: bulk}, none: true},
		"bulk 405":             {err: &aiapi.Error{Status: 405, Method: "PATCH", Endpoint: bulk}, none: true},
		"bulk 501":             {err: &aiapi.Error{Status: 501, Method: "PATCH", Endpoint: bulk}, none: true, unavailable: true},
		"list 404":             {err: &aiapi.Error{Status: 404, Method: "GET", Endpoint: bulk}},
		"single 405":           {err: &aiapi.Error{Status: 405, Method: "PATCH", Endpoint: one}},
		"401":                  {err: &aiapi.Error{Status: 401}, denied: true},
		"403, wrapped":         {err: fmt.Errorf("list: %w", &aiapi.Error{Status: 403}), denied: true},
		"408":                  {err: &aiapi.Error{Status: 408}, unavailable: true},
		"429":                  {err: &aiapi.Error{Status: 429}, unavailable: true},
		"503":                  {err: &aiapi.Error{Status: 503}, unavailable: true},
		"504 of a change":      {err: &aiapi.Error{Status: 504, MaybeApplied: true}, unavailable: true, unsure: true},
		"no answer":            {err: &aiapi.Error{Err: context.DeadlineExceeded}, unavailable: true},
		"400":                  {err: &aiapi.Error{Status: 400, Method: "PATCH", Endpoint: bulk}},
		"412":                  {err: &aiapi.Error{Status: 412, Method: "PATCH", Endpoint: one}},
	} {
		for predicate, got := range map[string][2]bool{
			"IsGone":        {aiapi.IsGone(c.err), c.gone},
			"IsDenied":      {aiapi.IsDenied(c.err), c.denied},
			"IsUnavailable": {aiapi.IsUnavailable(c.err), c.unavailable},
			"MaybeApplied":  {aiapi.MaybeApplied(c.err), c.unsure},
			"IsUnsupported": {aiapi.IsUnsupported(c.err), c.none},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %s is %t, want %t", name, predicate, got[0], got[1])
			}
		}
	}
}

func TestCodeAndStatus(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("stop: %w", &aiapi.Error{Status: 412, Code: "01010076"})
	if aiapi.Code(err) != "01010076" || aiapi.Status(err) != 412 {
		t.Errorf("%q, %d", aiapi.Code(err), aiapi.Status(err))
	}
	if aiapi.Code(context.Canceled) != "" || aiapi.Status(nil) != 0 {
		t.Error("an error of another kind has neither code nor status")
	}
}
