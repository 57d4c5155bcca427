package reaper_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// If the report needs the labels of groups that are named one by one, they are
// fetched last. If that fails, nothing else fails.
func TestLabelsOfNamedGroupsAreReportedWhereAskedFor(t *testing.T) {
	t.Parallel()
	const yaml = `
policies: [{name: old, match: {statuses: [DEAD], olderThan: 3d}, action: delete}]
resourceGroups: {include: [default]}
limits: {maxPercent: 100}
`
	for name, tc := range map[string]struct {
		asked, cut bool
		want       string
		warns      bool
	}{
		"asked for":     {true, false, "ml", false},
		"not asked for": {false, false, "", false},
		"not to be had": {true, true, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cut := func(r *http.Request) {
				if tc.cut && strings.HasSuffix(r.URL.Path, "/admin/resourceGroups") {
					panic(http.ErrAbortHandler)
				}
			}
			b := newBench(t, simulator.Options{Live: cut}, yaml)
			b.simulator.AddGroup("default", "PROVISIONED", [2]string{"ext.ai.sap.com/team", "ml"})
			b.simulator.Put("default", run("dead", "DEAD", 5))
			o := b.options()
			o.Labels = tc.asked
			r := reaper.Sweep(t.Context(), o)
			if got := r.Groups[0].Labels["ext.ai.sap.com/team"]; got != tc.want || r.Policies[0].Deleted != 1 {
				t.Errorf("label %q, %d deleted, result %s", got, r.Policies[0].Deleted, r.Result)
			}
			if warns := strings.Contains(strings.Join(r.Warnings, " "), "metrics.groupLabels"); warns != tc.warns {
				t.Errorf("warnings %q", r.Warnings)
			}
		})
	}
}
