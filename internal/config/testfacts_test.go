package config

import (
	"strings"
	"testing"
)

func TestWhatATestSaysOfFacts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{id: e-1, status: DEAD, metrics: {acc: high}}":                                               "`high`",
		"{id: e-1, status: DEAD, tags: [a]}":                                                          "a mapping",
		"{id: e-1, status: RUNNING, lastLogLine: yesterday}":                                          "`yesterday` is not a duration",
		"{id: e-1, status: RUNNING, lastLogLin: 1h}":                                                  "did you mean `lastLogLine`?",
		"{id: e-1, status: DEAD, feedsDeployment: true, outputArtifacts: [{name: model}]}":            "a deployment is made of artifacts with an id",
		"{id: e-1, status: DEAD, feedsDeployment: maybe}":                                             "true or false",
		"{id: e-1, status: DEAD, feedsDeployment: true, outputArtifacts: [{id: m-1}, {name: other}]}": "",
		"{id: e-1, status: RUNNING, tags: {a: b}, metrics: {acc: 1e3, loss: -1}, lastLogLine: 1h}":    "",
	} {
		_, err := ParseTests("t.yaml", []byte("tests:\n  - name: one\n    executions:\n      - "+text+"\n    expect: {e-1: keep}\n"))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "t.yaml:4:")) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	_, err := ParseTests("t.yaml", []byte("tests:\n  - name: one\n    unknown: [tag]\n    executions: [{id: e-1, status: DEAD}]\n    expect: {e-1: keep}\n"))
	if err == nil || !strings.Contains(err.Error(), "t.yaml:3:15: `tag` is not one of deployments, logs, metrics, tags") {
		t.Errorf("%v", err)
	}
}
