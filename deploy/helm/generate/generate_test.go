package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

const shipped = "../aicore-reaper/values.schema.json"

func TestTheChartShipsTheSchemaOfToday(t *testing.T) {
	t.Parallel()
	want, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not of today: go generate ./deploy/helm/...", shipped)
	}
}

// The chart's schema contains the program's schema completely and unchanged.
func TestTheProgramsSchemaIsInTheChartsWhole(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	chart, program := unmarshal(t, text), unmarshal(t, config.Schema())
	embedded := maps.Clone(chart["properties"].(map[string]any)["config"].(map[string]any))
	for _, name := range slices.Sorted(maps.Keys(program)) {
		switch name {
		case "$schema", "$id":
		case "$defs":
			for def, want := range program[name].(map[string]any) {
				if got := chart[name].(map[string]any)[def]; !reflect.DeepEqual(got, want) {
					t.Errorf("$defs/%s is %v", def, got)
				}
			}
		default:
			if !reflect.DeepEqual(embedded[name], program[name]) {
				t.Errorf("%s of the config is %v", name, embedded[name])
			}
		}
	}
}

func unmarshal(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
