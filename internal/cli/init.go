package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/configs"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

func (a *app) initialize() *cobra.Command {
	var online bool
	cmd := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a commented config to start from",
		Long: `Write a commented config to start from: to FILE, or to where --config points. It is
in dry-run mode. A file that is there is never written over.

With --online the resource groups of the tenant, their scenarios and how many
executions they have stand at the end, as comments.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.configPath = args[0]
			}
			return a.writeConfig(cmd.Context(), online)
		},
	}
	cmd.Flags().BoolVar(&online, "online", false, "add what the tenant holds, as comments")
	return cmd
}

func (a *app) writeConfig(ctx context.Context, online bool) error {
	if _, err := os.Stat(a.configPath); err == nil { // before any request to the tenant
		return usage(errThere(a.configPath))
	}
	text := starter()
	if online {
		held, err := a.holdings(ctx)
		if err != nil {
			return err
		}
		text = append(text, held...)
	}
	file, err := os.OpenFile(a.configPath, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage(errThere(a.configPath))
	}
	if err != nil {
		return usage(fmt.Errorf("write the config: %w", err))
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return failed(fmt.Errorf("write the config: %w", err))
	}
	fmt.Fprintf(a.Stdout, "wrote %s: it changes nothing until its mode says enforce\nnext: aicore-reaper validate --online, then aicore-reaper plan\n", a.configPath)
	return nil
}

func errThere(path string) error {
	return fmt.Errorf("%s is there already, and is not written over: name another file", path)
}

// starter returns the shipped config, without the line that names the schema
// file.
func starter() []byte {
	_, text, _ := bytes.Cut(configs.Starter, []byte("\n"))
	return bytes.Clone(text)
}

// everything is a config that lists all resource groups but acts on nothing.
const everything = `
resourceGroups: {include: ["*"]}
policies:
  - {name: none, matchAll: true, match: {statuses: [DEAD]}, action: delete}
`

// holdings lists the tenant and returns its content as comments.
func (a *app) holdings(ctx context.Context) ([]byte, error) {
	c, _, err := config.Parse("init", []byte(everything))
	if err != nil {
		return nil, failed(err)
	}
	t, err := a.open(c, false)
	if err != nil {
		return nil, err
	}
	defer t.close()
	r, _ := a.sweep(ctx, t, tenant.Request{Mode: report.DryRun, Unread: true}) // nothing is published
	if r.Cause != nil {
		return nil, verdict(r)
	}
	return render.Holdings(r, a.now().UTC().Truncate(time.Second)), nil
}
