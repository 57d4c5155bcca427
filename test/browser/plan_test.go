//go:build integration

package browser

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestThePlanOfThousands(t *testing.T) {
	base := daemon(t, policies, "7500", looked, nil)
	b := newTab(t)
	for name, v := range views {
		b.as(v)
		b.open(base + "/plan")
		text := b.text()
		if rows := regexp.MustCompile(`(?m)^([5-9],\d{3}) rows`).FindStringSubmatch(text); rows == nil {
			t.Errorf("%s: these are not thousands:\n%.300s", name, text)
		}
		if n := ask[int](b, `document.querySelectorAll(".rows tbody tr").length`); n != 100 {
			t.Errorf("%s: %d rows on the page", name, n)
		}
		if faint := ask[[]string](b, unreadable); len(faint) > 0 {
			t.Errorf("%s: too little contrast: %q", name, faint)
		}
		b.fits(name, v)
		b.picture("plan, " + name)
	}
	b.as(views["screen"])
	b.open(base + "/plan")
	b.do(act(`(s => { s.value = "runaway-training"; s.dispatchEvent(new Event("change")); })(document.querySelector("select[name=policy]"))`))
	b.until(`location.search.includes("policy=runaway-training")`)
	b.do(chromedp.Click(`th a[href*="sort=-age"]`))
	b.until(`location.search.includes("sort=-age")`)
	if !ask[bool](b, `Array.from(document.querySelectorAll(".rows tbody tr"), r => r.innerText).every(t => t.includes("runaway-training") && t.includes("RUNNING"))`) {
		t.Error("the filter lets others through")
	}
	b.do(chromedp.Click(`a[rel=next]`))
	b.until(`location.search.includes("page=2") && location.search.includes("policy=runaway-training")`)
}

func TestAnExplanationIsOneClickAway(t *testing.T) {
	base := daemon(t, policies, "300", looked, nil)
	b := newTab(t)
	b.as(views["screen"])
	b.open(base + "/plan?policy=runaway-training")
	id := ask[string](b, `document.querySelector(".rows tbody a").innerText`)
	b.do(chromedp.Click(".rows tbody a"))
	b.until(`document.querySelector("pre.tree") !== null`)
	if text := b.text(); !strings.Contains(text, id) || !strings.Contains(text, "policy runaway-training (stop): expired") || !strings.Contains(text, "above all policies") {
		t.Errorf("the page says\n%s", text)
	}
	for name, v := range views {
		b.as(v)
		b.fits("the explanation, "+name, v)
		b.picture("explanation, " + name)
	}
	b.open(base + "/config")
	if text := b.text(); !strings.Contains(text, "runaway-training") {
		t.Errorf("the config is\n%s", text)
	}
	b.fits("the config", views["screen"])
	b.picture("config")
}

func TestHostileNamesDoNothing(t *testing.T) {
	evil := `"'><img src=x onerror="document.title='taken'"><script>document.title='taken'</script>` + strings.Repeat("very", 60) + "\u202e\u0007"
	base := daemon(t, policies, "300", looked, hostile("scenarioId", "churn", evil))
	b := newTab(t)
	for name, v := range views {
		b.as(v)
		for _, path := range []string{"/", "/plan", "/plan?sort=-scenario"} {
			b.open(base + path)
			if ask[string](b, `document.title`) == "taken" || ask[int](b, `document.querySelectorAll("img, main script").length`) > 0 {
				t.Fatalf("%s: a name of the tenant did something", path)
			}
			b.fits(path+" with hostile names, "+name, v)
		}
		if !strings.Contains(b.text(), "<script>") {
			t.Error("the name is not shown as text")
		}
		b.picture("plan with hostile names, " + name)
	}
}
