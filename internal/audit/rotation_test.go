package audit

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestARotationInTheMiddleOfASweepLosesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	const writers, each, rotations = 4, 20, 10
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				id := fmt.Sprintf("e-%d-%d", w, i)
				if err := l.Write(Record{Event: Decision, ID: id}, Record{Event: Outcome, ID: id}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range rotations {
		if err := os.Rename(path, fmt.Sprintf("%s.%d", path, i)); err != nil {
			t.Fatal(err)
		}
		if err := l.Reopen(); err != nil {
			t.Fatal(err)
		}
	}
	all.Wait()
	seen := make(map[string]int)
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) == 0 {
			continue
		}
		for _, line := range lines(t, file) {
			var r Record
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Errorf("%s: %q: %v", file, line, err)
			}
			seen[r.ID]++
		}
	}
	if len(files) != rotations+1 || len(seen) != writers*each {
		t.Errorf("%d files hold %d executions", len(files), len(seen))
	}
	for id, n := range seen {
		if n != 2 {
			t.Errorf("%s has %d lines", id, n)
		}
	}
}

func TestWhatWaitsIsWrittenToTheNewFile(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := &Log{path: path, file: full, end: -1, most: maxHeld}
	if err := l.Write(Record{Event: Outcome, ID: "o-1"}, Record{Event: Decision, ID: "unsent"}); err == nil {
		t.Fatal("a full disk is not an error")
	}
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	if err := l.Write(Record{Event: Decision, ID: "d-2"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	wantIDs(t, path, "o-1", "d-2")
}
