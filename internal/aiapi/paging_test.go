package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// tenant is a server with one group. Each page lists the executions that exist at
// that moment.
type tenant struct {
	mu      sync.Mutex
	ids     []string
	counts  bool                 // whether it has $count
	shorter int                  // its largest page; 0: as requested
	deaf    bool                 // whether it ignores $skip
	between func(left *[]string) // called after each page
}

func (s *tenant) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
	skip, _ := strconv.Atoi(r.URL.Query().Get("$skip"))
	if s.shorter > 0 {
		top = min(top, s.shorter)
	}
	if s.deaf {
		skip = 0
	}
	skip = min(skip, len(s.ids))
	lists(s.ids[skip:min(skip+top, len(s.ids))]...)(w, r)
	if s.between != nil {
		s.between(&s.ids)
	}
}

func (s *tenant) count(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.counts {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	count(len(s.ids))(w, r)
}

// hold replaces the tenant's executions by n new ones.
func (s *tenant) hold(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = make([]string, n)
	for i := range s.ids {
		s.ids[i] = fmt.Sprintf("e-%04d", i)
	}
}

func dialTenant(t *testing.T, s *tenant) (*Client, *script) {
	t.Helper()
	c, asked, _ := dial(t, map[string][]http.HandlerFunc{listPath: {s.list}, countPath: {s.count}})
	return c, asked
}

func idsOf(executions []workload.Execution) []string {
	var ids []string
	for _, e := range executions {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestAListingOfAnySizeIsWholeAndAsksNoMoreThanPromised(t *testing.T) {
	t.Parallel()
	s := &tenant{}
	c, asked := dialTenant(t, s)
	rapid.Check(t, func(t *rapid.T) {
		n, size := rapid.IntRange(0, 400).Draw(t, "executions"), rapid.IntRange(20, 90).Draw(t, "page size")
		s.counts = rapid.Bool().Draw(t, "counted")
		s.hold(n)
		c.options.PageSize = size
		pages, counts := asked.count(listPath), asked.count(countPath)
		listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
		listed := listing.Executions
		if err != nil || !slices.Equal(idsOf(listed), slices.Clip(s.ids)) {
			t.Fatalf("%d of %d listed, %v", len(listed), n, err)
		}
		pages, counts = asked.count(listPath)-pages, asked.count(countPath)-counts
		most := n/size + 1
		if !s.counts && n%size > 0 {
			most++ // it ends with a page that brings nothing new
		}
		if pages != most || counts != 1 {
			t.Fatalf("%d pages and %d counts, want %d and one", pages, counts, most)
		}
	})
}

func TestWhatSlipsOverAPagesEdgeIsNotLost(t *testing.T) {
	t.Parallel()
	s := &tenant{counts: true}
	c, _ := dialTenant(t, s)
	rapid.Check(t, func(t *rapid.T) {
		s.hold(rapid.IntRange(1, 60).Draw(t, "executions"))
		c.options.PageSize = rapid.IntRange(1, 9).Draw(t, "page size")
		vanish := rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 8).Draw(t, "what vanishes after each page")
		s.between = func(left *[]string) {
			if len(vanish) > 0 && len(*left) > 0 {
				at := vanish[0] % len(*left)
				*left, vanish = slices.Delete(*left, at, at+1), vanish[1:]
			}
		}
		listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
		listed := listing.Executions
		if err != nil {
			if !errors.Is(err, ErrIncomplete) {
				t.Fatal(err)
			}
			return
		}
		got := idsOf(listed)
		for _, id := range s.ids {
			if !slices.Contains(got, id) {
				t.Fatalf("%s is there and is not listed: %v", id, got)
			}
		}
		if len(slices.Compact(got)) != len(listed) {
			t.Fatalf("one is listed twice: %v", got)
		}
	})
}

func TestPagesThatComeShortCostOneRequestEach(t *testing.T) {
	t.Parallel()
	s := &tenant{counts: true, shorter: 3}
	s.hold(30)
	c, asked := dialTenant(t, s)
	c.options.PageSize = 10
	listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
	listed := listing.Executions
	if err != nil || len(listed) != 30 {
		t.Fatalf("%d listed, %v", len(listed), err)
	}
	// The second page is fetched before the first is known to be short.
	if n := asked.count(listPath); n > 11 {
		t.Errorf("%d requests for ten pages", n)
	}
}

func TestAServerThatAlwaysGivesTheFirstPageIsNotAskedForEver(t *testing.T) {
	t.Parallel()
	for name, counted := range map[string]bool{"with a count": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &tenant{counts: counted, deaf: true}
			s.hold(6)
			c, asked := dialTenant(t, s)
			listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
			listed := listing.Executions
			if counted && !errors.Is(err, ErrIncomplete) {
				t.Errorf("%d listed, %v", len(listed), err)
			}
			if n := asked.count(listPath); n > 4*(6/2+1) {
				t.Errorf("%d requests for pages", n)
			}
		})
	}
}

func TestThePageAfterThisOneIsFetchedMeanwhile(t *testing.T) {
	t.Parallel()
	second := make(chan struct{})
	pages := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("$skip") {
		case "0": // answers only once the second one is asked for
			select {
			case <-second:
				lists("e-01", "e-02")(w, r)
			case <-r.Context().Done():
			}
		case "2":
			close(second)
			lists("e-03")(w, r)
		}
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {pages}, countPath: {count(3)}})
	c.options.Timeout, c.options.Retries = 10*time.Second, 0
	listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
	listed := listing.Executions
	if err != nil || len(listed) != 3 {
		t.Errorf("%d listed, %v", len(listed), err)
	}
}
