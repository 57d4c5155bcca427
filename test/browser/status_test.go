//go:build integration

// Package browser looks at the status page as a person does: in a real browser,
// in both colour schemes.
package browser

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const policies = `
mode: enforce
schedule: "@every 1h"
catchUp: true
resourceGroups: {include: ["*"], exclude: ["prod-*"]}
api: {requestsPerSecond: 0}
policies:
  - {name: failed-after-3d, match: {statuses: [DEAD, UNKNOWN], olderThan: 3d}, action: delete}
  - {name: runaway-training, match: {statuses: [RUNNING], olderThan: 48h}, action: stop}
costs:
  resourcePlans: {train.l: {capacityUnitsPerHour: 11.5}}
  executables: [{executables: ["*"], resourcePlan: train.l}]
`

func TestTheStatusPage(t *testing.T) {
	base := daemon(t)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1100, 1400))...)
	defer cancel()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var mu sync.Mutex
	var complaints []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			complaints = append(complaints, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			complaints = append(complaints, string(e.Type))
		}
	})
	if err != nil {
		t.Fatalf("a browser is needed here, such as Debian's chromium: %v", err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		look(t, ctx, base, scheme)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(complaints) > 0 {
		t.Errorf("the console says %q", complaints)
	}
}

// look holds what the page shows in a colour scheme against what it should.
func look(t *testing.T, ctx context.Context, base, scheme string) {
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/")); err != nil {
		t.Fatal(err)
	}
	text := run(t, ctx, chromedp.Text("body"))
	for _, want := range []string{"enforce", "failed-after-3d", "runaway-training", "verified", "Nothing is waiting.", "capacity units per hour"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s: the page lacks %q", scheme, want)
		}
	}
	bars := run(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("svg rect").length`))
	wide := run(t, ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if bars != 3 || wide > 1100 {
		t.Errorf("%s: %d bars, %d pixels wide", scheme, bars, wide)
	}
	background := run(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.body).backgroundColor`))
	if dark := background != "rgb(245, 246, 248)"; dark != (scheme == "dark") {
		t.Errorf("%s: the background is %s", scheme, background)
	}
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, scheme+".png"), run(t, ctx, chromedp.FullScreenshot(100)), 0o644); err != nil {
			t.Error(err)
		}
	}
}

func run[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// daemon runs the real program against a simulated tenant, and returns when its
// first sweep has ended.
func daemon(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "aicore-reaper")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/aicore-reaper").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	simulator := exec.Command(program, "simulate", "--executions", "300", "--settle", "0s")
	lines := start(t, simulator)
	variables := os.Environ()
	for len(variables) < len(os.Environ())+4 && lines.Scan() {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			name, value, _ := strings.Cut(assignment, "=")
			variables = append(variables, name+"="+strings.Trim(value, "'"))
		}
	}
	address := freeAddress(t)
	config := filepath.Join(dir, "c.yaml")
	if err := os.WriteFile(config, []byte(policies+"metrics: {listen: '"+address+"'}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	reaper := exec.Command(program, "run", "--config", config)
	reaper.Env = variables
	start(t, reaper)
	for {
		resp, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			if reaper.ProcessState != nil {
				t.Fatal(err)
			}
			continue
		}
		body := bufio.NewScanner(resp.Body)
		for body.Scan() {
			if body.Text() == `aicore_reaper_sweeps_total{mode="enforce",result="ok"} 1` {
				_ = resp.Body.Close()
				return "http://" + address
			}
		}
		_ = resp.Body.Close()
	}
}

// start runs a program until the test ends, and returns the lines that it prints.
func start(t *testing.T, cmd *exec.Cmd) *bufio.Scanner {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return bufio.NewScanner(out)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
