package main

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheShippedDashboardIsWhatTheProgramWrites(t *testing.T) {
	t.Parallel()
	shipped, err := os.ReadFile("../aicore-reaper.json")
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer
	if err := write(&written); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, written.Bytes()) {
		t.Error("deploy/grafana/aicore-reaper.json is not in step: run go run ./deploy/grafana/generate > deploy/grafana/aicore-reaper.json")
	}
}

func TestPromQL(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ short, full string }{
		"a metric gets its prefix and the filters it has labels for": {
			`sum(expired_executions)`,
			`sum(aicore_reaper_expired_executions{job=~"$job",resource_group=~"$resource_group",policy=~"$policy"})`,
		},
		"matchers that stand there stay": {
			`increase(sweeps_total{result="ok"}[1h])`,
			`increase(aicore_reaper_sweeps_total{job=~"$job",result="ok"}[1h])`,
		},
		"the longer of two names is taken": {
			`executions_failed_total`,
			`aicore_reaper_executions_failed_total{job=~"$job",resource_group=~"$resource_group",policy=~"$policy"}`,
		},
		"the series of a histogram keep their suffix": {
			`rate(batch_size_bucket[1m])`,
			`rate(aicore_reaper_batch_size_bucket{job=~"$job"}[1m])`,
		},
		"labels and functions are left alone": {
			`sum by (policy) (vector(0))`,
			`sum by (policy) (vector(0))`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := promQL(tc.short); got != tc.full {
				t.Errorf("promQL(%s)\n got %s\nwant %s", tc.short, got, tc.full)
			}
		})
	}
}

func TestEveryMetricIsShownSomewhere(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, p := range everyPanel(newDashboard(rows()).Panels) {
		for _, q := range p.Targets {
			all.WriteString(q.Expr + "\n")
		}
	}
	for _, metric := range slices.Sorted(maps.Keys(filters)) {
		if !regexp.MustCompile(prefix + metric + `(_bucket|_sum|_count)?\{`).MatchString(all.String()) {
			t.Errorf("no panel asks for %s%s", prefix, metric)
		}
	}
}

func TestEveryPanelCanBeReadByItself(t *testing.T) {
	t.Parallel()
	for _, p := range everyPanel(newDashboard(rows()).Panels) {
		t.Run(p.Title, func(t *testing.T) {
			t.Parallel()
			if p.Type == "row" {
				return
			}
			if !strings.HasSuffix(p.Description, ".") {
				t.Errorf("the description %q is not a sentence", p.Description)
			}
			if p.FieldConfig.Defaults.Unit == "" || len(p.Targets) == 0 {
				t.Errorf("unit %q, %d queries: a panel needs both", p.FieldConfig.Defaults.Unit, len(p.Targets))
			}
			for _, q := range p.Targets {
				if strings.Contains(q.Expr, prefix) && !strings.Contains(q.Expr, `job=~"$job"`) {
					t.Errorf("%s does not go by the chosen job: %s", q.RefID, q.Expr)
				}
			}
		})
	}
}

// The target labels of Prometheus differ between a scraped daemon, a Pushgateway
// and a textfile. A query that keeps one of them would draw a daemon's restart as
// a new line.
func TestNoQueryKeepsWhatTellsTheWaysOfRunningApart(t *testing.T) {
	t.Parallel()
	aggregated := regexp.MustCompile(`\b(sum|max|min|count|changes)\b`)
	for _, p := range everyPanel(newDashboard(rows()).Panels) {
		for _, q := range p.Targets {
			if strings.Contains(q.Expr, "instance") || strings.Contains(q.Expr, "without") || !aggregated.MatchString(q.Expr) {
				t.Errorf("%s: %s keeps the labels of the target", p.Title, q.Expr)
			}
		}
	}
}

func TestPanelsLieOnTheGridWithoutOverlap(t *testing.T) {
	t.Parallel()
	ids := make(map[int]bool)
	for _, p := range everyPanel(newDashboard(rows()).Panels) {
		if ids[p.ID] {
			t.Errorf("%s: the id %d is taken", p.Title, p.ID)
		}
		ids[p.ID] = true
	}
	checkGrid(t, newDashboard(rows()).Panels)
	for _, p := range newDashboard(rows()).Panels {
		if p.Type == "row" && *p.Collapsed { // unfolded, it moves down what is under it
			checkGrid(t, *p.Panels)
		}
	}
}

func checkGrid(t *testing.T, panels []panel) {
	t.Helper()
	taken := make(map[[2]int]string)
	for _, p := range panels {
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= columns {
					t.Fatalf("%s lies over %q, or over the edge, at column %d, line %d", p.Title, other, x, y)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
	}
}

// everyPanel is all panels, those that are folded into a row's header too.
func everyPanel(panels []panel) (all []panel) {
	for _, p := range panels {
		all = append(all, p)
		if p.Panels != nil {
			all = append(all, *p.Panels...)
		}
	}
	return all
}

func TestAllRowsButTheFirstAreFolded(t *testing.T) {
	t.Parallel()
	folded := 0
	for i, p := range newDashboard(rows()).Panels {
		if p.Type == "row" && (i > 0) != *p.Collapsed {
			t.Errorf("row %q: folded is %v", p.Title, *p.Collapsed)
		}
		if p.Type == "row" && *p.Collapsed {
			folded++
		}
	}
	if folded != len(rows())-1 {
		t.Errorf("%d rows are folded, want all but one of %d", folded, len(rows()))
	}
}

func TestLinksLeadToSectionsOfTheRunbook(t *testing.T) {
	t.Parallel()
	runbook, err := os.ReadFile("../../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, p := range everyPanel(newDashboard(rows()).Panels) {
		if p.FieldConfig == nil {
			continue
		}
		for _, l := range p.FieldConfig.Defaults.Links {
			found++
			_, section, _ := strings.Cut(l.URL, "operations.md#")
			if !regexp.MustCompile(`(?mi)^#+ ` + section + `$`).Match(runbook) {
				t.Errorf("%s: the runbook has no section %q", p.Title, section)
			}
		}
	}
	if found == 0 {
		t.Error("no panel leads to the runbook")
	}
}

func TestEveryVariableIsUsed(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	for _, v := range variables() {
		if n := len(regexp.MustCompile(`\$\{?`+v.Name+`\b`).FindAllString(text.String(), -1)); n == 0 {
			t.Errorf("nothing goes by the variable %s", v.Name)
		}
	}
}
