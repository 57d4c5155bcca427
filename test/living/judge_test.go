package living

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// listing is what the newest listing of a group showed, as it truly was when each
// page was served.
type listing struct {
	at   time.Time // of the last page
	true map[string]simulator.Execution
}

func (l *listing) all() []simulator.Execution {
	all := make([]simulator.Execution, 0, len(l.true))
	for _, e := range l.true {
		all = append(all, e)
	}
	return all
}

// ServeHTTP has the tenant live, judges what is asked, and notes what is shown:
// one request after the other, so that nobody can say that something happened in
// between.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	now := time.Now()
	for w.alive && w.random.IntN(3) == 0 {
		w.lives(now)
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	group := r.Header.Get("AI-Resource-Group")
	w.note("%s %s %s %s", r.Method, r.URL.RequestURI(), group, body)
	for id, target := range asked(r, body) {
		w.judge(group, id, target, now)
	}
	w.serveAndNote(rw, r, group, now)
}

// serveAndNote serves a request and notes which executions a page showed.
func (w *world) serveAndNote(rw http.ResponseWriter, r *http.Request, group string, now time.Time) {
	isPage := r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/lm/executions")
	if !isPage {
		if strings.HasSuffix(r.URL.Path, "/lm/executions/$count") {
			delete(w.listings, group) // a new listing begins
		}
		w.simulator.ServeHTTP(rw, r)
		return
	}
	before := w.simulator.Executions(group)
	recorder := httptest.NewRecorder()
	r.Header.Del("Accept-Encoding")
	w.simulator.ServeHTTP(recorder, r)
	var page struct{ Resources []struct{ ID string } }
	_ = json.Unmarshal(recorder.Body.Bytes(), &page) // what cannot be read shows nothing
	l := w.listings[group]
	if l == nil {
		l = &listing{true: make(map[string]simulator.Execution)}
		w.listings[group] = l
	}
	l.at = now
	for _, shown := range page.Resources {
		for _, e := range before {
			if e.ID == shown.ID {
				l.true[e.ID] = e
			}
		}
	}
	for key, values := range recorder.Header() {
		rw.Header()[key] = values
	}
	rw.WriteHeader(recorder.Code)
	_, _ = rw.Write(recorder.Body.Bytes())
}

// asked are the changes that a request asks for, by id.
func asked(r *http.Request, body []byte) map[string]string {
	_, id, single := strings.Cut(r.URL.Path, "/lm/executions/")
	switch {
	case r.Method == http.MethodDelete && single:
		return map[string]string{id: "DELETED"}
	case r.Method == http.MethodPatch && single:
		return map[string]string{id: "STOPPED"}
	case r.Method == http.MethodPatch:
		var bulk struct {
			Executions []struct{ ID, TargetStatus string }
		}
		_ = json.Unmarshal(body, &bulk)
		changes := make(map[string]string)
		for _, item := range bulk.Executions {
			if _, twice := changes[item.ID]; twice || len(bulk.Executions) > 100 {
				return map[string]string{item.ID: "an id twice, or more than 100 items"}
			}
			changes[item.ID] = item.TargetStatus
		}
		return changes
	}
	return nil
}

// skew is how far the clocks may be apart without a sweep being refused.
const skew = 5 * time.Minute

// judge holds one change against what the reference wants, given what the newest
// listing of the group truly showed.
func (w *world) judge(group, id, target string, now time.Time) {
	l := w.listings[group]
	if l == nil {
		w.fail("%s of %s/%s is asked for without a listing", target, group, id)
		return
	}
	e, shown := l.true[id]
	early, late := wants(l.all(), e, l.at.Add(-skew)), wants(l.all(), e, now.Add(skew))
	exact := wants(l.all(), e, l.at)
	if !shown || target != exact && target != early && target != late {
		w.fail("%s of %s/%s is asked for; the listing of %s showed %+v, and the policies want %q", target, group, id, l.at.Format(time.TimeOnly), e, exact)
	}
	if strings.HasPrefix(group, "prod") {
		w.fail("%s/%s is of an excluded group", group, id)
	}
}

func (w *world) note(format string, args ...any) {
	w.history = append(w.history, time.Now().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

func (w *world) fail(format string, args ...any) {
	w.failures = append(w.failures, fmt.Sprintf(format, args...))
	w.note("WRONG: "+format, args...)
}
