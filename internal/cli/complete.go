package cli

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// completeFlags adds shell completions for values of flags: the words that their
// usage lists, the policies of the config, and files by their extension.
func (a *app) completeFlags(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) { a.completeFlag(cmd, f) })
	cmd.PersistentFlags().VisitAll(func(f *pflag.Flag) { a.completeFlag(cmd, f) })
	for _, c := range cmd.Commands() {
		a.completeFlags(c)
	}
}

func (a *app) completeFlag(cmd *cobra.Command, f *pflag.Flag) {
	var complete cobra.CompletionFunc
	switch f.Name {
	case "output", "log-level", "log-format":
		complete = cobra.FixedCompletions(usageWords(f.Usage), cobra.ShellCompDirectiveNoFileComp)
	case "policy":
		complete = a.completePolicies
	case "config", "against":
		complete = cobra.FixedCompletions([]string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt)
	default:
		return
	}
	_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // fails only if it is registered twice
}

var words = regexp.MustCompile(`^[a-z]+`)

// usageWords returns the words of a usage such as "form: table, json (the whole)".
func usageWords(usage string) []string {
	_, list, _ := strings.Cut(usage, ": ")
	var out []string
	for part := range strings.SplitSeq(list, ", ") {
		out = append(out, words.FindString(part))
	}
	return out
}

// completePolicies completes the policies of the config that --config names.
func (a *app) completePolicies(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	c, _, err := config.Load(a.configPath)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, p := range c.Set.Policies {
		names = append(names, p.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
