package check

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const chart = "../helm/aicore-reaper"

// kustomizations are what a user may apply: the base, each component, and an
// overlay with another config and image.
var kustomizations = []string{
	"../kubernetes/overlays/cronjob", "../kubernetes/overlays/deployment", "../kubernetes/overlays/indexed",
	"testdata/podmonitor", "testdata/servicemonitor", "testdata/own",
}

// renders returns, by name, the objects of every overlay, and of the chart with
// every values file in testdata/helm.
func renders(t *testing.T) map[string][]object {
	t.Helper()
	out := make(map[string][]object)
	for _, dir := range kustomizations {
		out[dir] = decode(t, kustomize(t, dir))
	}
	files, err := filepath.Glob("testdata/helm/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no values in testdata/helm", err)
	}
	for _, file := range files {
		text, err := template(read(t, file))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out[file] = decode(t, text)
	}
	return out
}

func kustomize(t *testing.T, dir string) string {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	text, err := resources.AsYaml()
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	return string(text)
}

// template is helm template.
func template(values string) (string, error) {
	c, err := loader.Load(chart)
	if err != nil {
		return "", err
	}
	given, err := loader.LoadValues(strings.NewReader(values))
	if err != nil {
		return "", err
	}
	release := common.ReleaseOptions{Name: "aicore-reaper", Namespace: "reaper", IsInstall: true}
	all, err := util.ToRenderValues(c, given, release, common.DefaultCapabilities)
	if err != nil {
		return "", err
	}
	files, err := engine.Render(c, all)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if filepath.Ext(name) == ".yaml" && strings.TrimSpace(files[name]) != "" {
			fmt.Fprintf(&out, "---\n%s\n", files[name])
		}
	}
	return out.String(), nil
}

func TestTheChartRefusesValuesThatAreNotMeant(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, values, want string }{
		{"an unknown key", "workloads: cronjob", "workloads"},
		{"an unknown workload", "workload: daemonset", "workload"},
		{"a digest that is none", "image: {digest: sha256:abc}", "digest"},
		{"shards below one", "cronjob: {shards: 0}", "shards"},
		{"no credentials", `binding: {secretName: ""}`, "secretName"},
		{"a binding that is written nowhere", `{binding: {secretName: "", serviceBinding: {enabled: true}}, envFrom: [{secretRef: {name: a}}]}`, "secretName"},
		{"no memory limit", "resources: {limits: {memory: null}}", "memory"},
		{"a label that selectors go by", "podLabels: {app.kubernetes.io/name: mine}", "podLabels"},
		{"an unknown mode", "config: {mode: enforced}", "mode"},
		{"no policy", "config: {policies: []}", "policies"},
		{"an unknown key of the config", "config: {polices: []}", "polices"},
		{"an unknown limit", "config: {limits: {maxDelets: 5}}", "maxDelets"},
		{"an unknown action", "config: {policies: [{name: a, match: {olderThan: 3d}, action: remove}]}", "action"},
		{"an unknown status", "config: {policies: [{name: a, match: {statuses: [DEAAD], olderThan: 3d}, action: delete}]}", "statuses"},
		{"an age without a unit", "config: {policies: [{name: a, match: {olderThan: 3}, action: delete}]}", "olderThan"},
		{"an audit log on a read-only root", "config: {audit: {file: /audit.jsonl}}", "set persistence.enabled"},
		{"an archive beside the volume", `{persistence: {enabled: true}, config: {archive: {url: "file:///var/lib/aicore-reapers"}}}`, "set persistence.enabled"},
		{"a textfile on a read-only root", "config: {metrics: {textfile: /t/a.prom}}", "set persistence.enabled"},
		{"a volume that one node has, for several", "{cronjob: {shards: 2}, persistence: {enabled: true}}", "add ReadWriteMany"},
		{"another port than the probes'", `config: {metrics: {listen: ":80"}}`, "listen"},
		{"a monitor of pods that end", "monitor: {kind: PodMonitor}", "set workload: deployment"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := template(tt.values); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error about %q", err, tt.want)
			}
		})
	}
}

func TestTheShippedConfigIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	if base := read(t, "../kubernetes/base/aicore-reaper.yaml"); base != shippedConfig(t) {
		t.Error("copy configs/aicore-reaper.yaml to deploy/kubernetes/base")
	}
	_, inChart, _ := strings.Cut(read(t, chart+"/values.yaml"), "\nconfig:\n")
	want := shippedConfig(t)
	want = want[strings.Index(want, "apiVersion:"):]
	if got := strings.ReplaceAll("\n"+inChart, "\n  ", "\n")[1:]; got != want {
		t.Errorf("copy configs/aicore-reaper.yaml under config: of the chart's values.yaml, which has\n%s", got)
	}
}

func TestAChangedConfigStartsNewPods(t *testing.T) {
	t.Parallel()
	of := func(values string) string {
		text, err := template(values)
		if err != nil {
			t.Fatal(err)
		}
		return podOf(t, decode(t, text)).Annotations["checksum/config"]
	}
	if a, b := of("{}"), of("config: {mode: enforce}"); a == b || a == "" {
		t.Errorf("the chart's checksum stays %q", a)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../kubernetes")); err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlays", "deployment")
	before := podOf(t, decode(t, kustomize(t, overlay))).Spec.Volumes[0].ConfigMap.Name
	if err := os.WriteFile(filepath.Join(dir, "base", "aicore-reaper.yaml"), []byte("mode: enforce\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if after := podOf(t, decode(t, kustomize(t, overlay))).Spec.Volumes[0].ConfigMap.Name; after == before {
		t.Errorf("the overlay's ConfigMap stays %s", before)
	}
}
