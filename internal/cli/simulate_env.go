package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// exportLines returns shell commands that set variables. The values must not
// contain single quotes.
func exportLines(variables [][2]string) string {
	var b strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s='%s'\n", v[0], v[1])
	}
	return b.String()
}

// writeEnvFile writes a file that only its owner can read. The file is either
// complete or not changed. It replaces only a regular file, not, for example, a
// device.
func writeEnvFile(path, text string) (err error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".aicore-reaper-*") // its mode is 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// withoutCredentials returns the environment without credentials of AI Core, so
// that a command for a simulated tenant cannot reach a real one.
func withoutCredentials(environment []string) []string {
	var left []string
	for _, assignment := range environment {
		name, _, _ := strings.Cut(assignment, "=")
		if strings.HasPrefix(name, "AICORE_") && !strings.HasPrefix(name, "AICORE_REAPER_") && name != "AICORE_RESOURCE_GROUP" {
			continue
		}
		left = append(left, assignment)
	}
	return left
}
