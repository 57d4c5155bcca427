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

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

const hourly = `
schedule: "0 * * * *"
policies:
  - {name: a, match: {olderThan: 1d}, action: delete}
  - {name: b, match: {olderThan: 1d}, action: stop}
  - {name: c, schedule: "30 * * * *", match: {olderThan: 1d}, action: stop}
`

func read(t *testing.T, yaml string) *config.Config {
	t.Helper()
	c, _, err := config.Parse("test.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sleeper is a daemon without a listener, whose sweeps are noted and take a while.
func sleeper(c *config.Config, sweep func(ctx context.Context, policies []string)) *Daemon {
	return &Daemon{
		Options: Options{
			Config: c, Metrics: metrics.New("test", "test"), Log: zap.NewNop(), Now: time.Now,
			Sweep: func(ctx context.Context, _ *config.Config, policies []string) *report.Report {
				sweep(ctx, policies)
				return &report.Report{Result: report.ResultOK, FinishedAt: time.Now()}
			},
		},
		config: c, next: make(map[string]time.Time), reloaded: make(chan struct{}, 1), notify: &notifier{log: zap.NewNop()},
	}
}

// swept runs a daemon for a time and returns the minutes and policies of its sweeps.
func swept(t *testing.T, c *config.Config, runs time.Duration, takes func(n int) time.Duration) []string {
	t.Helper()
	var sweeps []string
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), runs)
		defer cancel()
		d := sleeper(c, func(_ context.Context, policies []string) {
			sweeps = append(sweeps, time.Since(start).Round(time.Minute).String()+" "+strings.Join(policies, "+"))
			time.Sleep(takes(len(sweeps)))
		})
		d.loop(ctx)
	})
	return sweeps
}

func TestPoliciesThatAreDueTogetherShareASweep(t *testing.T) {
	t.Parallel()
	got := swept(t, read(t, hourly), 90*time.Minute+time.Second, func(int) time.Duration { return time.Minute })
	if want := []string{"30m0s c", "1h0m0s a+b", "1h30m0s c"}; !slices.Equal(got, want) {
		t.Errorf("sweeps %q, want %q", got, want)
	}
}

func TestWhatIsMissedWhileASweepRunsIsRunOnceAfterIt(t *testing.T) {
	t.Parallel()
	got := swept(t, read(t, hourly), 4*time.Hour, func(n int) time.Duration {
		if n == 1 {
			return 3 * time.Hour // from half past: three slots of a+b pass, and three of c
		}
		return time.Minute
	})
	if want := []string{"30m0s c", "3h30m0s a+b+c"}; !slices.Equal(got[:2], want) {
		t.Errorf("sweeps %q, want %q first", got, want)
	}
}

func TestWhatWasMissedIsSaid(t *testing.T) {
	t.Parallel()
	c := read(t, hourly)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		core, log := observer.New(zap.InfoLevel)
		d := sleeper(c, func(context.Context, []string) { time.Sleep(50 * time.Minute) })
		d.Log = zap.New(core)
		d.loop(ctx)
		if log.FilterMessageSnippet("due while another sweep was running").Len() == 0 {
			t.Error("nothing was said")
		}
	})
}

func TestCatchUpRunsEveryPolicyOnceAtTheStart(t *testing.T) {
	t.Parallel()
	got := swept(t, read(t, "catchUp: true\n"+hourly), 10*time.Minute, func(int) time.Duration { return 0 })
	if want := []string{"0s a+b+c"}; !slices.Equal(got, want) {
		t.Errorf("sweeps %q, want %q", got, want)
	}
}

func TestAPanicEndsOnlyItsSweep(t *testing.T) {
	t.Parallel()
	got := swept(t, read(t, hourly), 61*time.Minute, func(n int) time.Duration {
		if n == 1 {
			panic("a fault of the program")
		}
		return 0
	})
	if want := []string{"30m0s c", "1h0m0s a+b"}; !slices.Equal(got, want) {
		t.Errorf("sweeps %q, want %q", got, want)
	}
}

func TestAReloadTakesEffectFromTheNextSweepOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		var sweeps []string
		d := sleeper(read(t, hourly), func(_ context.Context, policies []string) { sweeps = append(sweeps, strings.Join(policies, "+")) })
		d.Reopen = func() error { return nil }
		broken := false
		d.Load = func() (*config.Config, error) {
			text := strings.Replace(hourly, "name: c", "name: renamed", 1)
			if broken {
				text = "policies: 5"
			}
			c, _, err := config.Parse("test.yaml", []byte(text))
			return c, err
		}
		go d.loop(ctx)
		time.Sleep(40 * time.Minute)
		if err := d.Reload(); err != nil {
			t.Error(err)
		}
		broken = true
		if err := d.Reload(); err == nil {
			t.Error("a bad config was taken")
		}
		<-ctx.Done()
		synctest.Wait()
		if want := []string{"c", "a+b", "renamed", "a+b", "renamed"}; !slices.Equal(sweeps[:5], want) {
			t.Errorf("sweeps %q, want %q", sweeps, want)
		}
	})
}
