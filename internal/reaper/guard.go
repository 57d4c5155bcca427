package reaper

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// groupDone holds the results of the plan of one resource group.
type groupDone struct {
	results *report.Results // by the index of the plan's table
	refused string          // why a guard refused the group
	gaveUp  error           // why sending ended early
	// newest is the stock of the newest listing made after sending; nil if none
	// was made.
	newest stock
	listed int
}

// guard applies the limits to the plans before anything is sent. It returns for
// each decision whether it is planned, deferred or kept. An error refuses the
// whole sweep.
func (s *sweep) guard(plans []*groupPlan) ([]*groupDone, error) {
	done := undone(plans)
	if skew, known := s.skew(); known && skew.Abs() > s.Limits.MaxClockSkew {
		for i, p := range plans {
			done[i].deferAll(p, report.MaxClockSkew)
		}
		return done, skewed(skew, s.Limits.MaxClockSkew)
	}
	for i, p := range plans {
		s.guardPercent(p, done[i])
	}
	s.guardCounts(plans, done)
	return done, nil
}

// undone returns the results of plans before guard and act.
func undone(plans []*groupPlan) []*groupDone {
	done := make([]*groupDone, len(plans))
	for i, p := range plans {
		d := &groupDone{results: report.NewResults(p.table.Len(), report.Done{})}
		for row := range p.table.Len() {
			if p.table.Action(row) != policy.None {
				d.results.Set(row, report.Done{Outcome: report.Planned})
			} else if note, ok := p.notes[p.table.ID(row)]; ok {
				d.results.Set(row, note)
			}
		}
		done[i] = d
	}
	return done
}

// goes reports whether a decision is to be sent. Decisions of a dry-run policy
// never are.
func (d *groupDone) goes(p *groupPlan, row int) bool {
	return d.results.Outcome(row) == report.Planned && !p.table.DryRun(row)
}

// going returns how many decisions are to be sent.
func (d *groupDone) going(p *groupPlan) (n int) {
	for row := range p.table.Len() {
		if d.goes(p, row) {
			n++
		}
	}
	return n
}

// guardPercent refuses a group if too large a part of it would be acted on.
func (s *sweep) guardPercent(p *groupPlan, d *groupDone) {
	if n := d.going(p); policy.Percent(n, p.listed, s.Limits.MaxPercent) {
		d.refused = fmt.Sprintf("%d of %d executions (%.1f %%) would be acted on, more than limits.maxPercent (%v %%): nothing was sent; if that is meant, raise the limit",
			n, p.listed, 100*float64(n)/float64(p.listed), s.Limits.MaxPercent)
		d.deferAll(p, report.MaxPercent)
	}
}

// guardCounts defers all but the oldest of all groups, as the limits say.
func (s *sweep) guardCounts(plans []*groupPlan, done []*groupDone) {
	maxStops, maxDeletes := s.Shard.share(s.Limits.MaxStops), s.Shard.share(s.Limits.MaxDeletes)
	total := 0
	for i, p := range plans {
		total += done[i].going(p)
	}
	if total <= min(maxStops, maxDeletes) {
		return // an action is at most one stop and one deletion
	}
	type place struct{ plan, row uint32 }
	places := make([]place, 0, total)
	for i, p := range plans {
		for row := range p.table.Len() {
			if done[i].goes(p, row) {
				places = append(places, place{uint32(i), uint32(row)})
			}
		}
	}
	at := func(i int) policy.Candidate {
		p, row := plans[places[i].plan], int(places[i].row)
		return policy.Candidate{Action: p.table.Action(row), Age: p.table.Age(row), Group: p.group.ID, ID: p.table.ID(row)}
	}
	policy.LimitOldest(total, at, maxStops, maxDeletes, func(i int, limit string) {
		done[places[i].plan].results.Set(int(places[i].row), deferred(limitNamed[limit]))
	})
}

var limitNamed = map[string]report.Limit{"maxStops": report.MaxStops, "maxDeletes": report.MaxDeletes}

func (d *groupDone) deferAll(p *groupPlan, limit report.Limit) {
	for row := range p.table.Len() {
		if d.goes(p, row) {
			d.results.Set(row, deferred(limit))
		}
	}
}

func deferred(limit report.Limit) report.Done {
	return report.Done{Outcome: report.Deferred, Limit: limit}
}
