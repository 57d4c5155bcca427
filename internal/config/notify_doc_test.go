package config

import (
	"os"
	"strings"
	"testing"
)

// Every example of docs/notify.md is taken as it stands.
func TestTheExamplesOfNotifyAreTaken(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/notify.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```yaml\n")[1:]
	if len(blocks) < 6 {
		t.Errorf("%d examples", len(blocks))
	}
	for _, part := range blocks {
		block, _, _ := strings.Cut(part, "```")
		if c, warnings, err := Parse("docs/notify.md", []byte(block+onePolicy)); err != nil || len(warnings) > 0 || len(c.Notify) == 0 {
			t.Errorf("%v %v in\n%s", err, warnings, block)
		}
	}
}
