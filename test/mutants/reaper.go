package main

// reaperMutants change what is sent, what is verified, and what counts.
var reaperMutants = []mutant{
	// what a plan condemns
	{file: "internal/reaper/plan.go", was: "if t.Action(row) == policy.Delete {", is: "if t.Action(row) != policy.Delete {"},
	{file: "internal/reaper/plan.go", was: "if d.Action != policy.Delete || d.DryRun", is: "if d.DryRun"},
	{file: "internal/reaper/plan.go", was: " || int(d.Policy) != p.table.Policy(row) {", is: " {"},
	{file: "internal/reaper/plan.go", was: "return d.Action != policy.None || s.All", is: "return s.All"},
	{file: "internal/reaper/plan.go", was: "if e.Status == workload.Running || e.Status == workload.Stopping {", is: "if e.Status == workload.Stopping {"},
	// whom it is asked of
	{file: "internal/reaper/groups.go", was: "&& !s.Exclude.Match(strings.TrimSpace(g.ID))", is: ""},
	{file: "internal/reaper/groups.go", was: "if !o.Groups.Exclude.Match(id) {", is: "if true {"},
	{file: "internal/reaper/groups.go", was: "if got, ok := g.Labels[key]; !ok || got != value {", is: "if got, ok := g.Labels[key]; ok && got != value {"},
	{file: "internal/reaper/groups.go", was: "if len(chosen) == 0 && o.Shard.Count <= 1 {", is: "if false {"},
	{file: "internal/reaper/groups.go", was: "return !o.Shard.has(g.ID)", is: "return false"},
	{file: "internal/reaper/groups.go", was: "if !workload.ValidGroupID(id) {", is: "if false {"},
	{file: "internal/reaper/list.go", was: "listing.Skew.Abs() > s.Limits.MaxClockSkew", is: "listing.Skew > s.Limits.MaxClockSkew+1<<60"},
	{file: "internal/reaper/list.go", was: "case !workload.ValidGroupID(g.ID):", is: "case false:"},
	{file: "internal/reaper/list.go", was: "case g.Status != workload.Provisioned:", is: "case false:"},
	// what two groups list
	{file: "internal/reaper/duplicates.go", was: "if h := some.at(at); !seen.insert(h) {", is: "if false {"},
	{file: "internal/reaper/duplicates.go", was: "spared.tallies[p.table.Policy(i)].Protected++", is: ""},
	// a reviewed plan
	{file: "internal/reaper/approved.go", was: "case !named: // expired", is: "case false: // expired"},
	{file: "internal/reaper/approved.go", was: "was != is {", is: "was.Action != is.Action {"},
	{file: "internal/reaper/approved.go", was: "if p.err != nil || p.skipped != \"\" {", is: "if false {"},
	// limits
	{file: "internal/reaper/guard.go", was: "return d.results.Outcome(row) == report.Planned && !p.table.DryRun(row)", is: "return d.results.Outcome(row) == report.Planned"},
	{file: "internal/reaper/guard.go", was: "known && skew.Abs() > s.Limits.MaxClockSkew {", is: "known && skew > s.Limits.MaxClockSkew+1<<60 {"},
	{file: "internal/reaper/guard.go", was: "if total <= min(maxStops, maxDeletes) {", is: "if total <= max(maxStops, maxDeletes) {"},
	{file: "internal/reaper/guard.go", was: "policy.Percent(n, p.listed, s.Limits.MaxPercent)", is: "policy.Percent(n, p.listed+1000, s.Limits.MaxPercent)"},
	// the assertion at the call
	{file: "internal/reaper/assert.go", was: "case !workload.ValidID(id):", is: "case false:"},
	{file: "internal/reaper/assert.go", was: "case c.reason != policy.ReasonExpired:", is: "case false:"},
	{file: "internal/reaper/assert.go", was: "case c.dryRun || a.Mode != report.Enforce:", is: "case false:"},
	{file: "internal/reaper/assert.go", was: "case a.plan.twice.has(id):", is: "case false:"},
	{file: "internal/reaper/assert.go", was: "c.target == workload.Deleted && c.status.Deletable()", is: "c.target == workload.Deleted"},
	{file: "internal/reaper/assert.go", was: "c.target == workload.Stopped && c.status.Active()", is: "c.target == workload.Stopped"},
	// what may be sent, and how
	{file: "internal/reaper/copies.go", was: "case failures[i] == nil:", is: "case true:"},
	{file: "internal/reaper/act.go", was: "return cmp.Or(cmp.Compare(t.Age(y.row), t.Age(x.row))", is: "return cmp.Or(cmp.Compare(t.Age(x.row), t.Age(y.row))"},
	{file: "internal/reaper/bulk.go", was: "if a.Bulk != BulkAuto || c.unsure || !refusal(err) {", is: "if c.unsure || !refusal(err) {"},
	{file: "internal/reaper/bulk.go", was: "case a.Bulk == BulkAuto && aiapi.IsUnsupported(err):", is: "case false:"},
	{file: "internal/reaper/single.go", was: "if c.target == workload.Deleted {", is: "if c.target != workload.Deleted {"},
	{file: "internal/reaper/learned.go", was: "return l.fruitless[attempt{k.executable, target, code}] < enough", is: "return true"},
	{file: "internal/reaper/learned.go", was: "if l.announcedNo || l.noBulk[group] || l.onlySingly[k.of()] {", is: "if l.announcedNo || l.noBulk[group] {"},
	{file: "internal/reaper/learned.go", was: "remember(&l.noBulk, group, true)", is: "l.announcedNo = true"},
	{file: "internal/reaper/isolate.go", was: "if !found.accused && found.most > 0", is: "if found.most > 0"},
	{file: "internal/reaper/isolate.go", was: "if a.gate.refusesAll() {", is: "if false {"},
	// what became of it
	{file: "internal/reaper/verify.go", was: "case stop && e.Status.Ended() && (e.Status != workload.Stopped || c.refused()):", is: "case false:"},
	{file: "internal/reaper/verify.go", was: "case e == nil && (stop || c.refused()):", is: "case false:"},
	{file: "internal/reaper/verify.go", was: "case c.wanted != policy.StopThenDelete:", is: "case c.wanted == policy.StopThenDelete:"},
	{file: "internal/reaper/verify.go", was: "case e.TargetStatus == workload.Deleted:", is: "case false:"},
	{file: "internal/reaper/verify.go", was: "case c.doubt != nil && (c.refused() || !applied(c, e)):", is: "case false:"},
	{file: "internal/reaper/verify.go", was: "c.freed = a.plan.table.Status(c.row) == workload.Running", is: "c.freed = true"},
	{file: "internal/reaper/verify.go", was: "return left <= pause", is: "return false"},
	{file: "internal/reaper/absence.go", was: "if listing.Counted && 2*len(listing.Executions) >= a.remain {", is: "if true {"},
	{file: "internal/reaper/outcome.go", was: "case c.unsure || aiapi.MaybeApplied(err) || aiapi.IsGone(err) || stateRefused(err):", is: "case false:"},
	{file: "internal/reaper/outcome.go", was: "case errors.Is(why, report.ErrInterrupted):", is: "case false:"},
	{file: "internal/reaper/summarize.go", was: "if d.newest != nil {", is: "if false {"},
	{file: "internal/reaper/stock.go", was: "if !e.done.Outcome.Wrong() {", is: "if false {", because: "what has ended is not RUNNING in the listing that showed it, and only what is RUNNING holds anything"},
	{file: "internal/reaper/breaker.go", was: "if b.row++; b.row >= breakAfter", is: "if b.row++; b.row >= breakAfter*1000"},
	{file: "internal/reaper/shard.go", was: "return best == s.Index", is: "return best >= 0"},
	{file: "internal/reaper/shard.go", was: "if s.Index < limit%s.Count {", is: "if true {"},
}
