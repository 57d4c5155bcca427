package cli

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

var numbered = regexp.MustCompile(`^[0-9]+: [^\r\n]+$`)

// An inventory is read completely or is an error. Every line is a resource group
// or an execution in one, without repetition. Written again, it reads back the
// same.
func FuzzInventory(f *testing.F) {
	group := `{"resourceGroup":"a","labels":{"k":"v"},"listedAt":"2026-01-01T00:00:00Z"}` + "\n"
	one := `{"resourceGroup":"a","execution":{"id":"e-01","status":"DEAD","outputArtifacts":[ {} ]}}` + "\n"
	for _, text := range []string{
		group + one, group + one + one, group + group + one, one + group, group[:len(group)-2] + `,"listed":2}` + "\n" + one, group + one[:40],
		`{"resourceGroup":"b","execution":null}`, `{"resourceGroup":"b"}` + "\n\n", `{"resourceGroup":"b","listed":0}`, "null",
		`{"resourceGroup":"b\nc","execution":{}}`,
		group[:len(group)-2] + `,"facts":{"tagged":{"keep":{"e-01":"yes"}},"deployedArtifacts":["m"]}}` + "\n" +
			one[:len(one)-2] + `,"facts":{"tags":{},"metrics":{"acc":0.5,"loss":1e999},"lastLogLine":"2026-01-01T00:00:00Z"}}` + "\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		recorded, err := parseInventory(bytes.NewReader(text))
		if err != nil {
			if recorded != nil || !numbered.MatchString(err.Error()) {
				t.Errorf("%v with the error %q", recorded, err)
			}
			return
		}
		if held := named(t, recorded); held != len(bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))) && len(text) > 0 {
			t.Errorf("%d groups and executions of %q", held, text)
		}
		written := inventoryOf(t, recorded)
		again, err := parseInventory(bytes.NewReader(written))
		if err != nil {
			t.Fatalf("%q: %v", written, err)
		}
		if twice := inventoryOf(t, again); !bytes.Equal(twice, written) && bytes.Equal(text, bytes.ToValidUTF8(text, nil)) {
			t.Errorf("%q comes back as %q", written, twice)
		}
		cutShort(t, recorded, written)
	})
}

// named counts the executions, and fails if a name is missing or repeated.
func named(t *testing.T, recorded []reaper.Recording) (held int) {
	t.Helper()
	groups := make(map[string]bool)
	for _, r := range recorded {
		if r.Group.ID == "" || groups[r.Group.ID] {
			t.Errorf("the resource group %q", r.Group.ID)
		}
		groups[r.Group.ID] = true
		ids := make(map[string]bool)
		for _, e := range r.Executions {
			if e.ID == "" || ids[e.ID] {
				t.Errorf("%q in %q", e.ID, r.Group.ID)
			}
			ids[e.ID] = true
		}
		held += 1 + len(r.Executions)
	}
	return held
}

func inventoryOf(t *testing.T, recorded []reaper.Recording) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	for _, r := range recorded {
		if err := writeRecording(encoder, r); err != nil {
			t.Skip(err) // JSON cannot express this year
		}
	}
	return out.Bytes()
}

// cutShort fails if an inventory without its last execution is accepted.
func cutShort(t *testing.T, recorded []reaper.Recording, written []byte) {
	t.Helper()
	if len(recorded) == 0 || len(recorded[len(recorded)-1].Executions) == 0 {
		return
	}
	end := bytes.LastIndexByte(written[:len(written)-1], '\n') + 1
	if _, err := parseInventory(bytes.NewReader(written[:end])); err == nil {
		t.Errorf("%q passes for the whole of %q", written[:end], written)
	}
}
