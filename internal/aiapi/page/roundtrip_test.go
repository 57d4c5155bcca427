package page

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func drawExecution(t *rapid.T) workload.Execution {
	word := rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{"text-clf", "DEAD", "a\"b\\c\n\u2028", "日本語"}), rapid.String())
	moment := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, int64(290*365*24*time.Hour)))
	at := func(name string) workload.Timestamp { return workload.Timestamp(moment.Draw(t, name)) }
	return workload.Execution{
		ID:              rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9_.-]{4,64}`), rapid.StringN(1, 60, 256)).Draw(t, "id"),
		ConfigurationID: word.Draw(t, "configuration"), ConfigurationName: word.Draw(t, "configuration name"),
		ExecutableID: word.Draw(t, "executable"), ScenarioID: word.Draw(t, "scenario"), ExecutionScheduleID: word.Draw(t, "schedule"),
		Status: workload.Status(word.Draw(t, "status")), TargetStatus: workload.Status(word.Draw(t, "target")), StatusMessage: word.Draw(t, "message"),
		OutputArtifacts: rapid.SampledFrom([]string{"", `[]`, `[{"id":"a"}]`}).Draw(t, "artifacts"),
		CreatedAt:       at("created"), ModifiedAt: at("modified"), SubmissionTime: at("submitted"), StartTime: at("started"), CompletionTime: at("completed"),
	}
}

func TestAnyExecutionSurvivesItsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawExecution), 1, 5).Draw(t, "executions")
		var texts []string
		for _, e := range all {
			text, err := e.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(text))
		}
		page, err := Decode(strings.NewReader(`{"resources":[`+strings.Join(texts, " , ")+`],"count":7}`), Options{Details: true})
		if err != nil || len(page.Executions) != len(all) {
			t.Fatalf("%+v come back of %q, %v", page, texts, err)
		}
		defer page.Release()
		for i, e := range page.Executions {
			if e != all[i] {
				t.Fatalf("%+v comes back as %+v", all[i], e)
			}
		}
	})
}

func TestAnExecutionThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no id":                 `{"status":"DEAD"}`,
		"an id of nothing":      `{"id":""}`,
		"an id of null":         `{"id":null}`,
		"an id that is a list":  `{"id":["e-01"]}`,
		"two ids":               `{"id":"e-01","id":"e-02"}`,
		"the same id twice":     `{"id":"e-01","status":"DEAD","id":"e-01"}`,
		"an id beyond measure":  `{"id":"` + strings.Repeat("e", maxID+1) + `"}`,
		"two executions":        `{"id":"e-01"},{"id":"e-02"}`,
		"none":                  ``,
		"a list":                `[{"id":"e-01"}]`,
		"a text":                `"e-01"`,
		"what is not JSON":      `{"id":"e-01",}`,
		"what breaks off":       `{"id":"e-01"`,
		"a list too deep to be": strings.Repeat(`[`, 1_000_000),
	} {
		if e, err := DecodeExecution([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestWhereAPageBreaksOffItIsWorthAnotherTry(t *testing.T) {
	t.Parallel()
	text := `{"count":1,"resources":[{"id":"e-01","status":"DEAD","outputArtifacts":[{"id":"a"}],"createdAt":"2026-01-01T00:00:00Z"}]}`
	for n := range len(text) {
		page, err := Decode(strings.NewReader(text[:n]), Options{Details: true})
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%q: %v, %v", text[:n], page, err)
		}
	}
}

// shuffled returns an execution in JSON, with its fields in random order and
// unknown fields between them.
func shuffled(t *rapid.T, e *workload.Execution) string {
	text, err := e.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, name := range rapid.Permutation(slices.Sorted(maps.Keys(fields))).Draw(t, "order") {
		parts = append(parts, `"`+name+`":`+string(fields[name]))
		if rapid.Bool().Draw(t, "something new") {
			parts = append(parts, `"`+name+`New":[{"id":"x"}]`)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}
