package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// mutant is one change, of a text that stands once in its file.
type mutant struct {
	file, was, is string
	because       string // why it may survive: it changes nothing that anybody can see
}

// String names the mutant in a line.
func (m mutant) String() string { return fmt.Sprintf("%s: %q becomes %q", m.file, m.was, m.is) }

// survives reports whether the tests pass with the mutant in place: first those of
// its own package, then those that hold whole sweeps against the truth.
func (m mutant) survives() (bool, error) {
	text, err := os.ReadFile(m.file)
	if err != nil {
		return false, err
	}
	if n := strings.Count(string(text), m.was); n != 1 {
		return false, fmt.Errorf("%s: the text stands there %d times, not once: the list is out of date", m, n)
	}
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	overlay, err := m.overlay(dir, strings.Replace(string(text), m.was, m.is, 1))
	if err != nil {
		return false, err
	}
	room := filepath.Dir(m.file)
	tests := [][]string{{"./" + room}}
	switch room {
	case "internal/policy":
		tests = [][]string{{"./" + room, "-rapid.checks=150"}}
	case "internal/report":
		tests = append(tests, []string{"./internal/reaper"})
	case "internal/reaper":
		tests = append(tests, []string{"./test/living", "-run=Lives|Die", "-worlds=150", "-crash-worlds=1"},
			[]string{"./test/chaos", "-run=Nothing/(uncounted|empty|no-count)", "-seeds=4"})
	}
	for _, test := range tests {
		if alive, err := m.passes(overlay, test); err != nil || !alive {
			return false, err
		}
	}
	return true, nil
}

// passes reports whether one package's tests pass over the mutant.
func (m mutant) passes(overlay string, test []string) (bool, error) {
	var out bytes.Buffer
	args := append([]string{"test", "-p", "1", "-vet=off", "-ldflags=-s -w", "-failfast", "-timeout=2m", "-overlay", overlay}, test...)
	command := exec.Command("go", args...)
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()
	if err != nil && strings.Contains(out.String(), "[build failed]") {
		return false, fmt.Errorf("%s: does not build: %s", m, out.String())
	}
	return err == nil, nil
}

// overlay writes the mutant, and the file that puts it in place for go test.
func (m mutant) overlay(dir, text string) (string, error) {
	absolute, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	replacement := filepath.Join(dir, filepath.Base(m.file))
	if err := os.WriteFile(replacement, []byte(text), 0o600); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {absolute: replacement}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o600)
}
