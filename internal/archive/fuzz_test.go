package archive

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Any file is an error, or a copy that stays the same when it is written and read
// again.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte(`{"archivedAt":"2026-06-01T12:00:00Z","resourceGroup":"a","execution":{"id":"e-01"},"configuration":null,"trackingMetrics":{"resources":[]},"logs":[{"msg":"<a>"},null],"logsCut":true}`))
	f.Add([]byte(`{"resourceGroup":"a","execution":null}`))
	f.Add([]byte(`{"resourceGroup":"a","execution":{"id":"e-01"}}{"resourceGroup":"b"}`))
	f.Add([]byte(`null`))
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var file bytes.Buffer
		w.Reset(&file)
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		c, err := unpack(&file)
		if (c == nil) == (err == nil) {
			t.Fatalf("copy %+v, error %v", c, err)
		}
		if err != nil {
			return
		}
		if c.ResourceGroup == "" || !json.Valid(c.Execution) {
			t.Errorf("half a copy: %+v", c)
		}
		first := rewritten(t, c)
		if again := rewritten(t, first); !reflect.DeepEqual(first, again) {
			t.Errorf("%+v comes back as %+v", first, again)
		}
	})
}

func rewritten(t *testing.T, c *Copy) *Copy {
	t.Helper()
	var file bytes.Buffer
	if err := pack(&file, c); err != nil {
		t.Skip(err) // JSON cannot express this year
	}
	again, err := unpack(&file)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// A file that was changed or cut off is an error, or still holds what was
// written.
func FuzzDamage(f *testing.F) {
	f.Add(0, byte(1))
	f.Add(40, byte(0x20))
	f.Add(-1, byte(0x80))
	f.Add(-6, byte(1))
	var file bytes.Buffer
	written := &Copy{ResourceGroup: "a", Execution: json.RawMessage(`{"id":"e-01","status":"DEAD"}`), Logs: []json.RawMessage{json.RawMessage(`{"msg":"one"}`)}}
	if err := pack(&file, written); err != nil {
		f.Fatal(err)
	}
	whole, err := unpack(bytes.NewReader(file.Bytes()))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, at int, flip byte) {
		damaged := bytes.Clone(file.Bytes())
		at = (at%len(damaged) + len(damaged)) % len(damaged)
		if c, err := unpack(bytes.NewReader(damaged[:at])); err == nil {
			t.Errorf("%d of %d bytes are taken for %+v", at, len(damaged), c)
		}
		damaged[at] ^= flip
		if c, err := unpack(bytes.NewReader(damaged)); err == nil && !reflect.DeepEqual(c, whole) {
			t.Errorf("byte %d changed by %x is taken for %+v", at, flip, c)
		}
	})
}

// For any names, the key of a copy is unique and has four parts.
func FuzzKey(f *testing.F) {
	f.Add("team-a", "churn", "e-01", "team-a", "churn", "e-02")
	f.Add("a", "..", "e/../..", "a", "/", "e")
	f.Add("a", "", "_", "a", "_", "__")
	f.Add("a", "x", ".", "a", "x", "_%2E")
	f.Add("a", "\xff\x00", "é", "a", "\\", "e\u0301")
	f.Fuzz(func(t *testing.T, group, scenario, id, group2, scenario2, id2 string) {
		if group == "" || id == "" || group2 == "" || id2 == "" {
			return // List needs a name
		}
		one := keyOf(group, &workload.Execution{ID: id, ScenarioID: scenario})
		other := keyOf(group2, &workload.Execution{ID: id2, ScenarioID: scenario2})
		if path.Clean(one) != one || strings.Count(one, "/") != 3 || strings.ContainsAny(one, "\\\x00\r\n") {
			t.Errorf("%q", one)
		}
		if one == other && (group != group2 || id != id2) {
			t.Errorf("%q in %q and %q in %q share %q", id, group, id2, group2, one)
		}
	})
}
