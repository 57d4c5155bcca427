package upgrade

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// A plan that was reviewed before an upgrade is carried out after it, completely
// and exactly.
func TestAReviewedPlanIsCarriedOut(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		dir := v.moved(t)
		tenant, environment := v.tenant(t)
		said := well(t, environment, "once", "--enforce", "--config", filepath.Join(dir, "config.yaml"),
			"--plan", filepath.Join(dir, "plan.json"), "--max-plan-age", "1000000h", "-o", "json")
		want := keys(parse(t, v.read(t, "plan.json")).of("planned"))
		if done := keys(parse(t, []byte(said)).of("verified")); !slices.Equal(done, want) || len(want) == 0 {
			t.Errorf("it did\n%v\nof\n%v", done, want)
		}
		var asked []string
		for _, c := range tenant.Changes() {
			asked = append(asked, c.Group+"/"+c.ID)
		}
		slices.Sort(asked)
		if asked = slices.Compact(asked); !slices.Equal(asked, want) {
			t.Errorf("it asked for\n%v\nand the plan says\n%v", asked, want)
		}
	})
}

func keys(rows []row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.ResourceGroup+"/"+r.ID)
	}
	slices.Sort(out)
	return out
}

// After an upgrade in place the counters continue, the audit log is appended to,
// and the report still has all its fields.
func TestASweepGoesOnWhereTheLastVersionEnded(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		dir := v.moved(t)
		_, environment := v.tenant(t)
		said := []byte(well(t, environment, "once", "--enforce", "--config", filepath.Join(dir, "config.yaml"), "-o", "json"))
		holdsAllOf(t, said, v.read(t, "report.json"))

		log := file(t, filepath.Join(dir, "audit.jsonl"))
		if before := v.read(t, "audit.jsonl"); !bytes.HasPrefix(log, before) || len(log) == len(before) {
			t.Error("the audit log does not begin with what it held, or was not added to")
		}
		deleted := 0
		for _, p := range parse(t, said).Policies {
			deleted += p.Deleted
		}
		before, after := families(t, v.read(t, "metrics.prom")), families(t, file(t, filepath.Join(dir, "metrics.prom")))
		const counter = "aicore_reaper_executions_deleted_total"
		if was, is := total(before[counter]), total(after[counter]); is != was+float64(deleted) || was == 0 || deleted == 0 {
			t.Errorf("%s was %v, and is %v after %d deletions", counter, was, is, deleted)
		}
		countersGoOn(t, before, after)
		if left, _ := filepath.Glob(filepath.Join(dir, "*.unreadable")); len(left) > 0 {
			t.Errorf("it could not read %v", left)
		}
	})
}

// Dashboards read the metrics of a new textfile, so every metric must still be
// there.
func TestNoMetricIsLost(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		dir := v.moved(t)
		textfile := filepath.Join(dir, "metrics.prom")
		if err := os.Remove(textfile); err != nil {
			t.Fatal(err)
		}
		_, environment := v.tenant(t)
		well(t, environment, "once", "--enforce", "--config", filepath.Join(dir, "config.yaml"))
		now := families(t, file(t, textfile))
		for name, family := range families(t, v.read(t, "metrics.prom")) {
			if there := now[name]; there == nil || there.GetType() != family.GetType() {
				t.Errorf("%s is gone, or no %s any more", name, strings.ToLower(family.GetType().String()))
			}
		}
	})
}

func file(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func families(t *testing.T, text []byte) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	all, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func total(family *dto.MetricFamily) float64 {
	sum := 0.0
	for _, m := range family.GetMetric() {
		sum += m.GetCounter().GetValue()
	}
	return sum
}

func countersGoOn(t *testing.T, before, after map[string]*dto.MetricFamily) {
	t.Helper()
	for name, family := range before {
		if family.GetType() == dto.MetricType_COUNTER && total(after[name]) < total(family) {
			t.Errorf("%s fell from %v to %v", name, total(family), total(after[name]))
		}
	}
}
