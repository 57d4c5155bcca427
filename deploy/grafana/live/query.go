package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"time"
)

// Series is one series of an answer, with one or more samples.
type Series struct {
	Labels  map[string]string
	Samples []Sample
}

// Sample is a value at a time.
type Sample struct {
	At    time.Time
	Value float64
}

// Last returns the newest value, NaN if there is none.
func (s Series) Last() float64 {
	if len(s.Samples) == 0 {
		return math.NaN()
	}
	return s.Samples[len(s.Samples)-1].Value
}

// Range asks for a time range, like a panel with lines.
func (p *Prometheus) Range(ctx context.Context, expr string, w Window) ([]Series, error) {
	return p.ask(ctx, "query_range", url.Values{
		"query": {expr}, "start": {stamp(w.From)}, "end": {stamp(w.To)}, "step": {strconv.FormatFloat(w.Step.Seconds(), 'f', 3, 64)},
	})
}

// Instant asks for one moment, like a panel with one number.
func (p *Prometheus) Instant(ctx context.Context, expr string, at time.Time) ([]Series, error) {
	return p.ask(ctx, "query", url.Values{"query": {expr}, "time": {stamp(at)}})
}

func stamp(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) }

// answer is an answer of Prometheus's HTTP API: a vector has one value per
// series, a matrix many.
type answer struct {
	Data struct {
		Result []struct {
			Metric map[string]string
			Value  pair
			Values []pair
		}
	}
}

// pair is a time in seconds and a value as text.
type pair struct {
	seconds float64
	text    string
}

// UnmarshalJSON reads [1700000000.5, "42"].
func (p *pair) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&p.seconds, &p.text})
}

func (p *Prometheus) ask(ctx context.Context, call string, values url.Values) ([]Series, error) {
	var body bytes.Buffer
	if err := get(ctx, p.URL+"/api/v1/"+call+"?"+values.Encode(), &body); err != nil {
		return nil, fmt.Errorf("%w: %s: %s", err, values.Get("query"), body.String())
	}
	var a answer
	if err := json.Unmarshal(body.Bytes(), &a); err != nil {
		return nil, fmt.Errorf("%s: %w", values.Get("query"), err)
	}
	var all []Series
	for _, r := range a.Data.Result {
		s := Series{Labels: r.Metric}
		if r.Value.text != "" {
			r.Values = append(r.Values, r.Value)
		}
		for _, v := range r.Values {
			number, err := strconv.ParseFloat(v.text, 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", values.Get("query"), err)
			}
			s.Samples = append(s.Samples, Sample{time.UnixMilli(int64(v.seconds * 1000)), number})
		}
		all = append(all, s)
	}
	return all, nil
}
