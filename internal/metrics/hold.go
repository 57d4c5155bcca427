package metrics

import "strings"

// ofGroups are the gauges that every report makes anew for the groups it saw.
var ofGroups = map[string]bool{
	"executions": true, "oldest_execution_age_seconds": true, "held_capacity_units_per_hour": true, "resource_group_labels": true,
	"expired_executions": true, "longest_overdue_seconds": true, "upcoming_executions": true,
}

// StillHolds reports whether a gauge that an earlier process left holds on, as far
// as this process knows: what is said of a group that it could not list, of a
// policy of the config that it did not sweep for, and when each policy was last
// swept. It is for series that this process does not have.
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
