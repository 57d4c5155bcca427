package reaper

import (
	"errors"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// total makes the report: it counts what the rows say, and nothing else does.
func (s *sweep) total(cause error) *Report {
	r := &Report{Sweep: s.id, Mode: s.Mode, Cause: cause, Policies: make([]PolicyReport, len(s.Policies.Policies))}
	r.Skew, _ = s.skew()
	byName := make(map[string]*PolicyReport, len(r.Policies))
	for i := range r.Policies {
		r.Policies[i].Name, r.Policies[i].Action = s.Policies.Policies[i].Name, s.Policies.Policies[i].Action
		byName[r.Policies[i].Name] = &r.Policies[i]
	}
	for _, v := range s.surveys {
		r.Groups = append(r.Groups, v.report())
		r.ProtectErrors += v.uncertain
		for i, t := range v.tallies {
			r.Policies[i].addTally(t)
		}
		for i := range v.rows {
			if p := byName[v.rows[i].Policy]; p != nil {
				p.addRow(&v.rows[i])
			}
			if v.rows[i].Freed {
				r.Freed = r.Freed.Add(v.rows[i].Held)
			}
		}
		r.Rows = append(r.Rows, v.rows)
	}
	r.Result = r.result()
	if cause != nil {
		r.Error = cause.Error()
	}
	return r
}

func (p *PolicyReport) addTally(t policy.Tally) {
	p.Matched += t.Matched
	p.Kept += t.Kept
	p.Errors += t.Errors
}

func (p *PolicyReport) addRow(r *Row) {
	if r.Stopped {
		p.Stopped++
	}
	if r.Deleted {
		p.Deleted++
	}
	if r.Outcome == Deferred {
		p.Deferred++
	}
	if r.failed() {
		p.Failed++
	}
}

// failed tells whether an action was refused, could not be sent, or was not seen
// done in time.
func (r *Row) failed() bool {
	return r.Outcome == Refused || r.Outcome == Failed || r.Outcome == Accepted
}

// report says how a group fared. Rows that failed make it partial.
func (v *survey) report() GroupReport {
	g := GroupReport{ID: v.group.ID, Listed: v.listed, Inventory: v.inventory, Result: ResultOK}
	switch {
	case v.err != nil:
		g.Result, g.Error = ResultFailed, v.err.Error()
	case v.skipped != "":
		g.Result, g.Error = ResultSkipped, v.skipped
	case v.refused != "":
		g.Result, g.Error = ResultRefused, v.refused
	default:
		for i := range v.rows {
			if v.rows[i].failed() {
				g.Result = ResultPartial
			}
		}
	}
	return g
}

// result sums the groups up. A refusal by a guard outweighs failures, as the
// exit code does.
func (r *Report) result() Result {
	if errors.Is(r.Cause, ErrRefused) {
		return ResultRefused
	}
	count := make(map[Result]int)
	for _, g := range r.Groups {
		count[g.Result]++
	}
	switch {
	case count[ResultRefused] > 0:
		return ResultRefused
	case r.Cause != nil && len(r.Groups) == count[ResultFailed], len(r.Groups) > 0 && count[ResultFailed] == len(r.Groups):
		return ResultFailed
	case r.Cause != nil || count[ResultFailed]+count[ResultPartial] > 0:
		return ResultPartial
	}
	return ResultOK
}
