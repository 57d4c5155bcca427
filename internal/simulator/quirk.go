package simulator

import (
	"strings"
	"time"
)

// quirk says how faults change the JSON of an execution.
type quirk struct {
	absent string // what happens to optional fields: "missing", "null" or "" for no change
	time   string // name of the time field that text replaces
	text   string
	broken string // name of the field with invalid UTF-8
}

// shown returns an execution as clients see it, changed by faults. The caller
// holds g.mu.
func (s *Server) shown(g *group, e *Execution) (Execution, quirk) {
	shown, q := *e, quirk{}
	if len(s.options.Faults) == 0 {
		return shown, q
	}
	if s.struck("unknown-status", e.ID) {
		shown.Status = "HIBERNATING"
	}
	switch {
	case s.struck("missing-fields", e.ID):
		q.absent = "missing"
	case s.struck("null-fields", e.ID):
		q.absent = "null"
	}
	if s.struck("far-times", e.ID) {
		q.time, q.text = oddTime(e, s.hash("far-times: which", e.ID))
	}
	if s.struck("invalid-utf8", e.ID) {
		q.broken = []string{"scenarioId", "status", "statusMessage"}[s.hash("invalid-utf8: which", e.ID)%3]
	}
	if s.struck("bad-ids", e.ID) {
		shown.ID = g.badID(e.ID)
	}
	return shown, q
}

// oddTime picks one of the times of an execution, and a text to replace it.
func oddTime(e *Execution, pick uint32) (field, text string) {
	type named struct {
		name string
		at   time.Time
	}
	times := []named{{"createdAt", e.CreatedAt}, {"modifiedAt", e.ModifiedAt}}
	for _, t := range []named{{"submissionTime", e.SubmissionTime}, {"startTime", e.StartTime}, {"completionTime", e.CompletionTime}} {
		if !t.at.IsZero() {
			times = append(times, t)
		}
	}
	t := times[pick%uint32(len(times))]
	texts := []string{
		"9999-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "yesterday",
		t.at.UTC().Format("2006-01-02T15:04:") + "60Z", strings.ToLower(t.at.UTC().Format(time.RFC3339)),
	}
	return t.name, texts[pick/8%uint32(len(texts))]
}

// literalIDs are the first bad ids of each group. Each would change the meaning
// of a URL path.
var literalIDs = []string{"../../admin/resourceGroups/g00", ".", "..", "$count", "x"}

// badID returns the invalid id that replaces a valid one. It is unique and stays
// the same for an id.
func (g *group) badID(id string) string {
	if bad, known := g.badIDs[id]; known {
		return bad
	}
	n := len(g.badIDs)
	bad := id + strings.Repeat("-long", 13)
	switch {
	case n < len(literalIDs):
		bad = literalIDs[n]
	case n%3 == 0:
		bad = "../" + id
	case n%3 == 1:
		bad = id + "?$top=1"
	}
	if g.badIDs == nil {
		g.badIDs = make(map[string]string)
	}
	g.badIDs[id] = bad
	return bad
}

// field writes a field of an execution.
func (q quirk) field(b []byte, name, value, absent string) []byte {
	if name != q.broken {
		return appendField(b, name, value, absent)
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	b = append(b, 0xff, 0xfe)
	return append(b, appendText(nil, value)[1:]...)
}

// moment writes a time of an execution.
func (q quirk) moment(b []byte, name string, t time.Time, absent string) []byte {
	if name != q.time {
		return appendTime(b, name, t, absent)
	}
	return appendField(b, name, q.text, "")
}
