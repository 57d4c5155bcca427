package process

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheMedianIsTakenOfEachFigure(t *testing.T) {
	t.Parallel()
	got := Median([]Usage{{Wall: 3, CPU: 1, RSS: 9}, {Wall: 1, CPU: 2, RSS: 7}, {Wall: 2, CPU: 3, RSS: 8}})
	if want := (Usage{Wall: 2, CPU: 2, RSS: 8}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestOnlyThePartBetweenTheMarkersIsWritten(t *testing.T) {
	t.Parallel()
	const opening, closing = "<!-- written by me -->\n", "<!-- end of what me writes -->\n"
	path := filepath.Join(t.TempDir(), "p.md")
	for before, want := range map[string]string{
		"a\n" + opening + "old\n" + closing + "z\n": "a\n" + opening + "new\n" + closing + "z\n",
		"no place":              "",
		"half\n" + opening + "": "",
	} {
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := ReplacePart(path, "me", "new\n")
		if (err == nil) != (want != "") {
			t.Errorf("%q: %v", before, err)
		}
		if got, _ := os.ReadFile(path); want != "" && string(got) != want || want == "" && string(got) != before {
			t.Errorf("%q became %q", before, got)
		}
	}
}

func TestNumbersAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{7: "7", 100: "100", 1000: "1,000", 1234567: "1,234,567"} {
		if got := Number(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
	for n, want := range map[int]string{1: "One run each", 5: "Medians of 5 runs each"} {
		if got := Runs(n); got != want {
			t.Errorf("%d runs are written %q", n, got)
		}
	}
	for d, want := range map[time.Duration]string{9 * time.Millisecond: "9 ms", 1200 * time.Millisecond: "1.20 s"} {
		if got := Time(d); got != want {
			t.Errorf("%d is written %s", d, got)
		}
	}
}
