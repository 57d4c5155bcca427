package daemon

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Whatever is asked of the daemon, only POST /-/reload reads the config anew, and
// only where that is enabled; and no page shows a foreign text as markup.
func FuzzPages(f *testing.F) {
	for _, request := range [][2]string{
		{"GET", "/"}, {"HEAD", "/"}, {"GET", "/metrics"}, {"GET", "/healthz"}, {"GET", "/readyz"}, {"POST", "/-/reload"}, {"POST", "/-/reload/"},
		{"POST", "//-//reload"}, {"GET", "/-/reload"}, {"PUT", "/-/reload?x=y"}, {"POST", "/%2d/reload"}, {"POST", "/x/../-/reload"}, {"OPTIONS", "*"}, {"GET", "/<x"},
	} {
		f.Add(request[0], request[1], "application/openmetrics-text", "script>alert(1)</script", true)
	}
	f.Add("POST", "/-/reload", "", "", false)
	c, _, err := config.Parse("test.yaml", []byte(hourly))
	if err != nil {
		f.Fatal(err)
	}
	d := sleeper(c, func(context.Context, []string) {})
	d.Reopen = func() error { return nil }
	d.CheckToken = func(context.Context) error { return nil }
	handler := d.handler()
	f.Fuzz(func(t *testing.T, method, target, accept, foreign string, enabled bool) {
		r, err := http.NewRequest(method, "http://127.0.0.1"+target, nil)
		if err != nil {
			return
		}
		r.Header.Set("Accept", accept)
		hostile, loads := `"'><x`+foreign+">", 0
		d.Reloadable = enabled
		d.Load = func() (*config.Config, error) { loads++; return nil, errors.New(hostile) }
		d.history = history{}
		d.history.add(&report.Report{
			Result: report.ResultPartial, Mode: report.Enforce, FinishedAt: time.Unix(1_780_000_000, 0),
			Groups: []report.Group{{ID: hostile, Result: report.ResultFailed, Error: hostile}},
			Rows:   report.RowsOf(nil, report.Row{Group: hostile, ID: hostile, Action: policy.Delete, Done: report.Done{Outcome: report.Refused, Error: hostile}}),
		})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if asked := method == http.MethodPost && r.URL.Path == "/-/reload" && enabled; asked != (loads == 1) || d.config != c {
			t.Errorf("%s %s read the config %d times", method, target, loads)
		}
		if w.Code >= 500 {
			t.Errorf("%s %s: %d %s", method, target, w.Code, w.Body)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<x") {
			t.Errorf("%s %s shows markup: %s", method, target, w.Body)
		}
	})
}

// What systemd says of its watchdog gives a time to tell it by, or none.
func FuzzWatchdog(f *testing.F) {
	for _, text := range []string{"", "30000000", "1", "0", "-5", "9223372036854775807", "18446744073709551615", "1e6"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := newNotifier(func(string) string { return text }, nil); n.watchdog < 0 || n.watchdog > 0 && n.watchdog/2 <= 0 {
			t.Errorf("%q is %s", text, n.watchdog)
		}
	})
}
