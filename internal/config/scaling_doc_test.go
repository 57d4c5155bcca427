package config

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The settings in the document on scaling are a valid config.
func TestWhatTheDocumentOnScalingSetsIsValid(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/scaling.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```yaml\n")[1:]
	if len(blocks) != 3 {
		t.Errorf("%d configs", len(blocks))
	}
	for i, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if _, warnings, err := Parse("scaling.md", []byte(block)); err != nil || len(warnings) > 0 {
				t.Errorf("%v, %v:\n%s", err, warnings, block)
			}
		})
	}
}
