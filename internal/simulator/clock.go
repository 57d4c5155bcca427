package simulator

import (
	"net/http"
	"time"
)

// trueDates is how many answers have a correct Date before the fault "date-steps"
// can occur, so that a sweep is well under way.
const trueDates = 5

// setDate sets the Date header from the clock, which faults may change.
func (s *Server) setDate(header http.Header) {
	if s.roll("no-date") {
		header["Date"] = nil // without it, net/http would write its own
		return
	}
	header.Set("Date", s.date().UTC().Format(http.TimeFormat))
}

// date returns the Date of the next answer.
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
