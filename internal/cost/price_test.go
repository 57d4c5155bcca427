package cost

import "testing"

func TestPerHour(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		price Price
		units float64
		want  string
	}{
		{Price{2, "EUR"}, 23, "46.00 EUR per hour"},
		{Price{0.5, ""}, 1, "0.50 per hour"},
		{Price{2, "EUR"}, 0, ""},
		{Price{0, "EUR"}, 23, ""},
	} {
		if got := test.price.PerHour(test.units); got != test.want {
			t.Errorf("%v of %v is %q, want %q", test.price, test.units, got, test.want)
		}
	}
}
