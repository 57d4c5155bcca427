package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the tests need zones whatever the machine has

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// pick draws one of the values.
func pick[T any](t *rapid.T, label string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, label)
}

// maybe draws a value in about half of the cases, else the zero value.
func maybe[T any](t *rapid.T, label string, values ...T) T {
	var none T
	if rapid.Bool().Draw(t, label+"?") {
		return pick(t, label, values...)
	}
	return none
}

var (
	zones = []string{"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata"}
	// Noons before and after clock changes and the turn of a year.
	noons       = []time.Time{now, time.Date(2025, 10, 26, 12, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)}
	bounds      = []time.Duration{0, time.Hour, 24 * time.Hour, 72 * time.Hour, 14 * 24 * time.Hour}
	allStatuses = []workload.Status{workload.Unknown, workload.Pending, workload.Running, workload.Stopping, workload.Stopped, workload.Completed, workload.Dead, "", "PAUSED"}
)

// expressions are CEL expressions with their meaning in Go.
var expressions = []expression{
	{`execution.statusMessage.contains("OOM")`, func(e workload.Execution, _ *time.Duration, _ map[string]string) string {
		if e.StatusMessage == "" {
			return "error"
		}
		return yesno(strings.Contains(e.StatusMessage, "OOM"))
	}},
	{`has(execution.executionScheduleId)`, func(e workload.Execution, _ *time.Duration, _ map[string]string) string {
		return yesno(e.ExecutionScheduleID != "")
	}},
	{`age >= duration("24h")`, func(_ workload.Execution, age *time.Duration, _ map[string]string) string {
		if age == nil {
			return "ageless"
		}
		return yesno(*age >= 24*time.Hour)
	}},
	{`size(execution.outputArtifacts) == 0`, func(e workload.Execution, _ *time.Duration, _ map[string]string) string {
		if e.OutputArtifacts == "" || e.OutputArtifacts == "{" {
			return "error"
		}
		return yesno(e.OutputArtifacts == "[]")
	}},
	{`"team" in tags && tags["team"] == "a"`, func(_ workload.Execution, _ *time.Duration, tags map[string]string) string {
		if tags == nil {
			return "tagless"
		}
		return yesno(tags["team"] == "a")
	}},
	{`tags.exists(name, tags[name] == "b") || has(execution.executionScheduleId)`, func(e workload.Execution, _ *time.Duration, tags map[string]string) string {
		switch {
		case e.ExecutionScheduleID != "":
			return "yes"
		case tags == nil:
			return "tagless"
		}
		return yesno(slices.Contains(slices.Collect(maps.Values(tags)), "b"))
	}},
}

// drawWorld draws executions and policies that often interact: it uses few names,
// times at the limits of few ages, and many missing values.
func drawWorld(t *rapid.T) refWorld {
	zone, err := time.LoadLocation(pick(t, "zone", zones...))
	if err != nil {
		t.Fatal(err)
	}
	w := refWorld{now: pick(t, "now", noons...), zone: zone, minAge: pick(t, "minAge", bounds...)}
	for i := range rapid.IntRange(0, 25).Draw(t, "executions") {
		id := fmt.Sprintf("e%03d", i)
		switch rapid.IntRange(0, 19).Draw(t, "odd") {
		case 0:
			id = fmt.Sprintf("../%d", i)
		case 1:
			w.elsewhere = append(w.elsewhere, id)
		}
		w.executions = append(w.executions, drawExecution(t, w.now, id))
	}
	w.drawFacts(t)
	for range rapid.IntRange(0, 2).Draw(t, "protect") {
		w.protect = append(w.protect, drawMatch(t, 1))
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "policies") {
		w.policies = append(w.policies, drawPolicy(t, fmt.Sprintf("p%d", i)))
	}
	return w
}

func drawExecution(t *rapid.T, now time.Time, id string) workload.Execution {
	return workload.Execution{
		ID:                  id,
		Status:              pick(t, "status", allStatuses...),
		TargetStatus:        pick(t, "target", workload.Completed, workload.Completed, "", workload.Stopped, workload.Deleted, "FROZEN"),
		ScenarioID:          pick(t, "scenario", "a", "b", ""),
		ExecutableID:        pick(t, "executable", "x", "y", ""),
		ConfigurationID:     pick(t, "configuration", "a", "b", ""),
		ExecutionScheduleID: pick(t, "schedule", "a", "b", ""),
		StatusMessage:       pick(t, "message", "OOMKilled", "fine", ""),
		OutputArtifacts:     pick(t, "artifacts", "[]", `[{"id":"m"}]`, `[{"id":"n"},{"id":"o"}]`, `[{}]`, `{`, ""),
		CreatedAt:           drawTime(t, now),
		ModifiedAt:          drawTime(t, now),
		SubmissionTime:      drawTime(t, now),
		StartTime:           drawTime(t, now),
		CompletionTime:      drawTime(t, now),
		Contradictory:       rapid.IntRange(0, 19).Draw(t, "contradictory") == 0,
	}
}

// drawTime draws an hour of the last weeks, a time at the limit of an age, a
// future time, or no time.
func drawTime(t *rapid.T, now time.Time) workload.Timestamp {
	switch rapid.IntRange(0, 10).Draw(t, "time") {
	case 0:
		return 0
	case 10:
		return pick(t, "odd time", workload.Unreadable, workload.Latest)
	case 1:
		return workload.At(now.Add(time.Duration(rapid.IntRange(1, 3).Draw(t, "hours ahead")) * time.Hour))
	case 2, 3:
		return workload.At(now.Add(-pick(t, "bound", bounds...) + pick(t, "edge", -1, 0, time.Duration(1))))
	}
	return workload.At(now.Add(-time.Duration(rapid.IntRange(0, 24*40).Draw(t, "half hours")) * 30 * time.Minute))
}

func drawMatch(t *rapid.T, depth int) wish {
	m := wish{
		statuses: rapid.SliceOfNDistinct(rapid.SampledFrom(allStatuses[:7]), 1, 7, rapid.ID).Draw(t, "statuses"),
		scenario: maybe(t, "match scenario", "a", "b", "*"),
		config:   maybe(t, "match configuration", "a", "*"),
		schedule: pick(t, "match schedule", "", "", "", "a", "*"),
		older:    maybe(t, "olderThan", pointers(bounds)...),
		younger:  pick(t, "youngerThan", nil, nil, nil, new(72*time.Hour), new(14*24*time.Hour)),
		ageFrom:  pick(t, "ageFrom", "auto", "auto", "created", "submitted", "started", "completed", "modified"),
	}
	if rapid.Bool().Draw(t, "all statuses") {
		m.statuses = nil
	}
	if rapid.IntRange(0, 3).Draw(t, "when?") == 0 {
		m.when = new(pick(t, "when", expressions...))
	}
	switch rapid.IntRange(0, 9).Draw(t, "fact") {
	case 0, 1:
		m.team = pick(t, "team", "a", "*")
	case 2:
		m.silent = pick(t, "silent", pointers(bounds)...)
	case 3:
		m.feeds = new(rapid.Bool().Draw(t, "feeds"))
	}
	if depth > 0 && rapid.IntRange(0, 2).Draw(t, "not?") == 0 {
		m.not = new(drawMatch(t, depth-1))
	}
	return m
}

func pointers[T any](values []T) []*T {
	var list []*T
	for _, v := range values {
		list = append(list, new(v))
	}
	return list
}

func drawPolicy(t *rapid.T, name string) wish {
	p := drawMatch(t, 2)
	p.name, p.action = name, pick(t, "action", "stop", "delete", "stop-then-delete")
	p.dry = rapid.IntRange(0, 3).Draw(t, "dry") == 0
	p.groups = pick(t, "groups", "", "", "", team.ID, "other")
	p.keeps = rapid.Bool().Draw(t, "keep")
	if !p.keeps {
		return p
	}
	p.latest, p.within = pick(t, "latest", 0, 1, 3), pick(t, "within", 0, time.Hour, 72*time.Hour)
	p.hourly, p.daily, p.weekly = pick(t, "hourly", 0, 1, 3), pick(t, "daily", 0, 1, 3), pick(t, "weekly", 0, 2)
	p.monthly, p.yearly = pick(t, "monthly", 0, 1, 2), pick(t, "yearly", 0, 1, 2)
	p.best, p.bestOrder = pick(t, "best", 0, 0, 1, 2), pick(t, "order", "max", "min")
	p.keepStatuses = pick(t, "keep statuses", nil, nil, []workload.Status{workload.Completed}, allStatuses[1:6])
	p.per = pick(t, "per", []string{"scenario"}, []string{"resourceGroup"}, []string{"scenario", "configuration"}, []string{"executable", "executionSchedule"})
	return p
}

// input returns the input for a plan.
func (w refWorld) input() policy.Input {
	in := input(w.executions, w.now)
	in.Facts = w.known()
	in.Elsewhere = func(id string) bool { return slices.Contains(w.elsewhere, id) }
	return in
}

// set builds the Set from the wishes.
func (w refWorld) set() *policy.Set {
	s := &policy.Set{MinAge: w.minAge, Location: w.zone}
	if w.optOut {
		s.OptOut = policy.OptOut{Tag: "spare", MaxFor: w.maxFor}
	}
	for _, m := range w.protect {
		s.Protect = append(s.Protect, m.match())
	}
	for _, p := range w.policies {
		action, _ := policy.ParseAction(p.action)
		built := policy.Policy{Name: p.name, Match: p.match(), Action: action, Keep: p.keep(), DryRun: p.dry, Notice: p.notice}
		if p.groups != "" {
			built.Groups = globs(p.groups)
		}
		s.Policies = append(s.Policies, built)
	}
	return s
}

func (m wish) match() policy.Match {
	from, _ := policy.ParseAgeFrom(m.ageFrom)
	match := policy.Match{AgeFrom: from}
	add := func(use bool, make func() policy.Condition) {
		if use {
			match.Conditions = append(match.Conditions, make())
		}
	}
	add(m.when != nil, func() policy.Condition { return compiled[m.when.text] })
	add(m.team != "", func() policy.Condition { return policy.Tagged("team", globs(m.team)) })
	add(m.silent != nil, func() policy.Condition { return policy.SilentFor(*m.silent) })
	add(m.feeds != nil, func() policy.Condition { return policy.FeedsDeployment(*m.feeds) })
	add(m.not != nil, func() policy.Condition { return policy.Not(m.not.match()) })
	add(m.older != nil, func() policy.Condition { return policy.OlderThan(*m.older) })
	add(m.statuses != nil, func() policy.Condition { return policy.Statuses(m.statuses...) })
	add(m.scenario != "", func() policy.Condition { return names("scenarios", globs(m.scenario)) })
	add(m.config != "", func() policy.Condition { return names("configurations", globs(m.config)) })
	add(m.schedule != "", func() policy.Condition { return names("schedules", globs(m.schedule)) })
	add(m.younger != nil, func() policy.Condition { return policy.YoungerThan(*m.younger) })
	return match
}

// compiled are the expressions, each compiled once.
var compiled = func() map[string]policy.Condition {
	conditions := map[string]policy.Condition{}
	for _, e := range expressions {
		c, err := policy.When(e.text)
		if err != nil {
			panic(err)
		}
		conditions[e.text] = c
	}
	return conditions
}()

func (m wish) keep() *policy.Keep {
	if !m.keeps {
		return nil
	}
	k := &policy.Keep{
		Latest: m.latest, Within: m.within, Hourly: m.hourly, Daily: m.daily, Weekly: m.weekly,
		Monthly: m.monthly, Yearly: m.yearly, Statuses: m.keepStatuses,
	}
	if m.best > 0 {
		k.Best = &policy.Best{Metric: "score", Max: m.bestOrder == "max", N: m.best}
	}
	for _, d := range m.per {
		k.Per = append(k.Per, per(d))
	}
	return k
}
