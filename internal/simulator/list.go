package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// The default and the largest value of $top for executions.
const (
	defaultTop = 10_000
	maxTop     = 100_000
)

// pageKey identifies a page of an unfiltered listing. Such pages are rendered
// once.
type pageKey struct{ top, skip int }

type page = reply

// list is GET /lm/executions.
func (s *Server) list(r *http.Request, g *group) *reply {
	query := r.URL.Query()
	top, err := number(query, "$top", defaultTop, maxTop)
	if err != nil {
		return problem(http.StatusBadRequest, "01000005", err.Error())
	}
	skip, err := number(query, "$skip", 0, 1<<31)
	if err != nil {
		return problem(http.StatusBadRequest, "01000005", err.Error())
	}
	if bad := badFilter(query); bad != "" {
		return problem(http.StatusBadRequest, "01000005", bad)
	}
	filtered, selected := hasFilter(query), query.Get("$select") == "status"
	key := pageKey{top, skip}
	lies := s.listingFaults()
	plain := !filtered && !selected && !lies.any() && !g.forgotten
	if p := g.pages[key]; p != nil && plain {
		return p
	}
	found := g.listed(s)
	if filtered {
		found = slices.DeleteFunc(slices.Clone(found), func(e *Execution) bool { return !matches(e, query) })
	}
	p := s.page(g, found, lies, key, selected)
	if plain {
		if g.pages == nil {
			g.pages = make(map[pageKey]*page)
		}
		g.pages[key] = p
	}
	return p
}

// page returns the requested part of a listing, changed by the lies.
func (s *Server) page(g *group, found []*Execution, lies lies, key pageKey, selected bool) *reply {
	if lies.contradictory {
		found = s.contradict(found)
	}
	found = lies.order(found)
	part := lies.cut(found[min(key.skip, len(found)):min(key.skip+lies.top(key.top), len(found))])
	if lies.endless {
		part = fill(part, key.skip, lies.top(key.top), s.now())
	}
	body := s.render(g, part, selected)
	if lies.huge && !selected {
		return s.huge(body, len(part), key.top)
	}
	return jsonReply(http.StatusOK, body)
}

// listed returns the executions for listings. It returns none while the fault
// "empty" is active, from one count to the next.
func (g *group) listed(s *Server) []*Execution {
	if g.forgotten && s.has("empty") {
		return nil
	}
	return g.executions
}

// render writes a list. Its count is the number of executions in this answer.
func (s *Server) render(g *group, part []*Execution, selected bool) []byte {
	b := make([]byte, 0, 64+len(part)*640)
	b = fmt.Appendf(b, `{"count":%d,"resources":[`, len(part))
	for i, e := range part {
		if i > 0 {
			b = append(b, ',')
		}
		switch shown, q := s.shown(g, e); {
		case selected:
			b = append(appendText(append(b, `{"status":`...), shown.Status), '}')
		default:
			b = shown.appendJSON(b, q)
		}
	}
	return append(b, "]}"...)
}

// count is GET /lm/executions/$count.
func (s *Server) count(r *http.Request, g *group) *reply {
	if s.has("no-count") {
		return problem(http.StatusNotFound, "01000006", "Not found")
	}
	query := r.URL.Query()
	if bad := badFilter(query); bad != "" {
		return problem(http.StatusBadRequest, "01000005", bad)
	}
	n := 0
	g.forgotten = s.roll("empty")
	for _, e := range g.listed(s) {
		if matches(e, query) {
			n++
		}
	}
	return &reply{status: http.StatusOK, kind: "text/plain", body: []byte(strconv.Itoa(n))}
}

// one is GET /lm/executions/{id}, statusDetails included.
func (s *Server) one(r *http.Request, g *group) *reply {
	e := g.byID[r.PathValue("id")]
	if e == nil {
		return notFound(r.PathValue("id"))
	}
	shown, q := s.shown(g, e)
	return jsonReply(http.StatusOK, shown.appendJSON(nil, q, `"statusDetails":{"workflow_info":{"nodes":1}}`))
}

func notFound(id string) *reply {
	return problem(http.StatusNotFound, codeUnknown, fmt.Sprintf("Execution with id %q does not exist", id))
}

// listing returns a page of a list that faults do not affect.
func listing[T any](query url.Values, found []T, write func(T, []byte) []byte) *reply {
	top, err1 := number(query, "$top", defaultTop, maxTop)
	skip, err2 := number(query, "$skip", 0, 1<<31)
	if err := errors.Join(err1, err2); err != nil {
		return problem(http.StatusBadRequest, "01000005", err.Error())
	}
	found = found[min(skip, len(found)):min(skip+top, len(found))]
	b := fmt.Appendf(nil, `{"count":%d,"resources":[`, len(found))
	for i, item := range found {
		if i > 0 {
			b = append(b, ',')
		}
		b = write(item, b)
	}
	return jsonReply(http.StatusOK, append(b, "]}"...))
}
