package simulator

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// lies are the faults that strike one page of a listing.
type lies struct {
	shuffled, doubled, short, huge bool
	endless, contradictory         bool // of all pages, as long as the fault is there
	turn                           int
}

func (s *Server) listingFaults() lies {
	l := lies{
		shuffled: s.roll("unstable-order"), doubled: s.roll("duplicates"), short: s.roll("short-pages"), huge: s.roll("huge-page"),
		endless: s.has("endless-pages"), contradictory: s.has("contradictory"),
	}
	if l.shuffled {
		s.mu.Lock()
		l.turn = s.random.IntN(1 << 20)
		s.mu.Unlock()
	}
	return l
}

func (l lies) any() bool { return l != lies{} }

// order turns the listing, as a server without a stable order may.
func (l lies) order(found []*Execution) []*Execution {
	if !l.shuffled || len(found) == 0 {
		return found
	}
	n := l.turn % len(found)
	return slices.Concat(found[n:], found[:n])
}

// top is how many executions a page really holds.
func (l lies) top(asked int) int {
	if l.short {
		return max(1, asked/3)
	}
	return asked
}

// cut puts the last execution of a page in place of the first, too.
func (l lies) cut(part []*Execution) []*Execution {
	if !l.doubled || len(part) < 2 {
		return part
	}
	part = slices.Clone(part)
	part[0] = part[len(part)-1]
	return part
}

// contradict adds a second record of the executions that the fault strikes, with
// another state: before the true one, behind it, or at the end of the listing.
func (s *Server) contradict(found []*Execution) []*Execution {
	all := make([]*Execution, 0, len(found))
	var last []*Execution
	for _, e := range found {
		if !s.struck("contradictory", e.ID) {
			all = append(all, e)
			continue
		}
		pick := s.hash("contradictory: how", e.ID)
		other := e.contradiction(pick%2 == 0)
		switch pick / 2 % 3 {
		case 0:
			all = append(all, other, e)
		case 1:
			all = append(all, e, other)
		default:
			all, last = append(all, e), append(last, other)
		}
	}
	return append(all, last...)
}

// contradiction is an execution with another target, or with another state: what
// is active has long been dead, what has ended runs.
func (e *Execution) contradiction(target bool) *Execution {
	other := *e
	switch {
	case target && e.TargetStatus == "DELETED":
		other.TargetStatus = "COMPLETED"
	case target:
		other.TargetStatus = "DELETED"
	case e.Status == "PENDING" || e.Status == "RUNNING" || e.Status == "STOPPING":
		other.Status, other.CompletionTime = "DEAD", e.CreatedAt
	default:
		other.Status = "RUNNING"
	}
	return &other
}

// phantom is an execution that is not there, the one at a place of an endless
// listing. It failed long ago, so that policies want it.
func phantom(place int, now time.Time) *Execution {
	at := now.Add(-90 * 24 * time.Hour).Truncate(time.Second)
	k := kinds[0]
	return &Execution{
		ID: fmt.Sprintf("phantom-%010d", place), ConfigurationID: "c-" + k.executable + "-0", ConfigurationName: k.configurations[0],
		ExecutableID: k.executable, ScenarioID: k.scenario, Status: "DEAD", TargetStatus: "COMPLETED",
		CreatedAt: at, ModifiedAt: at, SubmissionTime: at, StartTime: at, CompletionTime: at,
	}
}

// fill puts phantoms in the places of a page that are left, so that it is full.
func fill(part []*Execution, skip, top int, now time.Time) []*Execution {
	part = slices.Clone(part)
	for len(part) < top {
		part = append(part, phantom(skip+len(part), now))
	}
	return part
}

// The size of a huge page, by what was asked for.
const (
	hugeTimes = 800
	hugeMost  = 4_000_000
)

// huge is a page of far more executions than were asked for: those of a page, then
// phantoms. It is made while it is sent, and ends where the client has gone.
func (s *Server) huge(page []byte, held, top int) *reply {
	now, most := s.now(), max(held, min(top*hugeTimes, hugeMost))
	p := jsonReply(200, nil)
	p.stream = func(w io.Writer) error {
		if _, err := w.Write(page[:len(page)-len("]}")]); err != nil {
			return err
		}
		var b []byte
		for n := held; n < most; n++ {
			b = b[:0]
			if n > 0 {
				b = append(b, ',')
			}
			if _, err := w.Write(phantom(n, now).appendJSON(b, quirk{})); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, "]}")
		return err
	}
	return p
}
