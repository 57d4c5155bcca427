package audit

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T, path string) *Log {
	t.Helper()
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// wantIDs checks that the complete lines of a file have these ids.
func wantIDs(t *testing.T, path string, want ...string) {
	t.Helper()
	var got []string
	for _, text := range lines(t, path) {
		var r Record
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		got = append(got, r.ID)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the file holds %v, want %v", got, want)
	}
}

func TestRecordsAreLinesOfJSON(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	r := Record{Time: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), Event: Decision, ID: "e-1", Policy: "old\nruns", Call: "bulk"}
	if err := l.Write(r, Record{Event: Outcome, ID: "e-2"}); err != nil {
		t.Fatal(err)
	}
	got := lines(t, path)
	var back Record
	if len(got) != 2 || json.Unmarshal([]byte(got[0]), &back) != nil || back != r {
		t.Errorf("written %q", got)
	}
}

func TestALineThatBrokeOffTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, want string }{
		"power was lost inside a line": {"{\"id\":\"e-0\"}\n{\"id\":\"e-", "{\"id\":\"e-0\"}|{\"id\":\"e-|"},
		"it ends with a line":          {"{\"id\":\"e-0\"}\n", "{\"id\":\"e-0\"}|"},
		"it is empty":                  {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "audit.jsonl")
			if err := os.WriteFile(path, []byte(test.before), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := open(t, path).Write(Record{ID: "e-1"}); err != nil {
				t.Fatal(err)
			}
			got := strings.Join(lines(t, path), "|")
			if rest, ok := strings.CutPrefix(got, test.want); !ok || !json.Valid([]byte(rest)) {
				t.Errorf("the file holds %q", got)
			}
		})
	}
}

func TestAfterARotationTheNewFileIsWrittenTo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	steps := []func() error{
		func() error { return l.Write(Record{ID: "old"}) },
		func() error { return os.Rename(path, path+".1") },
		func() error { return l.Write(Record{ID: "between"}) },
		l.Reopen,
		func() error { return l.Write(Record{ID: "new"}) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if old, fresh := lines(t, path+".1"), lines(t, path); len(old) != 2 || len(fresh) != 1 || !strings.Contains(fresh[0], `"new"`) {
		t.Errorf("old %q, new %q", old, fresh)
	}
}

func TestAFullDiskIsAnErrorThatSaysSo(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	if err := open(t, "/dev/full").Write(Record{ID: "e-1"}); err == nil || !strings.Contains(err.Error(), "make room") {
		t.Errorf("error %v", err)
	}
}

func TestCloseSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	l, err := Open("/dev/full")
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	if err := l.Write(Record{Event: Outcome, ID: "o-1"}, Record{Event: Outcome, ID: "o-2"}); err == nil {
		t.Error("outcomes that are not written are not an error")
	}
	if err := l.Close(); err == nil || !strings.Contains(err.Error(), "2 outcomes wait to be written") {
		t.Errorf("closed with %v", err)
	}
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	t.Parallel()
	l, err := Open("/dev/full")
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	l.most = 0
	outcomes := make([]Record, 70)
	for i := range outcomes {
		outcomes[i] = Record{Event: Outcome, ID: "o"}
	}
	for _, line := range encode(outcomes[:63]).lines {
		l.most += len(line.text)
	}
	_ = l.Write(outcomes...) // Close returns the error again
	if err := l.Close(); err == nil || !strings.Contains(err.Error(), "63 outcomes wait") || !strings.Contains(err.Error(), "lacks 7 outcomes for good") {
		t.Errorf("closed with %.300v", err)
	}
}

// Another process may be killed in the middle of a line at any time.
func TestHalfALineOfAnotherProcessTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	if err := l.Write(Record{Event: Decision, ID: "d-1"}); err != nil {
		t.Fatal(err)
	}
	other, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.WriteString(`{"id":"killed`); err != nil {
		t.Fatal(err)
	}
	_ = other.Close()
	if err := l.Write(Record{Event: Decision, ID: "d-2"}); err != nil {
		t.Fatal(err)
	}
	got := lines(t, path)
	if len(got) != 3 || !json.Valid([]byte(got[2])) {
		t.Errorf("the file holds %q", got)
	}
}

func TestAPlaceThatCannotBeWrittenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	if _, err := Open(filepath.Join(t.TempDir(), "no", "such", "dir")); err == nil || !strings.Contains(err.Error(), "audit.file") {
		t.Errorf("error %v", err)
	}
}

func TestAPipeTakesTheLogToo(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	l := &Log{path: "a pipe", file: w}
	if err := l.Write(Record{ID: "e-1"}); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	var got bytes.Buffer
	if _, err := got.ReadFrom(r); err != nil || !strings.Contains(got.String(), "e-1") {
		t.Errorf("read %q, %v", got.String(), err)
	}
}
