package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"time"
)

// LogLine is one line of the log of an execution.
type LogLine struct {
	Time    time.Time
	Message string
}

// The default and the largest value of $top for log lines, by SAP's description.
const (
	defaultLogTop = 1_000
	maxLogTop     = 5_000
)

// SetLog sets the whole log of an execution. The lines must be ordered by time.
func (s *Server) SetLog(groupID, id string, lines ...LogLine) {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b LogLine) int { return a.Time.Compare(b.Time) })
	s.setFacts(groupID, id, func(f *facts) { f.lines, f.logged = lines, true })
}

// Log returns the log of an execution up to now.
func (s *Server) Log(groupID, id string) (lines []LogLine) {
	s.look(groupID, id, func(g *group, e *Execution) {
		book := s.book(g, e)
		for i := range book.len() {
			lines = append(lines, book.at(i))
		}
	})
	return lines
}

// book is a log: given lines, or one line each minute from start to last. The
// latter are computed when needed, because a run can last a year.
type book struct {
	lines       []LogLine
	start, last time.Time // zero: only the given lines
}

func (b book) len() int {
	if b.start.IsZero() || b.last.Before(b.start) {
		return len(b.lines)
	}
	return 1 + int(b.last.Sub(b.start)/time.Minute)
}

func (b book) at(i int) LogLine {
	if b.start.IsZero() {
		return b.lines[i]
	}
	return LogLine{b.start.Add(time.Duration(i) * time.Minute), fmt.Sprintf("epoch %d", i)}
}

// between returns the indices of the lines from start to end: from first up to,
// not including, before.
func (b book) between(start, end time.Time) (first, before int) {
	n := b.len()
	first = sort.Search(n, func(i int) bool { return !b.at(i).Time.Before(start) })
	before = sort.Search(n, func(i int) bool { return b.at(i).Time.After(end) })
	return first, max(first, before)
}

// logs is GET /lm/executions/{id}/logs.
func (s *Server) logs(r *http.Request, g *group) *reply {
	e := g.byID[r.PathValue("id")]
	if e == nil {
		return notFound(r.PathValue("id"))
	}
	query := r.URL.Query()
	now := s.now()
	start, end := moment(query, "start", now.Add(-time.Hour)), moment(query, "end", now)
	top, err := number(query, "$top", defaultLogTop, maxLogTop)
	order := query.Get("$order")
	if err != nil || top == 0 || start.IsZero() || end.IsZero() || !slices.Contains([]string{"", "asc", "desc"}, order) {
		return problem(http.StatusBadRequest, "01000005", "start and end must be RFC 3339, $top a number from 1 to 5000, $order asc or desc")
	}
	book := s.book(g, e)
	first, before := book.between(start, end)
	b := []byte(`{"data":{"result":[`)
	for n := range min(top, before-first) {
		if n > 0 {
			b = append(b, ',')
		}
		place := first + n
		if order == "desc" {
			place = before - 1 - n
		}
		b = book.at(place).appendJSON(b, e.ID)
	}
	return jsonReply(http.StatusOK, append(b, "]}}"...))
}

func (l LogLine) appendJSON(b []byte, id string) []byte {
	b = appendText(append(b, `{"container":"main","pod":`...), id+"-0")
	b = fmt.Appendf(b, `,"stream":"stdout","timestamp":"%s","msg":`, l.Time.UTC().Format(time.RFC3339Nano))
	return append(appendText(b, l.Message), '}')
}

func moment(query url.Values, name string, fallback time.Time) time.Time {
	text := query.Get(name)
	if text == "" {
		return fallback
	}
	t, _ := time.Parse(time.RFC3339, text) // an unreadable time becomes the zero time
	return t
}
