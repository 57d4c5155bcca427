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

// Many that write decisions at once share a sync, and none returns before its own
// lines are on the disk.
func TestDecisionsOfManyAreOnTheDiskWhenTheyAreWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := range 10 {
				if err := l.Write(Record{Event: Decision, ID: fmt.Sprintf("e-%d-%d", w, i)}); err != nil {
					t.Error(err)
				}
				l.syncing.Lock()
				if l.synced == 0 || l.synced > 160 {
					t.Errorf("%d appends are on the disk", l.synced)
				}
				l.syncing.Unlock()
			}
		})
	}
	all.Wait()
	if l.synced != 160 || l.appended != 160 || len(lines(t, path)) != 160 {
		t.Errorf("of %d appends %d are on the disk", l.appended, l.synced)
	}
}

// A file whose lines cannot be brought to the disk stays in use: who waits for a
// decision there must not be told that it is on the disk.
func TestAFileThatCannotBeSyncedStaysInUse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	l := open(t, path)
	if err := l.Write(Record{Event: Outcome, ID: "o-1"}); err != nil {
		t.Fatal(err)
	}
	broken := l.file
	_ = broken.Close() // what is closed cannot be synced
	if err := l.Reopen(); err == nil || l.file != broken {
		t.Errorf("reopened: %v", err)
	}
}
