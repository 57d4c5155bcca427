package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

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

		ValidArgsFunction: a.completeID,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOutput(output, "table", "json"); err != nil {
				return err
			}
			if args[0] == "" {
				return usage(errors.New("explain needs the id of an execution, and got an empty one: is a variable not set?"))
			}
			return a.explainOne(cmd.Context(), args[0], demo, output)
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "look at the embedded simulated tenant")
	cmd.Flags().StringVarP(&output, "output", "o", "table", "form: table (a tree), json")
	return cmd
}

// explainOne explains an execution during a dry run, so that everything is listed
// only once and the limits are those of a whole sweep.
func (a *app) explainOne(ctx context.Context, id string, demo bool, form string) error {
	c, err := a.load(demo)
	if err != nil {
		return err
	}
	t, err := a.open(c, demo)
	if err != nil {
		return err
	}
	defer t.close()
	s := search{id: id, set: &c.Set, nearest: nearest{to: []rune(id)}}
	r, _ := a.sweep(ctx, t, tenant.Request{Mode: report.DryRun, Unread: true, OnDecide: s.look}) // nothing is published
	if s.found == nil {
		return s.missing(r)
	}
	s.finish(r)
	return a.showExplanation(s.found, form)
}

func (a *app) showExplanation(x *render.Explanation, form string) error {
	if form == "json" {
		return x.JSON(a.Stdout)
	}
	p := a.printer()
	p.Explanation(x)
	return p.Flush()
}
