package main

// keepMutants change what keep counts and saves.
var keepMutants = []mutant{
	{file: "internal/policy/keep.go", was: " || s.execution.TargetStatus == workload.Deleted", is: ""},
	{file: "internal/policy/keep.go", was: " || c.statuses&s.states == 0", is: ""},
	{file: "internal/policy/keep.go", was: " || !o.at.Readable()", is: ""},
	{file: "internal/policy/keep.go", was: "min(o.at, s.at)", is: "o.at"},
	{file: "internal/policy/keep.go", was: "cmp.Compare(b.at, a.at)", is: "cmp.Compare(a.at, b.at)"},
	{file: "internal/policy/keep.go", was: "strings.Compare(executions[a.index].ID, executions[b.index].ID)", is: "strings.Compare(executions[b.index].ID, executions[a.index].ID)"},
	{file: "internal/policy/keep.go", was: "c.per = []Dimension{perScenario}", is: "c.per = []Dimension{PerResourceGroup}"},
	{file: "internal/policy/keep.go", was: "rest = rest[min(2, len(rest)):]", is: "rest = nil"},
	{file: "internal/policy/keep_rule.go", was: "return i < r.count", is: "return i <= r.count"},
	{file: "internal/policy/keep_rule.go", was: "return i < r.count", is: "return i+1 < r.count"},
	{file: "internal/policy/keep_rule.go", was: "gap <= r.span", is: "gap < r.span"},
	{file: "internal/policy/keep_rule.go", was: "p == r.last.period || p == r.before.period", is: "p == r.last.period"},
	{file: "internal/policy/keep_rule.go", was: "return r.periods <= r.count", is: "return r.periods < r.count"},
	{file: "internal/policy/keep_rule.go", was: "r.group, r.periods = g, 0", is: "r.group = g"},
	{file: "internal/policy/keep_group.go", was: "!rules[r].unsure", is: "true"},
	{file: "internal/policy/keep_group.go", was: " && by == 0", is: ""},
	{file: "internal/policy/keep_weigh.go", was: "if by != 0 && v.reason == ReasonExpired {", is: "if by != 0 {"},
	{file: "internal/policy/keep_weigh.go", was: "if counts != False {", is: "if counts == True {"},
	{file: "internal/policy/keep_weigh.go", was: "sure && (v.marks&may == 0 || len(r.ageless) == 0)", is: "sure"},
	{file: "internal/policy/best.go", was: "byValue = -byValue", is: "byValue = +byValue"},
	{file: "internal/policy/best.go", was: "r.unsure = r.unsure || !known", is: "r.unsure = false && known"},
	{file: "internal/policy/best.go", was: "int(r.places[i]) <= r.best.N", is: "int(r.places[i]) < r.best.N"},
	{file: "internal/policy/best.go", was: "cmp.Compare(a.entry, b.entry)", is: "cmp.Compare(b.entry, a.entry)"},
	{file: "internal/policy/best.go", was: "return r.unsure || r.places[i] > 0 &&", is: "return r.unsure ||"},
}
