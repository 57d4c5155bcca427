package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

func (a *app) explain() *cobra.Command {
	var demo bool
	var output string
	cmd := &cobra.Command{
		Use:   "explain ID",
		Short: "Show how every policy and rule sees one execution",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOutput(output, "table", "json"); err != nil {
				return err
			}
			return a.explainOne(cmd.Context(), args[0], demo, output)
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "look at the embedded simulated tenant")
	cmd.Flags().StringVarP(&output, "output", "o", "table", "form: table (a tree), json")
	return cmd
}

// explainOne lists all resource groups: keep counts over the execution's own, and
// the limits of a sweep over all of them.
func (a *app) explainOne(ctx context.Context, id string, demo bool, form string) error {
	t, groups, err := a.reach(ctx, demo)
	if err != nil {
		return err
	}
	defer t.close()
	recorded := []reaper.Recording{}
	if err := t.Record(ctx, groups, func(r reaper.Recording) error { recorded = append(recorded, r); return nil }); err != nil {
		return failed(err)
	}
	now := a.now()
	for _, r := range recorded {
		for i := range r.Executions {
			if r.Executions[i].ID == id {
				x := render.Explanation{Explanation: t.Config.Set.Explain(policy.Input{Group: r.Group, Executions: r.Executions, Now: now}, i)}
				plan, err := t.process.PlanRecorded(ctx, t.Config, recorded, now, tenant.Request{})
				if err != nil {
					return failed(err)
				}
				x.Limit = limitOn(plan, r.Group.ID, id)
				return a.showExplanation(&x, form)
			}
		}
	}
	return usage(fmt.Errorf("there is no execution %s in %s%s", id, render.Plural(len(groups), "resource group"), nearestIDs(id, recorded)))
}

func limitOn(plan *report.Report, group, id string) string {
	for row := range plan.Rows.All() {
		if row.Group == group && row.ID == id {
			return row.Limit.String()
		}
	}
	return ""
}

// nearestIDs names the three ids that are written most alike.
func nearestIDs(id string, recorded []reaper.Recording) string {
	var seen []string
	for _, r := range recorded {
		for i := range r.Executions {
			seen = append(seen, r.Executions[i].ID)
		}
	}
	slices.SortFunc(seen, func(x, y string) int {
		return cmp.Or(cmp.Compare(levenshtein.Distance(id, x, nil), levenshtein.Distance(id, y, nil)), cmp.Compare(x, y))
	})
	if len(seen) == 0 {
		return ""
	}
	return ": the nearest are " + strings.Join(seen[:min(3, len(seen))], ", ")
}

func (a *app) showExplanation(x *render.Explanation, form string) error {
	if form == "json" {
		return x.JSON(a.Stdout)
	}
	p := a.printer()
	p.Explanation(x)
	return p.Flush()
}
