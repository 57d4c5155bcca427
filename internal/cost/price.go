package cost

import "fmt"

// Price is what the user pays for a capacity unit.
type Price struct {
	PerCapacityUnit float64 // 0: unknown, so no money is shown
	Currency        string
}

// PerHour returns the price of a burn rate in capacity units per hour, such as
// "46.00 EUR per hour". It returns "" if the price is unknown or the rate is 0.
func (p Price) PerHour(units float64) string {
	if p.PerCapacityUnit == 0 || units == 0 {
		return ""
	}
	if p.Currency == "" {
		return fmt.Sprintf("%.2f per hour", units*p.PerCapacityUnit)
	}
	return fmt.Sprintf("%.2f %s per hour", units*p.PerCapacityUnit, p.Currency)
}
