package report

import (
	"errors"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// ErrInterrupted is the cause of a sweep that was interrupted.
var ErrInterrupted = errors.New("interrupted: what was in flight was answered, and nothing more was sent")

// ErrRefused is wrapped by the cause of a sweep that a guard refused entirely.
var ErrRefused = errors.New("refused")

// Count computes from the groups and rows: the counts of the policies, what was
// freed, and the result.
func (r *Report) Count() {
	for row := range r.Rows.Scan() {
		if row.PolicyIndex >= 0 && row.Action != policy.None {
			r.Policies[row.PolicyIndex].add(row)
		}
		if row.Freed {
			r.Freed = r.Freed.Add(row.Held)
		}
	}
	r.Result = r.result()
}

// add counts one row.
func (p *Policy) add(r *Row) {
	if r.Stopped {
		p.Stopped++
	}
	if r.Deleted {
		p.Deleted++
	}
	switch {
	case r.Outcome.Wrong():
		p.Failed++
	case r.Outcome == Planned:
		p.Planned++
	case r.Outcome == Verified:
		p.Done++
	case r.Outcome == Gone:
		p.Gone++
	case r.Outcome == Ended:
		p.Ended++
	case r.Outcome == Deferred:
		p.Deferred++
	}
}

// result combines the results of the groups. Refused wins over failed, as in the
// exit code.
func (r *Report) result() Result {
	if errors.Is(r.Cause, ErrRefused) {
		return ResultRefused
	}
	count := make(map[Result]int)
	for i := range r.Groups {
		count[r.Groups[i].Result]++
	}
	switch {
	case count[ResultRefused] > 0:
		return ResultRefused
	case r.Cause != nil && len(r.Groups) == count[ResultFailed], len(r.Groups) > 0 && count[ResultFailed] == len(r.Groups):
		return ResultFailed
	case r.Cause != nil || len(r.Faults) > 0 || count[ResultFailed]+count[ResultPartial] > 0:
		return ResultPartial
	}
	return ResultOK
}

// WouldFree returns what the planned stops would give back.
func (r *Report) WouldFree() cost.Holding {
	var sum cost.Holding
	for row := range r.Rows.Scan() {
		if row.Outcome == Planned && row.HoldsCompute() {
			sum = sum.Add(row.Held)
		}
	}
	return sum
}

// NodeHours returns the total node time that the stopped and deleted executions
// had used. For a dry run it is that of the planned ones.
func (r *Report) NodeHours() float64 {
	hours := 0.0
	for row := range r.Rows.Scan() {
		if row.Stopped || row.Deleted || r.Mode == DryRun && row.Outcome == Planned {
			hours += row.Used.Hours() * row.Held.Nodes
		}
	}
	return hours
}
