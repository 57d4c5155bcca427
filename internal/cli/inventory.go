package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
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
	t, groups, err := a.reach(ctx, demo)
	if err != nil {
		return err
	}
	defer t.close()
	out := bufio.NewWriter(a.Stdout)
	encoder := json.NewEncoder(out)
	err = t.options.Record(ctx, groups, func(r reaper.Recording) error { return writeRecording(encoder, r) })
	if err := errors.Join(err, out.Flush()); err != nil {
		return failed(err)
	}
	return nil
}

// writeRecording writes a resource group and its executions, a line each.
func writeRecording(out *json.Encoder, r reaper.Recording) error {
	if err := out.Encode(inventoryLine{ResourceGroup: r.Group.ID, Labels: r.Group.Labels, ListedAt: r.ListedAt.UTC()}); err != nil {
		return err
	}
	for i := range r.Executions {
		text, err := r.Executions[i].MarshalJSON()
		if err != nil {
			return err
		}
		if err := out.Encode(inventoryLine{ResourceGroup: r.Group.ID, Execution: text}); err != nil {
			return err
		}
	}
	return nil
}

// readInventory reads what the inventory command wrote. The error names the line.
func readInventory(path string) ([]reaper.Recording, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 8<<20)
	recorded := []reaper.Recording{}
	for n := 1; lines.Scan(); n++ {
		if recorded, err = addLine(recorded, lines.Bytes()); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return recorded, lines.Err()
}

func addLine(recorded []reaper.Recording, text []byte) ([]reaper.Recording, error) {
	var line inventoryLine
	if err := json.Unmarshal(text, &line); err != nil || line.ResourceGroup == "" {
		return nil, errors.New("this is no line of an inventory: make one with aicore-reaper inventory")
	}
	if line.Execution == nil {
		group := aiapi.ResourceGroup{ID: line.ResourceGroup, Labels: line.Labels, Status: "PROVISIONED"}
		return append(recorded, reaper.Recording{Group: group, ListedAt: line.ListedAt}), nil
	}
	e, err := aiapi.DecodeExecution(line.Execution)
	if err != nil {
		return nil, err
	}
	for i := len(recorded) - 1; i >= 0; i-- { // nearly always it is the last
		if recorded[i].Group.ID == line.ResourceGroup {
			recorded[i].Executions = append(recorded[i].Executions, e)
			return recorded, nil
		}
	}
	return nil, fmt.Errorf("the resource group %s has no line of its own before its executions", line.ResourceGroup)
}
