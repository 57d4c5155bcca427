package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

// planFlags are the flags of plan.
type planFlags struct {
	demo   bool
	all    bool
	names  []string
	output string
}

func (a *app) plan() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what a sweep would do now, and why; change nothing",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.planOnce(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.demo, "demo", false, "work on an embedded simulated tenant; no account needed")
	flags.BoolVar(&f.all, "all", false, "also list what is kept")
	flags.StringSliceVar(&f.names, "policy", nil, "only the policies of these `names`")
	flags.StringVarP(&f.output, "output", "o", "table", "form of the plan: table, json, csv")
	return cmd
}

func (a *app) planOnce(ctx context.Context, f planFlags) error {
	if err := checkOutput(f.output, "table", "json", "csv"); err != nil {
		return err
	}
	c, err := a.load(f.demo)
	if err != nil {
		return err
	}
	c.Enforce = false
	t, err := a.connect(c, f.demo)
	if err != nil {
		return err
	}
	defer t.close()
	options := t.options
	options.All = f.all
	if options.Policies, err = selected(c, f.names); err != nil {
		return err
	}
	r := t.sweep(ctx, options)
	if err := a.show(r, c, f.output); err != nil {
		return failed(fmt.Errorf("write the plan: %w", err))
	}
	return verdict(r)
}
