package aiapi

import (
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// walk takes pages of the size that is asked for, until there are no more. While
// one is read, the next is fetched, on the assumption that this one comes out
// full, for as long as that holds. The error is a page's, or wraps page.ErrTooMuch.
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
		fresh, n := l.add(p), len(p.Executions)
		p.Release()
		l.turn(size, skip, n, fresh)
		if err := l.within(size); err != nil {
			return err
		}
		skip, full = skip+n, full && n == size
	}
	return nil
}

// fetch is a page on its way.
type fetch struct {
	skip int
	page *page.Page
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

func (f *fetch) wait() (*page.Page, error) {
	<-f.done
	return f.page, f.err
}
