package metrics

import (
	"errors"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestWhatAnEarlierProcessLeftStillHolds(t *testing.T) {
	t.Parallel()
	none := func(*Metrics) {}
	swept := func(m *Metrics) { m.Observe(sampleOf(report.Enforce)) }
	refused := func(m *Metrics) {
		m.Observe(&report.Report{Mode: report.Enforce, Result: report.ResultFailed, Cause: errors.New("401")})
	}
	failed := func(m *Metrics) {
		r := sampleOf(report.Enforce)
		r.Groups = []report.Group{{ID: "team-a", Result: report.ResultFailed}, {ID: "team-b", Result: report.ResultOK}}
		r.Rows = report.Rows{}
		m.Observe(r)
	}
	for _, tc := range []struct {
		name          string
		what          func(*Metrics)
		gauge         string
		group, policy string
		want          bool
	}{
		{"the inventory before anything was listed", none, "executions", "team-a", "", true},
		{"the inventory after a sweep that saw it", swept, "executions", "team-a", "", false},
		{"the inventory of a group that is gone", swept, "executions", "team-b", "", false},
		{"the inventory after a sweep that saw nothing", refused, "executions", "team-a", "", true},
		{"the inventory of a group that could not be listed", failed, "executions", "team-a", "", true},
		{"the backlog of a group that could not be listed", failed, "expired_executions", "team-a", "dead", true},
		{"the backlog of a policy that was swept for", swept, "expired_executions", "team-a", "dead", false},
		{"the backlog of a policy that was not", swept, "expired_executions", "team-a", "nightly", true},
		{"the backlog of a policy that is gone", swept, "expired_executions", "team-a", "gone", false},
		{"the backlog of a policy in a group that is gone", swept, "expired_executions", "team-b", "nightly", false},
		{"the last success of a policy", none, "last_success_timestamp_seconds", "", "nightly", true},
		{"the last success of a policy that is gone", none, "last_success_timestamp_seconds", "", "gone", false},
		{"the time of the gauges after a sweep that saw nothing", refused, "observed_timestamp_seconds", "", "", true},
		{"the time of the gauges after a sweep", swept, "observed_timestamp_seconds", "", "", false},
		{"the next sweep", none, "next_sweep_timestamp_seconds", "", "nightly", false},
		{"the build", none, "build_info", "", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := New("v", "r")
			m.Configure(Settings{Policies: []string{"dead", "runaway", "nightly"}})
			tc.what(m)
			labels := make(map[string]string)
			if tc.group != "" {
				labels["resource_group"] = tc.group
			}
			if tc.policy != "" {
				labels["policy"] = tc.policy
			}
			if got := m.StillHolds(prefix+tc.gauge, labels); got != tc.want {
				t.Errorf("it is %t, want %t", got, tc.want)
			}
		})
	}
}
