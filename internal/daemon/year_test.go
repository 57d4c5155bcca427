package daemon

import (
	"context"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

var days = flag.Int("days", 24, "how many days of virtual time a daemon lives, from the middle of March; 365 is a year")

// yearly has a daily slot where clocks change, an hourly one, and one at night.
const yearly = `
timezone: ZONE
observe: "@every 6h"
policies:
  - {name: daily, schedule: "30 2 * * *", match: {olderThan: 1d}, action: delete}
  - {name: hourly, schedule: "5 * * * *", match: {olderThan: 1d}, action: stop}
  - {name: weekdays, schedule: "0 22 * * 1-5", match: {olderThan: 1d}, action: stop}
`

// due are the slots of the policies, in a second account: by hour and minute of a
// local day.
var dueAt = map[string]func(day time.Weekday, hour, minute int) bool{
	"daily":    func(_ time.Weekday, hour, minute int) bool { return hour == 2 && minute == 30 },
	"hourly":   func(_ time.Weekday, _, minute int) bool { return minute == 5 },
	"weekdays": func(day time.Weekday, hour, minute int) bool { return day%6 != 0 && hour == 22 && minute == 0 },
}

// slots are when a policy is due: each time of a local clock once. What the clock
// skips is due when it would have been had the clock not been set.
func slots(zone *time.Location, policy string, from, to time.Time) (at []time.Time) {
	for day := from.In(zone).AddDate(0, 0, -1); day.Before(to.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		y, m, d := day.Date()
		for minute := range 24 * 60 {
			local := time.Date(y, m, d, 0, minute, 0, 0, time.UTC) // what the clock on the wall reads
			if dueAt[policy](local.Weekday(), local.Hour(), local.Minute()) {
				if t := reads(zone, local); t.After(from) && !t.After(to) {
					at = append(at, t)
				}
			}
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return slices.CompactFunc(at, time.Time.Equal)
}

// reads is when a clock in a zone reads a time first.
func reads(zone *time.Location, local time.Time) (first time.Time) {
	at := func(offset int) time.Time { return local.Add(-time.Duration(offset) * time.Second) }
	_, before := local.Add(-24 * time.Hour).In(zone).Zone()
	_, after := local.Add(24 * time.Hour).In(zone).Zone()
	for _, offset := range []int{before, after} {
		if _, is := at(offset).In(zone).Zone(); is == offset && (first.IsZero() || at(offset).Before(first)) {
			first = at(offset)
		}
	}
	if first.IsZero() { // the clock skips it
		return at(before)
	}
	return first
}

// moment is one sweep, or one setting of the clock: by the time that has gone by and by the wall.
type moment struct {
	at, wall time.Time
	what     []string // policies
}

// chronicle is what happened to a daemon and what it did.
type chronicle struct {
	begin  time.Time
	sweeps []moment
	ends   []time.Time // of the sweeps
	late   []time.Time // when something was said to run late
	jumped []time.Time // when the clock was said to have been set
	walls  []moment    // where the wall clock was after each time that it was set
}

// hear takes what the daemon says in its log.
func (c *chronicle) hear(e zapcore.Entry) error {
	switch {
	case strings.HasPrefix(e.Message, "run late"):
		c.late = append(c.late, time.Now())
	case strings.HasPrefix(e.Message, "the clock was set"):
		c.jumped = append(c.jumped, time.Now())
	}
	return nil
}

// A year of a daemon: clocks that change with the season, a machine that sleeps,
// clocks that are set, reloads, rotations of logs and of credentials, an API that
// is down for a night, and sweeps that take longer than an hour. Every slot is swept
// once, at its time, or said to be late; and nothing grows.
func TestAYear(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			c := &chronicle{}
			synctest.Test(t, func(t *testing.T) { c.lives(t, zone) })
			for policy := range dueAt {
				c.judge(t, zone, policy)
			}
			t.Logf("%d days, %d sweeps, %d said to be late, the clock was set %d times", *days, len(c.sweeps), len(c.late), len(c.walls)-1)
		})
	}
}

// lives is the life of one daemon.
func (c *chronicle) lives(t *testing.T, zone *time.Location) {
	time.Sleep(74*24*time.Hour + 7*time.Minute) // to the middle of March
	w := &world{t: t, text: strings.Replace(yearly, "ZONE", zone.String(), 1)}
	c.begin = time.Now()
	c.walls = []moment{{at: c.begin, wall: c.begin}}
	random := rand.New(rand.NewPCG(uint64(len(zone.String())), 1))
	w.sweeping = func(_ context.Context, policies []string) {
		c.sweeps = append(c.sweeps, moment{at: time.Now(), wall: w.now(), what: policies})
		if len(c.sweeps)%97 == 0 {
			time.Sleep(3 * time.Hour)
		}
		c.ends = append(c.ends, time.Now())
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(*days)*24*time.Hour)
	defer cancel()
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), zapcore.AddSync(io.Discard), zap.InfoLevel), zap.Hooks(c.hear))
	d := w.start(ctx, log)
	early := 0
	var series int
	for day := 0; ctx.Err() == nil; day++ {
		time.Sleep(time.Duration(20+random.IntN(8))*time.Hour + time.Duration(random.IntN(3600))*time.Second)
		if ctx.Err() != nil {
			break
		}
		c.befalls(t, w, d, day, random)
		w.change(func() { w.did = nil })
		synctest.Wait()
		if day == 5 {
			early, series = runtime.NumGoroutine(), seriesOf(t, d)
		}
		if day > 5 && (runtime.NumGoroutine() > early+2 || seriesOf(t, d) != series) {
			t.Errorf("day %d: %d goroutines and %d series, on the fifth %d and %d", day, runtime.NumGoroutine(), seriesOf(t, d), early, series)
			return
		}
	}
	<-w.ended
}

// befalls has something happen to the daemon.
func (c *chronicle) befalls(t *testing.T, w *world, d *Daemon, day int, random *rand.Rand) {
	set := func(by time.Duration) {
		w.change(func() { w.set += by })
		c.walls = append(c.walls, moment{at: time.Now(), wall: w.now()})
	}
	switch day % 7 {
	case 1: // the machine sleeps
		set(time.Duration(1+random.IntN(20)) * time.Hour)
	case 2: // NTP sets the clock
		set(time.Duration(random.IntN(7200)-3600) * time.Second)
	case 3, 6:
		if err := d.Reload(); err != nil {
			t.Error(err)
		}
	case 4: // the API is down for a night
		w.change(func() { w.token, w.seen = errRefused, nothingSeen() })
		time.Sleep(9 * time.Hour)
		w.change(func() { w.token, w.seen = nil, nil })
	case 5: // a bad config
		text := w.text
		w.write("policies: [")
		if d.Reload() == nil {
			t.Error("a bad config was taken")
		}
		w.write(text)
	}
}

var errDown = errors.New("no answer")

func seriesOf(t *testing.T, d *Daemon) (n int) {
	families, err := d.Metrics.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if !strings.HasPrefix(f.GetName(), "go_") && !strings.HasPrefix(f.GetName(), "process_") {
			n += len(f.GetMetric())
		}
	}
	return n
}
