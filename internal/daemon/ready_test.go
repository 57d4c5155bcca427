package daemon

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func (d *Daemon) asked() (int, string) {
	w := httptest.NewRecorder()
	d.readyz(w, httptest.NewRequest("GET", "/readyz", nil))
	return w.Code, strings.TrimSpace(w.Body.String())
}

func TestAWrongSecretIsSaidAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, text: hourly, token: errRefused}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		core, log := observer.New(zap.InfoLevel)
		d := w.start(ctx, zap.New(core))
		synctest.Wait()
		for range 100 { // whoever asks, and how often, sends nothing
			if code, why := d.asked(); code != 503 || why != errRefused.Error() {
				t.Fatalf("%d %s", code, why)
			}
		}
		time.Sleep(10 * time.Minute)
		if n := log.FilterMessage("not ready").Len(); n != 1 {
			t.Errorf("it was said %d times", n)
		}
		w.change(func() { w.token = nil })
		time.Sleep(tryAgain)
		synctest.Wait()
		if code, _ := d.asked(); code != 200 || log.FilterMessage("ready again").Len() != 1 {
			t.Errorf("a minute after it was mended: %d", code)
		}
		if looks := only(w.did, "look"); len(looks) != 1 {
			t.Errorf("looks %q", looks)
		}
		cancel()
		<-w.ended
	})
}

func TestNothingIsReadyBeforeTheCredentialsWereTried(t *testing.T) {
	t.Parallel()
	w := &world{t: t, text: hourly}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w.t = t
		d := w.start(ctx, zap.NewNop())
		if code, why := d.asked(); code != 503 || why != notYet {
			t.Errorf("%d %s", code, why)
		}
		cancel()
		<-w.ended
	})
}

func TestATenantThatCannotBeReachedIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, seen: &report.Report{Result: report.ResultFailed, Cause: errRefused}}
	life(t, w, 5*time.Minute+time.Second, func(d *Daemon) {
		time.Sleep(150 * time.Second)
		if code, why := d.asked(); code != 503 || !strings.Contains(why, "refused") {
			t.Errorf("%d %s", code, why)
		}
		w.change(func() { w.seen = nil })
		time.Sleep(time.Minute)
		if code, why := d.asked(); code != 200 {
			t.Errorf("%d %s", code, why)
		}
	})
	if looks := only(w.did, "look"); len(looks) != 4 {
		t.Errorf("looks %q", looks)
	}
}

func TestASweepThatTakesVeryLongIsStuck(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, sweeping: func(ctx context.Context, _ []string) { <-ctx.Done() }}
	life(t, w, 3*time.Hour, func(d *Daemon) {
		time.Sleep(85 * time.Minute)
		if d.stuck() {
			t.Error("stuck after 55 minutes")
		}
		time.Sleep(10 * time.Minute)
		if code, why := d.asked(); !d.stuck() || code != 503 || !strings.Contains(why, "stuck") {
			t.Errorf("%d %s", code, why)
		}
	})
}

func TestExplanationsWaitForSweepsAndComeOneAtATime(t *testing.T) {
	t.Parallel()
	w := &world{text: hourly, sweeping: func(context.Context, []string) { time.Sleep(10 * time.Minute) }}
	life(t, w, time.Hour, func(d *Daemon) {
		synctest.Wait()
		ask := func(group string) error { _, err := d.explanation(d.running, group, "e123"); return err }
		began := time.Now()
		for range 3 {
			if err := ask("team-a"); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(began); took < 2*betweenQuestions {
			t.Errorf("three explanations within %s", took)
		}
		if err := ask("elsewhere"); err == nil || !strings.Contains(err.Error(), "not a resource group that was swept") {
			t.Errorf("error %v", err)
		}
		time.Sleep(35 * time.Minute) // a sweep is running
		if err := ask("team-a"); err == nil {
			t.Error("an explanation took requests away from a sweep")
		}
	})
	if got := only(w.did, "explain"); len(got) != 3 {
		t.Errorf("%q", got)
	}
}
