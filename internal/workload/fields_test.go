package workload

import (
	"encoding/json"
	"reflect"
	"testing"
)

// The table holds each field of Execution once, except Contradictory, which is
// not a field of the API.
func TestFields(t *testing.T) {
	t.Parallel()
	names, keys := make(map[string]bool), make(map[string]bool)
	for i := range Fields {
		f := &Fields[i]
		var e Execution
		f.SetText(&e, "word")
		f.SetTime(&e, 7)
		set := 0
		for j := range reflect.TypeFor[Execution]().NumField() {
			if !reflect.ValueOf(e).Field(j).IsZero() {
				set++
			}
		}
		if set != 1 {
			t.Errorf("%s sets %d fields", f.Name, set)
		}
		if (f.Kind == Time) != (f.Time(&e) == 7) || (f.Kind != Time) != (f.Text(&e) == "word") {
			t.Errorf("%s reads back %q, %d", f.Name, f.Text(&e), f.Time(&e))
		}
		if (f.Age != "") != (f.Kind == Time) {
			t.Errorf("%s: age %q", f.Name, f.Age)
		}
		if names[f.Name] || f.Key != "" && keys[f.Key] {
			t.Errorf("%s, %s: twice in the table", f.Name, f.Key)
		}
		names[f.Name], keys[f.Key] = true, true
	}
	if got, want := len(Fields), reflect.TypeFor[Execution]().NumField()-1; got != want {
		t.Errorf("%d fields in the table, %d in an Execution", got, want)
	}
}

func TestContradict(t *testing.T) {
	t.Parallel()
	whole := Execution{ID: "e-01", ScenarioID: "s", Status: Dead, TargetStatus: Deleted, CreatedAt: 1, ModifiedAt: 2, SubmissionTime: 3, StartTime: 4, CompletionTime: 5}
	for i := range Fields {
		f, other := &Fields[i], whole
		f.SetText(&other, "other")
		f.SetTime(&other, Unreadable)
		if !Contradict(&whole, &other) || !Contradict(&other, &whole) {
			t.Errorf("records that differ in %s do not contradict each other", f.Name)
		}
	}
	marked := whole
	marked.Contradictory = true
	if Contradict(&whole, &whole) || Contradict(&whole, &marked) {
		t.Error("a record contradicts itself")
	}
}

func TestMarshalJSON(t *testing.T) {
	t.Parallel()
	e := Execution{
		ID: "e-01", ScenarioID: "a<b\xff", Status: Running, OutputArtifacts: `[{"id": "x"}]`,
		CreatedAt: 1e9, StartTime: Unreadable, Contradictory: true,
	}
	got, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"e-01","scenarioId":"a\u003cb\ufffd","status":"RUNNING","outputArtifacts":[{"id":"x"}],"createdAt":"1970-01-01T00:00:01Z","startTime":"unreadable"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, _ := json.Marshal(Execution{}); string(got) != `{"id":""}` {
		t.Errorf("an empty one is %s", got)
	}
}
