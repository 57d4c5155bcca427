package reaper

import (
	"encoding/json"
	"testing"
)

// The parameters of a configuration are read, whatever other bindings it has.
func FuzzBindings(f *testing.F) {
	for _, raw := range []string{
		`{"key":"epochs","value":10}`, `{"key":"plan","value":null}`, `{"key":"a","value":["b"]}`, `{}`, `null`, `{"key":"a","value":"b"}`, `7`, `"x"`,
	} {
		f.Add([]byte(raw), "train.l")
	}
	f.Fuzz(func(t *testing.T, other []byte, plan string) {
		if !json.Valid(other) {
			return
		}
		text, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		var spelled string
		if err := json.Unmarshal(text, &spelled); err != nil {
			t.Fatal(err)
		}
		values := bindings(json.RawMessage(`{"parameterBindings":[` + string(other) + `,{"key":"the plan","value":` + string(text) + `}]}`))
		var object struct{ Key string } // anything else is not a binding
		readable := json.Unmarshal(other, &object) == nil
		if readable && values["the plan"] != spelled {
			t.Errorf("beside %s the plan %q is read as %q", other, spelled, values["the plan"])
		}
		bindings(other)
	})
}
