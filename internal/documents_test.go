package internal_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	linked = regexp.MustCompile(`\]\(([^)#\s]*)(#[^)\s]*)?\)`)
	// cited is a path of the repository in backquotes, up to a placeholder or an
	// argument.
	cited   = regexp.MustCompile("`(?:go run \\./|go test \\./|\\./)?((?:cmd|configs|deploy|docs|internal|test|\\.ci|\\.github)/[^`\\s…*<{]*)")
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	noWord  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

func TestDocumentsCiteOnlyWhatIsThere(t *testing.T) {
	t.Parallel()
	files := documents(t)
	if len(files) < 15 {
		t.Fatalf("only %d documents were found: %v", len(files), files)
	}
	for _, file := range files {
		t.Run(strings.TrimPrefix(file, "../"), func(t *testing.T) {
			t.Parallel()
			text := read(t, file)
			for _, m := range linked.FindAllStringSubmatch(text, -1) {
				checkLink(t, file, m[1], strings.TrimPrefix(m[2], "#"))
			}
			for _, m := range cited.FindAllStringSubmatch(text, -1) {
				if path := strings.TrimRight(m[1], "/.,:;)"); !exists("../" + path) {
					t.Errorf("it cites %s, which is not in the repository", path)
				}
			}
		})
	}
}

// documents are all Markdown files that are in the repository.
func documents(t *testing.T) (files []string) {
	t.Helper()
	listed, err := exec.Command("git", "-C", "..", "ls-files", "*.md").Output()
	if err != nil {
		t.Skipf("git does not say which files there are: %v", err)
	}
	for name := range strings.Lines(string(listed)) {
		files = append(files, filepath.Join("..", strings.TrimSpace(name)))
	}
	return files
}

func checkLink(t *testing.T, file, path, section string) {
	t.Helper()
	if strings.Contains(path, ":") { // an address
		return
	}
	target := file
	if path != "" {
		target = filepath.Join(filepath.Dir(file), path)
	}
	switch {
	case !exists(target):
		t.Errorf("it links to %s, which is not in the repository", path)
	case section != "" && !slices.Contains(sections(read(t, target)), section):
		t.Errorf("it links to the section %s of %s, which is not there", section, target)
	}
}

// sections are the anchors that a forge makes of headings.
func sections(text string) (anchors []string) {
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		words := strings.ToLower(noWord.ReplaceAllString(m[1], ""))
		anchors = append(anchors, strings.ReplaceAll(strings.TrimSpace(words), " ", "-"))
	}
	return anchors
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
