package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// simulation holds the flags of simulate.
type simulation struct {
	listen  string
	envFile string
	command []string // the command to run; none: simulate runs until it is stopped
	world   simulator.Options
}

const simulateText = `Serve a simulated AI Core: tokens, resource groups, executions and all that
belongs to them, with the states, rules and delays of the real one. The first line
of its output is its address, then come the variables that lead to it.

With a COMMAND it runs that one with the variables set, and ends when it ends, with
its exit code. Standard output is then the command's alone, and the address goes to
standard error. Without a COMMAND it serves until it is stopped.

Faults, each as KIND or KIND:RATE with a rate from 0 to 1 (1 where none is given),
of requests unless the list says otherwise:
`

const simulateExamples = `  # in the background; the variables are in a file that only you can read
  aicore-reaper simulate --env-file sim.env &
  . ./sim.env && aicore-reaper plan

  # for one command
  aicore-reaper simulate --executions 2000 -- aicore-reaper once --dry-run

  # another tenant, larger and slower, at a port of your choice
  aicore-reaper simulate --seed 2 --resource-groups 40 --executions 20000 \
    --latency 50ms --settle 30s --listen 127.0.0.1:8080

  # a tenant that misbehaves: one answer in ten is a 429, one item in twenty fails
  aicore-reaper simulate --fault 429:0.1,item-error:0.05

  # a tenant with a workflow template that takes no bulk changes
  aicore-reaper simulate --single-only forecast-fit`

func (a *app) simulate() *cobra.Command {
	var faults []string
	m := simulation{}
	cmd := &cobra.Command{
		Use:                   "simulate [flags] [-- COMMAND [ARGUMENT]...]",
		Short:                 "Serve a simulated AI Core to try policies on",
		Long:                  simulateText + describeFaults(),
		Example:               simulateExamples,
		Args:                  commandAfterDashes,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if m.world.Faults, err = simulator.ParseFaults(faults); err != nil {
				return usage(fmt.Errorf("--fault: %w", err))
			}
			if err := knownExecutables(m.world.SingleOnly); err != nil {
				return usage(fmt.Errorf("--single-only: %w", err))
			}
			m.command = args
			return a.serveSimulation(cmd.Context(), m)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&m.listen, "listen", "127.0.0.1:0", "`address` to listen at; port 0 takes a free one")
	flags.StringVar(&m.envFile, "env-file", "", "`file` to write the variables to, as shell commands, readable by you alone")
	flags.IntVar(&m.world.ResourceGroups, "resource-groups", 6, "how many resource groups there are")
	flags.IntVar(&m.world.Executions, "executions", 1000, "how many executions there are, over all resource groups")
	flags.Uint64Var(&m.world.Seed, "seed", 1, "the same seed makes the same world")
	flags.DurationVar(&m.world.Latency, "latency", 0, "how long each answer takes")
	flags.DurationVar(&m.world.Settle, "settle", 2*time.Second, "how long a stop or a deletion takes")
	flags.StringSliceVar(&faults, "fault", nil, "faults to inject, as `KIND:RATE`")
	flags.StringSliceVar(&m.world.SingleOnly, "single-only", nil, "`executables` whose templates take no bulk changes, of "+strings.Join(simulator.Executables(), ", "))
	return cmd
}

func describeFaults() string {
	var b strings.Builder
	for _, kind := range simulator.FaultKinds() {
		fmt.Fprintf(&b, "\n  %-20s %s", kind, simulator.FaultMeaning(kind))
	}
	return b.String()
}

// commandAfterDashes returns an error for arguments before "--": a misspelt flag
// would otherwise run as a command.
func commandAfterDashes(cmd *cobra.Command, args []string) error {
	switch dash := cmd.ArgsLenAtDash(); {
	case len(args) > 0 && dash != 0:
		return usage(fmt.Errorf("unexpected argument %q: write -- before a command that is to be run", args[0]))
	case len(args) == 0 && dash == 0:
		return usage(errors.New("there is no command after --"))
	}
	return nil
}

func knownExecutables(names []string) error {
	known := simulator.Executables()
	for _, name := range names {
		if !slices.Contains(known, name) {
			return fmt.Errorf("the simulated tenant has no executable %q: write one of %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

func (a *app) serveSimulation(ctx context.Context, m simulation) error {
	s, err := serve(m.listen, m.world)
	if err != nil {
		return usage(err)
	}
	defer s.close()
	exports := exportLines(s.variables())
	if m.envFile != "" {
		// The file is complete before the first line is printed.
		if err := writeEnvFile(m.envFile, exports); err != nil {
			return usage(fmt.Errorf("--env-file: %w", err))
		}
	}
	if len(m.command) > 0 {
		// Standard output is the command's alone, so that it can be read or piped on.
		fmt.Fprintf(a.Stderr, "listening on %s\n", s.address)
		return a.runCommand(ctx, m.command, s.variables())
	}
	fmt.Fprintf(a.Stdout, "listening on %s\n%s", s.address, exports)
	<-ctx.Done()
	return nil
}
