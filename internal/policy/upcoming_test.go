package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// upcoming returns what a plan announces, as "id policy action in".
func upcoming(s *policy.Set, in policy.Input) []string {
	var list []string
	for _, u := range s.Plan(in).Upcoming {
		list = append(list, fmt.Sprintf("%s %s %v in %v", in.Executions[u.Index].ID, s.Policies[u.Policy].Name, u.Action, u.ExpiresAt.Time().Sub(in.Now)))
	}
	return list
}

func TestUpcoming(t *testing.T) {
	t.Parallel()
	old := match(policy.OlderThan(10 * day))
	p := func(name string, notice time.Duration, change ...func(*policy.Policy)) policy.Policy {
		made := policy.Policy{Name: name, Match: old, Action: policy.Delete, Notice: notice}
		for _, c := range change {
			c(&made)
		}
		return made
	}
	dry := func(p *policy.Policy) { p.DryRun = true }
	matching := func(m policy.Match) func(*policy.Policy) { return func(p *policy.Policy) { p.Match = m } }
	keeping := func(k policy.Keep) func(*policy.Policy) { return func(p *policy.Policy) { p.Keep = &k } }
	for _, test := range []struct {
		name       string
		set        policy.Set
		executions []workload.Execution
		facts      *policy.Facts
		want       []string
	}{
		{name: "what grows old enough within the notice", set: policy.Set{Policies: []policy.Policy{p("p", 3*day)}}, executions: []workload.Execution{
			run("run1", workload.Dead, 8*day), run("run2", workload.Dead, 6*day), run("run3", workload.Dead, 11*day), run("run4", workload.Running, 8*day)},
			want: []string{"run1 p delete in 48h0m0s"}},
		{name: "nothing without a notice", set: policy.Set{Policies: []policy.Policy{p("p", 0)}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)}},
		{name: "what is too young for minAge", set: policy.Set{MinAge: 9 * day, Policies: []policy.Policy{p("p", 3*day, matching(match()))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 p delete in 24h0m0s"}},
		{name: "not what is protected", set: policy.Set{Protect: []policy.Match{match()}, Policies: []policy.Policy{p("p", 3*day)}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)}},
		{name: "what is protected no longer", set: policy.Set{Protect: []policy.Match{match(policy.YoungerThan(10 * day))}, Policies: []policy.Policy{p("p", 3*day, matching(match()))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 p delete in 48h0m0s"}},
		{name: "not what keep saves", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, keeping(policy.Keep{Latest: 1}))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day), run("run2", workload.Dead, 9*day)},
			want: []string{"run2 p delete in 24h0m0s"}},
		{name: "not what an enforcing policy acts on now", set: policy.Set{Policies: []policy.Policy{p("p", 3*day), p("q", 0, matching(match()))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)}},
		{name: "what only a dry one acts on now", set: policy.Set{Policies: []policy.Policy{p("p", 3*day), p("q", 0, matching(match()), dry)}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 p delete in 48h0m0s"}},
		{name: "by a dry one, too", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, dry)}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 p delete in 48h0m0s"}},
		{name: "for the policy that has it first", set: policy.Set{Policies: []policy.Policy{p("p", 3*day), p("q", 3*day, matching(match(policy.OlderThan(9*day))))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 q delete in 24h0m0s"}},
		{name: "for a dry one before an enforcing one", set: policy.Set{Policies: []policy.Policy{p("p", 3*day), p("q", 3*day, matching(match(policy.OlderThan(9*day))), dry)}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 q delete in 24h0m0s", "run1 p delete in 48h0m0s"}},
		{name: "by an expression on the age", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, matching(match(when(t, `age > duration("240h")`))))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			want: []string{"run1 p delete in 48h0m0s"}},
		{name: "not what an expression on the age has keep count then", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, matching(match(when(t, `age > duration("240h")`))), keeping(policy.Keep{Latest: 1}))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)}},
		{name: "when an opt-out runs out", set: policy.Set{OptOut: policy.OptOut{Tag: "keep", MaxFor: 90 * day}, Policies: []policy.Policy{p("p", 3*day, matching(match()))}}, executions: []workload.Execution{run("run1", workload.Dead, 8*day)},
			facts: &policy.Facts{Tagged: map[string]map[string]string{"keep": {"run1": "2026-03-30"}}},
			want:  []string{"run1 p delete in 36h0m0s"}},
		{name: "not what has not gone silent", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, matching(match(policy.SilentFor(6*time.Hour))), func(p *policy.Policy) { p.Action = policy.Stop })}}, executions: []workload.Execution{run("run1", workload.Running, 8*day)},
			facts: &policy.Facts{LastLines: map[string]workload.Timestamp{"run1": ago(time.Hour)}}},
		{name: "what will be stopped first", set: policy.Set{Policies: []policy.Policy{p("p", 3*day, func(p *policy.Policy) { p.Action = policy.StopThenDelete })}}, executions: []workload.Execution{run("run1", workload.Running, 8*day)},
			want: []string{"run1 p stop-then-delete in 48h0m0s"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := input(test.executions, now)
			in.Facts = test.facts
			if got := upcoming(&test.set, in); !slices.Equal(got, test.want) {
				t.Errorf("announced %q, want %q", got, test.want)
			}
			n := 0
			for _, tally := range test.set.Plan(in).Tallies {
				n += tally.Upcoming
			}
			if n != len(test.want) {
				t.Errorf("%d counted, %d announced", n, len(test.want))
			}
		})
	}
}

// A policy with a notice asks for the facts on which its announcements depend.
func TestUpcomingAsksForFacts(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(policy.OlderThan(10*day)), nil)
	s.OptOut = policy.OptOut{Tag: "keep", MaxFor: 90 * day}
	in := input([]workload.Execution{run("run1", workload.Dead, 8*day), run("run2", workload.Dead, 2*day)}, now)
	if q := s.Plan(in).Questions; !q.Empty() {
		t.Errorf("asked %v without a notice", q)
	}
	s.Policies[0].Notice = 3 * day
	if plan := s.Plan(in); !slices.Equal(plan.Questions[policy.FactOptOut], []int32{0}) || len(plan.Upcoming) > 0 {
		t.Errorf("asked %v, announced %v", plan.Questions, plan.Upcoming)
	}
}

// If nothing changes, each announced action happens at its announced time, and
// every action within a notice is announced.
func TestWhatIsAnnouncedHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.blind, w.present = nil, w.now
		for i := range w.executions {
			w.executions[i] = withoutFuture(w.executions[i], w.now)
		}
		for i := range w.policies {
			p := &w.policies[i]
			p.notice = pick(t, "notice", 0, time.Hour, 3*day, 20*day)
			if p.keeps {
				p.when, p.not = nil, nil // with these, keep counts for the end of the notice
			}
		}
		s := w.set()
		plan := s.Plan(w.input())
		announced := map[string][]policy.Upcoming{}
		for _, u := range plan.Upcoming {
			id := w.executions[u.Index].ID
			announced[id] = append(announced[id], u)
			at := u.ExpiresAt.Time()
			// A policy with youngerThan may want it for less than a microsecond.
			wanted := fmt.Sprintf("%v %s ", u.Action, s.Policies[u.Policy].Name)
			if has, then := w.row(id, at), w.row(id, at.Add(time.Microsecond)); !strings.HasPrefix(has, wanted) && !strings.HasPrefix(then, wanted) {
				t.Errorf("%s is announced for %s at %v, when it is %q, and then %q", id, s.Policies[u.Policy].Name, at, has, then)
			}
			if had := w.row(id, at.Add(-time.Microsecond)); at.After(w.now) && strings.Contains(had, " "+s.Policies[u.Policy].Name+" expired") {
				t.Errorf("%s is announced at %v, and before that it is %q", id, at, had)
			}
		}
		for i, p := range w.policies {
			w := w
			w.now = w.now.Add(p.notice)
			then, _ := refPlan(w)
			for j, e := range w.executions {
				d := plan.Decisions[j]
				acted := d.Action != policy.None && (!d.DryRun || int(d.Policy) == i)
				if p.notice > 0 && !acted && strings.Contains(then[e.ID], " "+p.name+" expired") && len(announced[e.ID]) == 0 {
					t.Errorf("%s is not announced, and %s has it in %v", e.ID, p.name, p.notice)
				}
			}
		}
	})
}

// row returns the decision of the reference on an execution at a future time.
func (w refWorld) row(id string, at time.Time) string {
	w.now = at
	verdicts, _ := refPlan(w)
	return verdicts[id]
}

// For any slots, each execution is announced at exactly one: the first from which
// it expires within the notice.
func TestEachIsAnnouncedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := policy.Policy{Notice: pick(t, "notice", time.Hour, 3*day)}
		expiresAt := workload.At(now.Add(time.Duration(rapid.IntRange(0, 96*60).Draw(t, "minutes")) * time.Minute))
		slots := []time.Time{now.Add(-4 * day)}
		for !slots[len(slots)-1].After(expiresAt.Time()) {
			slots = append(slots, slots[len(slots)-1].Add(time.Duration(rapid.IntRange(1, 72).Draw(t, "hours"))*time.Hour))
		}
		announced := 0
		for i, slot := range slots[1:] {
			if p.Announces(expiresAt, policy.Slot{Previous: slots[i], At: slot}) {
				announced++
				if slot.Add(p.Notice).Before(expiresAt.Time()) || !slots[i].Add(p.Notice).Before(expiresAt.Time()) {
					t.Errorf("what expires at %v is announced at %v, after %v", expiresAt.Time(), slot, slots[i])
				}
			}
		}
		if announced != 1 {
			t.Errorf("announced %d times at %v", announced, slots)
		}
	})
}
