package cli

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// A reviewed plan allows only the executions that it lists as planned, each once.
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
			if row.Outcome == nil || *row.Outcome != report.Planned.String() {
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

// A written plan reads back the same, and no part of it is accepted as a plan.
func FuzzPlanDocument(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, "e-01", 100)
	f.Add([]byte{0x1f, 0x2e, 0x3d}, "<e>\u2028", 0)
	f.Add([]byte{}, "", -1)
	outcomes := []report.Outcome{report.Planned, report.Kept, report.Deferred, report.Planned}
	f.Fuzz(func(t *testing.T, kinds []byte, name string, cut int) {
		var rows []report.Row
		for i, kind := range kinds {
			rows = append(rows, report.Row{
				Group: "g" + strconv.Itoa(int(kind&3)), ID: strconv.Itoa(i) + string(bytes.ToValidUTF8([]byte(name), nil)), Policy: "p",
				Action: []policy.Action{policy.Stop, policy.Delete, policy.StopThenDelete}[int(kind>>2&3)%3], Done: report.Done{Outcome: outcomes[kind>>4&3]},
			})
		}
		made := &report.Report{Mode: report.DryRun, StartedAt: time.Unix(1_780_000_000, 0).UTC(), Rows: report.RowsOf([]string{"p"}, rows...)}
		var out bytes.Buffer
		if err := render.JSON(&out, made, "hash"); err != nil {
			t.Fatal(err)
		}
		plan, err := decodePlan(bytes.NewReader(out.Bytes()))
		if err != nil || plan.ConfigHash != "hash" || !plan.StartedAt.Equal(made.StartedAt) || len(plan.Executions) != len(kinds) {
			t.Fatalf("%s is read as %+v, %v", out.Bytes(), plan, err)
		}
		for i, row := range rows {
			if got := plan.Executions[i]; got.ID != row.ID || got.ResourceGroup != row.Group || got.Action != row.Sent().String() ||
				(got.Outcome == nil) != (row.Outcome == report.Kept) || got.Outcome != nil && *got.Outcome != row.Outcome.String() {
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
