package upgrade

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestConfigsAreStillValid(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		files, err := filepath.Glob(v.path("configs/*.yaml"))
		if err != nil || len(files) < 3 {
			t.Fatalf("configs: %v, %v", files, err)
		}
		for _, file := range files {
			r := run(t, nil, "validate", file)
			if r.code != 0 || r.stderr != "" {
				t.Errorf("validate %s ends with %d\n%s%s", file, r.code, r.stdout, r.stderr)
			}
		}
	})
}

func TestAConfigStillDecidesTheSame(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		text := v.read(t, "plan.json")
		want := parse(t, text)
		got := v.planned(t, want.StartedAt)
		if was, now := want.Executions, parse(t, got).Executions; !slices.Equal(was, now) || len(was) == 0 {
			t.Errorf("of the recorded inventory it plans\n%v\nand planned\n%v", now, was)
		}
		holdsAllOf(t, got, text)
	})
}

// planned plans on the recorded inventory, for the time of the recorded plan.
func (v version) planned(t *testing.T, at time.Time) []byte {
	t.Helper()
	return []byte(well(t, nil, "plan", "--config", filepath.Join(v.moved(t), "config.yaml"),
		"--inventory", v.path("inventory.jsonl"), "--at", at.Format(time.RFC3339Nano), "-o", "json"))
}

func TestAuditLogsAreStillRead(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		log := v.read(t, "audit.jsonl")
		r := run(t, nil, "audit", v.path("audit.jsonl"), "-o", "json")
		if r.code != 0 || r.stderr != "" {
			t.Errorf("audit ends with %d: %s", r.code, r.stderr)
		}
		was, now := records(t, string(log)), records(t, r.stdout)
		if !slices.Equal(was, now) || len(was) == 0 {
			t.Errorf("it reads\n%s\nof\n%s", strings.Join(now, "\n"), strings.Join(was, "\n"))
		}
	})
}

// records returns the lines of JSON in a normalized form.
func records(t *testing.T, text string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(text) {
		var record map[string]any
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		plain, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(plain))
	}
	return out
}

func TestArchivesAreStillRead(t *testing.T) {
	t.Parallel()
	eachVersion(t, func(t *testing.T, v version) {
		config := filepath.Join(v.moved(t), "config.yaml")
		copies := 0
		for _, r := range parse(t, v.read(t, "report.json")).of("verified") {
			if r.Action != "delete" {
				continue
			}
			copies++
			if said := well(t, nil, "archive", "show", r.ID, "--config", config); !strings.Contains(said, r.ID+" in "+r.ResourceGroup) {
				t.Errorf("the copy of %s is shown as\n%s", r.ID, said)
			}
			var whole struct {
				Execution struct{ ID string }
				Logs      []json.RawMessage
			}
			said := well(t, nil, "archive", "show", r.ID, "-o", "json", "--config", config)
			if err := json.Unmarshal([]byte(said), &whole); err != nil || whole.Execution.ID != r.ID {
				t.Errorf("the copy of %s is (%v)\n%s", r.ID, err, said)
			}
		}
		if copies == 0 {
			t.Error("no copy was recorded")
		}
	})
}
