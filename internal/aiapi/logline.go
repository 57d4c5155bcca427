package aiapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// LastLogLine returns the time of the newest log line of an execution since the
// given moment, and false if there is no line. The time is Unreadable if the line
// has none. The error is an *Error, or wraps ErrInvalidID.
func (c *Client) LastLogLine(ctx context.Context, group, id string, since time.Time) (workload.Timestamp, bool, error) {
	if err := checkID(id); err != nil {
		return 0, false, err
	}
	var newest newestLine
	err := c.do(ctx, &call{
		method: http.MethodGet, endpoint: executionEndpoint + "/logs", path: executionsEndpoint + "/" + id + "/logs", group: group,
		query: "$order=desc&$top=1&start=" + url.QueryEscape(since.UTC().Format(time.RFC3339Nano)), read: readField("data", newest.begin, newest.read),
	})
	return newest.at, newest.lines > 0, err
}

// newestLine finds the time of the newest line of an answer {data: {result:
// […]}}. A server that ignores $order or $top sends other lines too.
type newestLine struct {
	at    workload.Timestamp
	lines int
}

func (l *newestLine) begin() { *l = newestLine{at: workload.Unreadable} }

func (l *newestLine) read(d *jx.Decoder) error {
	found := false
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) != "result" {
			return d.Skip()
		}
		found = true
		return readList(d, l.line)
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: logs without a result", page.ErrFormat)
	}
	return err
}

func (l *newestLine) line(d *jx.Decoder) error {
	l.lines++
	var at string
	err := readTexts(d, map[string]*string{"timestamp": &at}, nil)
	if t := workload.ParseTimestamp([]byte(at)); t.Readable() {
		l.at = max(l.at, t)
	}
	return err
}
