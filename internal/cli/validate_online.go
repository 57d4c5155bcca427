package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// validateOnline goes the way to the API step by step, and says of each how it
// went. It changes nothing.
func (a *app) validateOnline(ctx context.Context, c *config.Config) error {
	t, err := a.open(c, false)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.Authenticate(ctx); err != nil {
		return usage(err)
	}
	used := t.API().Used()
	fmt.Fprintf(a.Stdout, "credentials: from %s\n", used.Origin)
	if expiry, ok := t.API().CertificateExpiry(); ok {
		fmt.Fprintf(a.Stdout, "client certificate: until %s\n", expiry.UTC().Format("2006-01-02 15:04 MST"))
	}
	fmt.Fprintf(a.Stdout, "token: got one\n")
	meta, err := t.API().Meta(ctx)
	if err != nil {
		return failed(err)
	}
	bulk := "not said, so it is tried"
	if meta.BulkExecutions != nil {
		bulk = map[bool]string{true: "yes", false: "no, so changes go one by one"}[*meta.BulkExecutions]
	}
	fmt.Fprintf(a.Stdout, "API: runtime %s, version %s; bulk changes: %s\n", meta.Runtime, meta.APIVersion, bulk)
	groups, err := t.Groups(ctx, c)
	if err != nil {
		return failed(err)
	}
	fmt.Fprintf(a.Stdout, "resource groups to sweep: %d\n", len(groups))
	for _, g := range groups {
		fmt.Fprintf(a.Stdout, "  %s (%s)\n", g.ID, g.Status)
	}
	if len(c.Costs.Rules) == 0 {
		return nil
	}
	return a.showUnmapped(ctx, t, groups)
}

// mostUnmapped is how many of the scenarios without a resource plan are shown.
const mostUnmapped = 10

// showUnmapped names the scenarios that most executions without a resource plan
// are of: what the cost model does not see.
func (a *app) showUnmapped(ctx context.Context, t *session, groups []workload.ResourceGroup) error {
	recorded := []reaper.Recording{}
	if err := t.Record(ctx, groups, func(r reaper.Recording) error { recorded = append(recorded, r); return nil }); err != nil {
		return failed(err)
	}
	unmapped := make(map[string]int)
	for _, r := range recorded {
		for i := range r.Executions {
			if e := &r.Executions[i]; !t.Config().Costs.Mapped(e) {
				unmapped[e.ScenarioID]++
			}
		}
	}
	scenarios := slices.SortedFunc(maps.Keys(unmapped), func(x, y string) int {
		return cmp.Or(cmp.Compare(unmapped[y], unmapped[x]), cmp.Compare(x, y))
	})
	fmt.Fprintf(a.Stdout, "scenarios without a resource plan: %d\n", len(scenarios))
	for _, scenario := range scenarios[:min(mostUnmapped, len(scenarios))] {
		fmt.Fprintf(a.Stdout, "  %s: %s\n", cmp.Or(scenario, "(no scenario)"), render.Plural(unmapped[scenario], "execution"))
	}
	return nil
}
