package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
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
	q, err := a.requestOf(c, f)
	if err != nil {
		return err
	}
	t, err := a.open(c, f.demo)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.Prepare(q); err != nil {
		return usage(err)
	}
	r, unwritten := a.sweep(ctx, t, q)
	// The metrics are already published, so a failure to print loses no counts.
	if err := a.show(r, c, f.output, render.Detail{}); err != nil {
		return failed(fmt.Errorf("write the report: %w", err))
	}
	end := verdict(r)
	if end == nil && unwritten != nil {
		end = failed(errSilent) // it has been logged
	}
	return end
}

// requestOf returns the request for the flags.
func (a *app) requestOf(c *config.Config, f onceFlags) (q tenant.Request, err error) {
	q = tenant.Request{Policies: f.names, Publish: true, Notify: true}
	if err := checkPolicies(c, f.names); err != nil {
		return q, err
	}
	switch {
	case f.enforce:
		q.Mode = report.Enforce
	case f.dryRun:
		q.Mode = report.DryRun
	}
	if q.Shard, err = a.shard(f.shard); err != nil {
		return q, err
	}
	if f.plan != "" {
		q.Approved, err = a.readPlan(f.plan, f.maxAge, c)
	}
	return q, err
}

// sweep runs a sweep, and shows its progress on a terminal.
func (a *app) sweep(ctx context.Context, t *session, q tenant.Request) (*report.Report, error) {
	if a.progress != nil {
		defer a.progress.wipe()
		q.Progress = a.progress.update
	}
	return t.Sweep(ctx, q)
}

// checkPolicies returns an error if --policy names a policy that the config does
// not have.
func checkPolicies(c *config.Config, names []string) error {
	if len(names) == 0 {
		return nil
	}
	if _, err := c.Set.Select(names...); err != nil {
		return usage(fmt.Errorf("--policy: %w", err))
	}
	return nil
}
