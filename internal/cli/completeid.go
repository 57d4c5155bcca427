package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// completionTime is how long a shell waits for ids of a tenant.
const completionTime = 5 * time.Second

// completeID offers the ids of executions that begin with what is written. It lists
// the tenant; where that fails, or takes too long, it offers what it has seen.
func (a *app) completeID(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	demo, _ := cmd.Flags().GetBool("demo") // where there is no such flag, it is not the demo
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	t, groups, err := a.reach(ctx, demo)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer t.close()
	var ids []string
	_ = t.Record(ctx, groups, reaper.Wanted{}, func(r reaper.Recording) error {
		for i := range r.Executions {
			if id := r.Executions[i].ID; strings.HasPrefix(id, begun) {
				ids = append(ids, strings.Clone(id))
			}
		}
		return nil
	})
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// completeCopy offers the ids of executions that the archive has a copy of.
func (a *app) completeCopy(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	place, _, err := a.copies()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var ids []string
	for e, err := range place.List(archive.Filter{}) {
		if err == nil && strings.HasPrefix(e.Execution.ID, begun) {
			ids = append(ids, e.Execution.ID)
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}
