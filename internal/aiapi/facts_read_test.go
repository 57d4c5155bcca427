package aiapi

import (
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Answers with facts are read leniently. They are an error only where a fact
// would be lost.
func TestFactsAreReadAsTheyCome(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want Tracking // of e-01
		none bool
		bad  bool
	}{
		"as described":           {`{"count":1,"resources":[{"executionId":"e-01","tags":[{"name":"a","value":"b"}],"createdAt":"x"}]}`, Tracking{Tags: []Tag{{"a", "b"}}}, false, false},
		"null in all places":     {`{"resources":[{"executionId":"e-01","tags":null,"metrics":null,"customInfo":null}]}`, Tracking{}, false, false},
		"numbers for texts":      {`{"resources":[{"executionId":"e-01","tags":[{"name":"a","value":7}]}]}`, Tracking{Tags: []Tag{{"a", "7"}}}, false, false},
		"texts for numbers":      {`{"resources":[{"executionId":"e-01","metrics":[{"name":"m","value":"0.5","step":"3"}]}]}`, Tracking{Metrics: []Metric{{"m", 0.5, 0, 3}}}, false, false},
		"no number":              {`{"resources":[{"executionId":"e-01","metrics":[{"name":"m","value":null},{"name":"m","value":"NaN"}]}]}`, Tracking{}, false, false},
		"beyond all numbers":     {`{"resources":[{"executionId":"e-01","metrics":[{"name":"m","value":1e999}]}]}`, Tracking{Metrics: []Metric{{"m", math.Inf(1), 0, 0}}}, false, false},
		"an unreadable time":     {`{"resources":[{"executionId":"e-01","metrics":[{"name":"m","value":1,"timestamp":"soon"}]}]}`, Tracking{Metrics: []Metric{{"m", 1, workload.Unreadable, 0}}}, false, false},
		"in two parts":           {`{"resources":[{"executionId":"e-01","tags":[{"name":"a","value":"b"}]},{"executionId":"e-01","tags":[{"name":"c","value":"d"}]}]}`, Tracking{Tags: []Tag{{"a", "b"}, {"c", "d"}}}, false, false},
		"another one's":          {`{"resources":[{"executionId":"e-02","tags":[{"name":"a","value":"b"}]}]}`, Tracking{}, true, false},
		"nobody's":               {`{"resources":[{"tags":[{"name":"a","value":"b"}]}]}`, Tracking{}, false, true},
		"a value that is a word": {`{"resources":[{"executionId":"e-01","metrics":[{"name":"m","value":"high"}]}]}`, Tracking{}, false, true},
		"tags that are a text":   {`{"resources":[{"executionId":"e-01","tags":"a"}]}`, Tracking{}, false, true},
		"no list":                {`{"count":0}`, Tracking{}, false, true},
		"null for a list":        {`{"resources":null}`, Tracking{}, false, true},
		"a web page":             {`<html>`, Tracking{}, false, true},
		"nothing":                {``, Tracking{}, false, true},
		"broken off":             {`{"resources":[{"executionId":"e-01","tags":[`, Tracking{}, false, true},
	}
	for name, test := range tests {
		c, s, _ := dial(t, map[string][]http.HandlerFunc{"/lm/metrics": {says(200, test.body)}})
		got, err := c.Tracking(t.Context(), "g", []string{"e-01"}, Tags)
		_, there := got["e-01"]
		if (err != nil) != test.bad || err == nil && (there == test.none || !slices.Equal(got["e-01"].Tags, test.want.Tags) || !slices.Equal(got["e-01"].Metrics, test.want.Metrics)) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "callback") {
			t.Errorf("%s: %v", name, err)
		}
		if tries := s.count("/lm/metrics"); (tries > 1) != (name == "broken off") {
			t.Errorf("%s: %d tries", name, tries)
		}
	}
}

func TestLogsWithoutALineAreNotAnError(t *testing.T) {
	t.Parallel()
	noon := workload.At(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC))
	for body, want := range map[string]struct {
		at    workload.Timestamp
		there bool
		bad   bool
	}{
		`{"data":{"result":[{"timestamp":"2026-06-01T12:00:00Z","msg":"a"}]}}`:                                        {noon, true, false},
		`{"data":{"result":[{"timestamp":"2026-06-01T11:00:00Z"},{"msg":"b"},{"timestamp":"2026-06-01T12:00:00Z"}]}}`: {noon, true, false},
		`{"data":{"result":[{"timestamp":"soon"}]}}`:                                                                  {workload.Unreadable, true, false},
		`{"data":{"result":[]}}`:   {0, false, false},
		`{"data":{"result":null}}`: {0, false, false},
		`{"data":{}}`:              {0, false, true},
		`{"data":null}`:            {0, false, true},
		`{}`:                       {0, false, true},
		`{"data":{"result":[`:      {0, false, true},
	} {
		c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath + "/e-01/logs": {says(200, body)}})
		at, there, err := c.LastLogLine(t.Context(), "g", "e-01", time.Unix(0, 0))
		if (err != nil) != want.bad || err == nil && (there != want.there || there && at != want.at) {
			t.Errorf("%s: %d, %t, %v", body, at, there, err)
		}
	}
}

func TestListsOfFactsAreWholeOrAnError(t *testing.T) {
	t.Parallel()
	one := func(id string) http.HandlerFunc {
		return says(200, `{"resources":[{"id":"`+id+`","configurationId":7}]}`)
	}
	nothing := says(200, `{"resources":[]}`)
	for name, test := range map[string]struct {
		count http.HandlerFunc
		pages []http.HandlerFunc
		n     int
		want  error
	}{
		"one":                     {count(1), []http.HandlerFunc{one("d-1")}, 1, nil},
		"shorter pages":           {count(2), []http.HandlerFunc{one("d-1"), one("d-2")}, 2, nil},
		"of which the API has no": {says(404, ""), []http.HandlerFunc{one("d-1"), nothing}, 1, nil},
		"fewer than are counted":  {count(2), []http.HandlerFunc{one("d-1"), nothing, one("d-1"), nothing, one("d-1"), nothing, one("d-1"), nothing}, 0, ErrIncomplete},
		"at the second look":      {count(2), []http.HandlerFunc{one("d-1"), nothing, one("d-1"), one("d-2")}, 2, nil},
		"without an id":           {count(1), []http.HandlerFunc{one("")}, 0, page.ErrFormat},
		"more than was asked for": {count(1), []http.HandlerFunc{says(200, `{"resources":[`+strings.Repeat(`{"id":"d-1"},`, listerTop)+`{"id":"d-2"}]}`)}, 0, page.ErrTooMuch},
		"no list":                 {count(1), []http.HandlerFunc{says(200, `{}`)}, 0, page.ErrFormat},
	} {
		c, _, _ := dial(t, map[string][]http.HandlerFunc{"/lm/deployments": test.pages, "/lm/deployments/$count": {test.count}})
		all, err := c.Deployments(t.Context(), "g")
		if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) || len(all) != test.n {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
		if err == nil && all[0].ConfigurationID != "7" {
			t.Errorf("%s: %+v", name, all)
		}
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/lm/configurations": {says(200, `{"resources":[{"id":"c-1","inputArtifactBindings":[{"key":"k"}]}]}`)}})
	if all, err := c.Configurations(t.Context(), "g"); !errors.Is(err, page.ErrFormat) {
		t.Errorf("an artifact that nobody knows: %+v, %v", all, err)
	}
}

// Any answer with facts is either read or gives an error that can be shown.
func FuzzFacts(f *testing.F) {
	for _, body := range []string{
		`{"resources":[{"executionId":"e-01","tags":[{"name":"a","value":"b"}],"metrics":[{"name":"m","value":1,"step":2,"timestamp":"2026-06-01T12:00:00Z"}]}]}`,
		`{"data":{"result":[{"timestamp":"2026-06-01T12:00:00Z"}]}}`,
		`{"resources":[{"id":"c-1","configurationId":"c","inputArtifactBindings":[{"key":"k","artifactId":"a"}]}]}`,
		`{"instanceTypes":{"gpu":{"memory":"16Gi","cpu":"4","gpu":1,"billableUnitsPerHour":2.5}}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		ctx := t.Context()
		for name, call := range map[string]func(*Client) error{
			"tracking": func(c *Client) error {
				got, err := c.Tracking(ctx, "g", []string{"e-01"}, Metrics)
				for _, m := range got["e-01"].Metrics {
					if math.IsNaN(m.Value) {
						t.Errorf("%+v", m)
					}
				}
				return err
			},
			"logs":           func(c *Client) error { _, _, err := c.LastLogLine(ctx, "g", "e-01", time.Unix(0, 0)); return err },
			"configurations": func(c *Client) error { _, err := c.Configurations(ctx, "g"); return err },
			"instance types": func(c *Client) error { _, err := c.InstanceTypes(ctx); return err },
		} {
			if err := call((&canned{body: body}).client(t)); err != nil {
				legible(t, err)
			} else if len(body) == 0 || body[0] == '<' {
				t.Errorf("%s: %q is taken", name, body)
			}
		}
	})
}
