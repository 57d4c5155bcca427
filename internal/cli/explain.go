package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
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

// explainOne lists the resource groups until the execution is found: keep counts
// over all of its group.
func (a *app) explainOne(ctx context.Context, id string, demo bool, form string) error {
	c, err := a.load(demo)
	if err != nil {
		return err
	}
	t, err := a.connect(c, demo)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.client.Authenticate(ctx); err != nil {
		return usage(err)
	}
	groups, err := t.options.ChooseGroups(ctx)
	if err != nil {
		return failed(err)
	}
	var seen []string
	var unlisted []error
	for _, g := range groups {
		executions, err := t.client.ListExecutions(ctx, g.ID, aiapi.ListOptions{Details: true})
		if err != nil {
			unlisted = append(unlisted, err)
			continue
		}
		for i := range executions {
			if executions[i].ID == id {
				x := c.Set.Explain(policy.Group{ID: g.ID, Labels: g.Labels}, executions, i, a.now())
				return a.showExplanation(x, form)
			}
			seen = append(seen, executions[i].ID)
		}
	}
	if len(unlisted) > 0 {
		return failed(fmt.Errorf("execution %s is not in what could be listed: %w", id, errors.Join(unlisted...)))
	}
	return usage(fmt.Errorf("there is no execution %s in %s%s", id, plural(len(groups), "resource group"), nearestIDs(id, seen)))
}

// nearestIDs names the three ids that are written most alike.
func nearestIDs(id string, seen []string) string {
	slices.SortFunc(seen, func(x, y string) int {
		return cmp.Or(cmp.Compare(levenshtein.Distance(id, x, nil), levenshtein.Distance(id, y, nil)), cmp.Compare(x, y))
	})
	if len(seen) == 0 {
		return ""
	}
	return ": the nearest are " + strings.Join(seen[:min(3, len(seen))], ", ")
}

func (a *app) showExplanation(x policy.Explanation, form string) error {
	if form == "json" {
		encoder := json.NewEncoder(a.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(x)
	}
	p := a.printer()
	p.explanation(&x)
	return p.err
}
