package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func (a *app) archive() *cobra.Command {
	archived := &cobra.Command{
		Use:                        "archive",
		Short:                      "Read the copies that are kept of deleted executions",
		SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	var output string
	show := &cobra.Command{
		Use:   "show ID",
		Short: "Show the copy of one execution",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.showCopies(args[0], output) },

		ValidArgsFunction: a.completeCopy,
	}
	show.Flags().StringVarP(&output, "output", "o", "table", "form: table (a summary), json (the whole)")
	archived.AddCommand(a.archiveList(), show)
	return archived
}

// unknownCommand returns an error that suggests similar commands.
func unknownCommand(cmd *cobra.Command, name string) error {
	meant := cmd.SuggestionsFor(name)
	if len(meant) > 0 {
		return usage(fmt.Errorf("unknown command %q for %q: did you mean %s?", name, cmd.CommandPath(), strings.Join(meant, " or ")))
	}
	for _, c := range cmd.Commands() {
		meant = append(meant, c.Name())
	}
	return usage(fmt.Errorf("unknown command %q for %q: write %s", name, cmd.CommandPath(), strings.Join(meant, " or ")))
}

// copies opens the archive of the config for reading.
func (a *app) copies() (*archive.Reader, *config.Config, error) {
	c, err := a.load(false)
	if err != nil {
		return nil, nil, err
	}
	if c.Archive == "" {
		return nil, nil, usage(errors.New("the config has no archive.url"))
	}
	r, err := archive.NewReader(c.Archive)
	if err != nil {
		return nil, nil, usage(err)
	}
	return r, c, nil
}

func (a *app) showCopies(id, form string) error {
	if err := checkOutput(form, "table", "json"); err != nil {
		return err
	}
	place, c, err := a.copies()
	if err != nil {
		return err
	}
	found, err := place.Find(id)
	if errors.Is(err, archive.ErrNoCopy) {
		return usage(fmt.Errorf("%w in %s", err, c.Archive))
	}
	if err != nil {
		return failed(err)
	}
	for _, kept := range found {
		if form == "json" {
			err = render.Indented(a.Stdout, kept.Copy)
		} else {
			err = a.summarize(kept)
		}
		if err != nil {
			return failed(err)
		}
	}
	return nil
}

func (a *app) summarize(kept archive.Found) error {
	e, err := aiapi.DecodeExecution(kept.Execution)
	if err != nil {
		return fmt.Errorf("the copy %s: %w", kept.Key, err)
	}
	p := a.printer()
	more := ""
	if kept.LogsCut {
		more = ", cut: there were more"
	}
	p.Printf("%s in %s, archived %s\n", p.Bold(e.ID), kept.ResourceGroup, kept.ArchivedAt.Format(time.RFC3339))
	p.Printf("  scenario %s, executable %s, configuration %s\n", e.ScenarioID, e.ExecutableID, e.ConfigurationName)
	p.Printf("  status %s, created %s, started %s, completed %s\n", e.Status, moment(e.CreatedAt), moment(e.StartTime), moment(e.CompletionTime))
	p.Printf("  %s%s; file %s\n", render.Plural(len(kept.Logs), "log line"), more, kept.Key)
	if len(kept.Missing) > 0 {
		p.Printf("  the API had no more of: %s\n", strings.Join(kept.Missing, ", "))
	}
	return p.Flush()
}

func moment(t workload.Timestamp) string {
	if t.IsZero() {
		return "–"
	}
	return t.Time().Format(time.RFC3339)
}
