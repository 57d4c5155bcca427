package aiapi

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A change may have been carried out unless the answer is a clear no. Only after
// a clear no can a later change of the execution be somebody else's.
func TestWhatMayHaveBeenCarriedOutSaysSo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answers []http.HandlerFunc // the last is repeated
		want    bool
	}{
		"throttled to the end":                   {[]http.HandlerFunc{says(429, "")}, false},
		"not taken on":                           {[]http.HandlerFunc{says(503, "")}, false},
		"a state that does not allow it":         {[]http.HandlerFunc{says(412, `{"error":{"code":"01"}}`)}, false},
		"no right":                               {[]http.HandlerFunc{says(403, "")}, false},
		"cut off":                                {[]http.HandlerFunc{cut}, true},
		"cut off, then not taken on":             {[]http.HandlerFunc{cut, says(503, "")}, true},
		"a gateway's patience, then a clear no":  {[]http.HandlerFunc{says(504, "<html>"), says(404, `{"error":{"code":"01010020"}}`)}, true},
		"the API failed, perhaps on the way":     {[]http.HandlerFunc{says(500, ""), says(412, "")}, true},
		"throttled, then a clear no":             {[]http.HandlerFunc{says(429, ""), says(404, "")}, false},
		"a good answer that cannot be read":      {[]http.HandlerFunc{says(202, "<html>")}, true},
		"a good answer that is cut short at end": {[]http.HandlerFunc{short}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: test.answers})
			_, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
			if e, ok := errors.AsType[*Error](err); !ok || e.MaybeApplied != test.want {
				t.Errorf("%v: may have been carried out is not %v", err, test.want)
			}
		})
	}
}

func TestAReadingIsNeverCarriedOut(t *testing.T) {
	t.Parallel()
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {cut}})
	_, err := c.Meta(t.Context())
	if e, ok := errors.AsType[*Error](err); !ok || e.MaybeApplied {
		t.Errorf("%v", err)
	}
}

func TestAServerThatIsNotThereHasCarriedNothingOut(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, make(map[string][]http.HandlerFunc))
	if err := c.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Close() // else it would notice on a connection that it has kept
	s.server.Close()
	_, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != 0 || e.MaybeApplied {
		t.Errorf("%v", err)
	}
}

func TestAnInterruptDoesNotMakeAChangeForgotten(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {func(http.ResponseWriter, *http.Request) {
		cancel() // while the client waits for the answer, which then never comes
		panic(http.ErrAbortHandler)
	}}})
	_, err := c.Executions.Modify(ctx, "g", []Change{{"e-01", workload.Deleted}})
	if e, ok := errors.AsType[*Error](err); !ok || !e.MaybeApplied || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
