package tenant

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestASweepIsAuditedCountedAndReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	file := filepath.Join(t.TempDir(), "audit.jsonl")
	opened := w.open(t, deleting+"audit: {file: '"+file+"'}\n")
	r, err := opened.Sweep(t.Context(), Request{})
	if err != nil || r.Result != report.ResultOK || r.Policies[0].Deleted == 0 {
		t.Fatalf("%s, %+v, %v", r.Error(), r.Policies, err)
	}
	lines, err := os.ReadFile(file)
	if err != nil || strings.Count(string(lines), `"event":"outcome"`) != r.Policies[0].Deleted {
		t.Errorf("%d deleted, %v, %d bytes in the log", r.Policies[0].Deleted, err, len(lines))
	}
	if n := w.counted(t, "aicore_reaper_sweeps_total"); n != 1 {
		t.Errorf("%v sweeps are counted", n)
	}
}

func TestALookChangesNothingAndIsNotCountedAsASweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(r *http.Request) {
		if r.Method == http.MethodPatch || r.Method == http.MethodDelete {
			t.Errorf("%s %s", r.Method, r.URL)
		}
	})
	r, err := w.open(t, deleting).Observe(t.Context(), nil)
	if err != nil || !r.Observed || r.Mode != report.DryRun || r.Policies[0].Planned == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if n := w.counted(t, "aicore_reaper_sweeps_total"); n != 0 {
		t.Errorf("%v sweeps are counted", n)
	}
	if seen := w.counted(t, "aicore_reaper_observed_timestamp_seconds"); seen < float64(r.StartedAt.Unix()) {
		t.Error("the gauges do not say that they are new")
	}
}

func TestADryRunNeedsNoRightToWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	opened := w.open(t, deleting+"audit: {file: /nowhere/audit.jsonl}\narchive: {url: 'file:///proc/nowhere'}\n")
	if err := opened.Prepare(Request{Mode: report.DryRun}); err != nil {
		t.Error(err)
	}
	if r, err := opened.Sweep(t.Context(), Request{Mode: report.DryRun}); err != nil || r.Cause != nil {
		t.Errorf("%v, %v", r.Cause, err)
	}
	err := opened.Prepare(Request{})
	if err == nil || !strings.Contains(err.Error(), "audit") || !strings.Contains(err.Error(), "archive") {
		t.Errorf("both places cannot be written to: %v", err)
	}
	if r, _ := opened.Sweep(t.Context(), Request{}); r.Cause == nil || r.Result != report.ResultFailed {
		t.Errorf("it swept all the same: %+v", r)
	}
}

// A rotation moves the file away and sends SIGHUP while requests are in flight.
func TestASweepWritesOnToAnAuditLogThatIsReopened(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "audit.jsonl")
	var opened *Tenant
	w := newWorld(t, func(r *http.Request) {
		if r.Method != http.MethodPatch {
			return
		}
		if err := errors.Join(os.Rename(file, file+".1"), opened.Reopen()); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	})
	opened = w.open(t, strings.Replace(deleting, `["*"]`, `["default"]`, 1)+"audit: {file: '"+file+"'}\n")
	r, err := opened.Sweep(t.Context(), Request{})
	if err != nil || r.Policies[0].Deleted == 0 {
		t.Fatalf("%+v, %v", r.Policies, err)
	}
	before, _ := os.ReadFile(file + ".1")
	after, _ := os.ReadFile(file)
	if !strings.Contains(string(before), `"decision"`) || strings.Contains(string(before), `"event":"outcome"`) || strings.Count(string(after), `"event":"outcome"`) != r.Policies[0].Deleted {
		t.Errorf("%d bytes before the rotation, %d after it, for %d deletions", len(before), len(after), r.Policies[0].Deleted)
	}
}

func TestOutcomesThatCannotBeWrittenDownAreAnErrorAndWrittenOnceTheyCan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, real := filepath.Join(dir, "audit.jsonl"), filepath.Join(dir, "real")
	point := func(to string) error { return errors.Join(os.RemoveAll(file), os.Symlink(to, file)) }
	if err := point(real); err != nil {
		t.Fatal(err)
	}
	var opened *Tenant
	w := newWorld(t, func(r *http.Request) {
		if r.Method == http.MethodPatch { // from here on the disk is full
			if err := errors.Join(point("/dev/full"), opened.Reopen()); err != nil {
				t.Error(err)
			}
		}
	})
	text := strings.Replace(deleting, `["*"]`, `["default"]`, 1) + "audit: {file: '" + file + "'}\n"
	opened = w.open(t, text)
	r, err := opened.Sweep(t.Context(), Request{})
	if err == nil || r.Unwritten == nil || r.Policies[0].Deleted == 0 {
		t.Fatalf("%+v, %v", r.Policies, err)
	}
	if w.log.FilterMessageSnippet("could not be written down").Len() != 1 {
		t.Errorf("the log says %v", w.log.All())
	}
	next := w.open(t, text) // after a reload, too
	opened.Close()
	if err := errors.Join(next.Prepare(Request{}), point(real), next.Reopen(), w.process.Close()); err != nil {
		t.Fatal(err)
	}
	lines, _ := os.ReadFile(real)
	if strings.Count(string(lines), `"event":"outcome"`) != r.Policies[0].Deleted {
		t.Errorf("%d deleted, %d bytes of outcomes and decisions", r.Policies[0].Deleted, len(lines))
	}
}

func TestWhatWasLearnedOutlivesAReload(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, nil), newWorld(t, nil)
	first, again := w.open(t, deleting), w.open(t, strings.Replace(deleting, "3d", "5d", 1))
	if first.knowledge != again.knowledge {
		t.Error("the same tenant is learned anew")
	}
	w.where = other.where
	if elsewhere := w.open(t, deleting); elsewhere.knowledge == first.knowledge {
		t.Error("what was learned of one tenant is taken for another")
	}
}

func TestWarningsAreSaidOnceAndFaultsEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	opened := w.open(t, deleting)
	for _, warnings := range [][]string{{"a", "b"}, {"a", "b"}, {"b"}, {"a", "b"}} {
		opened.log(&report.Report{Warnings: warnings, Faults: []string{"two and two are five"}}, nil)
	}
	for text, want := range map[string]int{"a": 2, "b": 1, "a fault of the program, please report it": 4} {
		if n := w.log.FilterMessage(text).Len(); n != want {
			t.Errorf("%q was said %d times, want %d", text, n, want)
		}
	}
}

func TestAnExecutionIsExplainedInItsGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	opened := w.open(t, strings.Replace(deleting, `["*"]`, `["default"]`, 1))
	plan, err := opened.Observe(t.Context(), nil)
	if err != nil || plan.Rows.Len() == 0 {
		t.Fatalf("%+v, %v", plan, err)
	}
	row := plan.Rows.At(0)
	x, err := opened.Explain(t.Context(), row.Group, row.ID)
	if err != nil || x.ID != row.ID || x.Outcome.Action != policy.Delete || x.Outcome.Policy != row.Policy {
		t.Errorf("%+v, %v", x, err)
	}
	for _, at := range [][2]string{{row.Group, "e-nope"}, {"team-a", row.ID}, {"nowhere", row.ID}} {
		if _, err := opened.Explain(t.Context(), at[0], at[1]); !errors.Is(err, ErrNotThere) {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// A panic, also in a goroutine of the sweep, does not end the process or the work
// after the sweep. It is reported, counted and logged with its stack.
func TestAPanicWithinAResourceGroupIsAReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	opened := w.open(t, deleting)
	r, err := opened.Sweep(t.Context(), Request{Mode: report.DryRun, OnDecide: func(policy.Input) { panic("two and two are five") }})
	if err != nil || r.Result != report.ResultFailed || !strings.Contains(r.Error(), "two and two are five") || strings.Contains(r.Error(), "\n") || len(r.Faults) != 1 || len(r.Policies) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if n := w.counted(t, "aicore_reaper_sweeps_total"); n != 1 {
		t.Errorf("%v sweeps are counted", n)
	}
	if logged := w.log.FilterMessage("a sweep panicked").All(); len(logged) != 1 || !strings.Contains(fmt.Sprint(logged[0].ContextMap()["fault"]), "tenant_test.go") {
		t.Errorf("the log says %v", logged)
	}
}
