package carry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// gateway acts like a Pushgateway: a PUT replaces a group, and its metrics get
// the grouping labels.
type gateway struct {
	mu       sync.Mutex
	groups   map[string][]*dto.MetricFamily // by grouping labels
	password string                         // "" if none
	noTimes  bool                           // it has no push_time_seconds
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, password, _ := r.BasicAuth(); password != g.password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodGet && r.URL.Path == "/metrics" {
		g.show(w)
		return
	}
	labels := strings.Split(strings.TrimPrefix(r.URL.Path, "/metrics/"), "/")
	decoder := expfmt.NewDecoder(r.Body, expfmt.ResponseFormat(r.Header))
	all := []*dto.MetricFamily{{Name: new(pushTime), Type: dto.MetricType_GAUGE.Enum(), Metric: []*dto.Metric{{Gauge: &dto.Gauge{Value: new(1.8e9)}}}}}
	if g.noTimes {
		all = nil
	}
	for {
		var f dto.MetricFamily
		if err := decoder.Decode(&f); errors.Is(err, io.EOF) {
			break
		} else if err != nil || r.Method != http.MethodPut {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		all = append(all, &f)
	}
	for _, f := range all {
		for _, m := range f.Metric {
			m.Label = append(m.Label, &dto.LabelPair{Name: new("instance"), Value: new("")})
			for i := 0; i+1 < len(labels); i += 2 {
				m.Label = append(m.Label, &dto.LabelPair{Name: &labels[i], Value: &labels[i+1]})
			}
		}
	}
	g.groups[groupOf(labels)] = all
}

// groupOf returns the name of a group. The order of its labels does not matter.
func groupOf(labels []string) string {
	pairs := make([]string, 0, len(labels)/2)
	for pair := range slices.Chunk(labels, 2) {
		pairs = append(pairs, strings.Join(pair, "="))
	}
	slices.Sort(pairs)
	return strings.Join(pairs, ",")
}

func (g *gateway) show(w io.Writer) {
	byName := families{"other_total": {Name: new("other_total"), Type: dto.MetricType_COUNTER.Enum(), Metric: []*dto.Metric{{Counter: &dto.Counter{Value: new(7.0)}}}}}
	for _, all := range g.groups {
		for _, f := range all {
			if there := byName[f.GetName()]; there != nil {
				there.Metric = append(there.Metric, f.Metric...)
				continue
			}
			byName[f.GetName()] = &dto.MetricFamily{Name: f.Name, Help: f.Help, Type: f.Type, Metric: slices.Clone(f.Metric)}
		}
	}
	var out bytes.Buffer
	for _, f := range sorted(byName) {
		_, _ = expfmt.MetricFamilyToText(&out, f) // writing to a buffer cannot fail
	}
	_, _ = w.Write(out.Bytes())
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// held returns the metrics of a group.
func held(t *testing.T, g Pushgateway) families {
	t.Helper()
	u, err := url.Parse(g.URL)
	if err != nil {
		t.Fatal(err)
	}
	all, err := g.read(t.Context(), newConnection(u))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTenProcessesMakeOneSeriesOnAPushgateway(t *testing.T) {
	t.Parallel()
	address := serve(t, &gateway{groups: make(map[string][]*dto.MetricFamily), password: "very-secret"})
	group := Pushgateway{
		URL: strings.Replace(address, "http://", "http://me:very-secret@", 1) + "/", Job: "reaper",
		Grouping: map[string]string{"team": "ml"}, Timeout: 10 * time.Second,
	}
	tenRuns(t, func(own prometheus.Gatherer) error { return group.Announce(t.Context(), own) },
		func(own prometheus.Gatherer) error { return group.Push(t.Context(), own) })
	want(t, held(t, group), afterTen...)
}

// A group with all labels of another group and more labels is a different group.
// Its series must not be counted in both.
func TestGroupsWithMoreLabelsAreOfOthers(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]*gateway{"which says what groups it has": {}, "which does not, for shards": {noTimes: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g.groups = make(map[string][]*dto.MetricFamily)
			whole := Pushgateway{URL: serve(t, g), Job: "reaper", Timeout: 10 * time.Second}
			others := []Pushgateway{whole.Shard("0"), whole, whole.Shard("1"), whole.Shard("1")}
			if !g.noTimes {
				team, stage := whole, whole
				team.Grouping = map[string]string{"team": "ml"}
				stage.Grouping = map[string]string{"team": "ml", "stage": "dev"}
				others = append(others, team, stage, whole)
			}
			for _, o := range others {
				tenRuns(t, func(own prometheus.Gatherer) error { return o.Announce(t.Context(), own) },
					func(own prometheus.Gatherer) error { return o.Push(t.Context(), own) })
			}
			for _, o := range others {
				n := 0
				for _, other := range others {
					if fmt.Sprint(other) == fmt.Sprint(o) {
						n++
					}
				}
				want(t, held(t, o), fmt.Sprintf(`sweeps_total{result="ok"} %d`, n*10))
			}
		})
	}
}

func TestAGroupingOfOnesOwnStays(t *testing.T) {
	t.Parallel()
	own := Pushgateway{Grouping: map[string]string{"shard": "mine"}}
	if got := own.Shard("3").Grouping["shard"]; got != "mine" {
		t.Errorf("it became %q", got)
	}
	other := Pushgateway{Grouping: map[string]string{"team": "ml"}}
	if got := other.Shard("3").Grouping; got["shard"] != "3" || got["team"] != "ml" || len(other.Grouping) != 1 {
		t.Errorf("%v of %v", got, other.Grouping)
	}
}

// Errors that show the answer of a server contain no secrets and no control
// characters.
func TestAnAnswerShowsNoSecretAndMovesNoCursor(t *testing.T) {
	t.Parallel()
	const basic = "bWU6dmVyeS1zZWNyZXQ=" // me:very-secret
	echo := "\x1b[2Jtoken " + basic + " password very-secret " + strings.Repeat("x", 1<<20)
	for name, answer := range map[string]http.HandlerFunc{
		"an error on reading": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, echo)
		},
		"an error on writing": func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, echo)
			}
		},
		"what cannot be parsed": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, prefix+"x \x1b[2Jvery-secret"+basic+"\n")
		},
		"what ends inside a line": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, prefix+"x 1\nother")
		},
		"no HTTP": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, echo+"\r\n\r\n")
				_ = conn.Close()
			}
		},
		"a header that is too long": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://very-secret"+strings.Repeat("very-secret", 1000))
			w.WriteHeader(http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			group := Pushgateway{URL: strings.Replace(serve(t, answer), "http://", "http://me:very-secret@", 1), Job: "reaper", Timeout: 10 * time.Second}
			err := group.Push(t.Context(), process(true))
			if err == nil {
				t.Fatal("it was taken")
			}
			for ; err != nil; err = errors.Unwrap(err) {
				text := err.Error()
				if strings.Contains(text, "very-secret") || strings.Contains(text, basic) || strings.Contains(text, "\x1b") || len(text) > 700 {
					t.Errorf("the error says %q", text)
				}
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		for _, code := range []int{301, 302, 303, 307, 308} {
			address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == method {
					http.Redirect(w, r, elsewhere+r.URL.Path, code)
				}
			}))
			group := Pushgateway{URL: address, Job: "reaper", Timeout: 10 * time.Second}
			if err := group.Push(t.Context(), process(true)); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("it answered %d", code)) || !strings.Contains(err.Error(), "redirect is not followed") {
				t.Errorf("%s %d: %v", method, code, err)
			}
		}
	}
}

func TestAPushgatewayThatIsDownIsAClearErrorWithoutItsPassword(t *testing.T) {
	t.Parallel()
	group := Pushgateway{URL: "http://me:very-secret@127.0.0.1:1", Job: "reaper", Timeout: time.Second}
	err := group.Push(t.Context(), process(true))
	if err == nil || strings.Contains(err.Error(), "very-secret") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("error %v", err)
	}
}

// An endless answer must neither block the process nor fill its memory.
func TestAnEndlessAnswerEnds(t *testing.T) {
	t.Parallel()
	group := Pushgateway{Job: "reaper", Timeout: 200 * time.Millisecond}
	group.URL = serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "other_total{a=\"b\"} 1\n")
			_ = http.NewResponseController(w).Flush()
		}
	}))
	if err := group.Push(t.Context(), process(true)); !errors.Is(err, context.DeadlineExceeded) && (err == nil || !strings.Contains(err.Error(), "it took longer than 200ms")) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	group.Timeout = time.Minute
	if err := group.Push(ctx, process(true)); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
