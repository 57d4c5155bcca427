package main

// factMutants change what is made of facts that a listing does not hold, and of
// those that nobody knows.
var factMutants = []mutant{
	{file: "internal/policy/facts.go", was: "ok && value == value, known", is: "ok, known"},
	{file: "internal/policy/facts.go", was: "return f.failed[kind].all", is: "return nil"},
	{file: "internal/policy/feeds.go", was: "if !readable {\n\t\treturn Unknown", is: "if !readable {\n\t\treturn False"},
	{file: "internal/policy/feeds.go", was: "case readable && len(artifacts) == 0:\n\t\treturn False", is: "case len(artifacts) == 0:\n\t\treturn False"},
	{file: "internal/policy/feeds.go", was: "if s.facts.Feeding[id] {\n\t\t\treturn True", is: "if s.facts.Feeding[id] {\n\t\t\treturn False"},
	{file: "internal/policy/silent.go", was: "return Unknown\n\tcase s.states != running:", is: "return Unknown\n\tcase s.states&active == 0:"},
	{file: "internal/policy/silent.go", was: "return truth(since(s.present, at) > c.than)", is: "return truth(since(s.present, at) >= c.than)"},
	{file: "internal/policy/silent.go", was: "return truth(since(s.present, at) > c.than)", is: "return truth(since(s.at, at) > c.than)"},
	{file: "internal/policy/silent.go", was: "case !at.Readable():\n\t\treturn Unknown", is: "case !at.Readable():\n\t\treturn True"},
	{file: "internal/policy/tagged.go", was: "case !bears:\n\t\treturn False", is: "case !bears:\n\t\treturn Unknown"},
	{file: "internal/policy/tagged.go", was: "return truth(c.patterns.Match(value))", is: "return truth(!c.patterns.Match(value))"},
	{file: "internal/policy/subject.go", was: "return s.bias", is: "return Unknown"},
	{file: "internal/policy/plan.go", was: "if p.factual && v.hopes() {", is: "if false && v.hopes() {"},
	{file: "internal/policy/plan.go", was: "v.marks&surely == 0 && (v.marks&may != 0 || v.reason.keeps())", is: "v.marks&may != 0 || v.reason.keeps()"},
	{file: "internal/policy/hang.go", was: "return p.rules[choice].dry || r < choice", is: "return r < choice"},
	{file: "internal/policy/hang.go", was: "return p.rules[choice].dry && r < choice", is: "return p.rules[choice].dry"},
	{file: "internal/policy/hang.go", was: "p.executions[i].ID); why != nil {", is: "p.executions[i].ID); false && why != nil {"},
	{file: "internal/policy/hang.go", was: "if wanted {", is: "if true || wanted {"},
	{file: "internal/policy/hang.go", was: "p.kept[r][c.index].marks&alive != 0", is: "false"},
}
