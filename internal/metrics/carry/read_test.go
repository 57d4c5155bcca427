package carry

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestOnlyOursIsRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200_000)
	text := "# HELP aicore_reaper_a a\n# TYPE aicore_reaper_a counter\naicore_reaper_a{l=\"" + long + "\"} 1\n" +
		"# TYPE other counter\nother{l=\"" + long + "\"} 1\n\naicore_reaper_b 2\nnot_aicore_reaper_c 3\n"
	got, err := io.ReadAll(only(iotest.OneByteReader(strings.NewReader(text)), prefix))
	if err != nil || string(got) != "# HELP aicore_reaper_a a\n# TYPE aicore_reaper_a counter\naicore_reaper_a{l=\""+long+"\"} 1\naicore_reaper_b 2\n" {
		t.Errorf("%d bytes: %.200s, %v", len(got), got, err)
	}
}

func TestWhatIsLetThroughIsEachLineOfOurs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var text, want strings.Builder
		for _, line := range rapid.SliceOf(rapid.SampledFrom([]string{"aicore_reaper_x 1", "other 1", "# TYPE aicore_reaper_x gauge", "", "#", "aicore", strings.Repeat("y", 70_000)})).Draw(t, "lines") {
			text.WriteString(line + "\n")
			if strings.Contains(line, "aicore_reaper_") {
				want.WriteString(line + "\n")
			}
		}
		got, err := io.ReadAll(only(iotest.HalfReader(strings.NewReader(text.String())), prefix))
		if err != nil || string(got) != want.String() {
			t.Fatalf("%q, %v", got, err)
		}
	})
}

func TestAReadingThatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken off")
	for name, r := range map[string]io.Reader{
		"inside a line of others": strings.NewReader("other 1\noth"),
		"inside a line of ours":   strings.NewReader("aicore_reaper_x 1\naicore_reaper_y"),
		"between lines":           io.MultiReader(strings.NewReader("aicore_reaper_x 1\n"), iotest.ErrReader(broken)),
		"beyond what is read":     &bounded{strings.NewReader("aicore_reaper_x 1\naicore_reaper_x 1\n"), 20},
	} {
		if got, err := io.ReadAll(only(r, prefix)); err == nil {
			t.Errorf("%s: read is %q", name, got)
		}
	}
	if got, err := io.ReadAll(&bounded{strings.NewReader("12345"), 5}); err != nil || len(got) != 5 {
		t.Errorf("just as much as there is room for: %q, %v", got, err)
	}
}
