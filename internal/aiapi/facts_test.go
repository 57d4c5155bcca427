package aiapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// tenant is a simulated tenant with one group of executions e-000, e-001 and so
// on. Its client counts requests by endpoint.
type tenant struct {
	*simulator.Server
	api      *aiapi.Client
	mu       sync.Mutex
	requests map[string]int
}

// asked returns how many requests an endpoint got since the last call of asked.
func (x *tenant) asked(endpoint string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := x.requests[endpoint]
	x.requests[endpoint] = 0
	return n
}

func newTenant(t *testing.T, executions int, faults ...simulator.Fault) *tenant {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Now: func() time.Time { return noon }, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	x := &tenant{Server: sim, requests: make(map[string]int)}
	sim.AddGroup("g", "PROVISIONED")
	for i := range executions {
		sim.Put("g", simulator.Execution{ID: fmt.Sprintf("e-%03d", i), ConfigurationID: "c-01", Status: "RUNNING", CreatedAt: noon.Add(-24 * time.Hour), StartTime: noon.Add(-24 * time.Hour)})
	}
	id, password := sim.Credentials()
	x.api, err = aiapi.New(aiapi.Options{
		Credentials: func() (credentials.Credentials, error) {
			return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
		},
		Sleep: func(context.Context, time.Duration) error { return nil },
		OnRequest: func(r aiapi.Request) {
			x.mu.Lock()
			defer x.mu.Unlock()
			x.requests[r.Endpoint]++
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTracking(t *testing.T) {
	t.Parallel()
	x := newTenant(t, 25)
	var ids []string
	for i := range 25 {
		id := fmt.Sprintf("e-%03d", i)
		ids = append(ids, id)
		if i%2 == 0 {
			x.SetTags("g", id, [2]string{"keep", "2026-12-31"}, [2]string{"team", id})
			x.SetMetrics("g", id, simulator.Metric{Name: "accuracy", Value: 0.5 + float64(i)/100, Time: noon, Step: i})
		}
	}
	tags, err := x.api.Tracking(t.Context(), "g", ids, aiapi.Tags)
	if n := x.asked("/lm/metrics"); err != nil || len(tags) != 13 || n != 3 {
		t.Fatalf("%d executions in %d requests, %v", len(tags), n, err)
	}
	if want := []aiapi.Tag{{"keep", "2026-12-31"}, {"team", "e-024"}}; !slices.Equal(tags["e-024"].Tags, want) || tags["e-024"].Metrics != nil {
		t.Errorf("%+v, want %+v", tags["e-024"], want)
	}
	metrics, err := x.api.Tracking(t.Context(), "g", ids[4:5], aiapi.Metrics)
	want := map[string]aiapi.Tracking{"e-004": {Metrics: []aiapi.Metric{{"accuracy", 0.54, workload.At(noon), 4}}}}
	if err != nil || !reflect.DeepEqual(metrics, want) {
		t.Errorf("%+v, %v, want %+v", metrics, err, want)
	}
	x.asked("/lm/metrics")
	if none, err := x.api.Tracking(t.Context(), "g", nil, aiapi.Tags); err != nil || len(none) != 0 || x.asked("/lm/metrics") != 0 {
		t.Errorf("of none: %+v, %v", none, err)
	}
	if _, err := x.api.Tracking(t.Context(), "g", []string{"e-001", "e-002,e-003"}, aiapi.Tags); !errors.Is(err, aiapi.ErrInvalidID) || x.asked("/lm/metrics") != 0 {
		t.Errorf("an id that is two: %v", err)
	}
}

func TestTrackingByTag(t *testing.T) {
	t.Parallel()
	x := newTenant(t, 30)
	const odd = "evaluation.ai.sap.com/child of&#"
	for i := range 30 {
		id := fmt.Sprintf("e-%03d", i)
		switch i % 3 {
		case 0:
			x.SetTags("g", id, [2]string{"keep", "yes"}, [2]string{"team", "a"})
		case 1:
			x.SetTags("g", id, [2]string{odd, "x"})
		}
	}
	for tag, want := range map[string]int{"keep": 10, odd: 10, "none": 0} {
		found, err := x.api.TrackingByTag(t.Context(), "g", tag)
		if n := x.asked("/lm/metrics"); err != nil || len(found) != want || n != 1 {
			t.Errorf("%s: %d executions in %d requests, %v", tag, len(found), n, err)
		}
	}
	found, err := x.api.TrackingByTag(t.Context(), "g", "keep")
	if want := []aiapi.Tag{{"keep", "yes"}, {"team", "a"}}; err != nil || !slices.Equal(found["e-003"].Tags, want) {
		t.Errorf("%+v, %v", found["e-003"], err)
	}
}

// The API can cut a page of tracking data at its default page size.
func TestTrackingByTagGoesOn(t *testing.T) {
	t.Parallel()
	x := newTenant(t, 2300)
	for i := range 2300 {
		x.SetTags("g", fmt.Sprintf("e-%03d", i), [2]string{"keep", "yes"})
	}
	for top, want := range map[int]int{10_000: 1, 1000: 3} { // 2300 in one page, or 1000, 1000 and 300
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "$top=10000", fmt.Sprintf("$top=%d", top), 1)
			x.ServeHTTP(w, r)
		}))
		defer server.Close()
		id, password := x.Credentials()
		n := 0
		c, err := aiapi.New(aiapi.Options{
			Credentials: func() (credentials.Credentials, error) {
				return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
			},
			OnRequest: func(r aiapi.Request) {
				if r.Endpoint == "/lm/metrics" {
					n++
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if found, err := c.TrackingByTag(t.Context(), "g", "keep"); err != nil || len(found) != 2300 || n != want {
			t.Errorf("by pages of %d: %d executions in %d requests, %v", top, len(found), n, err)
		}
	}
}

func TestLastLogLine(t *testing.T) {
	t.Parallel()
	x := newTenant(t, 3)
	x.SetLog("g", "e-000", simulator.LogLine{Time: noon.Add(-7 * time.Hour), Message: "a"}, simulator.LogLine{Time: noon.Add(-6*time.Hour + 1), Message: "b"})
	x.SetLog("g", "e-001")
	for id, want := range map[string]workload.Timestamp{"e-000": workload.At(noon.Add(-6*time.Hour + 1)), "e-001": 0} {
		at, there, err := x.api.LastLogLine(t.Context(), "g", id, noon.Add(-24*time.Hour))
		if err != nil || there != (want != 0) || there && at != want {
			t.Errorf("%s: %d, %t, %v", id, at, there, err)
		}
	}
	if _, _, err := x.api.LastLogLine(t.Context(), "g", "e-999", noon); !aiapi.IsGone(err) {
		t.Errorf("of an execution that is gone: %v", err)
	}
	if n := x.asked("/lm/executions/{id}/logs"); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestDeploymentsAndConfigurations(t *testing.T) {
	t.Parallel()
	x := newTenant(t, 0)
	for i := range 2500 {
		x.PutDeployment("g", simulator.Deployment{ID: fmt.Sprintf("d-%04d", i), ConfigurationID: "c-new", LatestRunningConfigurationID: "c-old", Status: "RUNNING"})
	}
	x.PutConfiguration("g", simulator.Configuration{ID: "c-new", InputArtifacts: [][2]string{{"model", "a-1"}, {"tokens", "a-2"}}})
	deployments, err := x.api.Deployments(t.Context(), "g")
	if n := x.asked("/lm/deployments"); err != nil || len(deployments) != 2500 || n != 3 || x.asked("/lm/deployments/$count") != 1 {
		t.Fatalf("%d deployments in %d requests, %v", len(deployments), n, err)
	}
	if want := (aiapi.Deployment{ID: "d-0007", ConfigurationID: "c-new", LatestRunningConfigurationID: "c-old", Status: "RUNNING"}); !slices.Contains(deployments, want) {
		t.Errorf("%+v", deployments[7])
	}
	configurations, err := x.api.Configurations(t.Context(), "g")
	if n := x.asked("/lm/configurations"); err != nil || len(configurations) != len(x.Configurations("g")) || n != 2 {
		t.Fatalf("%d configurations in %d requests, %v", len(configurations), n, err)
	}
	if c := configurations[len(configurations)-1]; c.ID != "c-new" || !slices.Equal(c.InputArtifacts, []string{"a-1", "a-2"}) {
		t.Errorf("%+v", c)
	}
}

func TestInstanceTypes(t *testing.T) {
	t.Parallel()
	types, err := newTenant(t, 0).api.InstanceTypes(t.Context())
	if want := (aiapi.InstanceType{Name: "gpu.single", CPUs: 16, GPUs: 1, Memory: "64Gi", CapacityUnitsPerHour: 6.5}); err != nil || len(types) != 4 || !slices.Contains(types, want) {
		t.Errorf("%+v, %v", types, err)
	}
	if _, err := newTenant(t, 0, simulator.Fault{Kind: "no-extended-plan", Rate: 1}).api.InstanceTypes(t.Context()); !aiapi.IsDenied(err) {
		t.Errorf("without the extended plan: %v", err)
	}
}

// If a fact cannot be read completely, there is an error and no fact.
func TestFactsThatCannotBeHad(t *testing.T) {
	t.Parallel()
	for fault, call := range map[string]func(*tenant) error{
		"tracking-403": func(x *tenant) error {
			_, err := x.api.Tracking(t.Context(), "g", []string{"e-000"}, aiapi.Tags)
			return err
		},
		"tracking-500":       func(x *tenant) error { _, err := x.api.TrackingByTag(t.Context(), "g", "keep"); return err },
		"tracking-truncated": func(x *tenant) error { _, err := x.api.TrackingByTag(t.Context(), "g", "keep"); return err },
		"logs-403":           func(x *tenant) error { _, _, err := x.api.LastLogLine(t.Context(), "g", "e-000", noon); return err },
		"logs-500":           func(x *tenant) error { _, _, err := x.api.LastLogLine(t.Context(), "g", "e-000", noon); return err },
		"deployments-403":    func(x *tenant) error { _, err := x.api.Deployments(t.Context(), "g"); return err },
		"deployments-500":    func(x *tenant) error { _, err := x.api.Deployments(t.Context(), "g"); return err },
		"configurations-500": func(x *tenant) error { _, err := x.api.Configurations(t.Context(), "g"); return err },
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			x := newTenant(t, 1, simulator.Fault{Kind: fault, Rate: 1})
			x.SetTags("g", "e-000", [2]string{"keep", "yes"})
			if err := call(x); err == nil || strings.HasSuffix(fault, "403") != aiapi.IsDenied(err) {
				t.Errorf("%v", err)
			}
		})
	}
}
