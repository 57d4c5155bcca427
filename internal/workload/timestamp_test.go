package workload

import (
	"encoding/json"
	"testing"
	"time"
)

func TestParseTimestamp(t *testing.T) {
	t.Parallel()
	noon := At(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC))
	for text, want := range map[string]Timestamp{
		"":                               0,
		"2026-06-01T12:00:00Z":           noon,
		"2026-06-01t12:00:00z":           noon,
		"2026-06-01T14:00:00+02:00":      noon,
		"2026-06-01T11:59:60Z":           noon,
		"2026-06-01T12:00:00.000000001Z": noon + 1,
		"2262-01-01T00:00:00Z":           Latest,
		"9999-12-31T23:59:59Z":           Latest,
		"1677-01-01T00:00:00Z":           Unreadable,
		"0001-01-01T00:00:00Z":           Unreadable,
		"1970-01-01T00:00:00Z":           Unreadable,
		"2026-06-01":                     Unreadable,
		"2026-06-01T12:00:61Z":           Unreadable,
		"yesterday":                      Unreadable,
		" ":                              Unreadable,
	} {
		if got := ParseTimestamp([]byte(text)); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}

// A time that is written and read again stays the same.
func TestTimestampRoundTrip(t *testing.T) {
	t.Parallel()
	for _, want := range []Timestamp{0, Unreadable, Latest, 1, -1, At(time.Date(2026, 6, 1, 12, 0, 0, 5, time.UTC))} {
		text, err := json.Marshal(Execution{ID: "e-01", CreatedAt: want})
		if err != nil {
			t.Fatal(err)
		}
		var written struct{ CreatedAt string }
		if err := json.Unmarshal(text, &written); err != nil {
			t.Fatal(err)
		}
		if got := ParseTimestamp([]byte(written.CreatedAt)); got != want {
			t.Errorf("%d is written as %s and read as %d", want, text, got)
		}
	}
}

// The fast way to read a time and time.Parse agree.
func FuzzTimestamp(f *testing.F) {
	for _, text := range []string{"2026-06-01T12:00:00Z", "2024-02-29T23:59:59.123456789Z", "2023-02-29T00:00:00Z", "2026-06-01T12:00:00+02:00", "1970-01-01T00:00:01Z", "2026-06-01T24:00:00Z", "2026-06-01t11:59:60z"} {
		f.Add(text)
	}
	var many TimeParser // has already read other times
	f.Fuzz(func(t *testing.T, text string) {
		got := ParseTimestamp([]byte(text))
		if again := many.Parse([]byte(text)); again != got {
			t.Errorf("%q is %d, and among others %d", text, got, again)
		}
		parsed, err := time.Parse(time.RFC3339, text)
		if want := At(parsed); err == nil && want != 0 && got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
		if err == nil && !got.Readable() && got != Unreadable {
			t.Errorf("%q counts as missing", text)
		}
	})
}
