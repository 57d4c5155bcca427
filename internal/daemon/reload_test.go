package daemon

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// reload reloads with this text as the config file.
func (w *world) reload(d *Daemon, text string) error {
	w.write(text)
	return d.Reload()
}

func TestAReloadTakesEffectFromTheNextSweepOn(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly}
	got := only(life(t, w, 3*time.Hour+time.Minute, func(d *Daemon) {
		time.Sleep(40 * time.Minute)
		if err := w.reload(d, strings.Replace(hourly, "name: c", "name: renamed", 1)); err != nil {
			t.Error(err)
		}
		if err := w.reload(d, "policies: 5"); err == nil {
			t.Error("a bad config was taken")
		}
	}), "sweep")
	if want := []string{"30m0s sweep c", "1h0m0s sweep a+b", "1h30m0s sweep renamed", "2h0m0s sweep a+b", "2h30m0s sweep renamed", "3h0m0s sweep a+b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A reload of the same file at any moment must not change any due time: @every
// continues counting, and slots during the reload are run.
func TestAReloadLosesNoSlot(t *testing.T) {
	t.Parallel()
	text := strings.Replace(hourly, `"30 * * * *"`, `"@every 50m"`, 1)
	want := only(life(t, &world{text: text}, 4*time.Hour, nil), "sweep")
	for _, every := range []time.Duration{7 * time.Minute, 25 * time.Minute, 30 * time.Minute, time.Hour} {
		w := &world{text: text}
		got := only(life(t, w, 4*time.Hour, func(d *Daemon) {
			for range int(4*time.Hour/every) - 1 {
				time.Sleep(every)
				if err := d.Reload(); err != nil {
					t.Error(err)
				}
			}
		}), "sweep")
		if !slices.Equal(got, want) {
			t.Errorf("reloads each %s: %q, want %q", every, got, want)
		}
	}
}

func TestWhatComesDueDuringASweepAndAReloadIsRunRightAfter(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, sweeping: func(_ context.Context, policies []string) {
		if policies[0] == "c" {
			time.Sleep(45 * time.Minute) // from 0:30 to 1:15
		}
	}}
	got := only(life(t, w, 80*time.Minute, func(d *Daemon) {
		time.Sleep(50 * time.Minute)
		// a keeps its schedule, b gets one with a slot during the sweep, and new
		// is due at 1:10.
		next := strings.Replace(hourly, "name: b,", "name: b, schedule: '55 * * * *',", 1) + `  - {name: new, schedule: "10 * * * *", match: {olderThan: 1d}, action: stop}` + "\n"
		if err := w.reload(d, next); err != nil {
			t.Error(err)
		}
	}), "sweep")
	if want := []string{"30m0s sweep c", "1h15m0s sweep a+b+new"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestASweepGoesOnWithItsOwnTenantAndReopensItsFiles(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, sweeping: func(context.Context, []string) { time.Sleep(20 * time.Minute) }}
	got := life(t, w, 55*time.Minute, func(d *Daemon) {
		time.Sleep(40 * time.Minute)
		for range 2 { // the first new one is never used
			if err := d.Reload(); err != nil {
				t.Error(err)
			}
		}
	})
	want := []string{"0s look", "30m0s sweep c", "40m0s reopen", "40m0s reopen", "40m0s close", "50m0s close", "55m0s close"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestOfTwoReloadsAtOnceTheNewestFileWins(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly}
	life(t, w, 10*time.Minute, func(d *Daemon) {
		time.Sleep(time.Minute)
		for i := range 20 {
			w.write(strings.Replace(hourly, "name: c", "name: c"+string(rune('a'+i)), 1))
			go func() { _ = d.Reload() }()
		}
		synctest.Wait()
		if got := namesOf(d.seen().Config)[2]; got != "ct" {
			t.Errorf("%s is in force", got)
		}
	})
}

func TestAConfigThatWouldNeverRunIsNotTaken(t *testing.T) {
	t.Parallel()
	never := "policies: [{name: a, match: {olderThan: 1d}, action: delete}]\n"
	w := &world{text: hourly}
	life(t, w, 10*time.Minute, func(d *Daemon) {
		time.Sleep(time.Minute)
		if err := w.reload(d, never); err == nil || !strings.Contains(err.Error(), "no policy has a schedule") {
			t.Errorf("error %v", err)
		}
		if c := d.seen().Config; len(c.Set.Policies) != 3 || d.seen().Reload == nil {
			t.Error("it is in force")
		}
	})
	if _, err := newTimetable(read(t, never), nil, time.Now()); err == nil {
		t.Error("a daemon began with nothing to run on")
	}
}
