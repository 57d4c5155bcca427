package config

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// warnShadowed tells of policies that never have an execution, as one before them
// takes all that they could. It looks each policy up by what its match says, so
// that it takes no longer for each of many.
func (r *reader) warnShadowed(policies []policyDraft) {
	earlier := make(map[string][]*policyDraft) // by what must be alike
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

// shadowOf is an earlier policy that takes all that p could: it keeps nothing, acts
// on at least the same states, and every key of its match stands in that of p
// alike, or is an age that is reached earlier, or states among which are those of p.
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

// sameAges reports whether ages mean the same to two policies: under
// stop-then-delete that of a STOPPED one is another.
func sameAges(e, p *policyDraft) bool {
	return e.Action == p.Action || valueOf(e.at["match"], "ageFrom") == nil && ageOf(e, "olderThan") == nil
}

// signature is what two policies must have in common for one to shadow the other.
func signature(a policy.Action, groups string, fixed []string) string {
	return fmt.Sprintf("%s %q %q", a, groups, fixed)
}

func groupsOf(p *policyDraft) string { return spelled(p.at["resourceGroups"]) }

// fixedKeys are the keys of a match that must be alike, with their values, sorted.
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

// subsets yields the subsets of keys that hold the one of ageFrom, which sorts
// first.
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

// reaches reports whether what the ages and states of the match of p let through,
// those of e do, too.
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

// spelled is what a node says, "" where there is none.
func spelled(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	writeNode(&b, n)
	return b.String()
}
