package cost

import "fmt"

// Price is what the user pays for a capacity unit.
type Price struct {
	PerCapacityUnit float64 // 0: not known, so that no money is shown
	Currency        string
}

// PerHour is what a burn rate in capacity units per hour costs: "46.00 EUR per hour";
// "" where the price is not known or there is nothing to pay.
func (p Price) PerHour(units float64) string {
	if p.PerCapacityUnit == 0 || units == 0 {
		return ""
	}
	if p.Currency == "" {
		return fmt.Sprintf("%.2f per hour", units*p.PerCapacityUnit)
	}
	return fmt.Sprintf("%.2f %s per hour", units*p.PerCapacityUnit, p.Currency)
}
