package check

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var value = regexp.MustCompile("`([a-zA-Z.]+)`")

// The comparison with other charts names exactly our values, each once.
func TestTheComparisonOfChartsHasEveryValueOnce(t *testing.T) {
	t.Parallel()
	text, _, _ := strings.Cut(read(t, tree+"/docs/chart-values.md"), "## Left out")
	var got []string
	for line := range strings.Lines(text) {
		if ours, ok := strings.CutPrefix(line, "| `"); ok {
			ours, _, _ = strings.Cut(ours, " | ")
			for _, match := range value.FindAllStringSubmatch("`"+ours, -1) {
				got = append(got, match[1])
			}
		}
	}
	want := leaves(t)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("docs/chart-values.md compares\n%v\nthe chart has\n%v", got, want)
	}
}
