package policy_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// An unknown fact never leads to an action: every action that is planned would
// also be planned if all facts were known.
func TestUnknownNeverExpires(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		partly := w.acted()
		w.blind = nil
		whole := w.acted()
		for id := range partly {
			if !whole[id] {
				t.Errorf("%s is acted on only since facts are unknown", id)
			}
		}
	})
}

// Planning and asking for facts, repeated, ends with the same plan as knowing all
// facts from the start. Only unknown facts are asked for.
func TestAskingLeadsToTheWholeTruth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		s, in := w.set(), w.input()
		plan := s.Plan(in)
		for range 100 {
			if plan.Questions.Empty() {
				break
			}
			fact, about := cheapest(t, plan.Questions)
			for _, i := range about {
				w.tell(in.Facts, fact, w.executions[i].ID)
			}
			again := s.Plan(in)
			if slices.Equal(again.Questions[fact], about) {
				t.Fatalf("%v was answered for %v and is asked again", fact, about)
			}
			plan = again
		}
		if len(plan.Waiting) > 0 {
			t.Errorf("%v wait, though all was answered", plan.Waiting)
		}
		w.blind = nil
		if got, want := actions(w, s, plan), actions(w, s, s.Plan(w.input())); !maps.Equal(got, want) {
			t.Errorf("acted on after asking: %v; had all been known: %v", got, want)
		}
	})
}

// cheapest returns the first kind of fact that is asked for.
func cheapest(t *rapid.T, q policy.Questions) (policy.Fact, []int32) {
	for fact, about := range q {
		if len(about) > 0 {
			if !slices.IsSorted(about) || len(slices.Compact(slices.Clone(about))) != len(about) {
				t.Fatalf("%v is asked for %v", policy.Fact(fact), about)
			}
			return policy.Fact(fact), about
		}
	}
	return 0, nil
}

// actions returns the actions with their policies, by id.
func actions(w refWorld, s *policy.Set, plan policy.Plan) map[string]string {
	acted := map[string]string{}
	for i, d := range plan.Decisions {
		if d.Action != policy.None {
			acted[w.executions[i].ID] = verdict(s, d)
		}
	}
	return acted
}

// A fact that cannot be fetched is not asked for again and is listed as waiting.
// Every action that is planned would also be planned if the fact were known.
func TestWhatCannotBeHadKeeps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		s, in := w.set(), w.input()
		plan := s.Plan(in)
		failed := false
		for !plan.Questions.Empty() {
			fact, about := cheapest(t, plan.Questions)
			switch {
			case rapid.Bool().Draw(t, "fails for all"):
				in.Facts.Fail(fact, errors.New("403"))
				failed = true
			default:
				for _, i := range about {
					if id := w.executions[i].ID; rapid.Bool().Draw(t, "fails") {
						in.Facts.Fail(fact, errors.New("403"), id)
						failed = true
					} else {
						w.tell(in.Facts, fact, id)
					}
				}
			}
			plan = s.Plan(in)
		}
		if !failed && len(plan.Waiting) > 0 {
			t.Errorf("%v wait, though nothing failed", plan.Waiting)
		}
		acted := actions(w, s, plan)
		w.blind = nil
		whole := w.acted()
		for id := range acted {
			if !whole[id] {
				t.Errorf("%s is acted on only since a fact could not be had", id)
			}
		}
	})
}

// Only facts that decide something are asked for. If no policy has a keep, the
// test checks this by trying all possible answers.
func TestOnlyWhatDecidesIsAskedFor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.policies {
			w.policies[i].keeps = false
		}
		for _, fact := range []policy.Fact{policy.FactTags, policy.FactFeeds, policy.FactLogLine} {
			if w.uses(fact) > 1 {
				return // two keys that exclude each other are evaluated separately
			}
		}
		for fact, about := range w.set().Plan(w.input()).Questions {
			for _, i := range about {
				if !w.decides(policy.Fact(fact), int(i)) {
					t.Errorf("%v of %s is asked for, and every answer comes to the same", policy.Fact(fact), w.executions[i].ID)
				}
			}
		}
	})
}

// uses returns the number of keys that need a kind of fact.
func (w refWorld) uses(fact policy.Fact) (n int) {
	var count func(m wish)
	count = func(m wish) {
		if map[policy.Fact]bool{
			policy.FactTags: m.team != "", policy.FactLogLine: m.silent != nil, policy.FactFeeds: m.feeds != nil,
		}[fact] {
			n++
		}
		if fact == policy.FactTags && m.when != nil && strings.Contains(m.when.text, "tags") {
			n++
		}
		if m.not != nil {
			count(*m.not)
		}
	}
	for _, m := range slices.Concat(w.protect, w.policies) {
		count(m)
	}
	return n
}

// decides reports whether the decision on execution i depends on a fact about it,
// for any values of the other facts.
func (w refWorld) decides(fact policy.Fact, i int) bool {
	w.executions = w.executions[i : i+1]
	id := w.executions[0].ID
	outcomes := map[string]map[string]bool{} // by the other facts
	for _, a := range w.answers(id) {
		w.truth, w.feeding, w.blind = map[string]refTruth{id: a.truth}, a.feeding, nil
		verdicts, _ := refPlan(w)
		others := a.without(fact)
		if outcomes[others] == nil {
			outcomes[others] = map[string]bool{}
		}
		outcomes[others][verdicts[id]] = true
	}
	for _, verdicts := range outcomes {
		acted := slices.ContainsFunc(slices.Collect(maps.Keys(verdicts)), func(v string) bool { return v[:4] != "keep" })
		if acted && len(verdicts) > 1 {
			return true
		}
	}
	return false
}
