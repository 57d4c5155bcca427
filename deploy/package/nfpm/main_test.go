package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestPackagesHaveWhatAReleaseSays(t *testing.T) {
	t.Parallel()
	release, err := os.ReadFile("../../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := packages(release, "1.2.3", "arm64", "bin/aicore-reaper", "2026-01-02T03:04:05Z")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "{{") {
		t.Errorf("a template is left in\n%s", text)
	}
	var got struct {
		Name, Version, Arch string
		Contents            []struct{ Src, Dst, Type string }
		Scripts             map[string]string
	}
	if err := yaml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != "aicore-reaper" || got.Version != "1.2.3" || got.Arch != "arm64" || len(got.Scripts) != 3 {
		t.Errorf("got %+v", got)
	}
	kept := 0
	for _, c := range got.Contents {
		if strings.HasPrefix(c.Dst, "/etc/") {
			kept++
			if c.Type != "config|noreplace" {
				t.Errorf("%s is not kept on an upgrade", c.Dst)
			}
		}
	}
	if last := got.Contents[len(got.Contents)-1]; kept < 2 || last.Src != "bin/aicore-reaper" || last.Dst != "/usr/bin/aicore-reaper" {
		t.Errorf("%d configs, and last %+v", kept, last)
	}
}

func TestAReleaseOfNoPackagesIsAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"nfpms: []", "nfpms: {", "builds: []"} {
		if _, err := packages([]byte(text), "1", "amd64", "p", "d"); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// goreleaser runs the command of an SBOM in dist/.
func TestTheToolThatMakesSBOMsIsFoundFromDist(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "-modfile=")
	file, _, _ := strings.Cut(after, ",")
	if _, err := os.Stat(filepath.Join("../../../deploy", file)); err != nil { // a directory beside dist/
		t.Errorf("from dist/ there is no %q: %v", file, err)
	}
}
