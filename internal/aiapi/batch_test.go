package aiapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestRepliesThatContradictEachOtherAreInDoubt(t *testing.T) {
	t.Parallel()
	const yes, no = `{"id":"e-01","message":"ok"}`, `{"id":"e-01","error":{"code":"01010076","message":"not now"}}`
	for name, test := range map[string]struct {
		answer        string
		accepted      bool
		maybe         bool
		code          string
		unanswered    bool
		contradictory bool
	}{
		"accepted":                {answer: yes, accepted: true},
		"accepted twice":          {answer: yes + "," + yes, accepted: true},
		"refused":                 {answer: no, code: "01010076"},
		"refused twice":           {answer: no + "," + no, code: "01010076"},
		"accepted, then refused":  {answer: yes + "," + no, maybe: true, contradictory: true},
		"refused, then accepted":  {answer: no + "," + yes + "," + yes, maybe: true, contradictory: true},
		"another one's":           {answer: `{"id":"e-02","message":"ok"}`, maybe: true, unanswered: true},
		"nothing":                 {answer: ``, maybe: true, unanswered: true},
		"an error that is null":   {answer: `{"error":null,"id":"e-01"}`, accepted: true},
		"an error without a word": {answer: `{"error":{},"id":"e-01"}`},
		"an id in other letters":  {answer: `{"id":"e\u002d01","message":"ok"}`, accepted: true},
	} {
		c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {says(202, `{"executions":[`+test.answer+`]}`)}})
		items, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
		if err != nil || len(items) != 1 {
			t.Errorf("%s: %+v, %v", name, items, err)
			continue
		}
		got := items[0].Err
		if (got == nil) != test.accepted || MaybeApplied(got) != test.maybe || Code(got) != test.code ||
			errors.Is(got, ErrUnanswered) != test.unanswered || errors.Is(got, errContradictory) != test.contradictory {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A batch is written as encoding/json writes it. Each change gets its own reply,
// in whatever order the answer lists them, although batches reuse memory.
func TestABatchIsAnsweredItemByItem(t *testing.T) {
	t.Parallel()
	answer := func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Executions []struct{ ID, TargetStatus string }
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		var items []map[string]any
		for i := len(asked.Executions) - 1; i >= 0; i-- {
			item := map[string]any{"id": asked.Executions[i].ID, "message": "scheduled"}
			if asked.Executions[i].TargetStatus == "DELETED" {
				item["error"] = map[string]any{"code": asked.Executions[i].ID}
			}
			items = append(items, item)
		}
		w.WriteHeader(http.StatusAccepted)
		_ = json.NewEncoder(w).Encode(map[string]any{"executions": items})
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {answer}})
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-z0-9_][\w.-]{3,63}`), 1, MaxBatch, rapid.ID).Draw(t, "ids")
		changes := make([]Change, len(ids))
		for i, id := range ids {
			changes[i] = Change{id, rapid.SampledFrom([]workload.Status{workload.Stopped, workload.Deleted}).Draw(t, "target")}
		}
		items, err := c.Executions.Modify(context.Background(), "g", changes)
		if err != nil || len(items) != len(changes) {
			t.Fatalf("%d items, %v", len(items), err)
		}
		for i, item := range items {
			refused := changes[i].Target == workload.Deleted
			if item.ID != changes[i].ID || (item.Err != nil) != refused || refused && Code(item.Err) != item.ID {
				t.Fatalf("%+v is answered by %+v", changes[i], item)
			}
		}
	})
}

// late is a transport that answers before it has read the whole request and reads
// on afterwards. net/http may do that.
type late struct {
	bodies []io.ReadCloser
}

func (l *late) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"access_token":"t-0123456789","expires_in":3600}`
	if r.Method == http.MethodPatch {
		l.bodies = append(l.bodies, r.Body)
		body = `{"executions":[]}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(bytes.NewReader([]byte(body)))}, nil
}

func TestABodyThatIsStillReadDoesNotChange(t *testing.T) {
	t.Parallel()
	transport := new(late)
	c, err := New(Options{Transport: transport, Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: "id", ClientSecret: secret.New("s3cret"), AuthURL: "https://a.example", BaseURL: "https://b.example"}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if _, err := c.Executions.Modify(t.Context(), "g", []Change{{fmt.Sprintf("e-%02d", i), workload.Deleted}}); err != nil {
			t.Fatal(err)
		}
	}
	for i, body := range transport.bodies {
		text, _ := io.ReadAll(body)
		if want := fmt.Sprintf(`{"executions":[{"id":"e-%02d","targetStatus":"DELETED"}]}`, i); string(text) != want {
			t.Errorf("%s, want %s", text, want)
		}
	}
}

// BenchmarkModify measures a bulk request with a hundred changes, without a
// network.
func BenchmarkModify(b *testing.B) {
	changes := make([]Change, MaxBatch)
	answer := []byte(`{"executions":[`)
	for i := range changes {
		changes[i] = Change{fmt.Sprintf("aa97b177-9383-4934-8543-%012d", i), workload.Deleted}
		if i > 0 {
			answer = append(answer, ',')
		}
		answer = fmt.Appendf(answer, `{"id":%q,"message":"Execution modification scheduled"}`, changes[i].ID)
	}
	c := (&canned{body: append(answer, `]}`...)}).client(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Executions.Modify(b.Context(), "g", changes); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/MaxBatch, "ns/item")
}
