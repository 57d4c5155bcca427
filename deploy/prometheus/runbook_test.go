package prometheus

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const runbook = "../../docs/operations.md"

// The runbook quotes parts of log lines. These parts must be in the program.
func TestEveryLogLineOfTheRunbookIsThere(t *testing.T) {
	t.Parallel()
	_, lines, _ := strings.Cut(read(t, runbook), "## Lines in the log")
	program := sources(t)
	headings := regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(lines, -1)
	if len(headings) == 0 {
		t.Fatal("the runbook explains no line of the log")
	}
	for _, h := range headings {
		if !strings.Contains(program, h[1]) {
			t.Errorf("the program never says %q", h[1])
		}
	}
}

// Links within the documents have a target.
func TestEveryAnchorOfTheRunbookIsThere(t *testing.T) {
	t.Parallel()
	text := read(t, runbook)
	for _, link := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(anchorsOf(text), link[1]) {
			t.Errorf("there is no heading for #%s", link[1])
		}
	}
}

// anchorsOf returns the anchors that GitHub makes for the headings of a page.
func anchorsOf(page string) []string {
	var anchors []string
	for _, h := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(page, -1) {
		plain := regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(h[1]), "")
		anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
	}
	return anchors
}

// sources returns the source code of the program.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir("../../internal", func(file string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			all.WriteString(read(t, file))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
