package notify

import (
	"context"
	"net"

	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Sent is a message that was sent, or could not be.
type Sent struct {
	Target int // index of the target
	Event  Event
	Err    error // nil where it went out; it never holds the address
}

// Sender sends messages. The zero value sends them over the network.
type Sender struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network
}

// Send tells each target what it wants to know of a sweep: in one message, where there
// is something to say. It goes to all targets at once, and takes ten seconds at most.
func (s Sender) Send(ctx context.Context, targets []Target, r *report.Report) []Sent {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, errSlow)
	defer cancel()
	known := newsOf(r)
	sent := make([]*Sent, len(targets))
	var all parallel.Group
	for i := range targets {
		m := known.message(r, targets[i].Events)
		if m == nil {
			continue
		}
		all.Go(func() error {
			if told, err := s.send(ctx, &targets[i], m); told {
				sent[i] = &Sent{i, m.Event, err}
			}
			return nil
		})
	}
	_ = all.Wait() // each target's error stays with it
	var done []Sent
	for _, s := range sent {
		if s != nil {
			done = append(done, *s)
		}
	}
	return done
}

// send reports whether there is anybody to tell, and what went wrong with it.
func (s Sender) send(ctx context.Context, t *Target, m *Message) (told bool, err error) {
	to, err := t.address()
	if err != nil || to == nil {
		return err != nil, err
	}
	if m, err = m.rendered(t.Template); err != nil {
		return true, err
	}
	if to.kind == email {
		err = s.mail(ctx, to.url, m)
	} else {
		err = s.post(ctx, to, m)
	}
	return true, to.hide(ctx, err)
}
