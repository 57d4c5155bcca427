package metrics

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"google.golang.org/protobuf/proto"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// gateway is what a Pushgateway does with one group: PUT replaces it, and its
// metrics carry the labels that make it one.
type gateway struct {
	mu       sync.Mutex
	families []*dto.MetricFamily
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if user, password, _ := r.BasicAuth(); user != "me" || password != "very-secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodGet && r.URL.Path == "/metrics" {
		var out bytes.Buffer
		for _, f := range g.families {
			_, _ = expfmt.MetricFamilyToText(&out, f) // into a buffer
		}
		_, _ = out.WriteTo(w)
		return
	}
	if r.Method != http.MethodPut || r.URL.Path != "/metrics/job/reaper/team/ml" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	decoder := expfmt.NewDecoder(r.Body, expfmt.ResponseFormat(r.Header))
	g.families = nil
	for {
		var f dto.MetricFamily
		if err := decoder.Decode(&f); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		for _, m := range f.Metric {
			m.Label = append(m.Label, label("instance", ""), label("job", "reaper"), label("team", "ml"))
		}
		g.families = append(g.families, &f)
	}
}

func label(name, value string) *dto.LabelPair {
	return &dto.LabelPair{Name: proto.String(name), Value: proto.String(value)}
}

func TestTenProcessesMakeOneSeriesOnAPushgateway(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(new(gateway))
	t.Cleanup(server.Close)
	group := Pushgateway{
		URL: strings.Replace(server.URL, "http://", "http://me:very-secret@", 1), Job: "reaper",
		Grouping: map[string]string{"team": "ml"}, Timeout: 10 * time.Second,
	}
	tenRuns(t, func(m *Metrics, nothingYet bool) error { return m.Push(t.Context(), group, nothingYet) })
	families, err := group.read(t.Context(), mustParse(t, group.URL))
	if err != nil {
		t.Fatal(err)
	}
	tenTimes(t, families)
}

func TestTenProcessesMakeOneSeriesInATextfile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reaper.prom")
	tenRuns(t, func(m *Metrics, nothingYet bool) error { return m.WriteTextfile(path, "", nothingYet) })
	families, err := readTextfile(path)
	if err != nil {
		t.Fatal(err)
	}
	tenTimes(t, families)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// tenRuns is ten processes, one after the other, each with a report of its own.
func tenRuns(t *testing.T, publish func(m *Metrics, nothingYet bool) error) {
	t.Helper()
	for range 10 {
		m := New("v", "r")
		m.ObserveBatch(100)
		m.Expect(sampleOf(report.Enforce))
		if err := publish(m, true); err != nil {
			t.Fatal(err)
		}
		m.Observe(sampleOf(report.Enforce))
		if err := publish(m, false); err != nil {
			t.Fatal(err)
		}
	}
}

func tenTimes(t *testing.T, families map[string]*dto.MetricFamily) {
	t.Helper()
	text := exposition(t, families)
	for _, want := range []string{
		`executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 10`,
		`executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 10`,
		`sweeps_total{mode="enforce",result="partial"} 10`,
		`sweep_duration_seconds_bucket{le="5"} 10`,
		`sweep_duration_seconds_count 10`,
		`batch_size_sum 1000`,
		`executions{resource_group="team-a",scenario="churn",status="DEAD"} 5`,
	} {
		if !strings.Contains(text, prefix+want+"\n") {
			t.Errorf("no line %s in\n%s", want, text)
		}
	}
}

func TestProcessesThatWriteOneTextfileLoseNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reaper.prom")
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			m := New("v", "r")
			m.Observe(sampleOf(report.Enforce))
			if err := m.WriteTextfile(path, "", false); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	families, err := readTextfile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text := exposition(t, families); !strings.Contains(text, `sweeps_total{mode="enforce",result="partial"} 10`) {
		t.Error(text)
	}
}

func TestATextfileThatCannotBeReadIsKeptAside(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reaper.prom")
	if err := os.WriteFile(path, []byte("no metrics {"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := New("v", "r").WriteTextfile(path, "", false); err == nil || !strings.Contains(err.Error(), ".unreadable") {
		t.Errorf("error %v", err)
	}
	if aside, err := os.ReadFile(path + ".unreadable"); err != nil || string(aside) != "no metrics {" {
		t.Errorf("%s, %v", aside, err)
	}
	if _, err := readTextfile(path); err != nil {
		t.Error(err)
	}
}

func TestAPushgatewayThatIsDownIsAClearErrorWithoutItsPassword(t *testing.T) {
	t.Parallel()
	group := Pushgateway{URL: "http://me:very-secret@127.0.0.1:1", Job: "reaper", Timeout: time.Second}
	err := New("v", "r").Push(t.Context(), group, false)
	if err == nil || strings.Contains(err.Error(), "very-secret") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("error %v", err)
	}
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
