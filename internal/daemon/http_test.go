package daemon

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

const anywhere = "metrics: {listen: '127.0.0.1:0'}\n" + hourly

// serve runs a daemon on a free port until the test ends.
func serve(t *testing.T, w *world, reloadable bool) string {
	t.Helper()
	w.t, w.begin = t, time.Now()
	d, err := New(Options{
		Open: w.open, Metrics: metrics.New("test", "test"), Log: zap.NewNop(), Now: time.Now, Version: "v-test", Reloadable: reloadable,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + d.Address()
}

func get(t *testing.T, method, url string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

// settled waits until the daemon knows whether it is ready.
func settled(t *testing.T, base string) {
	t.Helper()
	for {
		if _, body, _ := get(t, "GET", base+"/readyz"); !strings.HasPrefix(body, notYet) {
			return
		}
	}
}

func TestHealthReadinessAndReload(t *testing.T) {
	t.Parallel()
	w := &world{text: anywhere, token: errRefused}
	ready, unready := serve(t, &world{text: anywhere}, false), serve(t, w, true)
	settled(t, ready)
	settled(t, unready)
	w.write("policies: 5")
	for _, test := range []struct {
		method, url string
		code        int
		body        string
	}{
		{"GET", ready + "/healthz", 200, "ok"},
		{"GET", ready + "/readyz", 200, "ready"},
		{"POST", ready + "/-/reload", 403, "--enable-reload"},
		{"GET", ready + "/-/reload", 405, ""},
		{"GET", ready + "/nothing", 404, ""},
		{"GET", unready + "/healthz", 200, "ok"},
		{"GET", unready + "/readyz", 503, "refused"},
		{"POST", unready + "/-/reload", 422, "test.yaml:1:11"},
		{"GET", unready + "/metrics", 200, "aicore_reaper_config_last_reload_successful 0"},
		{"GET", unready + "/", 200, "test.yaml:1:11"},
	} {
		if code, body, _ := get(t, test.method, test.url); code != test.code || !strings.Contains(body, test.body) {
			t.Errorf("%s %s: %d %s", test.method, test.url, code, body)
		}
	}
}

func TestATakenAddressIsFoundBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	w := &world{t: t, text: strings.Replace(anywhere, "127.0.0.1:0", listener.Addr().String(), 1)}
	if _, err := New(Options{Open: w.open, Metrics: metrics.New("", ""), Log: zap.NewNop(), Now: time.Now}); err == nil || !strings.Contains(err.Error(), "metrics.listen") {
		t.Errorf("error %v", err)
	}
	if len(only(w.did, "close")) != 1 {
		t.Errorf("the tenant was not closed: %q", w.did)
	}
}

func TestADaemonWithNothingToRunOnDoesNotBegin(t *testing.T) {
	t.Parallel()
	w := &world{t: t, text: "policies: [{name: a, match: {olderThan: 1d}, action: delete}]\n"}
	if _, err := New(Options{Open: w.open, Metrics: metrics.New("", ""), Log: zap.NewNop(), Now: time.Now}); err == nil || !strings.Contains(err.Error(), "no policy has a schedule") {
		t.Errorf("error %v", err)
	}
}

func TestSystemdIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "20000")
	ended := t.Run("a life", func(t *testing.T) {
		base := serve(t, &world{text: anywhere}, true)
		seen := ""
		for !strings.Contains(seen, "WATCHDOG=1") {
			seen += message(t, socket)
		}
		get(t, "POST", base+"/-/reload")
		for !strings.Contains(seen, "RELOADING=1\nMONOTONIC_USEC=") {
			seen += message(t, socket)
		}
		if !strings.HasPrefix(seen, "READY=1") {
			t.Errorf("systemd was told %q", seen)
		}
	})
	for ended {
		if message(t, socket) == "STOPPING=1|" {
			break
		}
	}
}

func message(t *testing.T, socket *net.UnixConn) string {
	t.Helper()
	if err := socket.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 4096)
	n, err := socket.Read(buffer)
	if err != nil {
		t.Fatal(err)
	}
	return string(buffer[:n]) + "|"
}

// For any request, only POST /-/reload reloads the config, and only if it is
// enabled. No page shows a text of the tenant as markup.
func FuzzPages(f *testing.F) {
	for _, request := range [][2]string{
		{"GET", "/"}, {"HEAD", "/"}, {"GET", "/metrics"}, {"GET", "/healthz"}, {"GET", "/readyz"}, {"POST", "/-/reload"}, {"POST", "/-/reload/"},
		{"POST", "//-//reload"}, {"GET", "/-/reload"}, {"PUT", "/-/reload?x=y"}, {"POST", "/%2d/reload"}, {"POST", "/x/../-/reload"}, {"OPTIONS", "*"}, {"GET", "/<x"},
		{"GET", "/plan?q=e&sort=-age&page=2"}, {"GET", "/plan?view=sweep&group=<x"}, {"GET", "/plan.csv?sort=id"}, {"GET", "/plan.json?outcome=refused"},
		{"GET", "/config"}, {"GET", "/explain/team-a/e1"}, {"GET", "/explain/%3Cx/%3Cx%3E"}, {"GET", "/static/page.css"}, {"GET", "/static/../page.go"},
	} {
		f.Add(request[0], request[1], "application/openmetrics-text", "script>alert(1)</script", true)
	}
	f.Add("POST", "/-/reload", "", "", false)
	f.Fuzz(func(t *testing.T, method, target, accept, foreign string, enabled bool) {
		r, err := http.NewRequest(method, "http://127.0.0.1"+target, nil)
		if err != nil {
			return
		}
		r.Header.Set("Accept", accept)
		hostile := `"'><x` + foreign + ">"
		d, loads := hostileDaemon(t, hostile, enabled)
		w := httptest.NewRecorder()
		d.handler().ServeHTTP(w, r)
		if asked := method == http.MethodPost && r.URL.Path == "/-/reload" && enabled; asked != (*loads == 1) {
			t.Errorf("%s %s read the config %d times", method, target, *loads)
		}
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable && w.Code != http.StatusBadGateway {
			t.Errorf("%s %s: %d %s", method, target, w.Code, w.Body)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<x") {
			t.Errorf("%s %s shows markup: %s", method, target, w.Body)
		}
	})
}

// hostileDaemon returns a daemon in which all texts are hostile, also the answers
// to reloads and explanations.
func hostileDaemon(t *testing.T, hostile string, enabled bool) (*Daemon, *int) {
	t.Helper()
	loads := 0
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	d := &Daemon{
		Options: Options{Metrics: metrics.New("test", "test"), Log: zap.NewNop(), Now: time.Now, Version: hostile, Reloadable: enabled},
		reloads: make(chan chan error), questions: make(chan *question), running: ctx,
	}
	r := &report.Report{
		Result: report.ResultPartial, Mode: report.Enforce, FinishedAt: time.Unix(1_780_000_000, 0), Faults: []string{hostile},
		Policies: []report.Policy{{Name: hostile, Deleted: 1}},
		Groups:   []report.Group{{ID: hostile, Result: report.ResultFailed, Error: hostile, Backlog: []report.Backlog{{Count: 1, Action: policy.Delete}}}},
		Rows: report.RowsOf([]string{hostile}, report.Row{
			Group: hostile, ID: hostile, Scenario: hostile, ConfigurationName: hostile, Policy: hostile, Action: policy.Delete, Done: report.Done{Outcome: report.Refused, Error: hostile},
		}),
		Upcoming: []report.Upcoming{{Group: hostile, ID: hostile, Scenario: hostile}},
	}
	d.state.Store(&page.State{Config: read(t, hourly), NotReady: hostile, Reload: errors.New(hostile), Newest: r, Swept: r, History: page.History{}.With(r, time.UTC)})
	go func() {
		for {
			select {
			case answer := <-d.reloads:
				loads++
				answer <- errors.New(hostile)
			case q := <-d.questions:
				q.answer <- answer{err: errors.New(hostile)}
			case <-ctx.Done():
				return
			}
		}
	}()
	return d, &loads
}

// The watchdog variables of systemd give a positive interval or none.
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
