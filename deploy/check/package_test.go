package check

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"helm.sh/helm/v4/pkg/chart/v2/lint"
	"helm.sh/helm/v4/pkg/chart/v2/lint/support"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/chart/v2/util"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

func TestHelmHasNothingToSayOfTheChart(t *testing.T) {
	t.Parallel()
	for _, m := range lint.RunAll(chart, nil, "reaper").Messages {
		if m.Severity > support.InfoSev {
			t.Error(m)
		}
	}
}

// Users pull the package, so it must contain the linked rules and dashboard
// completely.
func TestThePackageHoldsTheRulesAndTheDashboard(t *testing.T) {
	t.Parallel()
	c, err := loader.Load(chart)
	if err != nil {
		t.Fatal(err)
	}
	file, err := util.Save(c, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Base(file) != "aicore-reaper-"+c.Metadata.Version+".tgz" {
		t.Errorf("it is called %s", file)
	}
	packed, err := loader.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	held := make(map[string]string)
	for _, f := range packed.Files {
		held[f.Name] = string(f.Data)
	}
	for name, source := range map[string]string{"files/rules.yaml": rules, "files/dashboard.json": dashboard, "README.md": chart + "/README.md"} {
		if held[name] != read(t, source) {
			t.Errorf("%s of the package is not %s", name, source)
		}
	}
	if _, there := held["README.md.gotmpl"]; there {
		t.Error("the package holds what its README is made of")
	}
}

const (
	rules     = "../prometheus/aicore-reaper.rules.yaml"
	dashboard = "../grafana/aicore-reaper.json"
)

func TestTheChartsRulesAndDashboardAreTheShippedOnes(t *testing.T) {
	t.Parallel()
	objects := decode(t, rendered(t, "{prometheusRule: {enabled: true}, dashboard: {enabled: true}}"))
	var want monitoring.PrometheusRuleSpec
	if err := yaml.UnmarshalStrict([]byte(read(t, rules)), &want); err != nil || len(want.Groups) == 0 {
		t.Fatal(err)
	}
	if got := only[*monitoring.PrometheusRule](t, objects); got == nil || asJSON(t, got.Spec) != asJSON(t, want) {
		t.Errorf("the PrometheusRule is %+v", got)
	}
	for _, o := range objects {
		c, ok := o.(*core.ConfigMap)
		if !ok || !strings.HasSuffix(c.Name, "-dashboard") {
			continue
		}
		var got, want any
		if err := json.Unmarshal([]byte(c.Data["aicore-reaper.json"]), &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(read(t, dashboard)), &want); err != nil {
			t.Fatal(err)
		}
		if asJSON(t, got) != asJSON(t, want) || c.Labels["grafana_dashboard"] != "1" {
			t.Errorf("the ConfigMap of labels %v holds another dashboard", c.Labels)
		}
		return
	}
	t.Error("there is no dashboard")
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Helm stores a release, with the chart and its values, in a secret of at most a
// megabyte.
func TestAReleaseFitsIntoItsSecret(t *testing.T) {
	t.Parallel()
	c, err := loader.Load(chart)
	if err != nil {
		t.Fatal(err)
	}
	file, err := util.Save(c, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if limit := int64(256 << 10); info.Size() > limit {
		t.Errorf("the package has %d bytes, over %d", info.Size(), limit)
	}
}
