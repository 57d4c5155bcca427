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
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
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

func (f planFlags) detail() render.Detail {
	return render.Detail{Wide: f.output == "wide", Full: f.full, Flag: true}
}

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
	cmd.MarkFlagsMutuallyExclusive("against", "all")
	cmd.MarkFlagsMutuallyExclusive("against", "policy")
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
	if f.against != "" {
		if err := checkOutput(f.output, "table", "json"); err != nil {
			return err
		}
		return a.compare(ctx, c, f)
	}
	r, err := a.planBy(ctx, c, f)
	if err != nil {
		return err
	}
	if err := a.show(r, c, f.output, f.detail()); err != nil {
		return failed(fmt.Errorf("write the plan: %w", err))
	}
	return verdict(r)
}

// planBy plans by a config, from the API or from an inventory.
func (a *app) planBy(ctx context.Context, c *config.Config, f planFlags) (*report.Report, error) {
	if err := checkPolicies(c, f.names); err != nil {
		return nil, err
	}
	q := tenant.Request{Policies: f.names, All: f.all, Mode: report.DryRun, Unread: true}
	if f.inventory != "" {
		recorded, at, err := readRecorded(f)
		if err != nil {
			return nil, err
		}
		return a.process().PlanRecorded(ctx, c, recorded, at, q)
	}
	t, err := a.open(c, f.demo)
	if err != nil {
		return nil, err
	}
	defer t.close()
	r, _ := a.sweep(ctx, t, q)
	return r, nil
}

// readRecorded reads an inventory and the time for which to plan.
func readRecorded(f planFlags) ([]reaper.Recording, time.Time, error) {
	recorded, err := readInventory(f.inventory)
	if err != nil {
		return nil, time.Time{}, usage(fmt.Errorf("--inventory: %w", err))
	}
	at, err := parseWhen("--at", f.at)
	if err != nil {
		return nil, time.Time{}, err
	}
	if at.IsZero() {
		for _, r := range recorded {
			at = r.ListedAt
		}
	}
	return recorded, at, nil
}
