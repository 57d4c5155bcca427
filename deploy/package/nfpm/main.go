// Command nfpm prints the section for packages of .goreleaser.yaml in the form of
// nfpm. With it nfpm alone can make the packages of a release, in seconds. Usage:
//
//	go run ./deploy/package/nfpm VERSION ARCH PROGRAM DATE
//
// DATE, in RFC 3339, is that of every file in the package.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: nfpm VERSION ARCH PROGRAM DATE")
		os.Exit(2)
	}
	release, err := os.ReadFile(".goreleaser.yaml")
	if err == nil {
		var config []byte
		if config, err = packages(release, os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err == nil {
			_, err = os.Stdout.Write(config)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// packages returns the nfpms section of a release in the form of nfpm, with the
// version, the architecture and the programs, which goreleaser would add.
func packages(release []byte, version, arch, program, date string) ([]byte, error) {
	text := bytes.ReplaceAll(release, []byte("{{ .CommitDate }}"), []byte(date))
	var whole struct {
		NFPMs []map[string]any `yaml:"nfpms"`
	}
	if err := yaml.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf(".goreleaser.yaml: %w", err)
	}
	if len(whole.NFPMs) != 1 {
		return nil, errors.New(".goreleaser.yaml: there is not one section under nfpms")
	}
	section := whole.NFPMs[0]
	contents, _ := section["contents"].([]any)
	section["contents"] = append(contents, map[string]any{
		"src": program, "dst": fmt.Sprintf("%s/%s", section["bindir"], section["package_name"]),
		"file_info": map[string]any{"mode": 0o755, "mtime": date},
	})
	section["name"], section["version"], section["arch"], section["platform"] = section["package_name"], version, arch, "linux"
	for _, own := range []string{"package_name", "bindir", "formats"} {
		delete(section, own)
	}
	return yaml.Marshal(section)
}
