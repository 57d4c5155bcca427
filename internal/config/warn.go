package config

import (
	"cmp"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/schedule"
)

// warnPolicies warns about policies that are allowed but probably mistakes.
func (r *reader) warnPolicies(d *draft) {
	for i := range d.policies {
		p := &d.policies[i]
		r.warnAges(p, d)
		r.warnEmptying(p)
		r.warnKeep(p, d)
		r.warnNotice(p, d)
		r.warnSilent(p)
	}
	r.warnShadowed(d.policies)
}

// warnAges warns about ages that no execution can have.
func (r *reader) warnAges(p *policyDraft, d *draft) {
	older, younger := ageOf(p, "olderThan"), ageOf(p, "youngerThan")
	switch {
	case younger != nil && older != nil && spanOf(younger) <= spanOf(older):
		r.warn(younger, "policy `%s` matches nothing: no execution is older than %s and younger than %s", p.Name, older.Value, younger.Value)
	case younger != nil && spanOf(younger) <= d.minAge.Seconds() && fromCreated(p):
		r.warn(younger, "policy `%s` acts on nothing: limits.minAge keeps all that is younger than %s", p.Name, younger.Value)
	}
}

// warnEmptying warns about a policy that can empty a resource group.
func (r *reader) warnEmptying(p *policyDraft) {
	keys := keysOf(p.at["match"])
	if p.Keep == nil && !slices.Contains(keys, "olderThan") && !slices.Contains(keys, "when") && !slices.Contains(keys, "ids") && !slices.Contains(keys, "silentFor") {
		r.warn(p.node, "policy `%s` has neither keep nor olderThan: it can empty a resource group, but for limits.maxPercent", p.Name)
	}
}

// warnKeep warns about a keep that conflicts with the limits.
func (r *reader) warnKeep(p *policyDraft, d *draft) {
	if p.Keep == nil {
		return
	}
	if most := d.Limits.MaxStops + d.Limits.MaxDeletes; p.Keep.Latest > most {
		r.warn(p.at["keep"], "policy `%s` keeps the latest %d, more than a sweep may act on at all (%d)", p.Name, p.Keep.Latest, most)
	}
}

// warnSilent tells of a deletion that never comes: what has stopped is not silent.
func (r *reader) warnSilent(p *policyDraft) {
	if n := valueOf(p.at["match"], "silentFor"); n != nil && p.Action == policy.StopThenDelete {
		r.warn(n, "policy `%s` stops what is silent and never deletes it, as only RUNNING executions are silent: write action: stop, and delete STOPPED ones by another policy", p.Name)
	}
}

// warnNotice warns about a notice that misses some executions.
func (r *reader) warnNotice(p *policyDraft, d *draft) {
	n := p.at["notice"]
	if n == nil {
		return
	}
	keys := keysOf(p.at["match"])
	if slices.Contains(keys, "silentFor") && !slices.Contains(keys, "olderThan") {
		r.warn(n, "policy `%s` announces nothing: a notice foresees ages, and not who falls silent", p.Name)
	}
	if older := ageOf(p, "olderThan"); older != nil && spanOf(older) <= p.Notice.Seconds() {
		r.warn(n, "policy `%s` announces late or nothing: what it matches is within the notice as soon as its age counts: write less than olderThan, %s", p.Name, older.Value)
	}
	if cmp.Or(p.schedule, d.Schedule) == "" && slices.ContainsFunc(d.Notify, func(t notify.Target) bool { return slices.Contains(t.Events, notify.Upcoming) }) {
		r.warn(n, "policy `%s` has no schedule, so that each sweep announces all that is upcoming: write as schedule when once is run", p.Name)
	}
	if gap := longestGap(cmp.Or(p.schedule, d.Schedule), d.Location); gap > p.Notice {
		r.warn(n, "policy `%s` is due every %s, and what expires in between is acted on without a notice: write at least %s", p.Name, model.Duration(gap), model.Duration(gap))
	}
}

// longestGap returns the longest time between two of the next slots of a
// schedule, 0 if there are none.
func longestGap(line string, location *time.Location) (gap time.Duration) {
	s, err := schedule.Parse(line, location)
	if err != nil {
		return 0 // no schedule, or a bad one, which has been reported
	}
	at, due := s.Next(time.Unix(0, 0))
	for range 10 {
		next, again := s.Next(at)
		if !due || !again {
			break
		}
		gap, at = max(gap, next.Sub(at)), next
	}
	return gap
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	if mapping == nil {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func ageOf(p *policyDraft, key string) *yaml.Node { return valueOf(p.at["match"], key) }

func fromCreated(p *policyDraft) bool {
	from := ageOf(p, "ageFrom")
	return from != nil && from.Value == "created"
}

// spanOf returns a duration of the file in seconds. The duration must be valid.
func spanOf(n *yaml.Node) float64 {
	d, _ := model.ParseDuration(n.Value)
	return float64(d) / 1e9
}
