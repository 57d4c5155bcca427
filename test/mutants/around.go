package main

// aroundMutants change what is written down, and when a daemon sweeps.
var aroundMutants = []mutant{
	{file: "internal/reaper/audit.go", was: "if a.Audit == nil {\n\t\treturn nil", is: "if true {\n\t\treturn nil"},
	{file: "internal/audit/append.go", was: "if l.endsTorn() {", is: "if false && l.endsTorn() {"},
	{file: "internal/audit/append.go", was: "case !rest.outcome:", is: "case true:"},
	{file: "internal/archive/write.go", was: "if damaged != nil || h.group != group", is: "if damaged != nil && h.group != group"},
	{file: "internal/daemon/timetable.go", was: "return s.ever && !s.at.After(now)", is: "return s.ever && s.at.Before(now.Add(-time.Minute))"},
	{file: "internal/daemon/timetable.go", was: "if n := before.find(s); n >= 0 {", is: "if n := before.find(s); n > 1000 {"},
	{file: "internal/daemon/timetable.go", was: "s.at = s.at.Add(-by)", is: "s.at = s.at.Add(by)"},
	{file: "internal/daemon/timetable.go", was: "const noticeable = 2 * time.Second", is: "const noticeable = 2 * time.Hour"},
	{file: "internal/daemon/timetable.go", was: "case !s.ever, s.due(now):", is: "case !s.ever:"},
	{file: "internal/daemon/loop.go", was: "case by < 0:", is: "case by > 1<<60:"},
	{file: "internal/daemon/clock.go", was: "const lookAtClock = 30 * time.Second", is: "const lookAtClock = 30 * time.Hour"},
	{file: "internal/daemon/job.go", was: "case l.catchUp || len(due) > 0:", is: "case l.catchUp || len(due) > 1:"},
}
