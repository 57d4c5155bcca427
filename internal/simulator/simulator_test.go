package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tenant is a simulator with a server, a clock that tests move, and a token.
type tenant struct {
	*Server
	url, token string
	mu         sync.Mutex
	time       time.Time
}

func (x *tenant) now() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.time
}

func (x *tenant) later(d time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.time = x.time.Add(d)
}

func newTenant(t testing.TB, o Options) *tenant {
	t.Helper()
	x := &tenant{time: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	o.Now = x.now
	var err error
	if x.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(x.Server)
	t.Cleanup(server.Close)
	x.url = server.URL
	id, secret := x.Credentials()
	resp, err := http.PostForm(server.URL+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || strings.Count(answer.Token, ".") != 2 {
		t.Fatalf("token %q, %v", answer.Token, err)
	}
	x.token = answer.Token
	return x
}

// call makes one request in the group g and returns the status and the body.
func (x *tenant) call(t testing.TB, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, x.url+"/v2"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+x.token)
	req.Header.Set("AI-Resource-Group", "g")
	req.Header.Set("Content-Type", "application/merge-patch+json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp.StatusCode, err.Error()
	}
	return resp.StatusCode, string(text)
}

func in(status, target string) Execution {
	return Execution{ID: "e-001", ConfigurationID: "c", Status: status, TargetStatus: target, CreatedAt: time.Unix(1.7e9, 0), ModifiedAt: time.Unix(1.7e9, 0), StartTime: time.Unix(1.7e9, 0)}
}

func TestWhatAStateAllows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status, target string
		stop, remove   bool
	}{
		{"UNKNOWN", "COMPLETED", false, true},
		{"PENDING", "COMPLETED", true, false},
		{"RUNNING", "COMPLETED", true, false},
		{"RUNNING", "STOPPED", false, false},
		{"STOPPING", "STOPPED", false, false},
		{"STOPPED", "STOPPED", false, true},
		{"DEAD", "COMPLETED", false, true},
		{"COMPLETED", "COMPLETED", false, true},
		{"COMPLETED", "DELETED", false, false},
	} {
		for target, allowed := range map[string]bool{"STOPPED": test.stop, "DELETED": test.remove} {
			for _, bulk := range []bool{true, false} {
				x := newTenant(t, Options{Settle: time.Minute})
				x.AddGroup("g", "PROVISIONED")
				x.Put("g", in(test.status, test.target))
				if got := x.ask(t, target, bulk); got != allowed {
					t.Errorf("%s of %s with target %s (bulk %v): %v", target, test.status, test.target, bulk, got)
				}
			}
		}
	}
}

// ask requests a target and reports whether it was accepted.
func (x *tenant) ask(t *testing.T, target string, bulk bool) bool {
	t.Helper()
	if bulk {
		code, body := x.call(t, "PATCH", "/lm/executions", `{"executions":[{"id":"e-001","targetStatus":"`+target+`"}]}`)
		if code != http.StatusAccepted {
			t.Errorf("bulk: %d %s", code, body)
		}
		return !strings.Contains(body, codeState)
	}
	method, body := "PATCH", `{"targetStatus":"STOPPED"}`
	if target == "DELETED" {
		method, body = "DELETE", ""
	}
	code, _ := x.call(t, method, "/lm/executions/e-001", body)
	if code != http.StatusAccepted && code != http.StatusPreconditionFailed {
		t.Errorf("single: %d", code)
	}
	return code == http.StatusAccepted
}

func TestChangesAreScheduledAndFollowLater(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{Settle: time.Minute})
	x.AddGroup("g", "PROVISIONED")
	x.Put("g", in("RUNNING", "COMPLETED"))
	shows := func(want string) {
		t.Helper()
		if _, body := x.call(t, "GET", "/lm/executions/e-001", ""); !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	x.ask(t, "STOPPED", true)
	shows(`"status":"STOPPING","targetStatus":"STOPPED"`)
	x.later(59 * time.Second)
	shows(`"status":"STOPPING"`)
	x.later(time.Second)
	shows(`"status":"STOPPED"`)
	x.ask(t, "DELETED", false)
	shows(`"targetStatus":"DELETED"`)
	x.later(time.Minute)
	if code, _ := x.call(t, "GET", "/lm/executions/e-001", ""); code != http.StatusNotFound {
		t.Errorf("it is still there: %d", code)
	}
	if _, body := x.call(t, "PATCH", "/lm/executions", `{"executions":[{"id":"e-001","targetStatus":"DELETED"}]}`); !strings.Contains(body, codeUnknown) {
		t.Errorf("its item says %s", body)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{})
	x.AddGroup("g", "PROVISIONED")
	items := slices.Repeat([]string{`{"id":"e-001","targetStatus":"DELETED"}`}, 101)
	for _, test := range []struct {
		method, path, body string
		code               int
	}{
		{"PATCH", "/lm/executions", `{"executions":[]}`, 400},
		{"PATCH", "/lm/executions", `{"executions":[` + strings.Join(items, ",") + `]}`, 400},
		{"PATCH", "/lm/executions", `{"executions":[` + strings.Join(items[:2], ",") + `]}`, 400},
		{"PATCH", "/lm/executions", `{"executions":[{"id":"e-001","targetStatus":"RUNNING"}]}`, 400},
		{"PATCH", "/lm/executions", `{`, 400},
		{"PATCH", "/lm/executions/e-001", `{"targetStatus":"DELETED"}`, 400},
		{"GET", "/lm/executions?$top=100001", "", 400},
		{"GET", "/lm/executions?status=A,B", "", 400},
		{"GET", "/lm/executions?$select=id", "", 400},
		{"GET", "/lm/executions/none", "", 404},
		{"DELETE", "/lm/executions/none", "", 404},
		{"GET", "/admin/resourceGroups?labelSelector=x", "", 400},
		{"GET", "/admin/resourceGroups?continueToken=x", "", 410},
		{"GET", "/lm/metrics", "", 400},
		{"GET", "/lm/nothing", "", 404},
	} {
		if code, body := x.call(t, test.method, test.path, test.body); code != test.code {
			t.Errorf("%s %s: %d %s, want %d", test.method, test.path, code, body, test.code)
		}
	}
	x.ExpireTokens()
	if code, _ := x.call(t, "GET", "/lm/meta", ""); code != http.StatusUnauthorized {
		t.Errorf("without a good token: %d", code)
	}
}

func TestPagesAndFilters(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{})
	x.AddGroup("g", "PROVISIONED")
	for i := range 10 {
		e := in([]string{"DEAD", "COMPLETED"}[i%2], "COMPLETED")
		e.ID, e.ScenarioID, e.ExecutableID = fmt.Sprintf("e-%03d", i), "s", fmt.Sprintf("x%d", i%3)
		x.Put("g", e)
	}
	for path, want := range map[string]string{
		"/lm/executions?$top=3&$skip=9":                       `"count":1`,
		"/lm/executions?status=DEAD":                          `"count":5`,
		"/lm/executions?executableIds=x0,x1&scenarioId=s":     `"count":7`,
		"/lm/executions?$select=status&$top=1":                `{"count":1,"resources":[{"status":"DEAD"}]}`,
		"/lm/executions/$count?status=COMPLETED":              "5",
		"/lm/executions/$count":                               "10",
		"/lm/executions?executionScheduleId=none&$top=100000": `"count":0`,
	} {
		if code, body := x.call(t, "GET", path, ""); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
}

func TestTheSameSeedMakesTheSameWorld(t *testing.T) {
	t.Parallel()
	world := func(seed uint64) []Execution {
		return newTenant(t, Options{ResourceGroups: 2, Executions: 500, Seed: seed}).Executions("team-a")
	}
	one, same, other := world(5), world(5), world(6)
	if !slices.Equal(one, same) || slices.Equal(one, other) {
		t.Error("a seed is no seed")
	}
	count := make(map[string]int)
	for _, e := range one {
		count[e.Status]++
		if e.ModifiedAt.Before(e.CreatedAt) || !e.CompletionTime.IsZero() && e.CompletionTime.Before(e.StartTime) {
			t.Errorf("times that cannot be: %+v", e)
		}
	}
	for _, m := range mix {
		if m.share > 2 && count[m.status] == 0 {
			t.Errorf("none is %s", m.status)
		}
	}
}

func TestFaultsStrike(t *testing.T) {
	t.Parallel()
	const bulk = `{"executions":[{"id":"e-001","targetStatus":"STOPPED"}]}`
	for kind, want := range map[string]string{
		"429": "429 ", "429-date": "429 ", "500": "500 ", "502": "502 <html", "503": "503 ", "504": "504 <html", "html": "200 <html",
		"unauthorized": "401 ", "cut-before": "0 ", "cut-after": "0 ", "truncated": "202 unexpected EOF", "slow-body": "202 {", "slow": "202 {",
		"item-error": `202 {"executions":[{"id":"e-001","error"`, "poison-id": "400 ", "bulk-off": "405 ",
	} {
		x := newTenant(t, Options{})
		x.AddGroup("g", "PROVISIONED")
		x.Put("g", in("RUNNING", "COMPLETED"))
		x.options.Faults = []Fault{{Kind: kind, Rate: 1}}
		code, body := x.call(t, "PATCH", "/lm/executions", bulk)
		if got := fmt.Sprint(code, " ", body); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", kind, got)
		}
		x.StopFaults()
		if code, body := x.call(t, "GET", "/lm/executions", ""); code != 200 {
			t.Errorf("%s after its end: %d %s", kind, code, body)
		}
	}
	for _, bad := range []string{"42", "500:2", "500:x", "500:NaN"} {
		if _, err := ParseFaults([]string{bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func BenchmarkListing(b *testing.B) {
	x := newTenant(b, Options{ResourceGroups: 1, Executions: 5000, Seed: 1})
	g := x.group("default")
	g.mu.Lock()
	g.open(x.now())
	g.mu.Unlock()
	b.ReportAllocs()
	for b.Loop() {
		x.render(g, g.executions, false)
	}
}
