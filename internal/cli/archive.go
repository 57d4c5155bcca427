package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/archive"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func (a *app) archive() *cobra.Command {
	archived := &cobra.Command{Use: "archive", Short: "Read the copies that are kept of deleted executions"}
	var output string
	show := &cobra.Command{
		Use:   "show ID",
		Short: "Show the copy of one execution",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOutput(output, "table", "json"); err != nil {
				return err
			}
			return a.showCopy(cmd.Context(), args[0], output)
		},
	}
	show.Flags().StringVarP(&output, "output", "o", "table", "form: table (a summary), json (the whole)")
	archived.AddCommand(show)
	return archived
}

func (a *app) showCopy(ctx context.Context, id, form string) error {
	c, err := a.load(false)
	if err != nil {
		return err
	}
	if c.Archive == "" {
		return usage(errors.New("the config has no archive.url"))
	}
	place, err := archive.Open(ctx, c.Archive, nil, a.now)
	if err != nil {
		return usage(err)
	}
	defer place.Close()
	kept, key, err := place.Find(ctx, id)
	if errors.Is(err, archive.ErrNoCopy) {
		return usage(fmt.Errorf("%w in %s", err, c.Archive))
	}
	if err != nil {
		return failed(err)
	}
	if form == "json" {
		return render.Indented(a.Stdout, kept)
	}
	return a.summarize(kept, key)
}

func (a *app) summarize(kept *archive.Copy, key string) error {
	e, err := aiapi.DecodeExecution(kept.Execution)
	if err != nil {
		return failed(fmt.Errorf("the copy %s: %w", key, err))
	}
	p := a.printer()
	more := ""
	if kept.LogsCut {
		more = ", cut: there were more"
	}
	p.Printf("%s in %s, archived %s\n", p.Bold(e.ID), kept.ResourceGroup, kept.ArchivedAt.Format(time.RFC3339))
	p.Printf("  scenario %s, executable %s, configuration %s\n", e.ScenarioID, e.ExecutableID, e.ConfigurationName)
	p.Printf("  status %s, created %s, started %s, completed %s\n", e.Status, moment(e.CreatedAt), moment(e.StartTime), moment(e.CompletionTime))
	p.Printf("  %s%s; file %s\n", render.Plural(len(kept.Logs), "log line"), more, key)
	return p.Flush()
}

func moment(t workload.Timestamp) string {
	if t.IsZero() {
		return "–"
	}
	return t.Time().Format(time.RFC3339)
}
