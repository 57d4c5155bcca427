package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

func (a *app) inventory() *cobra.Command {
	var demo bool
	cmd := &cobra.Command{
		Use:   "inventory",
		Short: "Record the executions of all resource groups, to plan and test on",
		Long: `Record the executions of all resource groups as JSON lines: one for each resource
group and one for each execution, with the API's field names. plan --inventory
plans on such a file, without a network.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.record(cmd.Context(), demo) },
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "record the embedded simulated tenant")
	return cmd
}

// inventoryLine is a line of an inventory: a resource group, then its executions.
type inventoryLine struct {
	ResourceGroup string            `json:"resourceGroup"`
	Labels        map[string]string `json:"labels,omitempty"`
	ListedAt      time.Time         `json:"listedAt,omitzero"`
	Execution     json.RawMessage   `json:"execution,omitempty"`
}

// record writes the inventory. A group that cannot be listed ends it: half an
// inventory would be taken for a whole one.
func (a *app) record(ctx context.Context, demo bool) error {
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
	out := bufio.NewWriter(a.Stdout)
	for _, g := range groups {
		if err := a.recordGroup(ctx, t, g, json.NewEncoder(out)); err != nil {
			return failed(errors.Join(err, out.Flush()))
		}
	}
	return out.Flush()
}

func (a *app) recordGroup(ctx context.Context, t *tenant, g aiapi.ResourceGroup, out *json.Encoder) error {
	executions, err := t.client.ListExecutions(ctx, g.ID, aiapi.ListOptions{Details: true})
	if err != nil {
		return fmt.Errorf("the inventory is not whole: %w", err)
	}
	if err := out.Encode(inventoryLine{ResourceGroup: g.ID, Labels: g.Labels, ListedAt: a.now().UTC()}); err != nil {
		return err
	}
	for i := range executions {
		text, err := executions[i].MarshalJSON()
		if err != nil {
			return err
		}
		if err := out.Encode(inventoryLine{ResourceGroup: g.ID, Execution: text}); err != nil {
			return err
		}
	}
	return nil
}
