package reaper

import (
	"fmt"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// namedKeys are the keys of a match whose names should exist in the tenant.
var namedKeys = [...]string{"scenarios", "executables"}

// names holds the different values of a listing for each of namedKeys.
type names [len(namedKeys)]map[string]struct{}

// namesIn returns the names of a listing that any policy needs.
func namesIn(executions []workload.Execution, policies []policy.Policy) (found names) {
	for k, key := range namedKeys {
		if !slices.ContainsFunc(policies, func(p policy.Policy) bool { return p.Match.Patterns(key) != nil }) {
			continue
		}
		field := slices.IndexFunc(workload.Fields[:], func(f workload.Field) bool { return f.Key == key })
		found[k] = make(map[string]struct{})
		last := ""
		for i := range executions {
			if name := workload.Fields[field].Text(&executions[i]); name != last || i == 0 {
				found[k][name] = struct{}{}
				last = name
			}
		}
	}
	return found
}

// idle returns warnings about policies with a list of names that matches nothing
// in the tenant; most often a name is misspelt. There are no warnings if a group
// could not be listed.
func idle(policies []policy.Policy, plans []*groupPlan) []string {
	if slices.ContainsFunc(plans, func(p *groupPlan) bool { return p.err != nil }) {
		return nil
	}
	var warnings []string
	for i := range policies {
		p := &policies[i]
		mine := plans
		if len(p.Groups) > 0 {
			mine = slices.DeleteFunc(slices.Clone(plans), func(g *groupPlan) bool { return !p.Groups.Match(g.group.ID) })
		}
		if len(mine) == 0 && len(plans) > 0 {
			warnings = append(warnings, fmt.Sprintf("policy %s: resourceGroups matches none of the groups swept", p.Name))
			continue
		}
		warnings = append(warnings, unmeasured(p, mine)...)
		for k, key := range namedKeys {
			if patterns := p.Match.Patterns(key); patterns != nil && !anyNamed(mine, k, patterns) {
				warnings = append(warnings, fmt.Sprintf("policy %s: match.%s matches nothing that is listed", p.Name, key))
			}
		}
	}
	return warnings
}

// measuredIn returns the names of the metrics that executions have, nil if none
// were asked for.
func measuredIn(facts *policy.Facts) map[string]bool {
	if facts == nil || len(facts.Metrics) == 0 {
		return nil
	}
	found := make(map[string]bool)
	for _, values := range facts.Metrics {
		for name := range values {
			found[name] = true
		}
	}
	return found
}

// unmeasured returns a warning about a keep.best whose metric none of the asked
// executions has. It keeps nothing.
func unmeasured(p *policy.Policy, plans []*groupPlan) []string {
	if p.Keep == nil || p.Keep.Best == nil {
		return nil
	}
	asked := false
	for _, g := range plans {
		if g.measured[p.Keep.Best.Metric] {
			return nil
		}
		asked = asked || g.measured != nil
	}
	if !asked {
		return nil
	}
	return []string{fmt.Sprintf("policy %s: keep.best keeps nothing: no execution that was asked about has the metric %q", p.Name, p.Keep.Best.Metric)}
}

// anyNamed reports whether one of the patterns matches a name in any group, or
// nothing is listed at all.
func anyNamed(plans []*groupPlan, key int, patterns glob.List) bool {
	listed := 0
	for _, p := range plans {
		listed += p.listed
		if p.listed == 0 {
			continue
		}
		for name := range p.names[key] {
			if patterns.Match(name) {
				return true
			}
		}
	}
	return listed == 0
}
