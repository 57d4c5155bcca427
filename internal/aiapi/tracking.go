package aiapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Tracking is the tracking data that a run has logged (schema
// TrckGetMetricResource). It holds only the parts that were requested.
type Tracking struct {
	Tags    []Tag
	Metrics []Metric
}

// Tag is a tracking tag.
type Tag struct{ Name, Value string }

// Metric is a value that a run has logged. Timestamp is zero if it has none.
type Metric struct {
	Name      string
	Value     float64
	Timestamp workload.Timestamp
	Step      int64
}

// Part is a part of tracking data that a request can select ($select).
type Part string

// The parts that this package reads.
const (
	Tags    Part = "tags"
	Metrics Part = "metrics"
)

// MaxTrackingIDs is the largest number of executions in one request for tracking
// data.
const MaxTrackingIDs = 10

const (
	trackingEndpoint = "/lm/metrics"
	// trackingTop is the largest page size for tracking records, trackingDefault
	// the API's default.
	trackingTop     = 10_000
	trackingDefault = 1_000
	maxTracked      = 1_000_000 // the most executions with one tag
)

// Tracking returns a part of the tracking data of executions, by id, in
// ⌈n/MaxTrackingIDs⌉ requests. An execution that is not in the map has no
// tracking data. If a request fails, Tracking returns only its error: an *Error,
// or one that wraps ErrInvalidID.
func (c *Client) Tracking(ctx context.Context, group string, ids []string, what Part) (map[string]Tracking, error) {
	for _, id := range ids {
		if err := checkID(id); err != nil {
			return nil, err
		}
	}
	all := make(map[string]Tracking)
	for batch := range slices.Chunk(ids, MaxTrackingIDs) {
		runs, err := c.tracked(ctx, group, "executionIds="+strings.Join(batch, ",")+"&$select="+string(what)+"&$top="+strconv.Itoa(trackingDefault))
		if err != nil {
			return nil, err
		}
		for _, r := range runs {
			if slices.Contains(batch, r.id) { // a server may ignore the ids
				r.addTo(all)
			}
		}
	}
	return all, nil
}

// TrackingByTag returns the tags of all executions of a group that have a tag
// with that name, by id. It needs one request for each 10,000 of them. The errors
// are those of Tracking.
func (c *Client) TrackingByTag(ctx context.Context, group, tag string) (map[string]Tracking, error) {
	filter := strings.ReplaceAll(url.QueryEscape(tag), "+", "%20")
	all := make(map[string]Tracking)
	for skip := 0; ; {
		runs, err := c.tracked(ctx, group, fmt.Sprintf("tagFilters=%s&$select=%s&$top=%d&$skip=%d", filter, Tags, trackingTop, skip))
		if err != nil {
			return nil, err
		}
		known := len(all)
		for _, r := range runs {
			r.addTo(all)
		}
		if n := len(runs); len(all) == known || n < trackingTop && n != trackingDefault { // a page of the default size may have been cut
			return all, nil
		}
		if len(all) > maxTracked {
			return nil, &Error{
				Method: http.MethodGet, Endpoint: trackingEndpoint, Group: group, Status: http.StatusOK,
				Message: fmt.Sprintf("more than %d executions bear the tag %q", maxTracked, tag), Err: page.ErrTooMuch,
			}
		}
		skip += len(runs)
	}
}

// maxTracking limits a page of tracking data, in bytes. It is large because a run
// can log a metric at each of many thousand steps.
const maxTracking = 128 << 20

// tracked asks for one page of tracking data.
func (c *Client) tracked(ctx context.Context, group, query string) ([]trackedRun, error) {
	var runs []trackedRun
	err := c.do(ctx, &call{
		method: http.MethodGet, endpoint: trackingEndpoint, path: trackingEndpoint, group: group, query: query, bound: maxTracking,
		read: readResources(func() { runs = nil }, func(d *jx.Decoder) error {
			r, err := readTrackedRun(d)
			runs = append(runs, r)
			return err
		}),
	})
	return runs, err
}
