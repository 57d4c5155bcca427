package simulator

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a way in which the simulated tenant misbehaves.
type Fault struct {
	Kind string  // one of FaultKinds
	Rate float64 // of the requests, items or executions that it can strike, 0 to 1
}

var faultKinds = []string{
	"429", "429-date", "500", "502", "503", "504", // answers of the API and of a gateway in front
	"cut-before", "cut-after", "truncated", "html", "slow", "slow-body", // on the way
	"unauthorized",            // a token that is turned away
	"item-error", "poison-id", // in bulk requests
	"unstable-order", "duplicates", "short-pages", "empty", // in listings
	"unknown-status", "missing-fields", "null-fields", // in executions
	"no-count", "meta-absent", "meta-silent", "meta-no-bulk", // capabilities
	"bulk-off", "bulk-off-midway", "clock-skew",
	"bulk-opt-in", "bulk-opt-in-400", "bulk-completed", // what bulk refuses and single calls take
}

// FaultKinds are the faults that there are.
func FaultKinds() []string { return slices.Clone(faultKinds) }

// ParseFaults reads faults of the form KIND or KIND:RATE. The error names the
// text that is none.
func ParseFaults(texts []string) ([]Fault, error) {
	var faults []Fault
	for _, text := range texts {
		kind, rate, given := strings.Cut(text, ":")
		f := Fault{Kind: kind, Rate: 1}
		if !slices.Contains(faultKinds, kind) {
			return nil, fmt.Errorf("%q is no fault: write one of %s", kind, strings.Join(faultKinds, ", "))
		}
		if given {
			r, err := strconv.ParseFloat(rate, 64)
			if err != nil || !(r >= 0 && r <= 1) {
				return nil, fmt.Errorf("%q: the rate is a number from 0 to 1, such as %s:0.1", text, kind)
			}
			f.Rate = r
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// rate is how often a fault strikes now.
func (s *Server) rate(kind string) float64 {
	for _, f := range s.options.Faults {
		if f.Kind == kind {
			return f.Rate
		}
	}
	return 0
}

// has reports whether a fault that does not go by chance is there.
func (s *Server) has(kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faulty && s.rate(kind) > 0
}

// roll reports, by chance, whether a fault strikes now.
func (s *Server) roll(kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rate := s.rate(kind)
	return s.faulty && rate > 0 && s.random.Float64() < rate
}

// struck reports whether a fault strikes an id, of an execution or an executable:
// always the same ones.
func (s *Server) struck(kind, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rate := s.rate(kind)
	if !s.faulty || rate == 0 {
		return false
	}
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s/%s/%d", kind, id, s.options.Seed)
	return float64(h.Sum32()%10_000) < rate*10_000
}

func (s *Server) poisonous(id string) bool { return s.struck("poison-id", id) }

// bulkIsOff reports whether the bulk call is not there, or not there any more:
// bulk-off-midway takes it away after the third.
func (s *Server) bulkIsOff() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bulkSeen++
	return s.faulty && (s.rate("bulk-off") > 0 || s.rate("bulk-off-midway") > 0 && s.bulkSeen > 3)
}

// shown is an execution as faults have it seen.
func (s *Server) shown(e *Execution) (Execution, string) {
	shown, quirk := *e, ""
	if len(s.options.Faults) == 0 {
		return shown, quirk
	}
	if s.struck("unknown-status", e.ID) {
		shown.Status = "HIBERNATING"
	}
	switch {
	case s.struck("missing-fields", e.ID):
		quirk = "missing"
	case s.struck("null-fields", e.ID):
		quirk = "null"
	}
	return shown, quirk
}

// date is the clock as the Date header has it.
func (s *Server) date() time.Time {
	if s.has("clock-skew") {
		return s.now().Add(time.Hour)
	}
	return s.now()
}

// lies are the faults that strike one page of a listing.
type lies struct {
	shuffled, doubled, short bool
	turn                     int
}

func (s *Server) listingFaults() lies {
	l := lies{shuffled: s.roll("unstable-order"), doubled: s.roll("duplicates"), short: s.roll("short-pages")}
	if l.shuffled {
		s.mu.Lock()
		l.turn = s.random.IntN(1 << 20)
		s.mu.Unlock()
	}
	return l
}

func (l lies) varies() bool { return l.shuffled || l.doubled || l.short }

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
