package cli

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A reviewed plan allows what it names as planned, each execution once, and
// nothing else.
func FuzzPlan(f *testing.F) {
	row := `{"resourceGroup":"a","id":"e-01","action":"delete","outcome":"planned"}`
	for _, text := range []string{
		`{"executions":[` + row + `,{"resourceGroup":"a","id":"e-02","action":"stop","outcome":"deferred"}]}`,
		`{"executions":[` + row + `,` + row + `]}`, `{"executions":[` + row + `]}{"executions":[]}`, `{"executions":[` + row,
		`{"executions":[{"resourceGroup":"","id":"e-01","action":"delete","outcome":"planned"}]}`,
		`{"executions":[{"resourceGroup":"a","id":"e-01","action":"stop-then-delete","outcome":"planned"}]}`, `null`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		plan, err := decodePlan(bytes.NewReader(text))
		if err != nil {
			if plan.Executions != nil {
				t.Errorf("half a plan of %q: %+v", text, plan)
			}
			return
		}
		approved, err := approve(plan.Executions, "plan.json")
		if err != nil {
			return
		}
		planned := make(map[[2]string]bool)
		var groups []string
		for _, row := range plan.Executions {
			if row.Outcome == nil || *row.Outcome != reaper.Planned {
				continue
			}
			key := [2]string{row.ResourceGroup, row.ID}
			if planned[key] || row.ID == "" || row.Action != "stop" && row.Action != "delete" {
				t.Errorf("%+v is allowed", row)
			}
			planned[key] = true
			groups = append(groups, row.ResourceGroup)
		}
		slices.Sort(groups)
		if got := approved.Groups(); !slices.Equal(got, slices.Compact(groups)) {
			t.Errorf("the groups %q are allowed of %q", got, groups)
		}
	})
}

// A plan that was written is read back the same, and no part of it passes for it.
func FuzzPlanDocument(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, "e-01", 100)
	f.Add([]byte{0x1f, 0x2e, 0x3d}, "<e>\u2028", 0)
	f.Add([]byte{}, "", -1)
	outcomes := []reaper.Outcome{reaper.Planned, "", reaper.Deferred, reaper.Planned}
	f.Fuzz(func(t *testing.T, kinds []byte, name string, cut int) {
		report := reaper.Report{Mode: reaper.DryRun, StartedAt: time.Unix(1_780_000_000, 0).UTC(), Rows: reaper.Rows{nil}}
		for i, kind := range kinds {
			report.Rows[0] = append(report.Rows[0], reaper.Row{
				Group: "g" + strconv.Itoa(int(kind&3)), Execution: workload.Execution{ID: strconv.Itoa(i) + string(bytes.ToValidUTF8([]byte(name), nil))},
				Action: []policy.Action{policy.Stop, policy.Delete, policy.StopThenDelete}[int(kind>>2&3)%3], Outcome: outcomes[kind>>4&3],
			})
		}
		var out bytes.Buffer
		if err := report.WriteJSON(&out, "hash"); err != nil {
			t.Fatal(err)
		}
		plan, err := decodePlan(bytes.NewReader(out.Bytes()))
		if err != nil || plan.ConfigHash != "hash" || !plan.StartedAt.Equal(report.StartedAt) || len(plan.Executions) != len(kinds) {
			t.Fatalf("%s is read as %+v, %v", out.Bytes(), plan, err)
		}
		for i, row := range report.Rows[0] {
			if got := plan.Executions[i]; got.ID != row.Execution.ID || got.ResourceGroup != row.Group || got.Action != reaper.Sent(row.Action).String() ||
				(got.Outcome == nil) != (row.Outcome == "") || got.Outcome != nil && *got.Outcome != row.Outcome {
				t.Errorf("%+v is read as %+v", row, got)
			}
		}
		if _, err := approve(plan.Executions, "plan.json"); err != nil {
			t.Error(err)
		}
		text := bytes.TrimSpace(out.Bytes())
		if part := text[:int(uint(cut)%uint(len(text)))]; len(part) > 0 {
			if plan, err := decodePlan(bytes.NewReader(part)); err == nil {
				t.Errorf("%s is read as %+v", part, plan)
			}
		}
	})
}
