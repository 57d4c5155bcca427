package metrics

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// everything returns at least one series of each metric.
func everything(t *testing.T) []*dto.MetricFamily {
	t.Helper()
	m := New("v", "r")
	m.Configure(Settings{Policies: []string{"dead", "runaway"}, GroupLabels: []string{"team"}, Price: 1, Currency: "EUR"})
	r := sampleOf(report.Enforce)
	r.Groups[0].Labels = map[string]string{"team": "ml"}
	r.Upcoming = []report.Upcoming{{Group: "team-a", Policy: 1}}
	m.Observe(r)
	r.Result = report.ResultOK
	m.Observe(r)
	m.ObserveRequest(aiapi.Request{Endpoint: "/lm/executions", Method: "GET", Code: 200})
	m.ObserveRetry("/lm/executions", "network")
	m.ObserveReload(end, nil)
	m.ObserveNotification("acted", nil)
	m.SetCredentialExpiry(end)
	m.SetNext(map[string]time.Time{"dead": end})
	families, err := m.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	return families
}

func TestTheMetricsAreWellNamed(t *testing.T) {
	t.Parallel()
	problems, err := promlint.New(strings.NewReader(exposition(t, everything(t)))).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

var update = flag.Bool("update", false, "write the lists of docs/metrics.md anew")

const docFile = "../../docs/metrics.md"

// docs/metrics.md lists exactly the metrics and reasons that exist.
func TestTheDocumentSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	whole := string(text)
	for name, want := range map[string]string{"metrics": metricsTable(everything(t)), "reasons": reasonsLine()} {
		begin, end := "<!-- "+name+": written by the tests -->\n", "<!-- end of "+name+" -->"
		before, rest, ok1 := strings.Cut(whole, begin)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok1 || !ok2 {
			t.Fatalf("%s has no place for the %s", docFile, name)
		}
		whole = before + begin + want + end + after
	}
	if *update {
		if err := os.WriteFile(docFile, []byte(whole), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if whole != string(text) {
		t.Errorf("%s is not what there is: go test ./internal/metrics -update", docFile)
	}
}

func metricsTable(families []*dto.MetricFamily) string {
	var table strings.Builder
	table.WriteString("| metric | type | labels | meaning |\n|---|---|---|---|\n")
	for _, f := range families {
		var names []string
		for _, l := range f.Metric[0].Label {
			names = append(names, "`"+l.GetName()+"`")
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", f.GetName(), strings.ToLower(f.GetType().String()), strings.Join(names, " "), f.GetHelp())
	}
	return table.String()
}

func reasonsLine() string { return "`" + strings.Join(report.Classes(), "`, `") + "`\n" }
