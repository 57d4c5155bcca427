package aiapi

import (
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// walk reads pages of the given size until there are no more. While one page is
// read, it already fetches the next one, assuming that this page is full. After
// the first page that is not full it stops doing that. The error is that of a
// page, or wraps page.ErrTooMuch.
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
		p, err := current.wait()
		if err != nil {
			return err
		}
		n := len(p.Executions)
		fresh := l.add(p)
		p.Release()
		l.turn(size, skip, n, fresh)
		if err := l.within(size); err != nil {
			return err
		}
		skip, full = skip+n, full && n == size
	}
	return nil
}

// fetch is a page that is being fetched.
type fetch struct {
	skip int
	page *page.Page
	err  error
	done chan struct{}
}

// at returns f if it is the page at skip, else nil. A page fetched ahead is at
// another skip if the page before it was not full.
func (f *fetch) at(skip int) *fetch {
	if f == nil || f.skip != skip {
		return nil
	}
	return f
}

func (f *fetch) wait() (*page.Page, error) {
	<-f.done
	return f.page, f.err
}
