package config

import (
	"cmp"
	"math"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// policyDraft is a policy during reading.
type policyDraft struct {
	policy.Policy
	schedule string
	matchAll bool
	node     *yaml.Node
	at       map[string]*yaml.Node
}

var policyValue = mappingOf([]key[policyDraft]{
	{"name", "The policy's name, in reports and metrics; no two have one.", text(func(p *policyDraft, s string) { p.Name = s }), true},
	{"mode", "dry-run: what this policy wants is planned and reported, never sent, and no other policy is affected; leave it out otherwise.", policyMode, false},
	{"schedule", "When this policy is due; default: the schedule of the file.", text(func(p *policyDraft, s string) { p.schedule = s }), false},
	{"notice", "How long before it acts on an execution it announces that; default: it announces nothing.",
		duration(time.Millisecond, func(p *policyDraft, d time.Duration) { p.Notice = d }), false},
	{"resourceGroups", "Ids or globs of the resource groups that it is for; default: all that are swept.", globs(func(p *policyDraft, l glob.List) { p.Groups = l }), false},
	{"match", "Which executions it is about: every key must hold, within a list any may.", in(func(p *policyDraft) *policy.Match { return &p.Match }, match()), false},
	{"matchAll", "true: it is meant that nothing but states tells its executions apart.", boolean(func(p *policyDraft, v bool) { p.matchAll = v }), false},
	{"keep", "What of the executions that it matches is kept.", keep, false},
	{"action", "stop acts on PENDING and RUNNING; delete on COMPLETED, STOPPED, DEAD and UNKNOWN; stop-then-delete on both.",
		word(func(p *policyDraft, s string) { p.Action, _ = policy.ParseAction(s) }, policy.ActionNames()...), true},
}, func(r *reader, n *yaml.Node, at map[string]*yaml.Node, p *policyDraft) { p.node, p.at = n, at })

var keep = value[policyDraft]{keepValue.schema, func(r *reader, n *yaml.Node, into *policyDraft) {
	into.Keep = new(policy.Keep)
	keepValue.read(r, n, into.Keep)
	if rules := keysOf(n); n.Kind == yaml.MappingNode && !slices.ContainsFunc(rules, func(k string) bool { return k != "statuses" && k != "per" }) {
		r.problem(n, "keep has no rule: name latest, within, hourly, daily, weekly, monthly, yearly or best")
	}
}}

var dimension = word(func(d *policy.Dimension, s string) { *d, _ = policy.ParseDimension(s) }, policy.DimensionNames()...)

func count(set func(*policy.Keep, int)) value[policy.Keep] { return integer(1, math.MaxInt32, set) }

var keepValue = mappingOf([]key[policy.Keep]{
	{"latest", "The newest N of each group.", count(func(k *policy.Keep, n int) { k.Latest = n }), false},
	{"within", "All within this time of the newest of the group.", duration(time.Millisecond, func(k *policy.Keep, d time.Duration) { k.Within = d }), false},
	{"hourly", "The newest of each of the newest N hours that hold one.", count(func(k *policy.Keep, n int) { k.Hourly = n }), false},
	{"daily", "The same by days.", count(func(k *policy.Keep, n int) { k.Daily = n }), false},
	{"weekly", "The same by ISO weeks.", count(func(k *policy.Keep, n int) { k.Weekly = n }), false},
	{"monthly", "The same by months.", count(func(k *policy.Keep, n int) { k.Monthly = n }), false},
	{"yearly", "The same by years.", count(func(k *policy.Keep, n int) { k.Yearly = n }), false},
	{"best", "The N of each group with the best newest value of a tracking metric.", in(func(k *policy.Keep) **policy.Best { return &k.Best }, best), false},
	{"statuses", "Only executions in these states are counted; default: all.", list(status, func(k *policy.Keep, s []workload.Status) { k.Statuses = s }), false},
	{"per", "What tells groups apart, beside the resource group, which is always in; default: scenario.", list(dimension, func(k *policy.Keep, d []policy.Dimension) { k.Per = d }), false},
}, nil)

// policyMode accepts only dry-run: a policy cannot enforce more than the whole
// file.
var policyMode = value[policyDraft]{map[string]any{"enum": []string{"dry-run"}}, func(r *reader, n *yaml.Node, into *policyDraft) {
	switch s, ok := scalar(r, n, "dry-run", "!!str"); {
	case !ok:
	case s == "dry-run":
		into.DryRun = true
	case s == "enforce":
		r.problem(n, "a policy enforces where mode at the top of the file says so: leave mode out here, or write dry-run")
	default:
		r.problem(n, "`%s` is not dry-run, the only mode that a policy can have%s", s, hint(s, []string{"dry-run"}))
	}
}}

// best reads keep.best into a new Best.
var best = value[*policy.Best]{bestValue.schema, func(r *reader, n *yaml.Node, into **policy.Best) {
	*into = new(policy.Best)
	bestValue.read(r, n, *into)
}}

var bestValue = mappingOf([]key[policy.Best]{
	{"metric", "The name of the metric.", trackingName(func(b *policy.Best, s string) { b.Metric = s }), true},
	{"order", "max: the greatest are best; min: the least.", word(func(b *policy.Best, s string) { b.Max = s == "max" }, "max", "min"), true},
	{"n", "How many are kept.", integer(1, math.MaxInt32, func(b *policy.Best, n int) { b.N = n }), true},
}, nil)

// finishPolicies checks the policies against each other and adds them to the
// config.
func (r *reader) finishPolicies(d *draft) {
	first := make(map[string]int)
	for i := range d.policies {
		p := &d.policies[i]
		if p.node == nil {
			continue // not a mapping, which has been reported
		}
		if line := first[p.Name]; line > 0 && p.Name != "" {
			r.problem(p.at["name"], "two policies are named `%s`: the first is at line %d", p.Name, line)
		}
		first[p.Name] = p.node.Line
		r.finishPolicy(p, d)
		d.Set.Policies = append(d.Set.Policies, p.Policy)
		d.Schedules = append(d.Schedules, cmp.Or(p.schedule, d.Schedule))
	}
	if len(r.problems) == 0 {
		r.warnPolicies(d)
	}
}

func (r *reader) finishPolicy(p *policyDraft, d *draft) {
	if n := p.at["name"]; n != nil && (p.Name == "" || len(p.Name) > 100) {
		r.problem(n, "a name of 1 to 100 characters is wanted here")
	}
	r.checkSchedule(p.at["schedule"], p.schedule, d.Location)
	if n := p.at["match"]; !p.matchAll && (n == nil || n.Kind == yaml.MappingNode) && !criterion(n) {
		r.problem(p.node, "policy `%s` matches every execution, or every one in some states: name what it is about in match, or write matchAll: true", p.Name)
	}
	if p.Action == policy.None {
		return
	}
	if n := valueOf(p.at["match"], "silentFor"); n != nil && !p.Action.AppliesTo(workload.Running) {
		r.problem(n, "action %s can never act on RUNNING executions, and no others are silent: write stop or stop-then-delete, or leave silentFor out", p.Action)
	}
	for _, n := range statusNodes(p.at["match"]) {
		if slices.Contains(statusWords, n.Value) && !p.Action.AppliesTo(workload.Status(n.Value)) {
			r.problem(n, "action %s can never act on %s: %s", p.Action, n.Value, remedy(workload.Status(n.Value)))
		}
	}
}

// remedy says which action can act on a state, if any.
func remedy(s workload.Status) string {
	switch {
	case s.Active():
		return "stop it, with stop or stop-then-delete, or leave the status out"
	case s.Deletable():
		return "delete it, with delete or stop-then-delete, or leave the status out"
	}
	return "it is on its way to STOPPED and left alone until it is there; leave the status out"
}
