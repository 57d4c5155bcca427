package aiapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Configuration returns a configuration as the API sends it (schema
// AiConfiguration): name, scenario, executable, parameters and artifacts.
func (c *Client) Configuration(ctx context.Context, group, id string) (json.RawMessage, error) {
	return c.raw(ctx, &call{endpoint: "/lm/configurations/{id}", path: "/lm/configurations/" + url.PathEscape(id), group: group})
}

// trackingPage is how many tracking records one request asks for. An execution
// has one.
const trackingPage = 1000

// TrackingMetrics returns the metrics, tags and labels that an execution has logged
// (schema TrckGetMetricResourceList), as the API sends them.
func (c *Client) TrackingMetrics(ctx context.Context, group, id string) (json.RawMessage, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	return c.raw(ctx, &call{
		endpoint: "/lm/metrics", path: "/lm/metrics", group: group,
		query: "executionIds=" + url.QueryEscape(id) + "&$top=" + strconv.Itoa(trackingPage),
	})
}

func (c *Client) raw(ctx context.Context, k *call) (json.RawMessage, error) {
	var answer json.RawMessage
	k.method, k.read = http.MethodGet, readJSON(&answer)
	return answer, c.do(ctx, k)
}

// LogPage is the largest number of log lines that one request may ask for ($top).
const LogPage = 5000

// LogLine is one line of an execution's log. Raw is the whole record as the API
// sent it; it may name container, pod and stream.
type LogLine struct {
	Timestamp workload.Timestamp
	Raw       json.RawMessage
}

// Logs returns up to LogPage lines of an execution's log from start to end,
// oldest first. If it returns fewer, there are no more.
func (c *Client) Logs(ctx context.Context, group, id string, start, end time.Time) ([]LogLine, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	query := url.Values{"start": {start.UTC().Format(time.RFC3339Nano)}, "end": {end.UTC().Format(time.RFC3339Nano)}}
	var answer struct {
		Data struct {
			Result []json.RawMessage `json:"result"`
		} `json:"data"`
	}
	err := c.do(ctx, &call{
		method: http.MethodGet, endpoint: executionEndpoint + "/logs", path: executionsEndpoint + "/" + id + "/logs", group: group,
		query: "$top=" + strconv.Itoa(LogPage) + "&$order=asc&" + query.Encode(), read: readJSON(&answer),
	})
	if err != nil {
		return nil, err
	}
	lines := make([]LogLine, len(answer.Data.Result))
	for i, raw := range answer.Data.Result {
		var line struct {
			Timestamp string `json:"timestamp"`
		}
		_ = json.Unmarshal(raw, &line) // a line without a readable time still counts
		lines[i] = LogLine{Timestamp: workload.ParseTimestamp([]byte(line.Timestamp)), Raw: raw}
	}
	return lines, nil
}
