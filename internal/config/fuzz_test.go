package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// For any file the loader returns a config with valid values, or problems with
// positions.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"../../configs/*.yaml", "testdata/broken/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Add([]byte("policies: &a\n  - *a\n"))
	f.Add([]byte("a: b\n---\nc: d\n"))
	f.Add([]byte("\xef\xbb\xbfpolicies: [{name: a, match: {when: 'true'}, action: stop}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, _, err := Parse("f.yaml", text)
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v", c, err)
		}
		if problems, ok := err.(Problems); ok {
			for _, p := range problems {
				if p.Line < 1 || p.Column < 1 || p.Message == "" {
					t.Errorf("a problem without a place: %+v", p)
				}
			}
			return
		}
		if err != nil {
			t.Fatalf("an error without a place: %v", err)
		}
		if c.API.PageSize < 1 || c.API.PageSize > 100_000 || c.API.BatchSize < 1 || c.API.BatchSize > 100 || c.Set.MinAge < 0 ||
			c.Limits.MaxPercent < 0 || c.Limits.MaxPercent > 100 || len(c.Set.Policies) == 0 || len(c.Set.Policies) != len(c.Schedules) {
			t.Errorf("out of bounds: %+v", c)
		}
	})
}

// A duration is either read completely or an error, and is never negative.
func FuzzDuration(f *testing.F) {
	for _, text := range []string{"14d", "1d12h", "0", "5ms", "1y", "-3d", "3 days", "9999999999y", "1h1d", "", "0x1d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := &reader{file: "f.yaml"}
		got := time.Duration(-1)
		duration(0, func(d *time.Duration, v time.Duration) { *d = v }).read(r, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}, &got)
		if taken := got >= 0; taken == (len(r.problems) > 0) {
			t.Errorf("%q gives %v and %v", text, got, r.problems)
		}
	})
}

// Either the tests are read, with unique ids and expectations only for these ids,
// or there are problems with positions.
func FuzzParseTests(f *testing.F) {
	for _, text := range []string{
		"tests:\n  - {name: a, executions: [{id: e-01, status: DEAD, age: 4d}], expect: {e-01: keep}}\n",
		"tests:\n  - {name: a, executions: [{id: e-01, status: DEAD}, {id: e-01, status: DEAD}], expect: {e-01: {action: stop}}}\n",
		"tests:\n  - {name: a, now: 2026-01-01T00:00:00Z, executions: [{id: e-01, outputArtifacts: [{1: a}]}], expect: {e-02: delete}}\n",
		"tests:\n  - {name: a, labels: {a: b}, executions: [{id: e-01, createdAt: .nan, status: [x]}], expect: []}\n",
		"tests: [&a {name: a, executions: [*a], expect: {}}]\n", "config: x\ntests: []\n", "tests:\n", "- a\n", "\x00",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := ParseTests("f.yaml", text)
		if (file == nil) == (err == nil) {
			t.Fatalf("tests %v, error %v", file, err)
		}
		problems, ok := err.(Problems)
		if err != nil && (!ok || len(problems) == 0) {
			t.Fatalf("an error without a place: %v", err)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Message == "" {
				t.Errorf("a problem without a place: %+v", p)
			}
		}
		if file != nil {
			for i := range file.Tests {
				consistent(t, &file.Tests[i])
			}
		}
	})
}

func consistent(t *testing.T, test *Test) {
	t.Helper()
	listed, expected := make(map[string]bool), make(map[string]bool)
	for _, e := range test.Executions {
		if e.ID == "" || listed[e.ID] {
			t.Errorf("the execution %q", e.ID)
		}
		listed[e.ID] = true
	}
	for _, e := range test.Expect {
		if !listed[e.ID] || expected[e.ID] {
			t.Errorf("something is expected of %q", e.ID)
		}
		expected[e.ID] = true
	}
}
