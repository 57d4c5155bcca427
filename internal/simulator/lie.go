package simulator

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// lies are the faults that affect one page of a listing.
type lies struct {
	shuffled, doubled, short, huge bool
	endless, contradictory         bool // they affect all pages while the fault is on
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

// order rotates the listing, like a server without a stable order.
func (l lies) order(found []*Execution) []*Execution {
	if !l.shuffled || len(found) == 0 {
		return found
	}
	n := l.turn % len(found)
	return slices.Concat(found[n:], found[:n])
}

// top returns how many executions a page really has.
func (l lies) top(asked int) int {
	if l.short {
		return max(1, asked/3)
	}
	return asked
}

// cut replaces the first execution of a page by the last, which is then there
// twice.
func (l lies) cut(part []*Execution) []*Execution {
	if !l.doubled || len(part) < 2 {
		return part
	}
	part = slices.Clone(part)
	part[0] = part[len(part)-1]
	return part
}

// contradict adds a second record for each affected execution, with another
// state: before the true one, after it, or at the end of the listing.
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

// contradiction returns a copy of the execution with another target or another
// state: an active one has long been dead, an ended one is running.
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

// phantom returns an execution that does not exist, for one position of an
// endless listing. It failed long ago, so policies want to delete it.
func phantom(place int, now time.Time) *Execution {
	at := now.Add(-90 * 24 * time.Hour).Truncate(time.Second)
	k := kinds[0]
	return &Execution{
		ID: fmt.Sprintf("phantom-%010d", place), ConfigurationID: "c-" + k.executable + "-0", ConfigurationName: k.configurations[0],
		ExecutableID: k.executable, ScenarioID: k.scenario, Status: "DEAD", TargetStatus: "COMPLETED",
		CreatedAt: at, ModifiedAt: at, SubmissionTime: at, StartTime: at, CompletionTime: at,
	}
}

// fill fills the rest of a page with phantoms.
func fill(part []*Execution, skip, top int, now time.Time) []*Execution {
	part = slices.Clone(part)
	for len(part) < top {
		part = append(part, phantom(skip+len(part), now))
	}
	return part
}

// The size of a huge page, relative to the requested size.
const (
	hugeTimes = 800
	hugeMost  = 4_000_000
)

// huge returns a page with far more executions than requested: the true ones,
// then phantoms. It is generated while it is sent, until the client disconnects.
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
