//go:build integration

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// below is the bottom of the last important element, in pixels from the top.
const below = `Math.max(...Array.from(document.querySelectorAll(".problems, .tiles, section[aria-labelledby=policies], section[aria-labelledby=sweeps], section[aria-labelledby=waiting]"), s => s.getBoundingClientRect().bottom))`

func TestTheOverviewAfterASweep(t *testing.T) {
	base := daemon(t, "mode: enforce\ncatchUp: true\n"+policies, "300", swept, nil)
	b := newTab(t)
	for name, v := range views {
		b.as(v)
		b.open(base + "/")
		b.until(`document.querySelector("#main").textContent.includes("verified")`)
		text := b.text()
		for _, want := range []string{"enforce", "failed-after-3d", "runaway-training", "verified", "Nothing is waiting.", "cu/h", "EUR per hour", "The tenant was last seen"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page lacks %q", name, want)
			}
		}
		if bars := ask[int](b, `document.querySelectorAll("svg rect").length`); bars != 3 {
			t.Errorf("%s: %d bars", name, bars)
		}
		if dark := ask[string](b, `getComputedStyle(document.body).backgroundColor`) == "rgb(18, 22, 27)"; dark != (v.scheme == "dark") {
			t.Errorf("%s: the background does not follow the scheme", name)
		}
		if faint := ask[[]string](b, unreadable); len(faint) > 0 {
			t.Errorf("%s: too little contrast: %q", name, faint)
		}
		if v.width == 1280 && ask[float64](b, below) > 900 {
			t.Errorf("%s: something important is below the fold", name)
		}
		b.fits(name, v)
		b.picture("overview after a sweep, " + name)
	}
}

func TestTheOverviewInDryRun(t *testing.T) {
	base := daemon(t, policies, "5000", looked, nil)
	b := newTab(t)
	for name, v := range views {
		b.as(v)
		b.open(base + "/")
		if text := b.text(); !strings.Contains(text, "dry-run") || !strings.Contains(text, "to delete, overdue for up to") || strings.Contains(text, "Nothing is waiting") {
			t.Errorf("%s: the page says\n%s", name, text)
		}
		if v.width == 1280 && ask[float64](b, below) > 900 {
			t.Errorf("%s: something important is below the fold", name)
		}
		b.fits(name, v)
		b.picture("overview in dry-run, " + name)
	}
	b.as(views["screen"])
	b.open(base + "/")
	// An open section stays open when the page refreshes itself.
	b.do(chromedp.Click("summary"))
	seen := ask[string](b, `document.querySelector("time").dateTime`)
	b.do(act(`document.activeElement.blur()`))
	b.until(`document.querySelector("time").dateTime !== "` + seen + `" || (renew(), false)`)
	if !ask[bool](b, `document.querySelector("details").open`) {
		t.Error("the page folded what was open")
	}
}

func TestWhatNeedsAPersonStandsFirst(t *testing.T) {
	base := daemon(t, strings.Replace("mode: enforce\ncatchUp: true\n"+policies, "maxPercent: 100", "maxPercent: 1", 1), "300", `sweeps_total{mode="enforce",result="refused"} 1`, nil)
	b := newTab(t)
	for name, v := range views {
		b.as(v)
		b.open(base + "/")
		b.until(`document.querySelector(".problems") !== null`)
		if text := ask[string](b, `document.querySelector(".problems").innerText`); !strings.Contains(text, "5 resource groups refused by a limit") || !strings.Contains(text, "limits.maxPercent") {
			t.Errorf("%s: %s", name, text)
		}
		if href := ask[string](b, `document.querySelector(".problems a").href`); !strings.HasSuffix(href, "/docs/operations.md#aicorereaperrefused") {
			t.Errorf("it leads to %s", href)
		}
		if faint := ask[[]string](b, unreadable); len(faint) > 0 {
			t.Errorf("%s: too little contrast: %q", name, faint)
		}
		b.fits(name, v)
		b.picture("overview refused, " + name)
	}
}

func TestTheKeyboardAloneIsEnough(t *testing.T) {
	base := daemon(t, policies, "300", looked, nil)
	b := newTab(t)
	b.as(views["screen"])
	b.open(base + "/")
	b.do(chromedp.KeyEvent(kb.Tab))
	if text := ask[string](b, `document.activeElement.textContent`); text != "Skip to the content" {
		t.Errorf("the first thing is %q", text)
	}
	seen := make(map[string]bool)
	for range 60 {
		b.do(chromedp.KeyEvent(kb.Tab))
		seen[ask[string](b, `document.activeElement.textContent.trim().slice(0, 30)`)] = true
		if outline := ask[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" && !ask[bool](b, `document.activeElement === document.body`) {
			t.Errorf("it cannot be seen that %s has the keyboard", ask[string](b, `document.activeElement.outerHTML.slice(0, 80)`))
		}
	}
	for _, want := range []string{"Plan", "Config", "Metrics", "runaway-training"} {
		if !seen[want] {
			t.Errorf("the keyboard does not reach %q", want)
		}
	}
	b.open(base + "/plan")
	// The event is dispatched by script: a typed key would also be written into
	// the field.
	b.do(act(`document.dispatchEvent(new KeyboardEvent("keydown", {key: "/"}))`), chromedp.KeyEvent("zzz"), chromedp.KeyEvent(kb.Enter))
	b.until(`location.search.includes("q=zzz")`)
	if text := b.text(); !strings.Contains(text, "No row fits.") {
		t.Errorf("the page says\n%s", text)
	}
}

func TestThePagesWorkWithoutScript(t *testing.T) {
	base := daemon(t, policies, "300", looked, nil)
	b := newTab(t)
	b.as(views["screen"])
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open(base + "/plan")
	b.do(chromedp.SendKeys("input[type=search]", "zzz"+kb.Enter))
	for !strings.Contains(run(b, chromedp.Location()), "q=zzz") { // the tab's time bounds this
	}
}
