package living

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"slices"
	"testing/synctest"
	"time"
)

// turns serves one request at a time, and only once everybody waits for an answer
// or for the time: so the order of requests is the choice of pick alone, and one
// seed replays one world to the letter.
type turns struct {
	handler http.Handler
	// pick chooses among requests that wait, which are ordered by who sends them and
	// what they ask.
	pick    func(waiting []*parked) int
	arrived chan *parked
	ended   chan struct{}
}

// parked is a request that waits for its turn.
type parked struct {
	from, what string
	turn, done chan struct{}
}

func newTurns(h http.Handler, pick func([]*parked) int) *turns {
	return &turns{handler: h, pick: pick, arrived: make(chan *parked), ended: make(chan struct{})}
}

func (t *turns) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // of one that broke off, as much as came
	r.Body = io.NopCloser(bytes.NewReader(body))
	p := &parked{
		from: r.Header.Get("User-Agent"), what: r.Header.Get("AI-Resource-Group") + " " + r.Method + " " + r.URL.RequestURI() + " " + string(body),
		turn: make(chan struct{}), done: make(chan struct{}),
	}
	defer close(p.done)
	select {
	case t.arrived <- p:
	case <-t.ended:
		panic(http.ErrAbortHandler)
	}
	select {
	case <-p.turn:
	case <-t.ended:
		panic(http.ErrAbortHandler)
	}
	t.handler.ServeHTTP(rw, r)
}

// conduct gives turns until the server ends.
func (t *turns) conduct() {
	var waiting []*parked
	for {
		if len(waiting) == 0 {
			select {
			case p := <-t.arrived:
				waiting = append(waiting, p)
			case <-t.ended:
				return
			}
		}
		synctest.Wait()
		waiting = append(waiting, t.others()...)
		slices.SortFunc(waiting, func(a, b *parked) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.what, b.what)) })
		i := t.pick(waiting)
		if i < 0 { // let time pass
			waiting = append(waiting, t.later()...)
			continue
		}
		p := waiting[i]
		waiting = slices.Delete(waiting, i, i+1)
		close(p.turn)
		<-p.done
	}
}

// others are the requests that have come in, too.
func (t *turns) others() (more []*parked) {
	for {
		select {
		case p := <-t.arrived:
			more = append(more, p)
		default:
			return more
		}
	}
}

// later waits for another request, for twenty seconds at most.
func (t *turns) later() []*parked {
	select {
	case p := <-t.arrived:
		return []*parked{p}
	case <-time.After(20 * time.Second):
	case <-t.ended:
	}
	return nil
}

// serveInTurns is serve, one request at a time.
func serveInTurns(h http.Handler, pick func([]*parked) int) (*http.Transport, func()) {
	t := newTurns(h, pick)
	transport, end := serve(t)
	conducted := make(chan struct{})
	go func() { defer close(conducted); t.conduct() }()
	return transport, func() {
		close(t.ended)
		end()
		<-conducted
	}
}
