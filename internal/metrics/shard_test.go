package metrics

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// groupedGateway is a Pushgateway with as many groups as are pushed to it.
type groupedGateway struct {
	mu     sync.Mutex
	groups map[string][]*dto.MetricFamily // by the path that names them
}

func (g *groupedGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r.Method == http.MethodGet {
		var out bytes.Buffer
		byName := make(map[string]*dto.MetricFamily)
		for _, families := range g.groups {
			for _, f := range families {
				if all := byName[f.GetName()]; all != nil {
					all.Metric = append(all.Metric, f.Metric...)
					continue
				}
				byName[f.GetName()] = &dto.MetricFamily{Name: f.Name, Help: f.Help, Type: f.Type, Metric: f.Metric}
			}
		}
		for _, f := range byName {
			_, _ = expfmt.MetricFamilyToText(&out, f) // into a buffer
		}
		_, _ = out.WriteTo(w)
		return
	}
	labels := strings.Split(strings.TrimPrefix(r.URL.Path, "/metrics/"), "/")
	decoder := expfmt.NewDecoder(r.Body, expfmt.ResponseFormat(r.Header))
	var families []*dto.MetricFamily
	for {
		var f dto.MetricFamily
		if err := decoder.Decode(&f); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		for _, m := range f.Metric {
			m.Label = append(m.Label, label("instance", ""))
			for i := 0; i+1 < len(labels); i += 2 {
				m.Label = append(m.Label, label(labels[i], labels[i+1]))
			}
		}
		families = append(families, &f)
	}
	g.groups[r.URL.Path] = families
}

func TestEachShardCountsInAGroupOfItsOwn(t *testing.T) {
	t.Parallel()
	gateway := &groupedGateway{groups: make(map[string][]*dto.MetricFamily)}
	server := httptest.NewServer(gateway)
	t.Cleanup(server.Close)
	whole := Pushgateway{URL: server.URL, Job: "reaper", Timeout: 10 * time.Second}
	for _, shard := range []string{"0", "1", "", "1"} { // a sweep of the whole in between
		tenRuns(t, func(m *Metrics, nothingYet bool) error { return m.Push(t.Context(), whole.Shard(shard), nothingYet) })
	}
	for shard, want := range map[string]string{"0": "} 10\n", "1": "} 20\n", "": "} 10\n"} {
		g := whole.Shard(shard)
		families, err := g.read(t.Context(), mustParse(t, server.URL))
		if err != nil {
			t.Fatal(err)
		}
		if text := exposition(t, families); !strings.Contains(text, `executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"`+want) {
			t.Errorf("shard %q holds\n%s", shard, text)
		}
	}
	if len(gateway.groups) != 3 || gateway.groups["/metrics/job/reaper/shard/1"] == nil {
		t.Errorf("%d groups", len(gateway.groups))
	}
}

func TestAGroupingOfOnesOwnStays(t *testing.T) {
	t.Parallel()
	own := Pushgateway{Grouping: map[string]string{"shard": "mine"}}
	if got := own.Shard("3").Grouping["shard"]; got != "mine" {
		t.Errorf("it became %q", got)
	}
	other := Pushgateway{Grouping: map[string]string{"team": "ml"}}
	if got := other.Shard("3").Grouping; got["shard"] != "3" || got["team"] != "ml" || len(other.Grouping) != 1 {
		t.Errorf("%v of %v", got, other.Grouping)
	}
}

func TestEachShardWritesATextfileOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "reaper.prom")
	for range 2 {
		for _, shard := range []string{"0", "1"} {
			m := New("v", "r")
			m.Observe(sampleOf(report.Enforce))
			if err := m.WriteTextfile(path, shard, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, shard := range []string{"0", "1"} {
		text, err := os.ReadFile(filepath.Join(dir, "reaper-shard-"+shard+".prom"))
		if err != nil {
			t.Fatal(err)
		}
		if want := `executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn",shard="` + shard + `"} 2` + "\n"; !strings.Contains(string(text), want) {
			t.Errorf("no line %s in\n%s", want, text)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "#") && strings.Count(line, `shard="`+shard+`"`) != 1 {
				t.Errorf("%s would be in two files", line)
			}
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file without a shard: %v", err)
	}
}
