package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// planFile is the part of a plan's JSON document that says what may be done.
type planFile struct {
	StartedAt  time.Time            `json:"startedAt"`
	ConfigHash string               `json:"configHash"`
	Executions []render.RowDocument `json:"executions"`
}

// readPlan reads a reviewed plan. It returns an error for a plan of another
// config and for a plan older than maxAge.
func (a *app) readPlan(path string, maxAge time.Duration, c *config.Config) (*reaper.Approved, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--plan: %w", err))
	}
	defer file.Close()
	plan, err := decodePlan(bufio.NewReader(file))
	if err != nil {
		return nil, usage(fmt.Errorf("--plan: %s is not what plan -o json writes: %w", path, err))
	}
	if plan.ConfigHash != c.Hash {
		return nil, refused(fmt.Errorf("--plan: %s was made with another config: its policies, limits or resource groups are not those of %s; make a new plan", path, c.File))
	}
	if age := a.now().Sub(plan.StartedAt); age > maxAge || age < -time.Minute {
		return nil, refused(fmt.Errorf("--plan: %s was made %s ago, more than --max-plan-age (%s): make a new plan", path, age.Round(time.Second), maxAge))
	}
	return approve(plan.Executions, path)
}

// decodePlan reads a file with one plan. More text after it is an error: of two
// plans it would be unclear which one was reviewed.
func decodePlan(r io.Reader) (planFile, error) {
	decoder := json.NewDecoder(r)
	var plan planFile
	if err := decoder.Decode(&plan); err != nil {
		return planFile{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return planFile{}, errors.New("something else follows the plan")
	}
	return plan, nil
}

// approve allows the planned rows. An execution must not occur twice.
func approve(rows []render.RowDocument, path string) (*reaper.Approved, error) {
	approved := new(reaper.Approved)
	seen := make(map[[2]string]bool)
	for _, row := range rows {
		if row.Outcome == nil || *row.Outcome != report.Planned.String() {
			continue // kept and deferred rows are not approved
		}
		action, ok := policy.ParseAction(row.Action)
		if !ok || action == policy.StopThenDelete || row.ID == "" || row.ResourceGroup == "" {
			return nil, usage(errors.New("--plan: " + path + " holds an execution without id, resource group or action"))
		}
		key := [2]string{row.ResourceGroup, row.ID}
		if seen[key] {
			return nil, usage(fmt.Errorf("--plan: %s holds the execution %q twice in the resource group %q: make a new plan", path, row.ID, row.ResourceGroup))
		}
		seen[key] = true
		approved.Allow(row.ResourceGroup, row.ID, reaper.ApprovedRow{Policy: row.Policy, Action: action, Target: targetOf(row, action)})
	}
	return approved, nil
}

// targetOf returns the final state of a reviewed decision. Plans of older
// versions have no target; then only the stop is approved, not a deletion after
// it.
func targetOf(row render.RowDocument, action policy.Action) workload.Status {
	switch {
	case row.Target != "":
		return workload.Status(row.Target)
	case action == policy.Stop:
		return workload.Stopped
	}
	return workload.Deleted
}
