package policy_test

import (
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestReasonsAreWordedAsInTheContract(t *testing.T) {
	t.Parallel()
	for reason, want := range map[policy.Reason]string{
		policy.ReasonExpired: "expired", policy.ReasonBadID: "bad-id", policy.ReasonContradictory: "contradictory", policy.ReasonProtected: "protected", policy.ReasonMinAge: "min-age", policy.ReasonKeptLatest: "kept-latest",
		policy.ReasonKeptWithin: "kept-within", policy.ReasonKeptHourly: "kept-hourly", policy.ReasonKeptDaily: "kept-daily", policy.ReasonKeptWeekly: "kept-weekly",
		policy.ReasonKeptMonthly: "kept-monthly", policy.ReasonKeptYearly: "kept-yearly", policy.ReasonNoTimestamp: "no-timestamp",
		policy.ReasonInTransition: "in-transition", policy.ReasonStatusUnknown: "status-unknown", policy.ReasonNotExpired: "not-expired",
		policy.ReasonUnmatched: "unmatched", policy.ReasonLimit: "limit", policy.ReasonWhenError: "when-error",
	} {
		if text, _ := reason.MarshalText(); reason.String() != want || string(text) != want {
			t.Errorf("reason %d is %q, want %q", reason, reason, want)
		}
	}
}

func TestActionsAreReadAsTheyAreWorded(t *testing.T) {
	t.Parallel()
	for _, name := range policy.ActionNames() {
		if a, ok := policy.ParseAction(name); !ok || a == policy.None || a.String() != name {
			t.Errorf("%q is read as %v, %v", name, a, ok)
		}
	}
	for _, word := range []string{"keep", "", "Delete", "stop-delete"} {
		if a, ok := policy.ParseAction(word); ok || a != policy.None {
			t.Errorf("%q is read as %v", word, a)
		}
	}
	if policy.None.String() != "keep" {
		t.Errorf("no action is worded %q", policy.None)
	}
}

func TestActionsApplyTo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status                       workload.Status
		stop, delete, stopThenDelete bool
	}{
		{workload.Unknown, false, true, true},
		{workload.Pending, true, false, true},
		{workload.Running, true, false, true},
		{workload.Stopping, false, false, false},
		{workload.Stopped, false, true, true},
		{workload.Completed, false, true, true},
		{workload.Dead, false, true, true},
		{workload.Deleted, false, false, false},
		{"PAUSED", false, false, false},
		{"", false, false, false},
	} {
		got := [...]bool{policy.Stop.AppliesTo(test.status), policy.Delete.AppliesTo(test.status), policy.StopThenDelete.AppliesTo(test.status)}
		if got != [...]bool{test.stop, test.delete, test.stopThenDelete} || policy.None.AppliesTo(test.status) {
			t.Errorf("%q: %v", test.status, got)
		}
	}
}

func TestAgeFromIsReadAsItIsWorded(t *testing.T) {
	t.Parallel()
	for i, name := range policy.AgeFromNames() {
		if f, ok := policy.ParseAgeFrom(name); !ok || int(f) != i || f.String() != name {
			t.Errorf("%q is read as %v, %v", name, f, ok)
		}
	}
	if f, ok := policy.ParseAgeFrom("start"); ok || f != policy.Auto {
		t.Errorf(`"start" is read as %v`, f)
	}
}

func TestSpansAreSpelledAsInTheConfig(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0s", 1: "0s", time.Millisecond: "1ms", 90 * time.Second: "1m30s", 36 * time.Hour: "1d12h", 14 * day: "14d",
		3*day + 4*time.Hour + 12*time.Minute + 5*time.Second + 6*time.Millisecond: "3d4h12m5s6ms",
	} {
		if got := policy.Span(d).String(); got != want {
			t.Errorf("%v is spelled %q, want %q", d, got, want)
		}
	}
}
