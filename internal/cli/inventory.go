package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

func (a *app) inventory() *cobra.Command {
	var demo, facts bool
	cmd := &cobra.Command{
		Use:   "inventory",
		Short: "Record the executions of all resource groups, to plan and test on",
		Long: `Record the executions of all resource groups as JSON lines: one for each resource
group and one for each execution, with the API's field names. plan --inventory
plans on such a file, without a network.

--facts also records what the policies need to know beyond the listing: tags,
metrics, the newest log lines, and what deployments are made of. That takes a
request for ten executions, and one for the log of each that is RUNNING.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.record(cmd.Context(), demo, reaper.Wanted{All: facts})
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "record the embedded simulated tenant")
	cmd.Flags().BoolVar(&facts, "facts", false, "also record tags, metrics, log times and deployments, as far as the policies need them")
	return cmd
}

// inventoryLine is a line of an inventory: a resource group, then its executions.
type inventoryLine struct {
	ResourceGroup string            `json:"resourceGroup"`
	Labels        map[string]string `json:"labels,omitempty"`
	ListedAt      time.Time         `json:"listedAt,omitzero"`
	Listed        *int              `json:"listed,omitempty"` // how many executions follow; nil in those of old
	// Parameters are those of configurations that costs read, by the configuration's id.
	Parameters map[string]map[string]string `json:"parameters,omitempty"`
	Execution  json.RawMessage              `json:"execution,omitempty"`
	Facts      *factsLine                   `json:"facts,omitempty"`
}

// record writes the inventory. It ends if a group cannot be listed, so that an
// incomplete inventory does not look complete.
func (a *app) record(ctx context.Context, demo bool, facts reaper.Wanted) error {
	t, groups, err := a.reach(ctx, demo)
	if err != nil {
		return err
	}
	defer t.close()
	out := bufio.NewWriter(a.Stdout)
	encoder := json.NewEncoder(out)
	err = t.Record(ctx, groups, facts, func(r reaper.Recording) error {
		a.warnUnrecorded(&r)
		r.Parameters = readByCosts(&t.Config().Costs, r.Parameters)
		return writeRecording(encoder, r)
	})
	if err := errors.Join(err, out.Flush()); err != nil {
		return failed(err)
	}
	return nil
}

// warnUnrecorded says which facts could not be had. Plans on the inventory keep what
// hangs on them, as a sweep does.
func (a *app) warnUnrecorded(r *reaper.Recording) {
	for _, m := range r.Missing {
		a.log.Warn("the recording lacks facts: plans on it keep what hangs on them", zap.String("resourceGroup", r.Group.ID),
			zap.String("facts", m.Fact), zap.Int("executions", m.Waiting), zap.String("error", m.Error))
	}
}

// readByCosts returns only the parameters that costs read. The others may be
// confidential.
func readByCosts(m *cost.Model, all map[string]map[string]string) map[string]map[string]string {
	read := make(map[string]map[string]string, len(all))
	for id, values := range all {
		read[id] = make(map[string]string)
		for i := range m.Rules {
			if value, ok := values[m.Rules[i].ResourcePlanParameter]; ok {
				read[id][m.Rules[i].ResourcePlanParameter] = value
			}
		}
	}
	return read
}

// writeRecording writes a resource group and its executions, one per line.
func writeRecording(out *json.Encoder, r reaper.Recording) error {
	first := inventoryLine{
		ResourceGroup: r.Group.ID, Labels: r.Group.Labels, ListedAt: r.ListedAt.UTC(), Listed: new(len(r.Executions)), Parameters: r.Parameters,
		Facts: groupFacts(r.Facts),
	}
	if err := out.Encode(first); err != nil {
		return err
	}
	for i := range r.Executions {
		text, err := r.Executions[i].MarshalJSON()
		if err != nil {
			return err
		}
		if err := out.Encode(inventoryLine{ResourceGroup: r.Group.ID, Execution: text, Facts: executionFacts(r.Facts, r.Executions[i].ID)}); err != nil {
			return err
		}
	}
	return nil
}
