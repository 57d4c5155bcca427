package daemon

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// A bubble's time begins at midnight UTC.

func TestPoliciesThatAreDueTogetherShareASweep(t *testing.T) {
	t.Parallel()
	got := life(t, &world{text: hourly}, 90*time.Minute+time.Second, nil)
	if want := []string{"0s look", "30m0s sweep c", "1h0m0s sweep a+b", "1h30m0s sweep c", "1h30m0s close"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatIsMissedWhileASweepRunsIsRunOnceAfterIt(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly}
	w.sweeping = func(context.Context, []string) {
		if len(only(w.did, "sweep")) == 1 {
			time.Sleep(3 * time.Hour) // from 0:30: three slots of a+b and three of c pass
		}
	}
	got := only(life(t, w, 4*time.Hour, nil), "sweep")
	if want := []string{"30m0s sweep c", "3h30m0s sweep a+b+c"}; !slices.Equal(got[:2], want) {
		t.Errorf("%q, want %q first", got, want)
	}
}

func TestCatchUpRunsEveryPolicyOnceAtTheStartAndThatIsALookToo(t *testing.T) {
	t.Parallel()
	got := life(t, &world{text: "catchUp: true\n" + hourly}, 10*time.Minute, nil)
	if want := []string{"0s sweep a+b+c", "10m0s close"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTheDaemonLooksOnScheduleUnlessASweepHasJustLooked(t *testing.T) {
	t.Parallel()
	text := strings.Replace(hourly, `observe: ""`, `observe: "@every 15m"`, 1)
	got := life(t, &world{text: text}, 61*time.Minute, nil)
	want := []string{
		"0s look", "15m0s look", "30m0s sweep c", "30m0s look", // c alone has not planned for a and b
		"45m0s look", "1h0m0s sweep a+b", "1h0m0s look", "1h1m0s close",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	all := strings.Replace(text, "schedule: \"30 * * * *\", ", "", 1)
	got = life(t, &world{text: all}, 76*time.Minute, nil)
	if want := []string{"0s look", "15m0s look", "30m0s look", "45m0s look", "1h0m0s sweep a+b+c", "1h15m0s look", "1h16m0s close"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestALookThatIsDueWhileASweepRunsIsNotMadeUpForWhereTheSweepLooked(t *testing.T) {
	t.Parallel()
	text := strings.Replace(strings.Replace(hourly, `observe: ""`, `observe: "@every 15m"`, 1), "schedule: \"30 * * * *\", ", "", 1)
	w := &world{text: text, sweeping: func(context.Context, []string) { time.Sleep(20 * time.Minute) }}
	got := only(life(t, w, 100*time.Minute, nil), "look", "sweep")
	if want := []string{"0s look", "15m0s look", "30m0s look", "45m0s look", "1h0m0s sweep a+b+c", "1h35m0s look"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAPanicEndsOnlyItsSweep(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly}
	w.sweeping = func(context.Context, []string) {
		if len(only(w.did, "sweep")) == 1 {
			panic("a fault of the program")
		}
	}
	got := only(life(t, w, 61*time.Minute, func(d *Daemon) {
		time.Sleep(40 * time.Minute)
		synctest.Wait()
		if h := d.seen().History; len(h.Sweeps) != 1 || h.Sweeps[0].Result != report.ResultFailed || !strings.Contains(h.Sweeps[0].Error, "a fault of the program") {
			t.Errorf("history %+v", h)
		}
	}), "sweep")
	if want := []string{"30m0s sweep c", "1h0m0s sweep a+b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAPanicInWhatFollowsASweepEndsNothingElse(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, seen: &report.Report{ // with a class of failure that does not exist
		Groups: []report.Group{{ID: "g"}}, Policies: []report.Policy{{Name: "a"}},
		Rows: report.RowsOf([]string{"a"}, report.Row{Group: "g", ID: "e123", Policy: "a", Done: report.Done{Class: 99}}),
	}}
	panics := 0
	synctest.Test(t, func(t *testing.T) {
		w.t = t
		ctx, cancel := context.WithTimeout(t.Context(), 179*time.Minute)
		defer cancel()
		core, log := observer.New(zap.ErrorLevel)
		w.start(ctx, zap.New(core))
		<-w.ended
		panics = log.FilterMessageSnippet("panicked").Len()
	})
	if sweeps := only(w.did, "sweep"); panics != 5 || len(sweeps) != 5 {
		t.Errorf("%d panics, sweeps %q", panics, sweeps)
	}
}

func TestTheLoopEndsWithTheSweepAtWork(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, sweeping: func(ctx context.Context, _ []string) { <-ctx.Done(); time.Sleep(5 * time.Minute) }}
	got := life(t, w, 40*time.Minute, func(d *Daemon) {
		time.Sleep(46 * time.Minute)
		synctest.Wait()
	})
	if want := []string{"0s look", "30m0s sweep c", "45m0s close"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatWasMissedIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, text: hourly, sweeping: func(context.Context, []string) { time.Sleep(50 * time.Minute) }}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		core, log := observer.New(zap.InfoLevel)
		w.start(ctx, zap.New(core))
		<-w.ended
		if log.FilterMessageSnippet("run late").Len() == 0 {
			t.Error("nothing was said")
		}
	})
}
