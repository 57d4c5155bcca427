//go:build integration

// Package browser tests the daemon's pages like a person: in a real browser, in
// both colour schemes, on a screen and on a phone, with only the keyboard.
package browser

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is a browser tab that is open until the test ends. Errors in the console
// fail the test.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

func newTab(t *testing.T) *tab {
	t.Helper()
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatalf("a browser is needed here, such as Debian's chromium: %v", err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.complaints) > 0 {
			t.Errorf("the console says %q", b.complaints)
		}
	})
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text)
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, string(e.Type))
	}
}

// view is a screen size and a colour scheme.
type view struct {
	width, height int64
	scheme        string // light or dark
}

var views = map[string]view{
	"screen":       {1280, 900, "light"},
	"screen, dark": {1280, 900, "dark"},
	"phone":        {390, 844, "light"},
	"phone, dark":  {390, 844, "dark"},
}

func (b *tab) as(v view) {
	b.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(v.width, v.height))
}

func (b *tab) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// text returns the visible text.
func (b *tab) text() string {
	b.t.Helper()
	return run(b, chromedp.Text("body"))
}

func run[T any](b *tab, a chromedp.Action[T]) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	return run(b, chromedp.Evaluate[T](expression))
}

// until waits until an expression holds on a page that is there to its end.
func (b *tab) until(expression string) {
	b.t.Helper()
	// The page that was asked may go while it answers: then the next one is asked.
	for holds, err := false, error(nil); !holds; holds, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && (`+expression+`)`)) {
		if b.ctx.Err() != nil {
			b.t.Fatalf("never: %s: %v", expression, err)
		}
	}
}

// picture saves a screenshot in $SCREENSHOTS, if that is set.
func (b *tab) picture(name string) {
	b.t.Helper()
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), run(b, chromedp.CaptureScreenshot()), 0o644); err != nil {
			b.t.Error(err)
		}
	}
}

// fits fails the test if a page is wider than the screen.
func (b *tab) fits(what string, v view) {
	b.t.Helper()
	if wide := ask[int64](b, `document.documentElement.scrollWidth`); wide > v.width {
		b.t.Errorf("%s is %d pixels wide on a screen of %d", what, wide, v.width)
	}
}

// unreadable returns the elements whose text has too little contrast with its
// background (WCAG 2: 4.5 to 1).
const unreadable = `(() => {
  const light = c => { const [r, g, b] = c.match(/[\d.]+/g).slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
  const found = new Set();
  for (const e of document.querySelectorAll("main *, header *")) {
    if (!Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length || e.closest("svg, option")) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) found.add(e.tagName + "." + e.className + " " + getComputedStyle(e).color + " on " + ground(e));
  }
  return Array.from(found);
})()`

// act runs a statement in the page.
func act(statement string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[any](statement))
		return err
	})
}
