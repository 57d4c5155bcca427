package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policytest"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

// The examples of docs/policies.md are pairs of blocks: a config, and tests of it.
func TestTheExamplesOfThePolicyLanguageAreTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/policies.md"
	blocks := yamlBlocks(t, path)
	if len(blocks) < 2*12 || len(blocks)%2 != 0 {
		t.Fatalf("%d blocks of YAML: each config needs tests after it", len(blocks))
	}
	for i := 0; i < len(blocks); i += 2 {
		c, _, err := config.Parse(path, []byte(blocks[i])) // examples are short, which gives warnings
		if err != nil {
			t.Errorf("%v in\n%s", err, blocks[i])
			continue
		}
		file, err := config.ParseTests(path, []byte(blocks[i+1]))
		if err != nil {
			t.Errorf("%v in\n%s", err, blocks[i+1])
			continue
		}
		for _, example := range file.Tests {
			var out strings.Builder
			p := render.NewPrinter(&out, false)
			if !printTest(p, path, example.Name, policytest.Run(&c.Set, &example)) {
				_ = p.Flush() // writing to a builder cannot fail
				t.Error(out.String())
			}
		}
	}
}

func yamlBlocks(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for part := range strings.SplitSeq(string(text), "```yaml\n") {
		if block, _, ok := strings.Cut(part, "```"); ok && len(blocks) > 0 || ok && strings.HasPrefix(part, "policies:") {
			blocks = append(blocks, block)
		}
	}
	return blocks
}
