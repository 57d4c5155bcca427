package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a mutant changes stands once in its file, and no mutant is listed twice: so
// the list stays true while the program changes.
func TestTheListIsUpToDate(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, m := range slices.Concat(lists...) {
		text, err := os.ReadFile(filepath.Join("..", "..", m.file))
		if err != nil {
			t.Error(err)
			continue
		}
		if n := strings.Count(string(text), m.was); n != 1 {
			t.Errorf("%s: the text stands there %d times", m, n)
		}
		if m.was == m.is || seen[m.String()] {
			t.Errorf("%s: it changes nothing, or is listed twice", m)
		}
		seen[m.String()] = true
	}
	if len(seen) < 90 {
		t.Errorf("only %d mutants", len(seen))
	}
}
