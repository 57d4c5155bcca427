package aiapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// lister lists deployments or configurations of a group, page by page. The list
// is complete or an error.
type lister[T any] struct {
	client *Client
	path   string
	counts bool // the API has a $count for them
	read   func(*jx.Decoder) (id string, value T, err error)
}

// listerTop is the page size of a lister.
const listerTop = 1000

// list returns all records of a group. If several records have the same id, it
// returns them all, because they may differ. If the listing is still incomplete
// after three repetitions, the error wraps ErrIncomplete. If the server sends far
// too much, it wraps page.ErrTooMuch.
func (l lister[T]) list(ctx context.Context, group string) ([]T, error) {
	var all []T
	var t tally
	for range 1 + relistings {
		var err error
		if all, t, err = l.once(ctx, group); err != nil {
			return nil, err
		}
		if t.complete() {
			return all, nil
		}
	}
	return nil, fmt.Errorf("GET %s in resource group %s: %w: %d listed where the API counts %d, after %d listings", l.path, group, ErrIncomplete, t.held, t.count, 1+relistings)
}

func (l lister[T]) once(ctx context.Context, group string) (all []T, t tally, err error) {
	t.count = uncounted
	if l.counts {
		if t.count, err = (Collection{l.client, l.path}).count(ctx, group, nil); err != nil {
			return nil, t, err
		}
	}
	seen := make(map[string]bool)
	for skip := 0; !t.ended; {
		records, err := l.page(ctx, group, skip)
		if err != nil {
			return nil, t, err
		}
		known := len(seen)
		for _, r := range records {
			seen[r.id] = true
			all = append(all, r.value)
		}
		t.turn(listerTop, skip, len(records), len(seen)-known)
		if err := t.within(listerTop); err != nil {
			return nil, t, &Error{Method: http.MethodGet, Endpoint: l.path, Group: group, Status: http.StatusOK, Message: err.Error(), Err: err}
		}
		skip += len(records)
	}
	return all, t, nil
}

type record[T any] struct {
	id    string
	value T
}

// page asks for one page. A record without an id is an error.
func (l lister[T]) page(ctx context.Context, group string, skip int) ([]record[T], error) {
	var records []record[T]
	element := func(d *jx.Decoder) error {
		id, value, err := l.read(d)
		if err == nil && id == "" {
			err = fmt.Errorf("%w: a record without an id", page.ErrFormat)
		}
		if records = append(records, record[T]{id, value}); len(records) > listerTop {
			err = errors.Join(err, tooMuch("a page has more than the %d records asked for by $top", listerTop))
		}
		return err
	}
	return records, l.client.do(ctx, &call{
		method: http.MethodGet, endpoint: l.path, path: l.path, group: group, query: fmt.Sprintf("$top=%d&$skip=%d", listerTop, skip),
		read: readResources(func() { records = nil }, element),
	})
}
