package metrics

import "strings"

// ofGroups are the gauges that every report sets anew for the groups that it saw.
var ofGroups = map[string]bool{
	"executions": true, "oldest_execution_age_seconds": true, "held_capacity_units_per_hour": true, "resource_group_labels": true,
	"expired_executions": true, "longest_overdue_seconds": true, "upcoming_executions": true,
}

// StillHolds reports whether a gauge of an earlier process is still true, for a
// series that this process does not have. It is if it is about a group that this
// process could not list, about a policy of the config that it did not sweep for,
// or about the time of a policy's last sweep.
func (m *Metrics) StillHolds(name string, labels map[string]string) bool {
	s := m.shown.Load()
	name = strings.TrimPrefix(name, prefix)
	policy, byPolicy := labels["policy"]
	switch {
	case name == "observed_timestamp_seconds":
		return s.observed.IsZero()
	case byPolicy && s.policies != nil && !s.policies[policy]:
		return false
	case strings.HasPrefix(name, "last_"):
		return true
	case !ofGroups[name]:
		return false
	}
	group := labels["resource_group"]
	if s.groups == nil || s.unseen[group] {
		return true
	}
	return byPolicy && s.groups[group] != nil && !s.swept[policy]
}
