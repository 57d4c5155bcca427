package tenant

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// inbox takes messages.
type inbox struct {
	*httptest.Server
	mu   sync.Mutex
	took []string
}

// newInbox serves; before, if not nil, is called with each message.
func newInbox(t *testing.T, before func(*http.Request)) *inbox {
	t.Helper()
	i := new(inbox)
	i.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		i.mu.Lock()
		i.took = append(i.took, string(body))
		i.mu.Unlock()
		if before != nil {
			before(r)
		}
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *inbox) messages() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]string(nil), i.took...)
}

func TestASweepTellsWhatItDidAndCountsThatAfterwards(t *testing.T) {
	t.Parallel()
	w, in := newWorld(t, nil), newInbox(t, nil)
	file := filepath.Join(t.TempDir(), "reaper.prom")
	opened := w.open(t, deleting+"metrics: {textfile: '"+file+"'}\nnotify:\n  - url: "+in.URL+"\n  - {url: 'http://127.0.0.1:1/sesame-open-up', events: [acted]}\n  - {url: 'http://127.0.0.1:1/x', events: [refused]}\n")
	for sweep := range 2 { // the second has nothing to say
		r, err := opened.Sweep(t.Context(), Request{Notify: true, Publish: sweep == 0})
		if err != nil || sweep == 0 && r.Policies[0].Deleted == 0 {
			t.Fatalf("%+v, %v", r.Policies, err)
		}
	}
	if err := w.process.Close(); err != nil {
		t.Fatal(err)
	}
	if got := in.messages(); len(got) != 1 || !strings.Contains(got[0], `"event":"acted","mode":"enforce","policies":[{"name":"dead-after-3d"`) {
		t.Errorf("told %q", got)
	}
	text, err := os.ReadFile(file)
	for _, want := range []string{
		`aicore_reaper_notifications_total{event="acted",result="ok"} 1`, `aicore_reaper_notifications_total{event="acted",result="failed"} 1`,
		`aicore_reaper_sweeps_total{mode="enforce",result="ok"} 1`, `aicore_reaper_resource_groups{result="ok"} 2`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is missing, %v, in\n%s", want, err, text)
		}
	}
	warned := w.log.FilterMessage("a message could not be sent").All()
	if len(warned) != 1 || warned[0].ContextMap()["target"] != "notify[1]" || strings.Contains(warned[0].ContextMap()["error"].(string), "sesame") {
		t.Errorf("the log says %v", warned)
	}
}

// A daemon's sweep ends before its messages are out, and its end waits for them.
func TestMessagesHoldNoSweepUp(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	w, in := newWorld(t, nil), newInbox(t, func(*http.Request) { <-hold })
	opened := w.open(t, deleting+"notify: [{url: "+in.URL+"}]\n")
	if r, err := opened.Sweep(t.Context(), Request{Notify: true}); err != nil || r.Policies[0].Deleted == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	opened.Close()
	if n := w.counted(t, "aicore_reaper_notifications_total"); n != 0 {
		t.Errorf("%v messages are out", n)
	}
	close(hold)
	if err := w.process.Close(); err != nil || len(in.messages()) != 1 || w.counted(t, "aicore_reaper_notifications_total") != 1 {
		t.Errorf("%v, %v", in.messages(), err)
	}
}

func TestNobodyIsToldOfPlansAndLooks(t *testing.T) {
	t.Parallel()
	w, in := newWorld(t, nil), newInbox(t, nil)
	opened := w.open(t, deleting+"notify: [{url: "+in.URL+"}]\n")
	_, err := opened.Observe(t.Context(), nil)
	if _, swept := opened.Sweep(t.Context(), Request{Mode: report.DryRun}); err != nil || swept != nil {
		t.Fatal(err, swept)
	}
	if err := w.process.Close(); err != nil || len(in.messages()) != 0 {
		t.Errorf("%v, %v", in.messages(), err)
	}
}

// Sweeps at one slot after the other announce each execution at the first from which
// it expires within the notice, and at no other.
func TestEachIsAnnouncedAtOneSlot(t *testing.T) {
	t.Parallel()
	w, in := newWorld(t, nil), newInbox(t, nil)
	opened := w.open(t, `
resourceGroups: {include: ["*"]}
limits: {maxClockSkew: 30d} # the clock is a test's
schedule: "@daily"
policies:
  - {name: old, notice: 3d, match: {statuses: [COMPLETED, DEAD], olderThan: 30d}, action: delete}
notify: [{url: `+in.URL+`, events: [upcoming]}]
`)
	start := time.Now().UTC().Truncate(24 * time.Hour)
	announced, upcoming := make(map[string]int), make(map[string]bool)
	for day := range 4 {
		w.process.Now = func() time.Time { return start.Add(time.Duration(day)*24*time.Hour + time.Minute) }
		r, err := opened.Sweep(t.Context(), Request{Mode: report.DryRun, Notify: true})
		if err != nil || r.Cause != nil {
			t.Fatal(err, r.Cause)
		}
		for _, u := range r.Upcoming {
			if day == 0 {
				upcoming[u.ID] = true
			}
			if u.Announce {
				announced[u.ID]++
			}
		}
	}
	if len(upcoming) == 0 || len(announced) == 0 {
		t.Fatalf("%d upcoming, %d announced", len(upcoming), len(announced))
	}
	for id, n := range announced {
		if n != 1 {
			t.Errorf("%s was announced %d times", id, n)
		}
	}
	if err := w.process.Close(); err != nil || len(in.messages()) == 0 || !strings.Contains(in.messages()[0], `"event":"upcoming"`) {
		t.Errorf("%q, %v", in.messages(), err)
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	c, _, err := config.Parse("c.yaml", []byte(`
schedule: "0 3 * * *"
timezone: Europe/Berlin
policies:
  - {name: nightly, match: {olderThan: 1d}, action: delete}
  - {name: often, schedule: "@every 90m", match: {olderThan: 1d}, action: stop}
  - {name: never, schedule: "0 0 31 2 *", match: {olderThan: 1d}, action: stop}
  - {name: given, match: {olderThan: 1d}, action: stop}
`))
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	given := policy.Slot{Previous: at("2026-11-01T00:00:00Z"), At: at("2026-11-02T00:00:00Z")}
	now := at("2026-11-24T17:00:00Z")
	slots, err := slotsOf(c, &c.Set, map[string]policy.Slot{"given": given}, now)
	want := []policy.Slot{
		{Previous: at("2026-11-23T02:00:00Z"), At: at("2026-11-24T02:00:00Z")}, {Previous: at("2026-11-24T15:30:00Z"), At: now}, {At: now}, given,
	}
	for i := range want {
		if err != nil || !slots[i].Previous.Equal(want[i].Previous) || !slots[i].At.Equal(want[i].At) {
			t.Errorf("%s is at %v, want %v, %v", c.Set.Policies[i].Name, slots[i], want[i], err)
		}
	}
}
