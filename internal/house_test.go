// Package internal_test checks the imports between packages: they go only down,
// from the command line to the API.
package internal_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed lists all allowed imports.
var allowed = map[string][]string{
	"workload":   {},
	"glob":       {},
	"schedule":   {},
	"audit":      {},
	"simulator":  {},
	"secret":     {},
	"parallel":   {},
	"aiapi":      {"aiapi/credentials", "aiapi/page", "parallel", "secret", "workload"},
	"cost":       {"glob", "workload"},
	"policy":     {"glob", "workload"},
	"archive":    {"aiapi", "workload"},
	"policytest": {"config", "policy", "workload"},
	"config":     {"aiapi", "cost", "glob", "metrics/carry", "notify", "policy", "schedule", "secret", "workload"},
	"report":     {"cost", "policy", "workload"},
	"reaper":     {"aiapi", "audit", "cost", "glob", "parallel", "policy", "report", "workload"},
	"notify":     {"cost", "parallel", "report", "secret"},
	"metrics":    {"aiapi", "cost", "policy", "report", "workload"},
	"render":     {"cost", "policy", "report"},
	"daemon":     {"config", "daemon/page", "metrics", "policy", "render", "report", "schedule", "tenant"},
	"tenant":     {"aiapi", "aiapi/credentials", "archive", "audit", "config", "metrics", "metrics/carry", "notify", "parallel", "policy", "reaper", "report", "schedule", "workload"},
	"cli": {
		"aiapi", "aiapi/credentials", "archive", "audit", "config", "cost", "daemon", "metrics", "policy", "policytest", "reaper", "render", "report", "simulator", "tenant", "workload",
	},

	"aiapi/credentials": {"secret", "workload"},
	"aiapi/page":        {"workload"},
	"metrics/carry":     {"secret"},
	"daemon/page":       {"config", "cost", "policy", "render", "report"},
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		room := filepath.Dir(path)
		arrows, known := allowed[room]
		if !known {
			t.Errorf("%s: a room that is not in the plan of the house", room)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			if to, ours := strings.CutPrefix(imported, "github.com/aicore-reaper/aicore-reaper/internal/"); ours && !slices.Contains(arrows, to) {
				t.Errorf("%s imports %s", path, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The packages that decide and reap have no output format; package render formats
// their values.
func TestTheCoreKnowsNoNotation(t *testing.T) {
	t.Parallel()
	for _, room := range []string{"policy", "reaper", "workload"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(file, "_test.go") && bytes.Contains(text, []byte("`json:")) {
				t.Errorf("%s has tags for JSON", file)
			}
		}
	}
}
