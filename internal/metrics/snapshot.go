package metrics

import (
	"maps"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// snapshot is what the gauges show at one moment. It is never changed: a report
// makes a new one, which shares unchanged parts with the last one.
type snapshot struct {
	groups   map[string]*group     // nil until a report lists groups
	unseen   map[string]bool       // groups that could never be listed
	swept    map[string]bool       // policies that reports have covered
	results  map[report.Result]int // nil before the first report
	observed time.Time

	policies map[string]bool // of the config; nil: unknown

	price    float64 // of a capacity unit; 0: unknown
	currency string
	labels   groupLabels
}

// after returns the snapshot after a report. A group that could not be listed
// keeps its last values. A group that is no longer swept is dropped.
func (s *snapshot) after(r *report.Report, scenarios names) *snapshot {
	next := *s
	next.results = make(map[report.Result]int)
	if len(r.Groups) == 0 && r.Cause != nil {
		return &next // the sweep ended before it knew the groups
	}
	next.groups, next.unseen = make(map[string]*group, len(r.Groups)), make(map[string]bool)
	next.swept = maps.Clone(s.swept)
	for i := range r.Policies {
		next.swept[text(r.Policies[i].Name)] = true
	}
	b := newBuilder(r, scenarios)
	for i := range r.Groups {
		g := &r.Groups[i]
		next.results[g.Result]++
		id := text(g.ID)
		switch last := s.groups[id]; {
		case g.Result == report.ResultSkipped:
		case g.Result != report.ResultFailed:
			next.groups[id] = b.build(id, g, last)
		case last != nil:
			next.groups[id] = last
		default:
			next.unseen[id] = true
		}
	}
	if len(r.Groups) == 0 || len(r.Groups) > next.results[report.ResultFailed] {
		next.observed = r.FinishedAt
	}
	return &next
}

// configured returns the snapshot with new settings, without the backlogs of
// policies that they do not name.
func (s *snapshot) configured(by Settings) *snapshot {
	next := *s
	next.price, next.currency, next.labels = by.Price, text(by.Currency), newGroupLabels(by.GroupLabels)
	next.policies = by.policies()
	next.groups = maps.Clone(s.groups)
	for id, g := range s.groups {
		next.groups[id] = g.without(next.policies)
	}
	return &next
}
