package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Metric is one value that a run has reported of itself.
type Metric struct {
	Name  string
	Value float64 // a number: JSON has no others
	Time  time.Time
	Step  int
}

// The bounds of $top for tracking data, and of what can be asked for at once, by
// SAP's description.
const (
	defaultTrackingTop = 1_000
	maxTrackingTop     = 10_000
	maxTrackingIDs     = 10
)

// SetTags gives an execution these tracking tags, by name and value, and no others.
func (s *Server) SetTags(groupID, id string, tags ...[2]string) {
	s.setFacts(groupID, id, func(f *facts) { f.tags, f.tagged = tags, true })
}

// SetMetrics gives an execution these metrics, and no others.
func (s *Server) SetMetrics(groupID, id string, metrics ...Metric) {
	s.setFacts(groupID, id, func(f *facts) { f.metrics, f.measured = metrics, true })
}

// Tags are the tracking tags that an execution bears now, by name and value.
func (s *Server) Tags(groupID, id string) (tags [][2]string) {
	s.look(groupID, id, func(g *group, e *Execution) { tags = slices.Clone(s.tags(g, e)) })
	return tags
}

// Metrics are the metrics that an execution has reported.
func (s *Server) Metrics(groupID, id string) (metrics []Metric) {
	s.look(groupID, id, func(g *group, e *Execution) { metrics = slices.Clone(s.metrics(g, e)) })
	return metrics
}

// track is GET /lm/metrics: the tracking data of up to ten executions, or of those
// whose tags fit. An execution without any is not in the answer.
func (s *Server) track(r *http.Request, g *group) *reply {
	query, err := readTrackingQuery(r.URL)
	if err != nil {
		return problem(http.StatusBadRequest, "01000005", err.Error())
	}
	b, n := []byte(`{"resources":[`), 0
	for _, e := range query.candidates(g) {
		tags, metrics := s.tags(g, e), s.metrics(g, e)
		if len(tags)+len(metrics) == 0 || !query.fits(tags) {
			continue
		}
		if n++; n <= query.skip {
			continue
		}
		if n > query.skip+query.top {
			break
		}
		if n > query.skip+1 {
			b = append(b, ',')
		}
		b = query.appendResource(b, e.ID, tags, metrics)
	}
	count := max(0, min(n-query.skip, query.top))
	return jsonReply(http.StatusOK, append(strconv.AppendInt(append(b, `],"count":`...), int64(count), 10), '}'))
}

// candidates are the executions that a query asks about by id, or all.
func (q *trackingQuery) candidates(g *group) []*Execution {
	if q.ids == nil {
		return g.executions
	}
	var found []*Execution
	for _, id := range q.ids {
		if e := g.byID[id]; e != nil && !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	return found
}

func (q *trackingQuery) appendResource(b []byte, id string, tags [][2]string, metrics []Metric) []byte {
	b = appendText(append(b, `{"executionId":`...), id)
	if q.selects("metrics") {
		b = append(b, `,"metrics":[`...)
		for i, m := range metrics {
			if i > 0 {
				b = append(b, ',')
			}
			b = m.appendJSON(b)
		}
		b = append(b, ']')
	}
	if q.selects("tags") {
		b = appendPairs(append(b, `,"tags":`...), "name", tags)
	}
	if q.selects("customInfo") {
		b = append(b, `,"customInfo":[]`...)
	}
	return append(b, '}')
}

func (m Metric) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"name":`...), m.Name)
	b = strconv.AppendFloat(append(b, `,"value":`...), m.Value, 'g', -1, 64)
	b = appendTime(b, "timestamp", m.Time, "")
	return append(strconv.AppendInt(append(b, `,"step":`...), int64(m.Step), 10), '}')
}

// appendPairs writes a list of objects of two texts, the second of which is "value".
func appendPairs(b []byte, first string, pairs [][2]string) []byte {
	b = append(b, '[')
	for i, p := range pairs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, `{"`...), first...), `":`...)
		b = append(appendText(b, p[0]), `,"value":`...)
		b = append(appendText(b, p[1]), '}')
	}
	return append(b, ']')
}
