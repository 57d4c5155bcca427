package daemon

import (
	"context"
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

// What came due while a sweep ran is run after it, also if the clock is set back
// meanwhile by less than it has been due.
func TestASlotThatIsDueOutlivesAClockThatIsSetBack(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly}
	w.sweeping = func(context.Context, []string) {
		if len(only(w.did, "sweep")) == 1 {
			time.Sleep(50 * time.Minute) // from half past; a and b are due in the middle of it
		}
	}
	got := only(life(t, w, 85*time.Minute, func(*Daemon) {
		time.Sleep(70 * time.Minute)
		w.change(func() { w.set = -5 * time.Minute })
	}), "sweep")
	if want := []string{"30m0s sweep c", "1h20m0s sweep a+b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
