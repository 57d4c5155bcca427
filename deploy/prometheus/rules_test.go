package prometheus

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
)

const (
	rulesFile = "aicore-reaper.rules.yaml"
	dashboard = "../grafana/aicore-reaper.json"
)

// rule is a recording or an alert of the rules file.
type rule struct {
	Record, Alert       string
	Labels, Annotations map[string]string
}

// rules returns the recording rules and the alerts.
func rules(t *testing.T) (recordings, alerts []rule) {
	t.Helper()
	var file struct{ Groups []struct{ Rules []rule } }
	decode(t, rulesFile, &file)
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			if r.Alert == "" {
				recordings = append(recordings, r)
			} else {
				alerts = append(alerts, r)
			}
		}
	}
	if len(recordings) == 0 || len(alerts) == 0 {
		t.Fatalf("%d recordings, %d alerts", len(recordings), len(alerts))
	}
	return recordings, alerts
}

func TestEveryAlertSaysWhatToDo(t *testing.T) {
	t.Parallel()
	anchors := anchorsOf(read(t, runbook))
	_, alerts := rules(t)
	for _, a := range alerts {
		t.Run(a.Alert, func(t *testing.T) {
			t.Parallel()
			if s := a.Labels["severity"]; s != "critical" && s != "warning" {
				t.Errorf("the severity is %q", s)
			}
			if a.Annotations["summary"] == "" || !strings.HasSuffix(a.Annotations["description"], ".") {
				t.Errorf("it has no summary, or no description: %v", a.Annotations)
			}
			page, anchor, _ := strings.Cut(a.Annotations["runbook_url"], "#")
			if page != "https://github.com/aicore-reaper/aicore-reaper/blob/main/docs/operations.md" || !slices.Contains(anchors, anchor) {
				t.Errorf("the runbook has no %q at %q", anchor, page)
			}
		})
	}
}

// unitTests is the part of a promtool test file that is read here.
type unitTests struct {
	Tests []struct {
		Cases []struct {
			Alert  string `yaml:"alertname"`
			Firing []any  `yaml:"exp_alerts"`
		} `yaml:"alert_rule_test"`
	}
}

func TestEveryAlertIsTestedFiringAndNotFiring(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("tests/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	firing, silent := make(map[string]bool), make(map[string]bool)
	for _, file := range files {
		var u unitTests
		decode(t, file, &u)
		for _, test := range u.Tests {
			for _, c := range test.Cases {
				firing[c.Alert] = firing[c.Alert] || len(c.Firing) > 0
				silent[c.Alert] = silent[c.Alert] || len(c.Firing) == 0
			}
		}
	}
	_, alerts := rules(t)
	for _, a := range alerts {
		if !firing[a.Alert] || !silent[a.Alert] {
			t.Errorf("%s: tested firing: %t, tested not firing: %t", a.Alert, firing[a.Alert], silent[a.Alert])
		}
	}
}

// A rule or panel for a metric that does not exist never shows anything.
func TestEveryMetricAskedForIsThere(t *testing.T) {
	t.Parallel()
	there := writtenMetrics()
	recordings, _ := rules(t)
	for _, r := range recordings {
		there = append(there, r.Record)
	}
	files, err := filepath.Glob("tests/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`[a-z_:]*aicore_reaper[a-z0-9_:]+`)
	ofHistogram := regexp.MustCompile(`_(bucket|sum|count)$`)
	for _, file := range append(files, rulesFile, dashboard, runbook, "../../docs/dashboard.md") {
		for _, name := range asked.FindAllString(read(t, file), -1) {
			if !slices.Contains(there, name) && !slices.Contains(there, ofHistogram.ReplaceAllString(name, "")) {
				t.Errorf("%s asks for %s, which neither a collector nor a recording has", file, name)
			}
		}
	}
}

// writtenMetrics returns the names of all metrics of the collectors.
func writtenMetrics() []string {
	descriptions := make(chan *prometheus.Desc)
	go func() {
		metrics.New("1.0.0", "").Registry().Describe(descriptions)
		close(descriptions)
	}()
	var names []string
	name := regexp.MustCompile(`fqName: "([^"]+)"`)
	for d := range descriptions {
		names = append(names, name.FindStringSubmatch(d.String())[1])
	}
	return names
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
