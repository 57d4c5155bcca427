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

// listing is the newest listing of a group, with the true executions at the time
// of each page.
type listing struct {
	at   time.Time // of the last page
	true map[string]simulator.Execution
}

// client is a program that changes the tenant: what it has seen, and what its
// config wants, written down a second time.
type client struct {
	listings map[string]*listing // the newest, by resource group
	wants    wanting
	free     bool            // a person, who may do anything
	files    files           // of the process
	taken    map[string]bool // what the API took from it, as target and key
}

// wanting is a reference: the state that policies want an execution to be brought
// to next, given all that its resource group lists; "" where they leave it alone.
type wanting func(all []simulator.Execution, e simulator.Execution, now time.Time) string

// of returns the client that a request is from, by its User-Agent.
func (w *world) of(r *http.Request) *client { return w.named(r.Header.Get("User-Agent")) }

// named returns the client of a name.
func (w *world) named(name string) *client {
	c := w.clients[name]
	if c == nil {
		c = &client{listings: make(map[string]*listing), wants: wants, taken: make(map[string]bool)}
		w.clients[name] = c
	}
	return c
}

func (l *listing) all() []simulator.Execution {
	all := make([]simulator.Execution, 0, len(l.true))
	for _, e := range l.true {
		all = append(all, e)
	}
	return all
}

// ServeHTTP changes the tenant, checks the requested changes and records what is
// listed. It serves one request after the other, so that nothing happens in
// between.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	now := time.Now()
	for w.alive && w.random.IntN(3) == 0 {
		w.lives(now, r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/lm/executions"))
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	group := r.Header.Get("AI-Resource-Group")
	w.note("%s %s %s %s", r.Method, r.URL.RequestURI(), group, body)
	c := w.of(r)
	for id, target := range asked(r, body) {
		w.judge(c, group, id, target, now)
		w.checkFiles(c.files, group, id, target)
	}
	before := len(w.simulator.Changes())
	defer func() {
		for _, change := range w.simulator.Changes()[before:] {
			if change.Accepted {
				c.taken[change.Target+" "+change.Group+"/"+change.ID] = true
			}
		}
	}()
	w.serveAndNote(rw, r, c, group, now)
}

// serveAndNote serves a request and records which executions a page showed.
func (w *world) serveAndNote(rw http.ResponseWriter, r *http.Request, c *client, group string, now time.Time) {
	isPage := r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/lm/executions")
	if !isPage {
		if strings.HasSuffix(r.URL.Path, "/lm/executions/$count") {
			delete(c.listings, group) // a new listing begins
		}
		w.simulator.ServeHTTP(rw, r)
		return
	}
	before := w.simulator.Executions(group)
	recorder := httptest.NewRecorder()
	r.Header.Del("Accept-Encoding")
	w.simulator.ServeHTTP(recorder, r)
	var page struct{ Resources []struct{ ID string } }
	_ = json.Unmarshal(recorder.Body.Bytes(), &page) // an unreadable page shows nothing
	l := c.listings[group]
	if l == nil {
		l = &listing{true: make(map[string]simulator.Execution)}
		c.listings[group] = l
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

// asked returns the changes in a request, by id.
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

// skew is the largest difference of the clocks with which a sweep is not refused.
const skew = 5 * time.Minute

// judge checks one change against the reference, based on the newest listing of
// the group.
func (w *world) judge(c *client, group, id, target string, now time.Time) {
	if c.free {
		w.touched[group+"/"+id] = true
		return
	}
	l := c.listings[group]
	if l == nil {
		w.fail("%s of %s/%s is asked for without a listing", target, group, id)
		return
	}
	e, shown := l.true[id]
	early, late := c.wants(l.all(), e, l.at.Add(-skew)), c.wants(l.all(), e, now.Add(skew))
	exact := c.wants(l.all(), e, l.at)
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
