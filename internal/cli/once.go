package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// onceFlags are the flags of once.
type onceFlags struct {
	demo    bool
	enforce bool
	dryRun  bool
	plan    string
	maxAge  time.Duration
	shard   string
	names   []string
	output  string
}

func (a *app) once() *cobra.Command {
	var f onceFlags
	cmd := &cobra.Command{
		Use:   "once",
		Short: "Sweep once: stop and delete what has expired",
		Long: `Sweep once and report it, for a CronJob or a timer.

The config's mode says whether anything is changed; --enforce and --dry-run say
otherwise for this sweep. With --plan nothing is acted on but what stands in that
reviewed plan and still expires.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.sweepOnce(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.demo, "demo", false, "work on an embedded simulated tenant; no account needed")
	flags.BoolVar(&f.enforce, "enforce", false, "stop and delete, whatever the config's mode")
	flags.BoolVar(&f.dryRun, "dry-run", false, "change nothing, whatever the config's mode")
	flags.StringSliceVar(&f.names, "policy", nil, "only the policies of these `names`")
	flags.StringVar(&f.plan, "plan", "", "act only on what stands in this plan `file` (of plan -o json)")
	flags.DurationVar(&f.maxAge, "max-plan-age", 24*time.Hour, "refuse a plan that is older")
	flags.StringVar(&f.shard, "shard", "", "sweep only part `i/n` of the resource groups, i from 0 (default from JOB_COMPLETION_INDEX and AICORE_REAPER_SHARDS)")
	flags.StringVarP(&f.output, "output", "o", "table", "form of the report: table, json")
	cmd.MarkFlagsMutuallyExclusive("enforce", "dry-run")
	return cmd
}

func (a *app) sweepOnce(ctx context.Context, f onceFlags) error {
	if err := checkOutput(f.output, "table", "json"); err != nil {
		return err
	}
	c, err := a.load(f.demo)
	if err != nil {
		return err
	}
	if f.enforce || f.dryRun {
		c.Enforce = f.enforce
	}
	t, err := a.connect(c, f.demo)
	if err != nil {
		return err
	}
	defer t.close()
	options := t.options
	if options.Policies, err = selected(c, f.names); err != nil {
		return err
	}
	if options.Shard, err = a.shard(f.shard); err != nil {
		return err
	}
	if f.plan != "" {
		if options.Approved, err = a.readPlan(f.plan, f.maxAge, c); err != nil {
			return err
		}
	}
	return a.sweepAndShow(ctx, t, options, f.output)
}

// sweepAndShow sweeps, prints the report and publishes what it counted.
func (a *app) sweepAndShow(ctx context.Context, t *tenant, o reaper.Options, form string) error {
	var early error
	o.OnPlan = func(r *report.Report) {
		t.metrics.Expect(r)
		early = t.publish(ctx, o.Shard, true)
	}
	r := t.sweep(ctx, o)
	t.metrics.Observe(r)
	if err := a.show(r, t.config, form, false); err != nil {
		return failed(fmt.Errorf("write the report: %w", err))
	}
	end := verdict(r)
	if err := errors.Join(early, t.publish(context.WithoutCancel(ctx), o.Shard, false)); err != nil {
		a.log.Error(err.Error())
		if end == nil {
			end = failed(errSilent)
		}
	}
	return end
}

// sweep sweeps and takes the progress line away.
func (t *tenant) sweep(ctx context.Context, o reaper.Options) *report.Report {
	r := reaper.Sweep(ctx, o)
	if t.wipe != nil {
		t.wipe()
	}
	if expiry, ok := t.client.CertificateExpiry(); ok {
		t.metrics.SetCredentialExpiry(expiry)
	}
	return r
}

// selected are the policies that --policy names; all of them without it.
func selected(c *config.Config, names []string) (*policy.Set, error) {
	if len(names) == 0 {
		return &c.Set, nil
	}
	set, err := c.Set.Select(names...)
	if err != nil {
		return nil, usage(fmt.Errorf("--policy: %w", err))
	}
	return set, nil
}
