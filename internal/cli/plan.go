package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// planFlags are the flags of plan.
type planFlags struct {
	demo      bool
	all       bool
	names     []string
	output    string
	against   string
	inventory string
	at        string
	full      bool
}

func (f planFlags) detail() render.Detail { return render.Detail{Full: f.full} }

func (a *app) plan() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what a sweep would do now, and why; change nothing",
		Long: `Show what a sweep would do now, and why; change nothing.

--against says what another config would take more, and less, by policy.
--inventory plans on a recorded listing in place of the API, by default as of when
it was recorded; --at says as of when.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.planOnce(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.demo, "demo", false, "work on an embedded simulated tenant; no account needed")
	flags.BoolVar(&f.all, "all", false, "also list what is kept")
	flags.StringSliceVar(&f.names, "policy", nil, "only the policies of these `names`")
	flags.StringVarP(&f.output, "output", "o", "table", "form of the plan: table, wide, json, csv")
	flags.BoolVar(&f.full, "full", false, "do not shorten long lists")
	flags.StringVar(&f.against, "against", "", "compare with what this other config `file` would do")
	flags.StringVar(&f.inventory, "inventory", "", "plan on this `file` of the inventory command")
	flags.StringVar(&f.at, "at", "", "with --inventory: as of this `time` (RFC 3339)")
	cmd.MarkFlagsMutuallyExclusive("demo", "inventory")
	return cmd
}

func (a *app) planOnce(ctx context.Context, f planFlags) error {
	if err := checkOutput(f.output, "table", "wide", "json", "csv"); err != nil {
		return err
	}
	if f.at != "" && f.inventory == "" {
		return usage(errors.New("--at goes with --inventory: the API lists what there is now"))
	}
	c, err := a.load(f.demo)
	if err != nil {
		return err
	}
	c.Enforce = false
	if f.against != "" {
		return a.compare(ctx, c, f)
	}
	r, err := a.planBy(ctx, c, f)
	if err != nil {
		return err
	}
	if err := a.show(r, c, f.output, f.full); err != nil {
		return failed(fmt.Errorf("write the plan: %w", err))
	}
	return verdict(r)
}

// planBy plans by a config, on the API or on an inventory.
func (a *app) planBy(ctx context.Context, c *config.Config, f planFlags) (*report.Report, error) {
	set, err := selected(c, f.names)
	if err != nil {
		return nil, err
	}
	if f.inventory != "" {
		o, err := a.recordedOptions(c, f)
		if err != nil {
			return nil, err
		}
		o.Policies, o.All = set, f.all
		return reaper.Sweep(ctx, o), nil
	}
	t, err := a.connect(c, f.demo)
	if err != nil {
		return nil, err
	}
	defer t.close()
	o := t.options
	o.Policies, o.All = set, f.all
	return t.sweep(ctx, o), nil
}

// recordedOptions are those of a plan on an inventory. A config that names no
// resource groups is for all that were recorded.
func (a *app) recordedOptions(c *config.Config, f planFlags) (reaper.Options, error) {
	recorded, err := readInventory(f.inventory)
	if err != nil {
		return reaper.Options{}, usage(fmt.Errorf("--inventory: %w", err))
	}
	at, err := parseWhen("--at", f.at)
	if err != nil {
		return reaper.Options{}, err
	}
	if at.IsZero() {
		for _, r := range recorded {
			at = r.ListedAt
		}
	}
	return a.planRecorded(c, recorded, at), nil
}

// planRecorded are the options of a plan on recordings, as of a time.
func (a *app) planRecorded(c *config.Config, recorded []reaper.Recording, at time.Time) reaper.Options {
	return reaper.Options{
		Policies: &c.Set, Costs: &c.Costs, Recorded: recorded, Mode: report.DryRun, Limits: reaper.Limits(c.Limits),
		Groups: reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude, Labels: c.Groups.Labels},
		Now:    func() time.Time { return at }, Entropy: a.entropy,
	}
}
