package main

// shareMutants change what counts, and for whom.
var shareMutants = []mutant{
	{file: "internal/report/count.go", was: "if row.PolicyIndex >= 0 && row.Action != policy.None {", is: "if row.PolicyIndex >= 0 || row.Action != policy.None {"},
	{file: "internal/report/count.go", was: "if row.Freed {", is: "if row.Stopped || row.Outcome == Planned {"},
	{file: "internal/report/count.go", was: "case count[ResultRefused] > 0:", is: "case false:"},
	{file: "internal/report/words.go", was: "return o == Refused || o == Failed || o == Accepted", is: "return o == Refused || o == Failed"},
}
