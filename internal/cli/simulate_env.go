package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// exportLines are shell commands that set variables. Their values hold no single
// quotes.
func exportLines(variables [][2]string) string {
	var b strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s='%s'\n", v[0], v[1])
	}
	return b.String()
}

// writeEnvFile writes a file that only its owner can read, whole or not at all. It
// replaces a file, but nothing else, such as a device.
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

// withoutCredentials are the variables of an environment but for those that name
// credentials of AI Core: a command that is run for a simulated tenant must not
// find its way to a real one.
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
