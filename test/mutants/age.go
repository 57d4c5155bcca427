package main

// ageMutants change how old an execution is, and when it will expire.
var ageMutants = []mutant{
	{file: "internal/policy/age.go", was: "case state&ended != 0:\n\t\treturn Completed", is: "case state&ended != 0:\n\t\treturn Started"},
	{file: "internal/policy/age.go", was: "case state&(running|stopping) != 0:", is: "case state&running != 0:"},
	{file: "internal/policy/age.go", was: "case state == pending:", is: "case false:"},
	{file: "internal/policy/age.go", was: "!at.IsZero() || f == Modified {", is: "at.Readable() || f == Modified {"},
	{file: "internal/policy/age.go", was: "[...]AgeFrom{Started, Submitted}", is: "[...]AgeFrom{Submitted, Started}"},
	{file: "internal/policy/age.go", was: "if t >= now {\n\t\treturn 0", is: "if t >= now {\n\t\treturn t.Sub(now)"},
	{file: "internal/policy/ages.go", was: "truth(age > c.than)", is: "truth(age >= c.than)"},
	{file: "internal/policy/ages.go", was: "truth(age < c.than)", is: "truth(age <= c.than)"},
	{file: "internal/policy/ages.go", was: "func (c olderThan) holds(s *subject) Truth {\n\tage, ok := s.age()\n\tif !ok {\n\t\treturn Unknown", is: "func (c olderThan) holds(s *subject) Truth {\n\tage, ok := s.age()\n\tif !ok {\n\t\treturn False"},
	{file: "internal/policy/ages.go", was: "func (c youngerThan) holds(s *subject) Truth {\n\tage, ok := s.age()\n\tif !ok {\n\t\treturn Unknown", is: "func (c youngerThan) holds(s *subject) Truth {\n\tage, ok := s.age()\n\tif !ok {\n\t\treturn True"},
	{file: "internal/policy/ages.go", was: "func (c olderThan) withoutAges() Condition { return nil }", is: "func (c olderThan) withoutAges() Condition { return c }"},
	// the calendar
	{file: "internal/policy/period.go", was: "local - mod(local, 3600) - int64(offset)", is: "local - mod(local, 3600)"},
	{file: "internal/policy/period.go", was: "y, w := t.ISOWeek()\n\treturn int64(y)*100", is: "_, w := t.ISOWeek()\n\treturn int64(t.Year())*100"},
	{file: "internal/policy/period.go", was: "int64(t.Year())*1000 + int64(t.YearDay())", is: "int64(t.YearDay())"},
	// what is upcoming
	{file: "internal/policy/upcoming.go", was: "since.After(at.Previous) && !since.After(at.At)", is: "since.After(at.Previous)"},
	{file: "internal/policy/upcoming.go", was: "since.After(at.Previous) && !since.After(at.At)", is: "!since.Before(at.Previous) && !since.After(at.At)"},
	{file: "internal/policy/upcoming_first.go", was: "c.at >= before.ExpiresAt", is: "c.at > before.ExpiresAt", because: "at the same moment the other rule takes it, so that this one does not have it either"},
	{file: "internal/policy/upcoming.go", was: "d.Action == None || d.DryRun {", is: "d.Action == None {"},
	{file: "internal/policy/upcoming_first.go", was: "cmp.Compare(a.at, b.at), cmp.Compare(a.rule, b.rule)", is: "cmp.Compare(b.at, a.at), cmp.Compare(a.rule, b.rule)"},
	{file: "internal/policy/upcoming_first.go", was: "ok && ripe.After(now) && ripe.Before(now.Add(rule.notice))", is: "ok && ripe.After(now)"},
	{file: "internal/policy/upcoming_first.go", was: "if grown.After(ripe) {", is: "if grown.Before(ripe) {"},
}
