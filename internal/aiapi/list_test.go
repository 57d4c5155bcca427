package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const listPath, countPath = "/lm/executions", "/lm/executions/$count"

// lists answers with a page of executions with these ids.
func lists(ids ...string) http.HandlerFunc {
	var items []string
	for _, id := range ids {
		items = append(items, fmt.Sprintf(`{"id":%q,"status":"DEAD","createdAt":"2026-01-01T00:00:00Z","new":{"field":[1]}}`, id))
	}
	return says(200, fmt.Sprintf(`{"count":%d,"resources":[%s]}`, len(ids), strings.Join(items, ",")))
}

// answer is a server's answer for a page: executions or something bad. anew marks
// the first page of the next listing.
type answer struct {
	ids  []string
	bad  http.HandlerFunc
	anew bool
}

func gives(ids ...string) answer { return answer{ids: ids} }

// bySkip chooses answers by $skip, because pages are fetched concurrently.
// Answers for the same $skip are given in their order.
func bySkip(answers []answer) http.HandlerFunc {
	var mu sync.Mutex
	queues := make(map[string][]http.HandlerFunc)
	skip := 0
	for _, a := range answers {
		if a.anew {
			skip = 0
		}
		handler := a.bad
		if handler == nil {
			handler = lists(a.ids...)
		}
		key := strconv.Itoa(skip)
		queues[key] = append(queues[key], handler)
		skip += len(a.ids)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		key := r.URL.Query().Get("$skip")
		handler := lists()
		if queue := queues[key]; len(queue) > 0 {
			handler, queues[key] = queue[0], queue[1:]
		}
		mu.Unlock()
		handler(w, r)
	}
}

func count(n int) http.HandlerFunc { return says(200, strconv.Itoa(n)) }

func TestListingIsWhole(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		counts   []http.HandlerFunc
		pages    []answer
		want     []string
		requests int // for pages
	}{
		"a short last page ends it":           {[]http.HandlerFunc{count(3)}, []answer{gives("e-01", "e-02"), gives("e-03")}, []string{"e-01", "e-02", "e-03"}, 2},
		"a full last page is asked beyond":    {[]http.HandlerFunc{count(2)}, []answer{gives("e-01", "e-02"), gives()}, []string{"e-01", "e-02"}, 2},
		"nothing there":                       {[]http.HandlerFunc{count(0)}, []answer{gives()}, nil, 1},
		"one that came meanwhile is taken":    {[]http.HandlerFunc{count(2)}, []answer{gives("e-01", "e-02"), gives("e-03")}, []string{"e-01", "e-02", "e-03"}, 2},
		"pages that overlap give each once":   {[]http.HandlerFunc{count(3)}, []answer{gives("e-01", "e-02"), gives("e-02", "e-03"), gives()}, []string{"e-01", "e-02", "e-03"}, 3},
		"pages shorter than asked are walked": {[]http.HandlerFunc{count(2)}, []answer{gives("e-01"), gives("e-02")}, []string{"e-01", "e-02"}, 2},
		"short of the count it begins anew":   {[]http.HandlerFunc{count(3), count(2)}, []answer{gives("e-01", "e-02"), gives(), {ids: []string{"e-01", "e-02"}, anew: true}, gives()}, []string{"e-01", "e-02"}, 4},
		"no count: until nothing new comes":   {[]http.HandlerFunc{says(404, "")}, []answer{gives("e-01"), gives("e-02"), gives("e-02")}, []string{"e-01", "e-02"}, 3},
		"no count call: the same":             {[]http.HandlerFunc{says(501, "")}, []answer{gives("e-01"), gives()}, []string{"e-01"}, 2},
		"cut connections are tried again":     {[]http.HandlerFunc{cut, count(1)}, []answer{{bad: cut}, {bad: short}, gives("e-01")}, []string{"e-01"}, 3},
		"so is JSON that ends too early":      {[]http.HandlerFunc{count(1)}, []answer{{bad: says(200, `{"count":1,"resources":[{"id":"e-0`)}, gives("e-01")}, []string{"e-01"}, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath: {bySkip(test.pages)}, countPath: test.counts})
			listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
			listed := listing.Executions
			var got []string
			for _, e := range listed {
				got = append(got, e.ID)
			}
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("listed %v, %v; asked %v", got, err, s.log)
			}
			if n := s.count(listPath); n != test.requests {
				t.Errorf("%d requests for pages, want %d: %v", n, test.requests, s.log)
			}
		})
	}
}

func TestListingsThatAreNoneAreErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		pages []http.HandlerFunc
		want  string
	}{
		"a web page":            {[]http.HandlerFunc{says(200, "<html>sign in</html>")}, "web page"},
		"no list":               {[]http.HandlerFunc{says(200, `{"value":[]}`)}, "without resources"},
		"an execution unnamed":  {[]http.HandlerFunc{says(200, `{"resources":[{"status":"DEAD"}]}`)}, "without a usable id"},
		"an unknown group":      {[]http.HandlerFunc{says(404, `{"error":{"code":"1","message":"no"}}`)}, "unknown"},
		"no right to it":        {[]http.HandlerFunc{says(403, ``)}, "no right"},
		"a server that is down": {[]http.HandlerFunc{says(503, `<html>`)}, "503"},
		"a redirect": {[]http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusFound)
		}}, "redirects are not followed"},
		"fewer than are counted": {[]http.HandlerFunc{lists("e-01"), lists()}, "stays incomplete"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := test.pages
			if len(pages) == 2 {
				pages = slices.Repeat(pages, 4)
			}
			c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath: pages, countPath: {count(5)}})
			_, err := c.Executions.List(t.Context(), "g", ListOptions{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v", err)
			}
			if errors.Is(err, ErrIncomplete) && s.count(countPath) != 4 {
				t.Errorf("listed %d times", s.count(countPath))
			}
		})
	}
}
