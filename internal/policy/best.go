package policy

import (
	"cmp"
	"fmt"
	"slices"
)

// Best is the keep rule that saves the N best of each group, by the newest value
// of a tracking metric.
type Best struct {
	Metric string
	Max    bool // the greatest values are best, else the least
	N      int
}

// scored is an entry of a group, with its value of the metric.
type scored struct {
	value float64
	entry int
}

// rank orders the entries of the group by their values. Of equal values the newer
// is better. If the metric of any entry is unknown, the best are unknown too.
func (r *keepRule) rank() {
	r.scores, r.unsure = r.scores[:0], false
	facts := r.group.planner.subject.facts
	for i, e := range r.group.entries {
		value, ok, known := facts.metric(r.group.planner.executions[e.index].ID, r.best.Metric)
		r.unsure = r.unsure || !known
		if ok {
			r.scores = append(r.scores, scored{value, i})
		}
	}
	slices.SortFunc(r.scores, func(a, b scored) int {
		byValue := cmp.Compare(a.value, b.value)
		if r.best.Max {
			byValue = -byValue
		}
		return cmp.Or(byValue, cmp.Compare(a.entry, b.entry))
	})
	r.places = r.places[:0]
	for range r.group.entries {
		r.places = append(r.places, 0)
	}
	for place, s := range r.scores {
		r.places[s.entry] = int32(place) + 1
	}
}

// amongBest reports whether entry i is saved: it is one of the best, or the best
// of its group are unknown.
func (r *keepRule) amongBest(i int) bool {
	return r.unsure || r.places[i] > 0 && int(r.places[i]) <= r.best.N
}

func (r *keepRule) wantsBest() string {
	order := "least"
	if r.best.Max {
		order = "greatest"
	}
	return fmt.Sprintf("%d with the %s %s", r.best.N, order, r.best.Metric)
}

func (r *keepRule) sawBest(i int) string {
	p := r.group.planner
	id := p.executions[r.group.entries[i].index].ID
	value, ok, known := p.subject.facts.metric(id, r.best.Metric)
	switch {
	case !known:
		return p.subject.unasked(FactMetrics)
	case !ok:
		return "it has no such metric"
	case r.unsure:
		return fmt.Sprintf("%s %v, and not that of all others", r.best.Metric, value)
	}
	return fmt.Sprintf("%s %v, number %d of %d", r.best.Metric, value, r.places[i], len(r.scores))
}
