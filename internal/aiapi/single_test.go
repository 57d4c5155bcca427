package aiapi

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// request is one request that a server got.
type request struct {
	line, group, kind, body string
}

// keeping records requests. They must not be concurrent.
func keeping(to *[]request, answer http.HandlerFunc) []http.HandlerFunc {
	return []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*to = append(*to, request{r.Method + " " + r.URL.EscapedPath(), r.Header.Get("AI-Resource-Group"), r.Header.Get("Content-Type"), string(body)})
		answer(w, r)
	}}
}

func TestChangesAreSentAsDescribed(t *testing.T) {
	t.Parallel()
	var asked []request
	accepted := says(202, `{"id":"e-01","message":"scheduled"}`)
	c, _, _ := dial(t, map[string][]http.HandlerFunc{
		listPath + "/e-01": keeping(&asked, accepted),
		listPath:           keeping(&asked, says(202, `{"executions":[{"id":"e-02","message":"x"},{"id":"e-01"}]}`)),
	})
	items, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Stopped}, {"e-02", workload.Deleted}})
	if err != nil || len(items) != 2 || items[0] != (Item{ID: "e-01"}) || items[1] != (Item{ID: "e-02"}) {
		t.Errorf("%+v, %v", items, err)
	}
	for _, err := range []error{c.Executions.Stop(t.Context(), "g", "e-01"), c.Executions.Delete(t.Context(), "g", "e-01")} {
		if err != nil {
			t.Error(err)
		}
	}
	want := []request{
		{"PATCH /base/lm/executions", "g", "application/merge-patch+json", `{"executions":[{"id":"e-01","targetStatus":"STOPPED"},{"id":"e-02","targetStatus":"DELETED"}]}`},
		{"PATCH /base/lm/executions/e-01", "g", "application/json", `{"targetStatus":"STOPPED"}`},
		{"DELETE /base/lm/executions/e-01", "g", "", ""},
	}
	if len(asked) != len(want) {
		t.Fatalf("asked %+v", asked)
	}
	for i := range want {
		if asked[i] != want[i] {
			t.Errorf("asked %+v, want %+v", asked[i], want[i])
		}
	}
}

func TestABulkRequestOfNoneOrTooManyIsNotSent(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, map[string][]http.HandlerFunc{})
	for _, n := range []int{0, MaxBatch + 1} {
		if _, err := c.Executions.Modify(t.Context(), "g", make([]Change, n)); err == nil || !strings.Contains(err.Error(), "1 to 100") {
			t.Errorf("%d changes: %v", n, err)
		}
	}
	if len(s.log) != 0 {
		t.Errorf("sent %v", s.log)
	}
}

func TestASingleChangeThatIsRefusedSaysWhy(t *testing.T) {
	t.Parallel()
	for status, text := range map[int]string{404: "no such execution", 412: "the state does not allow it", 400: "not valid"} {
		c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath + "/e-01": {says(status, `{"error":{"code":"01","message":"`+text+`","requestId":"r-7"}}`)}})
		e, ok := errors.AsType[*Error](c.Executions.Delete(t.Context(), "g", "e-01"))
		if !ok || e.Status != status || e.Code != "01" || e.MaybeApplied || !strings.Contains(e.Error(), text) || !strings.Contains(e.Error(), "r-7") {
			t.Errorf("%d: %+v", status, e)
		}
		if s.count(listPath+"/e-01") != 1 {
			t.Errorf("%d was tried again", status)
		}
	}
}

func TestDetailsAreTakenAsSent(t *testing.T) {
	t.Parallel()
	const text = `{"id":"e-01","anything":[1.50,null]}`
	c, s, _ := dial(t, map[string][]http.HandlerFunc{
		listPath + "/e-01": {says(200, text)}, "/lm/configurations/c-1": {says(200, text)}, "/lm/metrics": {says(200, text)},
	})
	for name, get := range map[string]func() (json.RawMessage, error){
		"execution":     func() (json.RawMessage, error) { return c.Executions.Get(t.Context(), "g", "e-01") },
		"configuration": func() (json.RawMessage, error) { return c.Configuration(t.Context(), "g", "c-1") },
		"metrics":       func() (json.RawMessage, error) { return c.TrackingMetrics(t.Context(), "g", "e-01") },
	} {
		if got, err := get(); err != nil || string(got) != text {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	if s.count("/lm/metrics") != 1 || !strings.Contains(strings.Join(s.log, " "), "executionIds=e-01&$top=1000") {
		t.Errorf("asked %v", s.log)
	}
}

func TestLogLinesWithoutATimeAreKept(t *testing.T) {
	t.Parallel()
	lines := says(200, `{"data":{"result":[{"timestamp":"2026-06-01T12:00:00.25Z","msg":"a"},{"msg":"b"},{"timestamp":5}]}}`)
	c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath + "/e-01/logs": {lines}})
	from := time.Date(2026, 6, 1, 14, 0, 0, 0, time.FixedZone("", 7200))
	got, err := c.Logs(t.Context(), "g", "e-01", from, from.Add(time.Hour))
	if err != nil || len(got) != 3 || got[0].Timestamp != workload.At(from.Add(250*time.Millisecond)) || got[1].Timestamp != 0 || string(got[2].Raw) != `{"timestamp":5}` {
		t.Errorf("%+v, %v", got, err)
	}
	_, query, _ := strings.Cut(s.log[1], "?")
	asked, err := url.ParseQuery(query)
	if err != nil || asked.Get("start") != "2026-06-01T12:00:00Z" || asked.Get("end") != "2026-06-01T13:00:00Z" || asked.Get("$top") != "5000" || asked.Get("$order") != "asc" {
		t.Errorf("asked %v, %v", asked, err)
	}
}
