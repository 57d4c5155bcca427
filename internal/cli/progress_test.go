package cli

import (
	"bytes"
	"io"
	"testing"
	"time"
)

// On a terminal, progress and log share a line: each line of the log takes the place
// of the progress, which is drawn again below.
func TestTheLogDoesNotRunIntoTheProgress(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	now := time.Unix(1_800_000_000, 0)
	a := &app{Environment: Environment{Stderr: &screen, Terminal: func(io.Writer) bool { return true }}, now: func() time.Time { return now }}
	log := a.logWriter()
	a.progress.update("listing", 1, 3)
	if _, err := log.Write([]byte("a warning\n")); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Second)
	a.progress.update("listing", 2, 3)
	a.progress.wipe()
	if _, err := log.Write([]byte("the end\n")); err != nil {
		t.Fatal(err)
	}
	const wiped = "\r\x1b[K"
	want := wiped + "listing: 1 of 3" + wiped + "a warning\n" + wiped + "listing: 2 of 3" + wiped + "the end\n"
	if got := screen.String(); got != want {
		t.Errorf("the terminal got\n%q, want\n%q", got, want)
	}
}
