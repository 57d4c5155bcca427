package main

// decideMutants change who decides, and how answers are put together.
var decideMutants = []mutant{
	// actions
	{file: "internal/policy/action.go", was: "case Stop:\n\t\treturn s.Active()", is: "case Stop:\n\t\treturn s.Active() || s.Deletable()"},
	{file: "internal/policy/action.go", was: "return s.Active() || s.Deletable()", is: "return s.Active()"},
	{file: "internal/policy/action.go", was: "if a == StopThenDelete && !s.Active() {", is: "if a == StopThenDelete && s.Active() {"},
	// three-valued logic
	{file: "internal/policy/truth.go", was: "return True - t", is: "return truth(t != True)"},
	{file: "internal/policy/condition.go", was: "least = min(least, c.holds(s))", is: "least = max(False, c.holds(s))"},
	{file: "internal/policy/condition.go", was: "s.flaws = flaws\n\t\t\treturn False", is: "return min(False, Truth(flaws))"},
	{file: "internal/policy/not.go", was: "t := all(c.ordered, s).not()", is: "t := all(c.ordered, s)"},
	{file: "internal/policy/not.go", was: "s.ageFrom, s.bias = outer, s.bias.not()", is: "_, s.bias = outer, s.bias.not()"},
	{file: "internal/policy/not.go", was: "s.bias = s.bias.not()\n\tt := all(c.ordered, s).not()\n\ts.ageFrom, s.bias = outer, s.bias.not()", is: "t := all(c.ordered, s).not()\n\ts.ageFrom = outer"},
	{file: "internal/policy/not.go", was: "case len(left) == 0:", is: "case true:"},
	{file: "internal/policy/not.go", was: "s.narrow(c.match.AgeFrom)\n\ts.bias", is: "s.bias"},
	{file: "internal/policy/matcher.go", was: "whole = min(steady, all(m.aged, s))", is: "whole = all(m.aged, s)"},
	{file: "internal/policy/matcher.go", was: "anyAge = min(steady, all(m.ageless, s))", is: "anyAge = steady"},
	{file: "internal/policy/matcher.go", was: "d = max(d, o.than)", is: "d = o.than", because: "a match of a config has olderThan once at most"},
	// fields
	{file: "internal/policy/names.go", was: "missing: Unknown}", is: "missing: False}"},
	{file: "internal/policy/names.go", was: "c.missing = False", is: "c.missing = Unknown"},
	{file: "internal/policy/statuses.go", was: "return truth(c.set&s.states != 0)", is: "return truth(c.set|s.states != 0)"},
	{file: "internal/policy/statuses.go", was: "ended  = stopped | completed | dead", is: "ended  = stopped | completed"},
	{file: "internal/policy/when.go", was: "return truth(bool(b)), nil", is: "return truth(bool(b) || true), nil"},
	{file: "internal/policy/when.go", was: "s.flaws |= flawWhen", is: "s.flaws |= 0"},
	{file: "internal/policy/when.go", was: "cancelled.Cause == interpreter.CostLimitExceeded", is: "cancelled.Cause != interpreter.CostLimitExceeded"},
	// policies together
	{file: "internal/policy/plan.go", was: "if reason != ReasonExpired || dry && !rule.dry {", is: "if reason != ReasonExpired || dry && rule.dry {"},
	{file: "internal/policy/plan.go", was: "if reason != ReasonExpired || dry && !rule.dry {", is: "if true || dry {"},
	{file: "internal/policy/plan.go", was: "case r != choice:", is: "case false:"},
	{file: "internal/policy/plan.go", was: "case vetoed:", is: "case false:"},
	{file: "internal/policy/plan.go", was: "d.Overdue = d.Age - r.olderThan", is: "d.Overdue = d.Age"},
	{file: "internal/policy/plan.go", was: "if veto != 0 {\n\t\tchoice", is: "if veto != 0 && choice < 0 {\n\t\tchoice"},
	{file: "internal/policy/plan.go", was: "r.action.on(p.subject.execution.Status), r.dry", is: "r.action.on(p.subject.execution.Status), false"},
	{file: "internal/policy/rule.go", was: "return whole == True && (r.keep == nil || anyAge != Unknown)", is: "return whole == True"},
	{file: "internal/policy/rule.go", was: "return whole == True && (r.keep == nil || anyAge != Unknown)", is: "return whole != False && (r.keep == nil || anyAge != Unknown)"},
	{file: "internal/policy/rule.go", was: "if !applies && r.keep == nil {", is: "if !applies {"},
	{file: "internal/policy/rule.go", was: "case !s.origin().at.Readable():", is: "case false:"},
	{file: "internal/policy/rule.go", was: "return len(p.Groups) == 0 || p.Groups.Match(g.ID)", is: "return len(p.Groups) >= 0 || p.Groups.Match(g.ID)"},
	// limits
	{file: "internal/policy/limit.go", was: "float64(acted)*100 > maxPercent*", is: "float64(acted)*100 >= maxPercent*"},
	{file: "internal/policy/limit.go", was: "cmp.Compare(b.Age, a.Age)", is: "cmp.Compare(a.Age, b.Age)"},
	{file: "internal/policy/limit.go", was: "cmp.Compare(a.ID, b.ID))", is: "cmp.Compare(b.ID, a.ID))"},
	{file: "internal/policy/limit.go", was: "case stop > maxStops:", is: "case stop > maxStops+1:"},
	{file: "internal/policy/limit.go", was: "case deletion > maxDeletes:", is: "case false:"},
	{file: "internal/policy/limit.go", was: "return 1, 1", is: "return 1, 0"},
	{file: "internal/policy/limit.go", was: "maxStops-stop, maxDeletes-deletion", is: "maxStops-stop, maxDeletes"},
}
