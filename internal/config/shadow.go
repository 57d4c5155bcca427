package config

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// warnShadowed warns about policies that never get an execution, because an
// earlier policy takes all that they could get. It finds earlier policies in a
// map by their match, so that the time stays linear in the number of policies.
func (r *reader) warnShadowed(policies []policyDraft) {
	earlier := make(map[string][]*policyDraft) // by signature
	for i := range policies {
		p := &policies[i]
		if by := shadowOf(earlier, p); by != nil {
			r.warn(p.node, "policy `%s` never has an execution: policy `%s` before it takes all that it could", p.Name, by.Name)
			continue
		}
		if p.Keep == nil && !p.DryRun {
			key := signature(p.Action, groupsOf(p), fixedKeys(p))
			earlier[key] = append(slices.DeleteFunc(earlier[key], func(e *policyDraft) bool { return reaches(p, e) }), p)
		}
	}
}

// shadowOf returns an earlier policy that takes everything that p could get, nil
// if none. It keeps nothing, acts on at least the same states, and each key of
// its match is also in the match of p. The values must be equal, except that ages
// may be reached earlier and statuses may be more.
func shadowOf(earlier map[string][]*policyDraft, p *policyDraft) *policyDraft {
	for fixed := range subsets(fixedKeys(p)) {
		for _, groups := range slices.Compact([]string{"", groupsOf(p)}) {
			for _, action := range slices.Compact([]policy.Action{p.Action, policy.StopThenDelete}) {
				for _, e := range earlier[signature(action, groups, fixed)] {
					if reaches(e, p) && sameAges(e, p) {
						return e
					}
				}
			}
		}
	}
	return nil
}

// sameAges reports whether ages have the same meaning in two policies. Under
// stop-then-delete the age of a STOPPED execution is different.
func sameAges(e, p *policyDraft) bool {
	return e.Action == p.Action || valueOf(e.at["match"], "ageFrom") == nil && ageOf(e, "olderThan") == nil
}

// signature returns what two policies must have in common if one shadows the
// other.
func signature(a policy.Action, groups string, fixed []string) string {
	return fmt.Sprintf("%s %q %q", a, groups, fixed)
}

func groupsOf(p *policyDraft) string { return spelled(p.at["resourceGroups"]) }

// fixedKeys returns the keys of a match whose values must be equal, with their
// values, sorted.
func fixedKeys(p *policyDraft) []string {
	fixed := []string{"ageFrom " + spelled(valueOf(p.at["match"], "ageFrom"))}
	for _, k := range keysOf(p.at["match"]) {
		switch k {
		case "olderThan", "youngerThan", "statuses", "ageFrom":
		default:
			fixed = append(fixed, k+" "+spelled(valueOf(p.at["match"], k)))
		}
	}
	slices.Sort(fixed)
	return fixed
}

// subsets yields the subsets of keys that contain ageFrom, which sorts first.
func subsets(keys []string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		rest := keys[1:]
		for mask := range 1 << len(rest) {
			subset := keys[:1:1]
			for i, k := range rest {
				if mask>>i&1 == 1 {
					subset = append(subset, k)
				}
			}
			if !yield(subset) {
				return
			}
		}
	}
}

// reaches reports whether the ages and states of e match everything that those of
// p match.
func reaches(e, p *policyDraft) bool {
	within := func(key string, reached func(a, b float64) bool) bool {
		a, b := ageOf(e, key), ageOf(p, key)
		return a == nil || b != nil && reached(spanOf(a), spanOf(b))
	}
	states := valueOf(e.at["match"], "statuses")
	return within("olderThan", func(a, b float64) bool { return a <= b }) &&
		within("youngerThan", func(a, b float64) bool { return a >= b }) &&
		(states == nil || covers(states, valueOf(p.at["match"], "statuses")))
}

func covers(a, b *yaml.Node) bool {
	if b == nil {
		return false
	}
	for _, s := range b.Content {
		if !slices.ContainsFunc(a.Content, func(n *yaml.Node) bool { return n.Value == s.Value }) {
			return false
		}
	}
	return true
}

// spelled returns the text of a node, "" for nil.
func spelled(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	writeNode(&b, n)
	return b.String()
}
