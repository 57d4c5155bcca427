package config

import (
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"
)

// warnPolicies tells what is allowed but likely not meant.
func (r *reader) warnPolicies(d *draft) {
	for i := range d.policies {
		p := &d.policies[i]
		r.warnAges(p, d)
		r.warnEmptying(p)
		r.warnKeep(p, d)
		for j := range i {
			if shadows(&d.policies[j], p) {
				r.warn(p.node, "policy `%s` never has an execution: policy `%s` before it takes all that it could", p.Name, d.policies[j].Name)
				break
			}
		}
	}
}

// warnAges tells of ages that no execution can have.
func (r *reader) warnAges(p *policyDraft, d *draft) {
	older, younger := ageOf(p, "olderThan"), ageOf(p, "youngerThan")
	switch {
	case younger != nil && older != nil && spanOf(younger) <= spanOf(older):
		r.warn(younger, "policy `%s` matches nothing: no execution is older than %s and younger than %s", p.Name, older.Value, younger.Value)
	case younger != nil && spanOf(younger) <= d.minAge.Seconds() && fromCreated(p):
		r.warn(younger, "policy `%s` acts on nothing: limits.minAge keeps all that is younger than %s", p.Name, younger.Value)
	}
}

// warnEmptying tells of a policy that nothing holds back.
func (r *reader) warnEmptying(p *policyDraft) {
	keys := keysOf(p.at["match"])
	if p.Keep == nil && !slices.Contains(keys, "olderThan") && !slices.Contains(keys, "when") && !slices.Contains(keys, "ids") {
		r.warn(p.node, "policy `%s` has neither keep nor olderThan: it can empty a resource group, but for limits.maxPercent", p.Name)
	}
}

// warnKeep tells of a keep that can hold more than the limits let go.
func (r *reader) warnKeep(p *policyDraft, d *draft) {
	if p.Keep == nil {
		return
	}
	if most := d.Limits.MaxStops + d.Limits.MaxDeletes; p.Keep.Latest > most {
		r.warn(p.at["keep"], "policy `%s` keeps the latest %d, more than a sweep may act on at all (%d)", p.Name, p.Keep.Latest, most)
	}
}

// shadows tells whether an earlier policy takes all that a later one could: it
// keeps nothing, acts on at least the same states, and every key of its match
// stands in the other's alike, or is an age that is reached earlier.
func shadows(earlier, later *policyDraft) bool {
	if earlier.Keep != nil || earlier.Action != later.Action && earlier.Action.String() != "stop-then-delete" {
		return false
	}
	if earlier.at["resourceGroups"] != nil && !sameNode(earlier.at["resourceGroups"], later.at["resourceGroups"]) {
		return false
	}
	if !sameNode(valueOf(earlier.at["match"], "ageFrom"), valueOf(later.at["match"], "ageFrom")) {
		return false
	}
	for _, k := range keysOf(earlier.at["match"]) {
		a, b := valueOf(earlier.at["match"], k), valueOf(later.at["match"], k)
		switch {
		case sameNode(a, b):
		case b == nil:
			return false
		case k == "olderThan" && spanOf(a) <= spanOf(b):
		case k == "youngerThan" && spanOf(a) >= spanOf(b):
		case k == "statuses" && covers(a, b):
		default:
			return false
		}
	}
	return earlier.Action == later.Action || valueOf(earlier.at["match"], "ageFrom") == nil && ageOf(earlier, "olderThan") == nil
}

func covers(a, b *yaml.Node) bool {
	for _, s := range b.Content {
		if !slices.ContainsFunc(a.Content, func(n *yaml.Node) bool { return n.Value == s.Value }) {
			return false
		}
	}
	return true
}

func sameNode(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	var x, y strings.Builder
	writeNode(&x, a)
	writeNode(&y, b)
	return x.String() == y.String()
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

// spanOf is a duration of the file in seconds. It has been read before, so it
// can be.
func spanOf(n *yaml.Node) float64 {
	d, _ := model.ParseDuration(n.Value)
	return float64(d) / 1e9
}
