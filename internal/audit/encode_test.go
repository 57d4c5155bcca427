package audit

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What is written without reflection is what the struct's tags say, in their order:
// another field that is not written, or is written by another name, is found.
func TestALineIsWhatTheTagsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r Record
		v := reflect.ValueOf(&r).Elem()
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if _, isTime := v.Field(i).Interface().(time.Time); !isTime {
				v.Field(i).SetString(rapid.OneOf(rapid.Just(""), rapid.String()).Draw(t, name))
			} else if rapid.Bool().Draw(t, name+" is set") {
				v.Field(i).Set(reflect.ValueOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, name), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).UTC()))
			}
		}
		e := encode([]Record{r})
		defer e.release()
		var got, want any
		expected, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		if json.Unmarshal(e.lines[0].text, &got) != nil || json.Unmarshal(expected, &want) != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\nwant %s", e.lines[0].text, expected)
		}
	})
}

func TestTextThatIsNotUTF8IsReplaced(t *testing.T) {
	t.Parallel()
	e := encode([]Record{{ID: "a\xffb\n"}})
	defer e.release()
	var back Record
	if err := json.Unmarshal(e.lines[0].text, &back); err != nil || back.ID != "a\uFFFDb\n" {
		t.Errorf("%s is read as %q, %v", e.lines[0].text, back.ID, err)
	}
}

func BenchmarkEncode(b *testing.B) {
	r := Record{
		Time: time.Date(2026, 6, 1, 12, 0, 0, 123, time.UTC), Sweep: "01JABCDEFGHJKMNPQRSTVWXYZ0", Event: Decision, ResourceGroup: "team-a", ID: "e0123456789abcde",
		Policy: "old", Action: "delete", Target: "DELETED", Reason: "expired", Scenario: "text-clf", Executable: "text-clf-train", Configuration: "c-text-clf-train-0",
		Status: "COMPLETED", CreatedAt: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), Age: "3600h12m11s",
	}
	records := make([]Record, 100)
	for i := range records {
		records[i] = r
	}
	b.ReportAllocs()
	for b.Loop() {
		encode(records).release()
	}
}
