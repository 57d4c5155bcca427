package live

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	start := time.Unix(1_800_000_000, 0)
	w := Window{From: start, To: start.Add(90 * time.Second), Step: time.Second, Rate: 5 * time.Second}
	for name, tc := range map[string]struct{ expr, want string }{
		"the range as a duration":          {`increase(x[$__range])`, `increase(x[90s])`},
		"the range in seconds":             {`x * $__range_s / 3600`, `x * 90 / 3600`},
		"the rate interval":                {`rate(x[$__rate_interval])`, `rate(x[5s])`},
		"the step as a duration and in ms": {`sum_over_time(x[9s:$__interval]) * $__interval_ms`, `sum_over_time(x[9s:1s]) * 1000`},
		"a label and its value":            {`x{$label=~"$label_value"} * $assumed_hours`, `x{resource_group=~".*"} * 24`},
		"everything chosen, anywhere":      {`x{job=~"$job",resource_group=~"$resource_group",policy=~"$policy"}`, `x{job=~".*",resource_group=~".*",policy=~".*"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := w.Expand(tc.expr); got != tc.want {
				t.Errorf("Expand(%s) = %s, want %s", tc.expr, got, tc.want)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		body   string
		want   float64
		fault  string
	}{
		"a vector has one value":         {200, `{"data":{"resultType":"vector","result":[{"metric":{"policy":"a"},"value":[1800000000.5,"42"]}]}}`, 42, ""},
		"the last of a matrix is newest": {200, `{"data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"],[2,"2.5"]]}]}}`, 2.5, ""},
		"an error shows what was asked":  {400, `{"error":"parse error"}`, 0, "sum(: "},
		"what is no JSON is an error":    {200, `<html>`, 0, "invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.body))
			}))
			defer server.Close()
			p := &Prometheus{URL: server.URL}
			series, err := p.Instant(t.Context(), "sum(", time.Unix(1_800_000_000, 0))
			switch {
			case tc.fault != "" && (err == nil || !strings.Contains(err.Error(), tc.fault)):
				t.Errorf("error %v, want one with %q", err, tc.fault)
			case tc.fault == "" && (err != nil || len(series) != 1 || series[0].Last() != tc.want):
				t.Errorf("%v, %v, want one series with %v last", series, err, tc.want)
			}
		})
	}
}

func TestAProgramThatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	_, err := start(t.Context(), t.TempDir(), "prometheus-of-another-world", nil)
	if err == nil || !strings.Contains(err.Error(), "apt-get install prometheus-of-another-world") {
		t.Errorf("error %v does not say what to install", err)
	}
}

func TestTheDemosConfigIsMadeToEnforce(t *testing.T) {
	t.Parallel()
	text := Settings{Schedule: "@every 5s", MaxStops: 10, MaxDeletes: 60, Metrics: `{listen: "127.0.0.1:1"}`}.config()
	for _, line := range []string{"mode: enforce\n", "schedule: \"@every 5s\"\n", "  maxStops: 10\n", "  maxDeletes: 60\n", "metrics: {listen: \"127.0.0.1:1\"}\n"} {
		if !strings.Contains(text, line) {
			t.Errorf("the config has no line %q:\n%s", line, text)
		}
	}
}
