package simulator

import (
	"net/http"
	"time"
)

// trueDates is how many answers have a true Date before the fault "date-steps"
// can strike, so that a sweep is well under way.
const trueDates = 5

// setDate writes the Date header as the clock, or a fault, has it.
func (s *Server) setDate(header http.Header) {
	if s.roll("no-date") {
		header["Date"] = nil // without it, net/http would write its own
		return
	}
	header.Set("Date", s.date().UTC().Format(http.TimeFormat))
}

// date is the time that the next answer claims.
func (s *Server) date() time.Time {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.faulty {
		return now
	}
	if s.rate("clock-skew") > 0 {
		now = now.Add(time.Hour)
	}
	if rate := s.rate("date-steps"); rate > 0 {
		if s.dated++; s.dated > trueDates && s.random.Float64() < rate {
			s.dateStep = time.Duration(1+s.random.IntN(6)) * time.Hour
			if s.random.IntN(2) == 0 {
				s.dateStep = -s.dateStep
			}
		}
		now = now.Add(s.dateStep)
	}
	return now
}
