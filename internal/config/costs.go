package config

import (
	"maps"
	"math"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
)

// costsDraft is the cost model during reading.
type costsDraft struct {
	plans map[string]cost.Plan
	rules []cost.Rule
	types bool // instance types are asked of the API
	price cost.Price
}

var costs = value[draft]{costsValue.schema, func(r *reader, n *yaml.Node, into *draft) {
	c := costsDraft{plans: cost.Builtin()}
	costsValue.read(r, n, &c)
	into.Costs = cost.Model{Plans: c.plans, Rules: c.rules, AskTypes: c.types}
	into.Price = c.price
}}

var costsValue = mappingOf([]key[costsDraft]{
	{"resourcePlans", "What a node of each plan has; those that SAP has published are built in.", plans, false},
	{"executables", "Which executions run on which plan; the first that matches wins.", list(rule, func(c *costsDraft, rules []cost.Rule) { c.rules = rules }), false},
	{"instanceTypes", "config (default): instance types are those under resourcePlans; api: those that it does not name are asked of the API, once a day at most, which takes the extended plan.",
		word(func(c *costsDraft, s string) { c.types = s == "api" }, "config", "api"), false},
	{"price", "What a capacity unit costs you, shown as money in reports and dashboards.", in(func(c *costsDraft) *cost.Price { return &c.price }, price), false},
}, func(r *reader, n *yaml.Node, at map[string]*yaml.Node, c *costsDraft) {
	known := slices.Sorted(maps.Keys(c.plans))
	for i, rule := range c.rules {
		if _, ok := c.plans[rule.ResourcePlan]; !ok && rule.ResourcePlan != "" {
			r.problem(at["executables"].Content[i], "there is no resource plan `%s`%s", rule.ResourcePlan, hint(rule.ResourcePlan, known))
		}
		if _, ok := c.plans[rule.InstanceType]; !ok && rule.InstanceType != "" && !c.types {
			r.problem(at["executables"].Content[i], "there is no instance type `%s` under resourcePlans: add it there, or write instanceTypes: api to have the API asked for its size", rule.InstanceType)
		}
	}
})

var plans = value[costsDraft]{
	map[string]any{"type": "object", "additionalProperties": plan.schema},
	func(r *reader, n *yaml.Node, into *costsDraft) {
		r.mapping(n, func(name, v *yaml.Node) {
			p := into.plans[name.Value] // values of a built-in plan that the file does not give stay
			p.Name = name.Value
			plan.read(r, v, &p)
			into.plans[name.Value] = p
		})
	},
}

var plan = mappingOf([]key[cost.Plan]{
	{"cpus", "CPUs of a node.", number(0, math.MaxInt32, func(p *cost.Plan, v float64) { p.CPUs = v }), false},
	{"memory", "Memory of a node, such as 55GB (10^9) or 16GiB (2^30).", checked(func(p *cost.Plan, s string) (err error) {
		p.MemoryBytes, err = cost.ParseBytes(s)
		return err
	}), false},
	{"gpus", "GPUs of a node.", number(0, math.MaxInt32, func(p *cost.Plan, v float64) { p.GPUs = v }), false},
	{"capacityUnitsPerHour", "What a node hour costs; no price is built in.", number(0, math.MaxInt32, func(p *cost.Plan, v float64) { p.CapacityUnitsPerHour = v }), false},
}, nil)

var price = mappingOf([]key[cost.Price]{
	{"perCapacityUnit", "Your price of one capacity unit; 0 (default): no money is shown.", number(0, math.MaxInt32, func(p *cost.Price, v float64) { p.PerCapacityUnit = v }), false},
	{"currency", "The currency of the price, such as EUR.", text(func(p *cost.Price, s string) { p.Currency = s }), false},
}, nil)

var rule = value[cost.Rule]{ruleValue.schema, func(r *reader, n *yaml.Node, into *cost.Rule) {
	into.Nodes = 1
	ruleValue.read(r, n, into)
}}

var ruleValue = mappingOf([]key[cost.Rule]{
	{"scenarios", "Globs on the scenario's id.", globs(func(c *cost.Rule, l glob.List) { c.Scenarios = l }), false},
	{"executables", "Globs on the executable's id.", globs(func(c *cost.Rule, l glob.List) { c.Executables = l }), false},
	{"configurations", "Globs on the configuration's id.", globs(func(c *cost.Rule, l glob.List) { c.Configurations = l }), false},
	{"resourcePlan", "The plan that they run on.", text(func(c *cost.Rule, s string) { c.ResourcePlan = s }), false},
	{"instanceType", "The instance type that they run on, in place of a plan.", text(func(c *cost.Rule, s string) { c.InstanceType = s }), false},
	{"resourcePlanParameter", "The parameter of the configuration that names the plan, or the instance type.", text(func(c *cost.Rule, s string) { c.ResourcePlanParameter = s }), false},
	{"nodes", "Nodes of one execution; default 1.", integer(1, 100_000, func(c *cost.Rule, v int) { c.Nodes = v }), false},
}, func(r *reader, n *yaml.Node, at map[string]*yaml.Node, c *cost.Rule) {
	named := 0
	for _, key := range []string{"resourcePlan", "instanceType", "resourcePlanParameter"} {
		if at[key] != nil {
			named++
		}
	}
	if named != 1 {
		r.problem(n, "one of resourcePlan, instanceType and resourcePlanParameter is wanted here")
	}
	if at["scenarios"] == nil && at["executables"] == nil && at["configurations"] == nil {
		r.problem(n, "this matches every execution: name scenarios, executables or configurations; [\"*\"] is every one")
	}
})

var pushgateway = mappingOf([]key[Pushgateway]{
	{"url", "Its address; it may hold user and password.", checked(func(p *Pushgateway, s string) error {
		p.URL = s
		if s == "" {
			return nil
		}
		return carry.CheckURL(s)
	}), false},
	{"job", "The job that it groups by; default aicore-reaper.", text(func(p *Pushgateway, s string) { p.Job = s }), false},
	{"grouping", "Further labels that it groups by.", texts(func(p *Pushgateway, m map[string]string) { p.Grouping = m }), false},
}, func(r *reader, _ *yaml.Node, at map[string]*yaml.Node, p *Pushgateway) {
	if err := carry.CheckJob(p.Job); err != nil {
		r.problem(at["job"], "%v", err)
	}
	if err := carry.CheckGrouping(p.Grouping); err != nil {
		r.problem(at["grouping"], "%v", err)
	}
})
