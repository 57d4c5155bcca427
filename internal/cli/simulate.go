package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

func (a *app) simulate() *cobra.Command {
	var listen string
	var faults []string
	o := simulator.Options{}
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Serve a simulated AI Core to try policies on",
		Long: `Serve a simulated AI Core: tokens, resource groups and executions, with the
states, rules and delays of the real one. The first line of its output is its
address, then come the variables that lead to it:

  eval "$(aicore-reaper simulate | tee /dev/stderr | grep '^export')"

Faults are KIND:RATE, with a rate from 0 to 1; kinds: ` + strings.Join(simulator.FaultKinds(), ", "),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Faults, err = simulator.ParseFaults(faults); err != nil {
				return usage(fmt.Errorf("--fault: %w", err))
			}
			return a.simulateUntilStopped(cmd.Context(), listen, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "127.0.0.1:0", "`address` to listen at; port 0 takes a free one")
	flags.IntVar(&o.ResourceGroups, "resource-groups", 6, "how many resource groups there are")
	flags.IntVar(&o.Executions, "executions", 1000, "how many executions there are, over all resource groups")
	flags.Uint64Var(&o.Seed, "seed", 1, "the same seed makes the same world")
	flags.DurationVar(&o.Latency, "latency", 0, "how long each answer takes")
	flags.DurationVar(&o.Settle, "settle", 2*time.Second, "how long a stop or a deletion takes")
	flags.StringSliceVar(&faults, "fault", nil, "faults to inject, as `KIND:RATE`")
	return cmd
}

func (a *app) simulateUntilStopped(ctx context.Context, listen string, o simulator.Options) error {
	s, err := serve(listen, o)
	if err != nil {
		return usage(err)
	}
	defer s.close()
	fmt.Fprintf(a.Stdout, "listening on %s\n", s.address)
	for _, v := range s.variables() {
		fmt.Fprintf(a.Stdout, "export %s='%s'\n", v[0], v[1])
	}
	<-ctx.Done()
	return nil
}
