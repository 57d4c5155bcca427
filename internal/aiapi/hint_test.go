package aiapi

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// An error tells its reader what failed, on what, why, and what to do.
func TestAnErrorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  Error
		want string
	}{
		"refused credentials": {Error{Method: "POST", Endpoint: TokenEndpoint, Status: 401, Message: "Bad credentials"}, "POST /oauth/token: 401 Bad credentials: the credentials were refused: check the client id, the client secret or certificate, and the token host"},
		"no token host":       {Error{Method: "POST", Endpoint: TokenEndpoint, Status: 404}, "POST /oauth/token: 404 Not Found: this is not a token host: check AICORE_AUTH_URL"},
		"a refused token":     {Error{Method: "GET", Endpoint: "/lm/meta", Status: 401}, "GET /lm/meta: 401 Unauthorized: the token was refused: check that AICORE_BASE_URL and AICORE_AUTH_URL belong to one service key"},
		"no right to logs":    {Error{Method: "GET", Endpoint: executionEndpoint + "/logs", Group: "g", Status: 403}, "GET /lm/executions/{id}/logs in resource group g: 403 Forbidden: the credentials have no right to this call: use a service key that has"},
		"no right to a group": {Error{Method: "GET", Endpoint: executionsEndpoint, Group: "g", Status: 403}, "GET /lm/executions in resource group g: 403 Forbidden: the credentials have no right to this resource group: exclude it, or use a service key that has"},
		"no right to a call":  {Error{Method: "GET", Endpoint: groupsEndpoint, Status: 403}, "GET /admin/resourceGroups: 403 Forbidden: the credentials have no right to this call: use a service key that has"},
		"an unknown group":    {Error{Method: "GET", Endpoint: executionsEndpoint, Group: "g", Status: 404, Code: "7", RequestID: "r"}, "GET /lm/executions in resource group g: 404 Not Found (code 7) (request r): the resource group is unknown: check its name"},
		"no network":          {Error{Method: "GET", Endpoint: "/lm/meta", Err: errors.New("no such host")}, "GET /lm/meta: no such host: check the network and AICORE_BASE_URL"},
		"a refused item":      {Error{Method: "PATCH", Endpoint: executionEndpoint, Group: "g", Status: 202, Code: "01010076", Message: "not now", Details: "why"}, "PATCH /lm/executions/{id} in resource group g: 202 not now (code 01010076): why"},
	}
	for name, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestErrorsOfAnyFormAreRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want Error
	}{
		"as described":       {`{"error":{"code":"01","message":"m","requestId":"r","target":"t","details":"d"}}`, Error{Code: "01", Message: "m", RequestID: "r", Target: "t", Details: "d"}},
		"numbers and lists":  {`{"error":{"code":7,"message":"m","details":[{"a":1}]}}`, Error{Code: "7", Message: "m", Details: `[{"a":1}]`}},
		"nothing said":       {`{"error":{"code":null,"details":{}}}`, Error{}},
		"a text for object":  {`{"error":"it failed"}`, Error{Message: "it failed"}},
		"that of OAuth":      {`{"error":"unauthorized","error_description":"Bad credentials"}`, Error{Message: "Bad credentials"}},
		"a page of HTML":     {`<html>`, Error{}},
		"nothing":            {``, Error{}},
		"more than one line": {`{"error":{"message":"a\nb\u001b[31mc"}}`, Error{Message: "a b [31mc"}},
		"more than is shown": {`{"error":{"message":"` + strings.Repeat("é", 400) + `"}}`, Error{Message: strings.Repeat("é", longest) + "…"}},
	}
	for name, test := range tests {
		got := (&call{}).refused(&http.Response{StatusCode: 400, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(test.body))}, time.Time{})
		test.want.Status = 400
		if *got != test.want || !utf8.ValidString(got.Error()) {
			t.Errorf("%s: %+v", name, *got)
		}
	}
}
