package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// compare makes the plans of two configs from the same listing.
func (a *app) compare(ctx context.Context, c *config.Config, f planFlags) error {
	other, warnings, err := config.Load(f.against)
	if err != nil {
		return usage(err)
	}
	for _, w := range warnings {
		a.log.Warn(w.String())
	}
	mine, theirs, err := a.planBoth(ctx, c, other, f)
	if err != nil {
		return err
	}
	for _, r := range []*report.Report{mine, theirs} {
		if r.Cause != nil {
			return failed(r.Cause)
		}
	}
	x := render.Compare(mine, theirs)
	if f.output == "json" {
		return render.Indented(a.Stdout, x)
	}
	p := a.printer()
	p.Comparison(&x, f.against, f.detail())
	return p.Flush()
}

func (a *app) planBoth(ctx context.Context, c, other *config.Config, f planFlags) (mine, theirs *report.Report, err error) {
	var recorded []reaper.Recording
	var at time.Time
	if f.inventory != "" {
		recorded, at, err = readRecorded(f)
	} else {
		recorded, at, err = a.recordNow(ctx, c, other, f.demo)
	}
	if err != nil {
		return nil, nil, err
	}
	p := a.process()
	if mine, err = p.PlanRecorded(ctx, c, recorded, at, tenant.Request{}); err != nil {
		return nil, nil, failed(err)
	}
	theirs, err = p.PlanRecorded(ctx, other, recorded, at, tenant.Request{})
	return mine, theirs, err
}

// recordNow lists the resource groups of both configs.
func (a *app) recordNow(ctx context.Context, c, other *config.Config, demo bool) ([]reaper.Recording, time.Time, error) {
	t, err := a.open(c, demo)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer t.close()
	if err := t.Authenticate(ctx); err != nil {
		return nil, time.Time{}, usage(err)
	}
	groups := make(map[string]workload.ResourceGroup)
	for _, one := range []*config.Config{c, other} {
		chosen, err := t.Groups(ctx, one)
		if err != nil {
			return nil, time.Time{}, failed(err)
		}
		for _, g := range chosen {
			groups[g.ID] = g
		}
	}
	recorded, now := []reaper.Recording{}, a.now()
	facts := reaper.Wanted{By: []*policy.Set{&c.Set, &other.Set}, At: now}
	sorted := slices.SortedFunc(maps.Values(groups), func(x, y workload.ResourceGroup) int { return cmp.Compare(x.ID, y.ID) })
	if err := t.Record(ctx, sorted, facts, func(r reaper.Recording) error { recorded = append(recorded, r); return nil }); err != nil {
		return nil, time.Time{}, failed(err)
	}
	return recorded, now, nil
}
