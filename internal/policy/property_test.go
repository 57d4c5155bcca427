package policy_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// verdicts returns the decisions as texts, by id.
func (w refWorld) verdicts() (map[string]string, []policy.Tally) {
	s := w.set()
	plan := s.Plan(w.input())
	words := map[string]string{}
	for i, d := range plan.Decisions {
		words[w.executions[i].ID] = verdict(s, d)
	}
	return words, plan.Tallies
}

// acted returns the ids on which a sweep of the world acts.
func (w refWorld) acted() map[string]bool {
	ids := map[string]bool{}
	for i, d := range w.set().Plan(w.input()).Decisions {
		if d.Action != policy.None {
			ids[w.executions[i].ID] = true
		}
	}
	return ids
}

func TestThePlanIsThatOfTheReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		if rapid.Bool().Draw(t, "all is known") {
			w.blind = nil
		}
		got, tallies := w.verdicts()
		want, wantTallies := refPlan(w)
		for id, words := range want {
			// A fact that is not asked for, because it decides nothing, may
			// change the reason to keep.
			if got[id] != words && (w.blind == nil || !strings.HasPrefix(got[id], "keep ") || !strings.HasPrefix(words, "keep ")) {
				t.Errorf("%s: decided %q, the reference says %q", id, got[id], words)
			}
		}
		if !slices.Equal(tallies, wantTallies) {
			t.Errorf("tallies %+v, the reference says %+v", tallies, wantTallies)
		}
		var pairs []string
		for _, p := range w.set().Plan(w.input()).Pairs {
			pairs = append(pairs, w.policies[p.Policy].name+" "+p.Scenario)
		}
		if want := refPairs(w); !slices.Equal(pairs, want) {
			t.Errorf("pairs %q, the reference says %q", pairs, want)
		}
	})
}

// Each match of a policy is kept by it, spared by a veto, taken by another
// policy, or acted on by it.
func TestTalliesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		plan := w.set().Plan(w.input())
		rows := make([]int, len(w.policies))
		for _, d := range plan.Decisions {
			if d.Action != policy.None {
				rows[d.Policy]++
				if d.DryRun != w.policies[d.Policy].dry {
					t.Errorf("%+v of a policy that is dry-run: %v", d, w.policies[d.Policy].dry)
				}
			}
		}
		for i, tally := range plan.Tallies {
			if sum := tally.Kept + tally.Protected + tally.Elsewhere + rows[i]; sum != tally.Matched {
				t.Errorf("policy %d: %+v and %d rows make %d", i, tally, rows[i], sum)
			}
		}
	})
}

// A dry-run policy does not change what other policies do: without it the same
// policies take the same actions.
func TestADryRunPolicyClaimsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		with, without := map[string]string{}, map[string]string{}
		collect := func(acted map[string]string) {
			words, _ := w.verdicts()
			for id, verdict := range words {
				if strings.HasSuffix(verdict, " expired") {
					acted[id] = verdict
				}
			}
		}
		collect(with)
		w.policies = slices.DeleteFunc(slices.Clone(w.policies), func(p wish) bool { return p.dry })
		collect(without)
		if !maps.Equal(with, without) {
			t.Errorf("acted on with the dry-run policies: %v; without: %v", with, without)
		}
	})
}

func TestEveryExecutionIsActedOnOrKeptAndHasItsReason(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		s := w.set()
		decisions := s.Plan(w.input()).Decisions
		if len(decisions) != len(w.executions) {
			t.Fatalf("%d decisions on %d executions", len(decisions), len(w.executions))
		}
		for i, d := range decisions {
			acts := d.Action != policy.None
			if d.Reason.String() == "" || acts != (d.Reason == policy.ReasonExpired) {
				t.Errorf("decision %d: %+v", i, d)
			}
			if acts && !s.Policies[d.Policy].Action.AppliesTo(w.executions[i].Status) {
				t.Errorf("%v decided on one that is %s", d.Action, w.executions[i].Status)
			}
		}
	})
}

func TestTheOrderOfTheListingDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		want, wantTallies := w.verdicts()
		w.executions = rapid.Permutation(w.executions).Draw(t, "order")
		got, tallies := w.verdicts()
		for id := range want {
			if got[id] != want[id] {
				t.Errorf("%s: %q in one order, %q in another", id, want[id], got[id])
			}
		}
		if !slices.Equal(tallies, wantTallies) {
			t.Errorf("tallies %+v in one order, %+v in another", wantTallies, tallies)
		}
	})
}

// A server with a wrong count can make an incomplete listing look complete. Such
// a listing never leads to more actions than the complete one.
func TestAListingWithHolesNeverTakesMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.blind = nil // an unknown score keeps its whole group
		whole := w.acted()
		seen := w.executions[:0:0]
		for _, e := range w.executions {
			if rapid.Bool().Draw(t, "seen") {
				seen = append(seen, e)
			}
		}
		w.executions = seen
		for id := range w.acted() {
			if !whole[id] {
				t.Errorf("%s is taken only since others are missing", id)
			}
		}
	})
}

func TestAGreaterKeepNeverTakesMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := w.acted()
		p := &w.policies[rapid.IntRange(0, len(w.policies)-1).Draw(t, "policy")]
		if !p.keeps {
			p.keeps, p.per = true, []string{"scenario"}
		}
		for _, count := range []*int{&p.latest, &p.hourly, &p.daily, &p.weekly, &p.monthly, &p.yearly} {
			*count += rapid.IntRange(0, 3).Draw(t, "more")
		}
		p.within += pick(t, "longer", bounds...)
		for id := range w.acted() {
			if !before[id] {
				t.Errorf("%s is taken only since keep was raised", id)
			}
		}
	})
}

func TestProtectAlwaysWins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.protect = append(w.protect, wish{scenario: "a", ageFrom: "auto"})
		acted := w.acted()
		for _, e := range w.executions {
			if acted[e.ID] && e.ScenarioID != "b" {
				t.Errorf("%s of scenario %q is acted on, though a is protected", e.ID, e.ScenarioID)
			}
		}
	})
}

func TestTimePassingNeverUnexpires(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.executions {
			w.executions[i] = withoutFuture(w.executions[i], w.now)
		}
		for i := range w.policies {
			onlyGrowsOlder(&w.policies[i])
		}
		w.protect = nil
		before := w.acted()
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 1000).Draw(t, "hours")) * time.Hour)
		after := w.acted()
		for id := range before {
			if !after[id] {
				t.Errorf("%s had expired and has no longer", id)
			}
		}
	})
}

// withoutFuture removes times in the future. Keep counts them as now, so they
// would change as time passes.
func withoutFuture(e workload.Execution, now time.Time) workload.Execution {
	for _, at := range []*workload.Timestamp{&e.CreatedAt, &e.ModifiedAt, &e.SubmissionTime, &e.StartTime, &e.CompletionTime} {
		if *at > workload.At(now) {
			*at = 0
		}
	}
	return e
}

// onlyGrowsOlder removes the keys that can stop matching when an execution gets
// older.
func onlyGrowsOlder(p *wish) { p.younger, p.not, p.when = nil, nil, nil }

func TestTheExplanationEndsInTheDecision(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		if len(w.executions) == 0 {
			return
		}
		i := rapid.IntRange(0, len(w.executions)-1).Draw(t, "index")
		s := w.set()
		d := s.Plan(w.input()).Decisions[i]
		x := s.Explain(w.input(), i)
		if x.Outcome.Action != d.Action || x.Outcome.Reason != d.Reason || time.Duration(x.Outcome.Age) != d.Age {
			t.Errorf("explained as %+v, decided as %+v", x.Outcome, d)
		}
		if got := conclude(x); got != d.Reason {
			t.Errorf("the explanation adds up to %v, decided is %v", got, d.Reason)
		}
		for _, p := range x.Policies {
			kept := strings.HasPrefix(p.Reason.String(), "kept-")
			if p.Keep != nil && (kept || p.Reason == policy.ReasonExpired) && p.Reason != cmp.Or(savedBy(*p.Keep), policy.ReasonExpired) {
				t.Errorf("policy %s sees it as %v, its keep as %+v", p.Name, p.Reason, p.Keep)
			}
		}
	})
}

// conclude computes the reason that the parts of an explanation imply.
func conclude(x policy.Explanation) policy.Reason {
	for _, v := range x.Vetoes {
		if v.Holds {
			return v.Reason
		}
	}
	if slices.ContainsFunc(x.Policies, func(p policy.PolicyView) bool { return p.Reason == policy.ReasonExpired }) {
		return policy.ReasonExpired
	}
	for _, p := range x.Policies {
		if p.Reason != policy.ReasonUnmatched {
			return p.Reason
		}
	}
	return policy.ReasonUnmatched
}

// savedBy returns the reason of the first rule that saves, 0 if none does.
func savedBy(k policy.KeepView) policy.Reason {
	for _, r := range k.Rules {
		if r.Saves {
			return map[string]policy.Reason{
				"latest": policy.ReasonKeptLatest, "within": policy.ReasonKeptWithin, "hourly": policy.ReasonKeptHourly, "daily": policy.ReasonKeptDaily,
				"weekly": policy.ReasonKeptWeekly, "monthly": policy.ReasonKeptMonthly, "yearly": policy.ReasonKeptYearly, "best": policy.ReasonKeptBest,
			}[r.Rule]
		}
	}
	return 0
}
