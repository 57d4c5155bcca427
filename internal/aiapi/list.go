package aiapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// ListOptions say what of each execution a listing keeps.
type ListOptions struct {
	// Details keeps StatusMessage and OutputArtifacts, which cost memory and
	// which few policies ask for.
	Details bool
}

// relistings is how often a listing that came out incomplete is made again.
const relistings = 3

// ListExecutions lists every execution of a resource group. The listing is
// complete: it holds at least as many as the API's own count said beforehand, or,
// where the API does not count, all that pages brought until one brought nothing
// new. Where a listing stays incomplete after it was made anew three times, the
// error wraps ErrIncomplete.
//
// The count is asked for first: an execution that is deleted while the pages are
// read makes those behind it slip over a page's edge unseen, and only a count
// from before shows it.
func (c *Client) ListExecutions(ctx context.Context, group string, o ListOptions) (Listing, error) {
	var last *listing
	for range 1 + relistings {
		l, err := c.list(ctx, group, o)
		if err != nil {
			return Listing{}, err
		}
		if l.complete() {
			return Listing{Executions: l.executions, Counted: l.count != uncounted, memory: l}, nil
		}
		last = l
	}
	return Listing{}, fmt.Errorf("GET %s in resource group %s: %w: %d executions listed where the API counts %d, after %d listings: nothing is decided on half a listing; the next sweep tries again",
		executionsEndpoint, group, ErrIncomplete, len(last.executions), last.count, 1+relistings)
}

// list makes one listing, page by page.
func (c *Client) list(ctx context.Context, group string, o ListOptions) (*listing, error) {
	count, err := c.count(ctx, group)
	if err != nil {
		return nil, err
	}
	var fetches sync.WaitGroup
	defer fetches.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before the wait: a page that is no longer wanted is dropped
	l := newListing(count)
	return l, l.walk(c.options.PageSize, func(skip int) *fetch {
		f := &fetch{skip: skip, done: make(chan struct{})}
		fetches.Go(func() {
			defer close(f.done)
			f.page, f.err = c.page(ctx, group, skip, o)
		})
		return f
	})
}

// walk takes pages of the size that is asked for, until there are no more. While
// one is read, the next is fetched, on the assumption that this one comes out
// full, for as long as that holds.
func (l *listing) walk(size int, fetchPage func(skip int) *fetch) error {
	var ahead *fetch
	for skip, full := 0, true; !l.ended; {
		current := ahead.at(skip)
		if current == nil {
			current = fetchPage(skip)
		}
		if ahead = nil; full && skip+size < l.count {
			ahead = fetchPage(skip + size)
		}
		page, err := current.wait()
		if err != nil {
			return err
		}
		fresh, n := l.add(page.executions), len(page.executions)
		page.release()
		l.ended = n < size && (l.complete() || fresh == 0) || fresh == 0 && l.passed(skip)
		skip, full = skip+n, full && n == size
	}
	return nil
}

// fetch is a page on its way.
type fetch struct {
	skip int
	page *pageDecoder
	err  error
	done chan struct{}
}

// at returns f where it is the page at skip; a page that was fetched in vain,
// as the one before it was shorter than asked, is dropped.
func (f *fetch) at(skip int) *fetch {
	if f == nil || f.skip != skip {
		return nil
	}
	return f
}

func (f *fetch) wait() (*pageDecoder, error) {
	<-f.done
	return f.page, f.err
}

// page fetches and decodes one page, whose executions end with its release.
func (c *Client) page(ctx context.Context, group string, skip int, o ListOptions) (*pageDecoder, error) {
	var page *pageDecoder
	k := &call{
		method: http.MethodGet, endpoint: executionsEndpoint, path: executionsEndpoint, group: group,
		query: "$top=" + strconv.Itoa(c.options.PageSize) + "&$skip=" + strconv.Itoa(skip), bound: maxPage,
		read: func(resp *http.Response) (err error) {
			page, err = decodePage(resp.Body, o)
			if errors.Is(err, errNotJSON) {
				return errUnreadable(clean(err.Error()), resp, nil)
			}
			return err
		},
	}
	return page, c.do(ctx, k)
}

// uncounted is the count where the API has none.
const uncounted = -1

// count asks how many executions a group has; uncounted where that call is not
// there.
func (c *Client) count(ctx context.Context, group string) (int, error) {
	count := uncounted
	err := c.do(ctx, &call{
		method: http.MethodGet, endpoint: "/lm/executions/$count", path: "/lm/executions/$count", group: group,
		header: map[string]string{"Accept": "text/plain, application/json"},
		read: func(resp *http.Response) error {
			body, err := io.ReadAll(io.LimitReader(resp.Body, maxError))
			if err != nil {
				return err
			}
			n, err := strconv.Atoi(strings.TrimSpace(string(body)))
			if err != nil || n < 0 {
				return errUnreadable("the number of executions is no number", resp, body)
			}
			count = n
			return nil
		},
	})
	if e, ok := errors.AsType[*Error](err); ok && (e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented) {
		return uncounted, nil
	}
	return count, err
}
