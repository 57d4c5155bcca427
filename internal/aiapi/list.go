package aiapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
)

// ListOptions say which fields of each execution a listing keeps.
type ListOptions struct {
	// Details keeps StatusMessage and OutputArtifacts. They need much memory, and
	// few policies use them.
	Details bool
}

// relistings is how often an incomplete listing is repeated.
const relistings = 3

// List lists every execution of a resource group, each id once. The listing is
// complete: it holds at least as many executions as the API counted before it. If
// the API does not count, the listing ends when a page brings nothing new. An
// incomplete listing is repeated, at most three times; then the error wraps
// ErrIncomplete. If a server sends more than the requested page size, or far more
// than it counts, the error wraps page.ErrTooMuch.
//
// The count is fetched first. If an execution is deleted while the pages are
// read, those after it move up, and one may move from a later page to an earlier
// one and be missed. Only a count from before shows this.
func (x Collection) List(ctx context.Context, group string, o ListOptions) (Listing, error) {
	var skew widest
	var last *listing
	for range 1 + relistings {
		l, err := x.list(ctx, group, o, &skew)
		if err != nil {
			return Listing{}, err
		}
		if l.complete() {
			return l.done(&skew), nil
		}
		last = l
	}
	return Listing{}, fmt.Errorf("GET %s in resource group %s: %w: %d executions listed where the API counts %d, after %d listings: nothing is decided on half a listing; the next sweep tries again",
		x.path, group, ErrIncomplete, len(last.executions), last.count, 1+relistings)
}

// list makes one listing, page by page, without repeating it.
func (x Collection) list(ctx context.Context, group string, o ListOptions, skew *widest) (*listing, error) {
	count, err := x.count(ctx, group, skew)
	if err != nil {
		return nil, err
	}
	var fetches parallel.Group
	defer func() { _ = fetches.Wait() }() // each page holds its own error
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before the wait: pages that are no longer needed end early
	l := newListing(count)
	err = l.walk(x.client.options.PageSize, func(skip int) *fetch {
		f := &fetch{skip: skip, done: make(chan struct{})}
		fetches.Go(func() error {
			defer close(f.done)
			f.page, f.err = x.page(ctx, group, skip, max(0, count-skip), o, skew)
			return nil
		})
		return f
	})
	if _, typed := errors.AsType[*Error](err); errors.Is(err, page.ErrTooMuch) && !typed {
		err = &Error{Method: http.MethodGet, Endpoint: x.path, Group: group, Status: http.StatusOK, Message: err.Error(), Err: err}
	}
	return l, err
}

// page fetches and decodes one page. Its executions are valid until its Release.
func (x Collection) page(ctx context.Context, group string, skip, expect int, o ListOptions, skew *widest) (*page.Page, error) {
	var p *page.Page
	size := x.client.options.PageSize
	err := x.client.do(ctx, &call{
		method: http.MethodGet, endpoint: x.path, path: x.path, group: group,
		query: "$top=" + strconv.Itoa(size) + "&$skip=" + strconv.Itoa(skip), bound: maxPage, skew: skew,
		read: func(resp *http.Response) (err error) {
			p, err = page.Decode(resp.Body, page.Options{Details: o.Details, Top: size, Expect: min(size, expect)})
			return unreadable(err, resp, nil)
		},
	})
	return p, err
}

// count asks how many executions a group has. It returns uncounted if the API
// does not have that call.
func (x Collection) count(ctx context.Context, group string, skew *widest) (int, error) {
	endpoint := x.path + "/$count"
	count := uncounted
	err := x.client.do(ctx, &call{
		method: http.MethodGet, endpoint: endpoint, path: endpoint, group: group, skew: skew,
		header: map[string]string{"Accept": "text/plain, application/json"},
		read: func(resp *http.Response) error {
			body, err := io.ReadAll(io.LimitReader(resp.Body, maxError))
			if err != nil {
				return err
			}
			count, err = parseCount(body)
			return unreadable(err, resp, body)
		},
	})
	if isMissing(err) {
		return uncounted, nil
	}
	return count, err
}

// parseCount reads the answer of $count.
func parseCount(body []byte) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(string(body)))
	switch {
	case err != nil || n < 0:
		return 0, fmt.Errorf("%w: it holds no number of executions", page.ErrFormat)
	case n > maxCount:
		return 0, fmt.Errorf("%w: the API counts %d executions, and one group is listed up to %d", page.ErrTooMuch, n, maxCount)
	}
	return n, nil
}
