package cli

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every command has examples, and their flags and arguments are valid.
func TestEveryCommandHasExamplesThatParse(t *testing.T) {
	t.Parallel()
	for _, cmd := range leaves(newRoot()) {
		if cmd.Example == "" {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			line, _, _ = strings.Cut(strings.TrimSpace(line), " > ")
			if words := strings.Fields(line); len(words) > 0 && words[0] == "aicore-reaper" {
				parse(t, line, words[1:])
			}
		}
	}
	for path := range examples {
		if cmd, _, err := newRoot().Find(strings.Fields(path)[1:]); err != nil || cmd.CommandPath() != path {
			t.Errorf("%s has an example and is not there", path)
		}
	}
}

func newRoot() *cobra.Command {
	a := &app{Environment: Environment{Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}}
	return a.root()
}

func leaves(cmd *cobra.Command) (all []*cobra.Command) {
	if cmd.Runnable() {
		all = append(all, cmd)
	}
	for _, c := range cmd.Commands() {
		all = append(all, leaves(c)...)
	}
	return all
}

func parse(t *testing.T, line string, words []string) {
	t.Helper()
	cmd, rest, err := newRoot().Find(words)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil && cmd.Args != nil && !strings.HasSuffix(line, "\\") && cmd.Name() != "simulate" {
		err = cmd.Args(cmd, cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
}
