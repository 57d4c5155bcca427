package daemon

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The wall clock is set while the elapsed time goes on.
func TestAClockThatIsSetIsNoticedWithinAMinute(t *testing.T) {
	t.Parallel()
	interval := strings.Replace(hourly, `"30 * * * *"`, `"@every 40m"`, 1)
	for _, test := range []struct {
		name string
		text string
		set  time.Duration // at 45 minutes
		want []string
	}{
		{"forward past a slot", hourly, 30 * time.Minute, []string{"30m0s sweep c", "45m0s sweep a+b", "1h0m0s sweep c", "1h30m0s sweep a+b"}},
		{"forward a day", hourly, 24 * time.Hour, []string{"30m0s sweep c", "45m0s sweep a+b+c", "1h0m0s sweep a+b", "1h30m0s sweep c"}},
		{"back before a slot that was run", hourly, -30 * time.Minute, []string{"30m0s sweep c", "1h0m0s sweep c", "1h30m0s sweep a+b"}},
		{"back a year", hourly, -365 * 24 * time.Hour, []string{"30m0s sweep c", "1h0m0s sweep a+b", "1h30m0s sweep c"}},
		{"back, with an interval that goes on counting", interval, -365 * 24 * time.Hour, []string{"40m0s sweep c", "1h0m0s sweep a+b", "1h20m0s sweep c"}},
		{"not worth a word", hourly, -10 * time.Second, []string{"30m0s sweep c", "1h0m0s sweep a+b", "1h30m0s sweep c"}},
	} {
		w := &world{text: test.text}
		got := only(life(t, w, 95*time.Minute, func(*Daemon) {
			time.Sleep(45*time.Minute - 20*time.Second)
			w.change(func() { w.set = test.set })
		}), "sweep")
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
