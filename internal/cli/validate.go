package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

func (a *app) validate() *cobra.Command {
	var online bool
	cmd := &cobra.Command{
		Use:   "validate [FILE]",
		Short: "Check the config, without a network",
		Long: `Check the config. Every error is told at once, as file:line:column, with what to
write instead; warnings are about what is allowed but likely not meant.

With --online it also finds the credentials, gets a token, says what the tenant
announces, what each policy matches there and what matches nothing, and tries
whether the audit log, the archive, the textfile and the Pushgateway can be written
to, and whether those that notify names can be reached. It changes nothing in the
tenant, and sends no message.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.configPath = args[0]
			}
			return a.validateConfig(cmd.Context(), online)
		},
	}
	cmd.Flags().BoolVar(&online, "online", false, "also try the credentials and the API")
	return cmd
}

func (a *app) validateConfig(ctx context.Context, online bool) error {
	c, warnings, err := config.Load(a.configPath)
	if err != nil {
		return usage(err)
	}
	for _, w := range warnings {
		fmt.Fprintln(a.Stdout, w)
	}
	fmt.Fprintf(a.Stdout, "%s is valid: %s, %s\n", a.configPath, render.Plural(len(c.Set.Policies), "policy"), render.Plural(len(c.Set.Protect), "protect entry"))
	if online {
		return a.validateOnline(ctx, c)
	}
	return nil
}
