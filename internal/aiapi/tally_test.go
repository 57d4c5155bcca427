package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// endless is a server whose pages never end. Each page is full and has fresh new
// executions; the others are repeated.
func endless(fresh int) http.HandlerFunc {
	var made atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
		var b []byte
		for i := range top {
			id := int64(i)
			if i < fresh {
				id = 1e9 + made.Add(1)
			}
			b = append(strconv.AppendInt(append(b, `,{"id":"e-`...), id, 10), `"}`...)
		}
		fmt.Fprintf(w, `{"resources":[%s]}`, b[1:])
	}
}

// If a server sends more than the page size, or more than it counts, the listing
// fails while it is read.
func TestAListingHasBounds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		count    http.HandlerFunc
		pages    http.HandlerFunc
		size     int
		want     string
		requests int // for pages, at most
	}{
		"a page of more than $top":    {count(3), lists("e-01", "e-02", "e-03"), 2, "more than the 2 executions asked for", 2},
		"full pages for ever":         {count(10), endless(500), 500, "more than 1010, where the API counts 10", 4},
		"the same, of a large group":  {count(20_000), endless(5000), 5000, "more than 22000, where the API counts 20000", 6},
		"the same without a count":    {says(404, ""), endless(50_000), 50_000, "more than 150000, where the API does not count them", 7},
		"pages with hardly a new one": {count(10), endless(1), 500, "hold only", 20},
		"a count beyond all bounds":   {count(maxCount + 1), lists(), 500, "one group is listed up to 5000000", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath: {test.pages}, countPath: {test.count}})
			c.options.PageSize = test.size
			listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
			if !errors.Is(err, page.ErrTooMuch) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "in resource group g: 200") {
				t.Errorf("%d listed, %v", len(listing.Executions), err)
			}
			if n := s.count(listPath); n > test.requests {
				t.Errorf("%d requests for pages", n)
			}
		})
	}
}

// These limits would take a test server too long to reach.
func TestAListingOfEverNewWordsHasBounds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		l    tally
		good bool
	}{
		"what a tenant has":         {tally{count: 1000, held: 1000, records: 1000, pages: 1, text: 1 << 20}, true},
		"a text too much":           {tally{count: 1000, records: 1000, pages: 1, text: page.Room(0) + 1}, false},
		"records again and again":   {tally{count: 1000, records: 2*2000 + 10*500 + 1, pages: 20}, false},
		"pages of one":              {tally{count: 1000, records: 1000, pages: 1000}, true},
		"pages of nothing for ever": {tally{count: 1000, records: 1000, pages: 2000/500 + sparePages + 1}, false},
	} {
		if err := test.l.within(500); (err == nil) != test.good || err != nil && !errors.Is(err, page.ErrTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Executions may be created during a listing.
func TestAListingMayGrowWhileItIsMade(t *testing.T) {
	t.Parallel()
	s := &tenant{counts: true}
	s.hold(400)
	born := 0
	s.between = func(left *[]string) {
		for range 30 {
			*left = append(*left, fmt.Sprintf("new-%03d", born))
			born++
		}
	}
	c, _ := dialTenant(t, s)
	c.options.PageSize = 50
	listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
	if err != nil || len(listing.Executions) < 400 {
		t.Errorf("%d listed, %v", len(listing.Executions), err)
	}
}

// A server that ignores $skip and counts far too many is given up early.
func TestAListingOfRepeatedPagesComesToAnEnd(t *testing.T) {
	t.Parallel()
	x := tally{count: maxCount}
	for skip := 0; !x.ended; skip += 1000 {
		fresh := 0
		if skip == 0 {
			fresh = 1000
		}
		x.turn(1000, skip, 1000, fresh)
		if err := x.within(1000); err != nil {
			if x.pages != 1+maxIdlePages+1 || !strings.Contains(err.Error(), "pages in a row bring nothing new") {
				t.Errorf("after %d pages: %v", x.pages, err)
			}
			return
		}
	}
	t.Errorf("it ended after %d pages", x.pages)
}
