package living

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// policies are the policies of every world. The functions below implement them a
// second time, without the program's code.
const policies = `
limits: {maxPercent: 100, minAge: 1h, maxStops: 1000, maxDeletes: 1000, maxClockSkew: 5m}
stopTimeout: 2m
resourceGroups: {include: ["*"], exclude: ["prod*"]}
protect:
  - {configurationNames: ["*golden*"]}
policies:
  - {name: dead, match: {statuses: [DEAD, UNKNOWN], olderThan: 3d}, action: delete}
  - {name: runaway, match: {statuses: [RUNNING], scenarios: [tuning], olderThan: 2d}, action: stop}
  - {name: tidy, match: {scenarios: [text], olderThan: 1d}, keep: {latest: 1, statuses: [COMPLETED, STOPPED]}, action: stop-then-delete}
  - {name: old, match: {statuses: [COMPLETED], olderThan: 10d}, keep: {latest: 2, statuses: [COMPLETED]}, action: delete}
`

const day = 24 * time.Hour

var goodID = regexp.MustCompile(`^[A-Za-z0-9_.-]{4,64}$`)

// wants returns the next target that the policies want for an execution, given
// all executions of its resource group; "" if they keep it.
func wants(all []simulator.Execution, e simulator.Execution, now time.Time) string {
	if !goodID.MatchString(e.ID) || strings.Trim(e.ID, ".") == "" || !known(e.Status) || underWay(e) {
		return ""
	}
	if golden, _ := path.Match("*golden*", e.ConfigurationName); golden || e.ConfigurationName == "" {
		return ""
	}
	if e.CreatedAt.IsZero() || now.Sub(e.CreatedAt) < time.Hour {
		return ""
	}
	ended := e.Status == "COMPLETED" || e.Status == "STOPPED" || e.Status == "DEAD"
	switch {
	case (e.Status == "DEAD" || e.Status == "UNKNOWN") && old(e, now, 3*day):
		return "DELETED"
	case e.Status == "RUNNING" && e.ScenarioID == "tuning" && old(e, now, 2*day):
		return "STOPPED"
	case e.ScenarioID == "text" && now.Sub(tidyTime(e)) > day && !newest(all, e, 1, now, tidyTime, "text", "COMPLETED", "STOPPED"):
		if ended || e.Status == "UNKNOWN" {
			return "DELETED"
		}
		return "STOPPED"
	case e.Status == "COMPLETED" && old(e, now, 10*day) && !newest(all, e, 2, now, ownTime, e.ScenarioID, "COMPLETED"):
		return "DELETED"
	}
	return ""
}

func known(status string) bool {
	return slices.Contains([]string{"UNKNOWN", "PENDING", "RUNNING", "STOPPING", "STOPPED", "DEAD", "COMPLETED"}, status)
}

func underWay(e simulator.Execution) bool {
	active := e.Status == "PENDING" || e.Status == "RUNNING"
	return e.Status == "STOPPING" || e.TargetStatus == "DELETED" || active && e.TargetStatus == "STOPPED"
}

// ownTime returns the time from which an age counts.
func ownTime(e simulator.Execution) time.Time {
	at := e.ModifiedAt
	switch e.Status {
	case "COMPLETED", "STOPPED", "DEAD":
		at = e.CompletionTime
	case "RUNNING":
		at = e.StartTime
	case "PENDING":
		at = e.SubmissionTime
	}
	if at.IsZero() {
		return e.ModifiedAt
	}
	return at
}

// tidyTime is ownTime for a policy that stops and then deletes: the age of a
// STOPPED execution still counts from its start.
func tidyTime(e simulator.Execution) time.Time {
	if e.Status != "STOPPED" {
		return ownTime(e)
	}
	for _, at := range []time.Time{e.StartTime, e.SubmissionTime} {
		if !at.IsZero() {
			return at
		}
	}
	return e.ModifiedAt
}

func old(e simulator.Execution, now time.Time, than time.Duration) bool {
	return now.Sub(ownTime(e)) > than
}

// newest reports whether an execution is among the n newest of its scenario in
// these states. at returns the time of an execution.
func newest(all []simulator.Execution, e simulator.Execution, n int, now time.Time, at func(simulator.Execution) time.Time, scenario string, statuses ...string) bool {
	if !slices.Contains(statuses, e.Status) {
		return false
	}
	capped := func(e simulator.Execution) time.Time {
		if t := at(e); t.Before(now) {
			return t
		}
		return now
	}
	before := 0
	for _, o := range all {
		if o.ScenarioID != scenario || o.ID == e.ID || o.TargetStatus == "DELETED" || !slices.Contains(statuses, o.Status) {
			continue
		}
		if t, own := capped(o), capped(e); t.After(own) || t.Equal(own) && o.ID < e.ID {
			before++
		}
	}
	return before < n
}
