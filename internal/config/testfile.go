package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// TestFile is a file of tests of a config's policies.
type TestFile struct {
	Config string // the path of the config under test, from where the program runs
	Tests  []Test
}

// Test is a set of executions with a time and expectations.
type Test struct {
	Name       string
	Now        time.Time
	Group      workload.ResourceGroup
	Executions []workload.Execution
	Facts      *policy.Facts // about the executions: what the test does not mention is not there
	Expect     []Expectation

	unknown []string
}

// Expectation is what a test expects for one execution. An empty field expects
// nothing.
type Expectation struct {
	ID, Action, Policy, Reason string
}

// LoadTests reads a test file. The error is Problems, or says why it cannot be read.
func LoadTests(path string) (*TestFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the test file: %w", err)
	}
	f, err := ParseTests(path, text)
	if err == nil && f.Config != "" && !filepath.IsAbs(f.Config) {
		f.Config = filepath.Join(filepath.Dir(path), f.Config)
	}
	return f, err
}

// ParseTests reads tests. Errors show name as the file. The error is Problems.
func ParseTests(name string, text []byte) (*TestFile, error) {
	r := &reader{file: name, lines: strings.Split(string(text), "\n")}
	top, ok := r.document(text)
	if !ok {
		return nil, r.problems
	}
	var f TestFile
	testFile.read(r, top, &f)
	if len(r.problems) > 0 {
		return nil, r.sorted()
	}
	return &f, nil
}

var testFile = mappingOf([]key[TestFile]{
	{"config", "The config under test, beside this file.", text(func(f *TestFile, s string) { f.Config = s }), false},
	{"tests", "The tests.", list(test, func(f *TestFile, tests []Test) { f.Tests = tests }), true},
}, nil)

// testNow is the default time of a test.
var testNow = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

var test = value[Test]{testValue.schema, func(r *reader, n *yaml.Node, into *Test) {
	into.Now, into.Group.ID, into.Group.Labels = testNow, "default", map[string]string{}
	testValue.read(r, n, into)
}}

var testValue = mappingOf([]key[Test]{
	{"name", "What the test shows.", text(func(t *Test, s string) { t.Name = s }), true},
	{"now", "The time of the plan; default 2026-01-15T12:00:00Z.", checkedTime(func(t *Test, at time.Time) { t.Now = at }), false},
	{"resourceGroup", "The id of the resource group; default: default.", text(func(t *Test, s string) { t.Group.ID = s }), false},
	{"labels", "The labels of the resource group.", labels(func(t *Test, l map[string]string) { t.Group.Labels = l }), false},
	{"unknown", "Facts that could not be had: tags, metrics, logs, deployments.", list(word(func(s *string, w string) { *s = w }, unknownWords()...), func(t *Test, words []string) { t.unknown = words }), false},
	{"executions", "The executions that are listed.", value[Test]{map[string]any{"type": "array"}, func(*reader, *yaml.Node, *Test) {}}, true},
	{"expect", "For each execution its action (keep, stop, delete), or {action, policy, reason}.", value[Test]{map[string]any{"type": "object"}, readExpectations}, true},
}, func(r *reader, _ *yaml.Node, at map[string]*yaml.Node, t *Test) {
	if n := at["executions"]; n != nil {
		list(testExecution(t.Now), func(t *Test, runs []testRun) {
			for _, run := range runs {
				t.Executions = append(t.Executions, run.Execution)
			}
			t.Facts = factsOf(runs, t.unknown)
		}).read(r, n, t)
		eachOnce(r, n, t.Executions)
	}
	known := make([]string, len(t.Executions))
	for i := range t.Executions {
		known[i] = t.Executions[i].ID
	}
	if n := at["expect"]; n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if id := n.Content[i].Value; !slices.Contains(known, id) {
				r.problem(n.Content[i], "there is no execution `%s`%s", id, hint(id, known))
			}
		}
	}
})

// eachOnce reports a second execution with the same id as a problem, because a
// listing has each id once.
func eachOnce(r *reader, n *yaml.Node, executions []workload.Execution) {
	seen := make(map[string]bool)
	for i := range executions {
		if id := executions[i].ID; id != "" && seen[id] {
			r.problem(n.Content[i], "the execution `%s` is there already", id)
		}
		seen[executions[i].ID] = true
	}
}

func checkedTime[T any](set func(*T, time.Time)) value[T] {
	return value[T]{map[string]any{"type": "string"}, func(r *reader, n *yaml.Node, into *T) {
		t, err := time.Parse(time.RFC3339, n.Value)
		if n.Kind != yaml.ScalarNode || err != nil {
			r.problem(n, "a time such as 2026-03-29T03:00:00Z is wanted here, not %s", describe(n))
			return
		}
		set(into, t)
	}}
}

// executionFields are the fields of an execution that a test may set, by the
// API's names.
var executionFields = []string{
	"id", "status", "targetStatus", "scenarioId", "executableId", "configurationId", "configurationName", "executionScheduleId",
	"statusMessage", "outputArtifacts", "createdAt", "modifiedAt", "submissionTime", "startTime", "completionTime", "age",
}

// testExecution reads an execution with the API's field names. age sets all times
// that an execution in its state has to that long ago.
func testExecution(now time.Time) value[testRun] {
	return value[testRun]{map[string]any{"type": "object"}, func(r *reader, n *yaml.Node, into *testRun) {
		fields := make(map[string]any)
		var age struct{ d time.Duration }
		r.mapping(n, func(name, v *yaml.Node) {
			switch {
			case readFact(r, name, v, now, into):
			case !slices.Contains(executionFields, name.Value):
				r.problem(name, "an execution has no field `%s`%s", name.Value, hint(name.Value, slices.Concat(executionFields, factNames())))
			case name.Value == "age":
				duration(0, func(a *struct{ d time.Duration }, d time.Duration) { a.d = d }).read(r, v, &age)
				fields["age"] = true
			default:
				var plain any
				if err := v.Decode(&plain); err != nil {
					r.problem(v, "%v", err)
				}
				fields[name.Value] = plain
			}
		})
		if _, given := fields["age"]; given {
			delete(fields, "age")
			fillTimes(fields, now.Add(-age.d))
		}
		into.deploy(r, n, fields)
		text, err := json.Marshal(fields)
		if err == nil {
			into.Execution, err = aiapi.DecodeExecution(text)
		}
		if err != nil {
			r.problem(n, "an execution needs at least an id and a status: %v", err)
		}
	}}
}

// fillTimes sets the times that an execution in its state has, if they are not
// given.
func fillTimes(fields map[string]any, at time.Time) {
	status := fmt.Sprint(fields["status"])
	names := []string{"createdAt", "modifiedAt"}
	if status != "UNKNOWN" {
		names = append(names, "submissionTime")
	}
	if status != "UNKNOWN" && status != "PENDING" {
		names = append(names, "startTime")
	}
	if workload.Status(status).Ended() {
		names = append(names, "completionTime")
	}
	for _, name := range names {
		if _, given := fields[name]; !given {
			fields[name] = at.UTC().Format(time.RFC3339Nano)
		}
	}
}

var expectation = mappingOf([]key[Expectation]{
	{"action", "keep, stop or delete.", word(func(e *Expectation, s string) { e.Action = s }, "keep", "stop", "delete"), false},
	{"policy", "The policy that acts, or whose reason it is.", text(func(e *Expectation, s string) { e.Policy = s }), false},
	{"reason", "The reason, such as expired or kept-latest.", text(func(e *Expectation, s string) { e.Reason = s }), false},
}, nil)

func readExpectations(r *reader, n *yaml.Node, into *Test) {
	r.mapping(n, func(id, v *yaml.Node) {
		e := Expectation{ID: id.Value}
		if v.Kind == yaml.ScalarNode {
			word(func(e *Expectation, s string) { e.Action = s }, "keep", "stop", "delete").read(r, v, &e)
		} else {
			expectation.read(r, v, &e)
		}
		into.Expect = append(into.Expect, e)
	})
}
