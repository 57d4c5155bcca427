package archive

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A copy holds at most this many lines and bytes of logs; Copy.LogsCut tells
// where there were more.
const (
	maxLines = 200_000
	maxBytes = 64 << 20
)

// margin is how long before and after the run its lines may be stamped.
const margin = time.Minute

// logs reads all lines of a run, page by page. The next page begins at the time of
// the last line, whose equals are then met twice and told apart by their text.
func (a *Archive) logs(ctx context.Context, group string, e *workload.Execution) (lines []json.RawMessage, cut bool, err error) {
	from, to := a.span(e)
	lines = []json.RawMessage{}
	size := 0
	edge := make(map[string]bool) // lines stamped with the time that the page began at
	for {
		page, err := a.api.Logs(ctx, group, e.ID, from, to)
		if e, ok := errors.AsType[*aiapi.Error](err); ok && e.Status == http.StatusNotFound {
			return lines, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		fresh := 0
		for _, line := range page {
			if line.Timestamp == workload.At(from) && edge[string(line.Raw)] {
				continue
			}
			if len(lines) >= maxLines || size+len(line.Raw) > maxBytes {
				return lines, true, nil
			}
			lines, size, fresh = append(lines, line.Raw), size+len(line.Raw), fresh+1
		}
		if len(page) < aiapi.LogPage {
			return lines, cut, nil
		}
		last := page[len(page)-1].Timestamp
		switch {
		case !last.Readable():
			return lines, true, nil // without a time there is no next page to ask for
		case fresh == 0 || last == workload.At(from):
			// More lines are stamped alike than a page holds: the rest of them is out of reach.
			cut, last = true, last+1
		}
		edge = make(map[string]bool)
		for _, line := range page {
			if line.Timestamp == last {
				edge[string(line.Raw)] = true
			}
		}
		from = last.Time()
	}
}

// span is from when to when an execution can have logged.
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
