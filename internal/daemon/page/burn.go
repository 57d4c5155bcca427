package page

import (
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
)

// burn is the cost of all RUNNING executions, and of those that policies want to
// stop.
type burn struct {
	Known         bool // whether there is a report
	Costs         bool // whether costs are configured
	Held, Overdue cost.Holding
	Price         float64 // of a capacity unit; 0: unknown
	Currency      string
}

func burnOf(s *State) burn {
	b := burn{Costs: len(s.Config.Costs.Rules) > 0, Price: s.Config.Price.PerCapacityUnit, Currency: s.Config.Price.Currency}
	if s.Newest == nil {
		return b
	}
	b.Known = true
	for i := range s.Newest.Groups {
		for j := range s.Newest.Groups[i].Stock {
			if r := s.Newest.Groups[i].Stock[j].Running; r != nil {
				b.Held, b.Overdue = b.Held.Add(r.Holds), b.Overdue.Add(r.Expired)
			}
		}
	}
	return b
}

// Money returns the price of a burn rate per hour, "" if no price is known.
func (b burn) Money(h cost.Holding) string {
	if b.Price == 0 {
		return ""
	}
	return strings.TrimSpace(b.Amount(h) + " " + b.Currency)
}

// Amount is Money without the currency.
func (b burn) Amount(h cost.Holding) string { return rate(h.CapacityUnitsPerHour * b.Price) }

// freed is what was given back in a period, since the start of the daemon.
type freed struct {
	Word string
	Day
}

func freedOf(s *State, now time.Time) []freed {
	now = now.In(s.Config.Location)
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	first := now.AddDate(0, 0, 1-now.Day())
	return []freed{
		{"today", s.History.Since(now.Format(time.DateOnly))},
		{"this week", s.History.Since(monday.Format(time.DateOnly))},
		{"this month", s.History.Since(first.Format(time.DateOnly))},
	}
}
