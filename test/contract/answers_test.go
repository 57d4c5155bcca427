package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// scene is a simulated tenant with an execution in each state. A checker in front
// of it checks requests and answers against a description.
type scene struct {
	*checker
	tenant *simulator.Server
	token  string
}

// seed is the seed of the scene. With it some deployments have been changed.
const seed = 4

func newScene(t *testing.T, description string, o simulator.Options) *scene {
	t.Helper()
	o.ResourceGroups, o.Executions, o.Seed, o.Settle = 3, 300, seed, time.Hour
	tenant, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{checker: newChecker(t, description, tenant), tenant: tenant}
	id, secret := tenant.Credentials()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	r := request(t, "POST", "/oauth/token", form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	tenant.ServeHTTP(w, r)
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		t.Fatalf("%s: %v", w.Body, err)
	}
	s.token = answer.Token
	return s
}

func request(t *testing.T, method, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://127.0.0.1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask sends a request for the group default. The test fails if the answer does
// not match the description, has another status, or does not contain the text.
func (s *scene) ask(t *testing.T, method, path, body string, status int, text string) {
	t.Helper()
	r := request(t, method, "/v2"+path, body)
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("AI-Resource-Group", "default")
	switch {
	case method == "PATCH" && strings.HasSuffix(path, "/executions"):
		r.Header.Set("Content-Type", "application/merge-patch+json")
	case body != "":
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != status || !strings.Contains(w.Body.String(), text) {
		t.Errorf("%s %s: %d, not %d with %s: %.400s", method, path, w.Code, status, text, w.Body)
	}
	for _, failure := range s.failures {
		t.Error(failure)
	}
	s.failures = nil
}

// of returns the id of an execution in a state.
func (s *scene) of(t *testing.T, status string) string {
	t.Helper()
	for _, e := range s.tenant.Executions("default") {
		if e.Status == status {
			return e.ID
		}
	}
	t.Fatalf("none is %s", status)
	return ""
}

func TestFactsKeepToTheDescriptions(t *testing.T) {
	t.Parallel()
	againstEach(t, func(t *testing.T, description string) {
		s := newScene(t, description, simulator.Options{})
		done, running := s.of(t, "COMPLETED"), s.of(t, "RUNNING")
		s.tenant.SetTags("default", done, [2]string{"keep", "yes"}, [2]string{"odd name", "a,b=c"})
		for path, text := range map[string]string{
			"/lm/metrics?executionIds=" + done + "," + running:                                          `"executionId":"` + done,
			"/lm/metrics?tagFilters=keep,odd%20name=a%2Cb%3Dc,none!=x":                                  `"count":1`,
			"/lm/metrics?tagFilters=keep&$select=tags&$top=1&$skip=0":                                   `"tags":[{"name":"keep"`,
			"/lm/metrics?executionIds=" + done + "&$select=*":                                           `"metrics":[`,
			"/lm/metrics?$filter=executionId%20eq%20'" + done + "'":                                     `"count":1`,
			"/lm/executions/" + running + "/logs?$order=desc&$top=5&start=2020-01-01T00:00:00Z":         `"data"`,
			"/lm/executions/" + running + "/logs?start=2020-01-01T00:00:00Z&end=2030-01-01T00:00:00.1Z": `"timestamp"`,
			"/lm/executions/" + running + "/logs":                                                       `"data"`,
			"/lm/deployments":                                                                           `"configurationId"`,
			"/lm/deployments?$top=1&$skip=0&status=" + s.tenant.Deployments("default")[0].Status:        `"count":1`,
			"/lm/deployments/$count":                                                                    "",
			"/lm/deployments/$count?status=DEAD":                                                        "",
			"/lm/configurations":                                                                        `"artifactId"`,
			"/lm/configurations?$top=2&$skip=1&scenarioId=churn&executableIds=churn-train":              `"count":1`,
			"/lm/configurations?$search=weekly":                                                         `"count":1`,
			"/lm/configurations/" + s.tenant.Deployments("default")[0].ConfigurationID:                  `"artifactId"`,
			"/admin/resources/instanceTypes":                                                            `"billableUnitsPerHour"`,
			"/lm/executions/" + done:                                                                    `"statusDetails"`,
		} {
			s.ask(t, "GET", path, "", http.StatusOK, text)
		}
	})
}

func TestRefusalsInBulkKeepToTheDescriptions(t *testing.T) {
	t.Parallel()
	againstEach(t, func(t *testing.T, description string) {
		for kind, want := range map[string]struct {
			status int
			text   string
		}{
			"bulk-opt-in": {202, `"error":{"code":"01010083"`}, "bulk-opt-in-400": {400, `"error":{"code"`},
			"bulk-completed": {202, `"error":{"code":"01010076"`}, "item-error": {202, `"error":{"code"`}, "poison-id": {400, `"error":{"code"`},
		} {
			s := newScene(t, description, simulator.Options{Faults: []simulator.Fault{{Kind: kind, Rate: 1}}})
			s.ask(t, "PATCH", "/lm/executions", fmt.Sprintf(`{"executions":[{"id":%q,"targetStatus":"DELETED"}]}`, s.of(t, "COMPLETED")), want.status, want.text)
		}
		s := newScene(t, description, simulator.Options{SingleOnly: simulator.Executables()[:1]})
		s.ask(t, "PATCH", "/lm/executions", fmt.Sprintf(`{"executions":[{"id":%q,"targetStatus":"DELETED"},{"id":"none","targetStatus":"DELETED"}]}`, s.of(t, "DEAD")), 202, `"01010020"`)
	})
}

// Requests that the descriptions do not allow get the answers that the
// descriptions say.
func TestWrongRequestsAreAnsweredByTheDescriptions(t *testing.T) {
	t.Parallel()
	againstEach(t, func(t *testing.T, description string) {
		s := newScene(t, description, simulator.Options{})
		s.answersOnly = true
		done := s.of(t, "COMPLETED")
		for path, status := range map[string]int{
			"/lm/metrics": 400, "/lm/metrics?executionIds=" + strings.Repeat("e-0001,", 10) + "e-0002": 400, "/lm/metrics?executionIds=" + done + "&$top=10001": 400,
			"/lm/metrics?executionIds=" + done + "&$select=all": 400, "/lm/metrics?tagFilters==x": 400,
			"/lm/executions/" + done + "/logs?start=yesterday": 400, "/lm/executions/" + done + "/logs?$top=0": 400, "/lm/executions/none/logs": 404,
			"/lm/deployments?status=GONE": 400, "/lm/deployments?$top=100001": 400, "/lm/deployments/$count?status=GONE": 400,
			"/lm/configurations?$top=100001": 400, "/lm/configurations/none": 404,
		} {
			s.ask(t, "GET", path, "", status, `{"error":{"code":"`)
		}
		for _, item := range []string{`{"targetStatus":"DELETED"}`, `{"id":null,"targetStatus":"DELETED"}`, `{"id":7,"targetStatus":"DELETED"}`} {
			s.ask(t, "PATCH", "/lm/executions", `{"executions":[`+item+`]}`, 400, `{"error":{"code":"`)
		}
	})
}

func TestFaultsOfFactsHaveTheFormOfTheDescriptions(t *testing.T) {
	t.Parallel()
	againstEach(t, func(t *testing.T, description string) {
		for kind, path := range map[string]string{
			"tracking-403": "/lm/metrics?tagFilters=keep", "tracking-500": "/lm/metrics?tagFilters=keep",
			"logs-403": "/lm/executions/e-0001/logs", "logs-500": "/lm/executions/e-0001/logs",
			"deployments-403": "/lm/deployments", "deployments-500": "/lm/deployments/$count",
			"configurations-500": "/lm/configurations", "dead-configurations": "/lm/configurations/none", "no-extended-plan": "/admin/resources/instanceTypes",
		} {
			status := map[bool]int{true: 403, false: 500}[strings.HasSuffix(kind, "403") || kind == "no-extended-plan"]
			if kind == "dead-configurations" {
				status = 503
			}
			s := newScene(t, description, simulator.Options{Faults: []simulator.Fault{{Kind: kind, Rate: 1}}})
			s.ask(t, "GET", path, "", status, `{"error":{"code":"`)
		}
	})
}
