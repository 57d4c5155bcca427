package config

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// testRun is an execution of a test with the facts about it.
type testRun struct {
	workload.Execution
	tags     map[string]string
	metrics  map[string]float64
	lastLine workload.Timestamp // zero: it has no log line
	feeds    bool               // a deployment is made of its artifacts
	made     []string           // these, by id
}

// testFacts read what a test says of an execution beyond the API's fields.
var testFacts = map[string]func(now time.Time) value[testRun]{
	"tags": func(time.Time) value[testRun] {
		return texts(func(t *testRun, tags map[string]string) { t.tags = tags })
	},
	"metrics": func(time.Time) value[testRun] {
		return value[testRun]{map[string]any{"type": "object"}, readMetrics}
	},
	"lastLogLine": func(now time.Time) value[testRun] {
		return duration(0, func(t *testRun, ago time.Duration) { t.lastLine = workload.At(now.Add(-ago)) })
	},
	"feedsDeployment": func(time.Time) value[testRun] { return boolean(func(t *testRun, feeds bool) { t.feeds = feeds }) },
}

func factNames() []string { return slices.Sorted(maps.Keys(testFacts)) }

// readFact reads a fact about an execution. It reports whether the key names one.
func readFact(r *reader, name, v *yaml.Node, now time.Time, into *testRun) bool {
	fact, is := testFacts[name.Value]
	if is {
		fact(now).read(r, v, into)
	}
	return is
}

func readMetrics(r *reader, n *yaml.Node, into *testRun) {
	into.metrics = make(map[string]float64)
	r.mapping(n, func(name, v *yaml.Node) {
		number(-math.MaxFloat64, math.MaxFloat64, func(t *testRun, value float64) { t.metrics[name.Value] = value }).read(r, v, into)
	})
}

// deploy gives an execution that feeds a deployment an artifact, where the test
// names none.
func (t *testRun) deploy(r *reader, n *yaml.Node, fields map[string]any) {
	if !t.feeds {
		return
	}
	if _, given := fields["outputArtifacts"]; !given {
		fields["outputArtifacts"] = []any{map[string]any{"id": fmt.Sprintf("made-by-%v", fields["id"])}}
	}
	artifacts, _ := fields["outputArtifacts"].([]any)
	for _, a := range artifacts {
		if fields, ok := a.(map[string]any); ok && fields["id"] != nil {
			t.made = append(t.made, fmt.Sprint(fields["id"]))
		}
	}
	if len(t.made) == 0 {
		r.problem(n, "a deployment is made of artifacts with an id: give outputArtifacts one, or leave it out")
	}
}

// unknownKinds are the kinds of facts that a test can say could not be had, as a
// report calls them.
var unknownKinds = map[string][]policy.Fact{
	"tags": {policy.FactTags, policy.FactOptOut}, "metrics": {policy.FactMetrics}, "logs": {policy.FactLogLine}, "deployments": {policy.FactFeeds},
}

func unknownWords() []string { return slices.Sorted(maps.Keys(unknownKinds)) }

var errSaidUnknown = errors.New("the test says that it is unknown")

// factsOf are all facts about the executions of a test, but for those that are said
// to be unknown.
func factsOf(runs []testRun, unknown []string) *policy.Facts {
	f := &policy.Facts{
		Tags: make(map[string]map[string]string), Metrics: make(map[string]map[string]float64),
		LastLines: make(map[string]workload.Timestamp), Feeding: make(map[string]bool),
	}
	for i := range runs {
		id := runs[i].ID
		f.Tags[id], f.Metrics[id], f.LastLines[id] = runs[i].tags, runs[i].metrics, runs[i].lastLine
		for _, artifact := range runs[i].made {
			f.Feeding[artifact] = true
		}
	}
	for _, word := range unknown {
		forget(f, word)
	}
	return f
}

func forget(f *policy.Facts, word string) {
	switch word {
	case "tags":
		f.Tags = nil
	case "metrics":
		f.Metrics = nil
	case "logs":
		f.LastLines = nil
	case "deployments":
		f.Feeding = nil
	}
	for _, kind := range unknownKinds[word] {
		f.Fail(kind, errSaidUnknown)
	}
}
