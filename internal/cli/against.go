package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// compare plans by two configs on one and the same listing.
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
	var o reaper.Options
	if f.inventory != "" {
		o, err = a.recordedOptions(c, f)
	} else {
		o, err = a.recordNow(ctx, c, other, f.demo)
	}
	if err != nil {
		return nil, nil, err
	}
	return reaper.Sweep(ctx, o), reaper.Sweep(ctx, a.planRecorded(other, o.Recorded, o.Now())), nil
}

// recordNow lists the resource groups of both configs.
func (a *app) recordNow(ctx context.Context, c, other *config.Config, demo bool) (reaper.Options, error) {
	t, err := a.connect(c, demo)
	if err != nil {
		return reaper.Options{}, err
	}
	defer t.close()
	if err := t.client.Authenticate(ctx); err != nil {
		return reaper.Options{}, usage(err)
	}
	groups := make(map[string]workload.ResourceGroup)
	for _, one := range []*config.Config{c, other} {
		o := a.sweepOptions(one, t, t.options.Groups.Default)
		chosen, _, err := o.ChooseGroups(ctx)
		if err != nil {
			return reaper.Options{}, failed(err)
		}
		for _, g := range chosen {
			groups[g.ID] = g
		}
	}
	recorded := []reaper.Recording{}
	sorted := slices.SortedFunc(maps.Values(groups), func(x, y workload.ResourceGroup) int { return cmp.Compare(x.ID, y.ID) })
	if err := t.options.Record(ctx, sorted, func(r reaper.Recording) error { recorded = append(recorded, r); return nil }); err != nil {
		return reaper.Options{}, failed(err)
	}
	return a.planRecorded(c, recorded, a.now()), nil
}
