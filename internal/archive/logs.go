package archive

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A copy holds at most so many lines and bytes of logs. Copy.LogsCut is set if
// there were more.
const (
	maxLines = 200_000
	maxBytes = 64 << 20
)

// margin is how far before the start or after the end of a run the time of a log
// line may be.
const margin = time.Minute

// logs reads all log lines of a run into a copy, page by page.
func (a *Archive) logs(ctx context.Context, group string, e *workload.Execution, c *Copy) error {
	from, to := a.span(e)
	c.Logs = []json.RawMessage{}
	r := logReader{copy: c, from: from}
	for first := true; ; first = false {
		page, err := a.api.Logs(ctx, group, e.ID, r.from, to)
		switch {
		case isAbsent(err) && first:
			c.Missing = append(c.Missing, "logs")
			return nil
		case isAbsent(err):
			c.LogsCut = true
			return nil
		case err != nil:
			return err
		case !r.take(page):
			return nil
		}
	}
}

// logReader joins pages of lines. Each page begins at the time of the last line
// of the page before, so the lines of that moment come twice. They are recognized
// by their text.
type logReader struct {
	copy *Copy
	size int             // of all lines, in bytes
	from time.Time       // at which the next page begins
	edge map[string]bool // lines with time from that are already in the copy
}

// take adds a page to the copy and reports whether there can be another page.
func (r *logReader) take(page []aiapi.LogLine) bool {
	fresh := 0
	for _, line := range page {
		if line.Timestamp == workload.At(r.from) && r.edge[string(line.Raw)] {
			continue
		}
		if len(r.copy.Logs) >= maxLines || r.size+len(line.Raw) > maxBytes {
			r.copy.LogsCut = true
			return false
		}
		r.copy.Logs, r.size, fresh = append(r.copy.Logs, line.Raw), r.size+len(line.Raw), fresh+1
	}
	return len(page) >= aiapi.LogPage && r.turn(page, fresh)
}

// turn sets where the next page begins, and reports whether that is known.
func (r *logReader) turn(page []aiapi.LogLine, fresh int) bool {
	last := page[len(page)-1].Timestamp
	switch {
	case !last.Readable():
		r.copy.LogsCut = true // without a time the next page cannot be requested
		return false
	case fresh == 0 || last == workload.At(r.from):
		// More lines have the same time than a page holds. The others cannot be
		// requested.
		r.copy.LogsCut, last = true, last+1
	}
	r.edge = make(map[string]bool)
	for _, line := range page {
		if line.Timestamp == last {
			r.edge[string(line.Raw)] = true
		}
	}
	r.from = last.Time()
	return true
}

// span returns the time in which an execution can have logged.
func (a *Archive) span(e *workload.Execution) (from, to time.Time) {
	start, end := e.SubmissionTime, e.CompletionTime
	if !start.Readable() {
		start = e.CreatedAt
	}
	from, to = start.Time().Add(-margin), a.now()
	if end.Readable() {
		to = end.Time().Add(margin)
	}
	return from, to
}
