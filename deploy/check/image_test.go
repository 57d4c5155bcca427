package check

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

const (
	tree     = "../.." // the repository
	version  = "v9.8.7"
	revision = "0123456789abcdef"
)

// binary is the program as in the image.
var binary string

// buildImage runs the build stage of the Dockerfile in dir, instruction by
// instruction, and returns the path of the built program.
func buildImage(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(tree, "Dockerfile"))
	if err != nil {
		return "", err
	}
	env := append(os.Environ(), "VERSION="+version, "REVISION="+revision, "TARGETOS=linux", "TARGETARCH=amd64")
	for _, line := range stage(string(text), "build") {
		if err := perform(line, dir, env); err != nil {
			return "", fmt.Errorf("Dockerfile: %s: %w", line, err)
		}
	}
	return filepath.Join(dir, "bin", "aicore-reaper"), nil
}

// stage returns the instructions of a build stage, each on one line.
func stage(dockerfile, name string) []string {
	var lines []string
	inside := false
	for line := range strings.SplitSeq(unfolded(dockerfile), "\n") {
		switch {
		case strings.HasPrefix(line, "FROM "):
			inside = strings.HasSuffix(line, " AS "+name)
		case inside && line != "" && line[0] != '#':
			lines = append(lines, line)
		}
	}
	return lines
}

// unfolded joins the lines that end in a backslash.
func unfolded(dockerfile string) string { return strings.ReplaceAll(dockerfile, "\\\n", "") }

func perform(instruction, dir string, env []string) error {
	verb, rest, _ := strings.Cut(instruction, " ")
	switch verb {
	case "ARG", "WORKDIR": // the values of env, and dir, stand for these
		return nil
	case "COPY":
		return copyContext(strings.Fields(rest), dir)
	case "RUN":
		cmd := exec.Command("sh", "-c", rest)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		return nil
	}
	return fmt.Errorf("no %s is known here: teach it, or keep the build stage plain", verb)
}

// copyContext copies files that .dockerignore does not exclude. The last of paths
// is the destination.
func copyContext(paths []string, dir string) error {
	to := filepath.Join(dir, paths[len(paths)-1])
	for _, from := range paths[:len(paths)-1] {
		err := filepath.WalkDir(filepath.Join(tree, from), func(file string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name, _ := filepath.Rel(tree, file)
			if ignored(name) {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			inside, _ := filepath.Rel(filepath.Join(tree, from), file)
			if inside == "." && !d.IsDir() {
				inside = d.Name()
			}
			return copyEntry(file, filepath.Join(to, inside), d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func copyEntry(from, to string, d fs.DirEntry) error {
	if d.IsDir() {
		return os.MkdirAll(to, 0o755)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// ignored reports whether .dockerignore excludes a file. It knows the three forms
// in use: *, !dir and **/pattern.
func ignored(name string) bool {
	text, err := os.ReadFile(filepath.Join(tree, ".dockerignore"))
	if err != nil {
		return false
	}
	top, _, _ := strings.Cut(filepath.ToSlash(name), "/")
	hidden := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "*":
			hidden = true
		case line == "!"+top:
			hidden = false
		case strings.HasPrefix(line, "**/"):
			if hit, _ := path.Match(line[3:], path.Base(name)); hit {
				hidden = true
			}
		}
	}
	return hidden
}
