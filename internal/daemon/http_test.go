package daemon

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// serve runs a daemon on a free port until the test ends.
func serve(t *testing.T, change func(*Options)) string {
	t.Helper()
	c := read(t, "catchUp: true\nmetrics: {listen: '127.0.0.1:0'}\n"+hourly)
	m := metrics.New("test", "test")
	o := Options{
		Config: c, Load: func() (*config.Config, error) { return c, nil }, Reopen: func() error { return nil },
		CheckToken: func(context.Context) error { return nil },
		Sweep: func(context.Context, *config.Config, []string) *report.Report {
			r := &report.Report{
				Result: report.ResultPartial, Mode: report.Enforce, FinishedAt: time.Now(),
				Groups:   []report.Group{{ID: "team-a", Result: report.ResultFailed, Error: "it is <b>down</b>"}},
				Policies: []report.Policy{{Name: "a", Deleted: 1}},
				Rows:     report.RowsOf([]string{"a"}, report.Row{Group: "team-a", ID: "<script>alert(1)</script>", Policy: "a", Action: policy.Delete, Done: report.Done{Outcome: report.Verified, Deleted: true}}),
			}
			m.Observe(r)
			return r
		},
		Metrics: m, Log: zap.NewNop(), Now: time.Now, Version: "v-test",
	}
	if change != nil {
		change(&o)
	}
	d, err := New(o)
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

func TestThePageShowsWhatHappenedAndRunsNothing(t *testing.T) {
	t.Parallel()
	base := serve(t, nil)
	for { // the first sweep is under way
		if _, body, _ := get(t, "GET", base+"/metrics"); strings.Contains(body, `aicore_reaper_sweeps_total{mode="enforce",result="partial"} 1`) {
			break
		}
	}
	code, page, header := get(t, "GET", base+"/")
	if code != http.StatusOK || strings.Contains(page, "<script") || strings.Contains(page, "<b>down") {
		t.Errorf("%d, and the page holds what it should not:\n%s", code, page)
	}
	for _, want := range []string{"v-test", "dry-run", "it is &lt;b&gt;down", "&lt;script&gt;", "verified", "0 * * * *", "<svg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if policy := header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
}

func TestHealthReadinessAndReload(t *testing.T) {
	t.Parallel()
	ready := serve(t, nil)
	unready := serve(t, func(o *Options) {
		o.Config = read(t, "metrics: {listen: '127.0.0.1:0'}\n"+hourly)
		o.CheckToken = func(context.Context) error { return errors.New("the credentials were refused") }
		o.Reloadable = true
		o.Load = func() (*config.Config, error) { return nil, errors.New("a bad file") }
	})
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
		{"POST", unready + "/-/reload", 422, "a bad file"},
		{"GET", unready + "/metrics", 200, "aicore_reaper_config_last_reload_successful 0"},
		{"GET", unready + "/", 200, "a bad file"},
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
	c := read(t, "metrics: {listen: '"+listener.Addr().String()+"'}\n"+hourly)
	if _, err := New(Options{Config: c, Metrics: metrics.New("", ""), Log: zap.NewNop(), Now: time.Now}); err == nil || !strings.Contains(err.Error(), "metrics.listen") {
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
		base := serve(t, func(o *Options) { o.Reloadable = true })
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
