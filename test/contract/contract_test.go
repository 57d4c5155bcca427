// Package contract checks the client's requests and the simulator's answers
// against descriptions of the AI API: our small one of the calls in use, and
// SAP's own if AI_CORE_OPENAPI names it.
package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestTheClientAndTheSimulatorKeepToTheDescriptions(t *testing.T) {
	t.Parallel()
	againstEach(t, exercise)
}

// againstEach runs a test against our description, and against SAP's if it is
// available.
func againstEach(t *testing.T, test func(t *testing.T, description string)) {
	t.Helper()
	t.Run("ours", func(t *testing.T) {
		t.Parallel()
		test(t, "openapi.yaml")
	})
	t.Run("SAP's", func(t *testing.T) {
		t.Parallel()
		path := os.Getenv("AI_CORE_OPENAPI")
		if path == "" {
			t.Skip("AI_CORE_OPENAPI names no description")
		}
		test(t, path)
	})
}

// The description says that a plain text body is a number, but the library reads
// it as a string.
func init() {
	openapi3filter.RegisterBodyDecoder("text/plain", func(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
		var n float64
		err := json.NewDecoder(body).Decode(&n)
		return n, err
	})
}

// checker stands between the client and the simulator.
type checker struct {
	router      routers.Router
	simulator   http.Handler
	answersOnly bool // requests may be wrong; only the answers are checked

	mu       sync.Mutex
	failures []string
	checked  map[string]int
}

func newChecker(t *testing.T, path string, sim http.Handler) *checker {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	document.Servers = openapi3.Servers{{URL: "/v2"}}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return &checker{router: router, simulator: sim, checked: make(map[string]int)}
}

func (c *checker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth/token" {
		c.simulator.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	c.note(r, err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.Header.Del("Accept-Encoding") // the answer is to be read here, too
	route, parameters, err := c.router.FindRoute(r)
	if err != nil {
		c.note(r, err)
		w.WriteHeader(http.StatusNotFound)
		return
	}
	// Defaults are not set, because that would rewrite the query.
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true, SkipSettingDefaults: true}
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(r.Context(), input); !c.answersOnly {
		c.note(r, err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	c.simulator.ServeHTTP(answer, r)
	output := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: answer.Code, Header: answer.Header(), Options: options}
	output.SetBodyBytes(answer.Body.Bytes())
	c.note(r, openapi3filter.ValidateResponse(r.Context(), output))
	c.mu.Lock()
	c.checked[r.Method+" "+route.Path]++
	c.mu.Unlock()
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

func (c *checker) note(r *http.Request, err error) {
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.failures = append(c.failures, r.Method+" "+r.URL.String()+": "+err.Error())
	}
}

// exercise makes every call of the client, with successful and failed answers.
func exercise(t *testing.T, description string) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 600, Seed: 4, Settle: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	c := newChecker(t, description, sim)
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	id, password := sim.Credentials()
	client, err := aiapi.New(aiapi.Options{PageSize: 70, Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	call(t, client)
	for _, failure := range c.failures {
		t.Error(failure)
	}
	for _, want := range []string{
		"GET /lm/meta", "GET /admin/resourceGroups", "GET /lm/executions", "GET /lm/executions/$count", "PATCH /lm/executions", "GET /lm/metrics",
		"GET /lm/deployments", "GET /lm/deployments/$count", "GET /lm/configurations", "GET /admin/resources/instanceTypes",
	} {
		if c.checked[want] == 0 {
			t.Errorf("%s was not called", want)
		}
	}
	if len(c.checked) < 15 {
		t.Errorf("of the calls only %v were made", c.checked)
	}
}

func call(t *testing.T, client *aiapi.Client) {
	t.Helper()
	ctx, group := t.Context(), "team-a"
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	must(client.Authenticate(ctx))
	_, err := client.Meta(ctx)
	must(err)
	groups, err := client.ResourceGroups(ctx, []string{"ext.ai.sap.com/stage=dev", "ext.ai.sap.com/team!=x"})
	if must(err); len(groups) != 2 {
		t.Errorf("groups %v", groups)
	}
	listing, err := client.Executions.List(ctx, group, aiapi.ListOptions{Details: true})
	listed := listing.Executions
	if must(err); len(listed) != 200 {
		t.Errorf("%d executions", len(listed))
	}
	var changes []aiapi.Change
	singles := make(map[workload.Status]string)
	for i := range listed[:100] {
		target := workload.Deleted // refused for active executions
		if listed[i].Status == workload.Running {
			target = workload.Stopped
		}
		changes = append(changes, aiapi.Change{ID: listed[i].ID, Target: target})
		singles[listed[100+i].Status] = listed[100+i].ID
	}
	items, err := client.Executions.Modify(ctx, group, changes)
	if must(err); len(items) != 100 {
		t.Errorf("%d items", len(items))
	}
	must(client.Executions.Stop(ctx, group, singles[workload.Running]))
	must(client.Executions.Delete(ctx, group, singles[workload.Dead]))
	for _, refused := range []error{client.Executions.Stop(ctx, group, singles[workload.Completed]), client.Executions.Delete(ctx, group, "no-such-execution")} {
		if refused == nil {
			t.Error("a change that cannot be was accepted")
		}
	}
	one := listed[150]
	_, err = client.Executions.Get(ctx, group, one.ID)
	must(err)
	_, err = client.Configuration(ctx, group, one.ConfigurationID)
	must(err)
	_, err = client.TrackingMetrics(ctx, group, one.ID)
	must(err)
	_, err = client.Logs(ctx, group, one.ID, one.CreatedAt.Time(), time.Now())
	must(err)
	askFacts(t, client, group, one.ID)
}

func askFacts(t *testing.T, client *aiapi.Client, group, id string) {
	t.Helper()
	_, byID := client.Tracking(t.Context(), group, []string{id}, aiapi.Metrics)
	_, byTag := client.TrackingByTag(t.Context(), group, "framework")
	_, _, line := client.LastLogLine(t.Context(), group, id, time.Now().Add(-24*time.Hour))
	_, deployments := client.Deployments(t.Context(), group)
	_, configurations := client.Configurations(t.Context(), group)
	_, types := client.InstanceTypes(t.Context())
	for call, err := range map[string]error{
		"tracking by id": byID, "tracking by tag": byTag, "log line": line,
		"deployments": deployments, "configurations": configurations, "instance types": types,
	} {
		if err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
}
