package check

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// A file of testdata/values sets each value of the chart, and the value changes
// the render. All renders are valid for Kubernetes' types.
func TestEveryValueDoesSomething(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	files, _ := filepath.Glob("testdata/values/*.yaml")
	for _, file := range files {
		text := read(t, file)
		whole := rendered(t, text)
		for _, path := range leaves(t) {
			left, found := without(t, text, strings.Split(path, "."))
			if !found {
				continue
			}
			seen[path] = true
			switch less, err := template(left); {
			case err != nil: // other values need it
			case less == whole:
				t.Errorf("%s: %s does nothing", file, path)
			default:
				decode(t, less)
			}
		}
	}
	for _, path := range leaves(t) {
		if !seen[path] {
			t.Errorf("no file of testdata/values sets %s", path)
		}
	}
}

// rendered renders the chart and checks every object with its type.
func rendered(t *testing.T, values string) string {
	t.Helper()
	text, err := template(values)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, text)
	return text
}

// leaves returns the paths of all values in the schema. The config counts as one
// value, because its keys belong to the program.
func leaves(t *testing.T) []string {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal([]byte(read(t, chart+"/values.schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	properties := schema["properties"].(map[string]any)
	delete(properties, "global") // of the charts that this one is part of
	delete(properties, "config")
	return append(leavesOf(schema, ""), "config")
}

func leavesOf(schema map[string]any, path string) []string {
	properties, ok := schema["properties"].(map[string]any)
	if !ok || schema["additionalProperties"] != false {
		return []string{strings.TrimPrefix(path, ".")}
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		out = append(out, leavesOf(properties[name].(map[string]any), path+"."+name)...)
	}
	return out
}

// without removes one value from a values file.
func without(t *testing.T, text string, path []string) (left string, found bool) {
	t.Helper()
	var values map[string]any
	if err := yaml.Unmarshal([]byte(text), &values); err != nil {
		t.Fatal(err)
	}
	at := values
	for _, name := range path[:len(path)-1] {
		if at, _ = at[name].(map[string]any); at == nil {
			return "", false
		}
	}
	if _, found = at[path[len(path)-1]]; !found {
		return "", false
	}
	delete(at, path[len(path)-1])
	out, err := yaml.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), true
}

func TestEveryValueHasADefaultAndADescription(t *testing.T) {
	t.Parallel()
	text, about := read(t, chart+"/values.yaml"), read(t, chart+"/README.md")
	for _, path := range leaves(t) {
		if _, found := without(t, text, strings.Split(path, ".")); !found {
			t.Errorf("values.yaml does not say what %s is by default", path)
		}
		if !described(about, path) {
			t.Errorf("the README does not describe %s: give it a comment that begins with --, then make chart", path)
		}
	}
}

// described reports whether a table has a row for a value, or for a map that it is in.
func described(table, path string) bool {
	for path != "" {
		if strings.Contains(table, "\n| "+path+" | ") {
			return true
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return false
}
