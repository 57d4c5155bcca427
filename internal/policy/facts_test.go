package policy_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// tags returns the facts about one execution with one tag.
func tags(id, name, value string) *policy.Facts {
	return &policy.Facts{Tags: map[string]map[string]string{id: {name: value}}}
}

func lastLine(id string, at workload.Timestamp) *policy.Facts {
	return &policy.Facts{LastLines: map[string]workload.Timestamp{id: at}}
}

func TestEachFactInAMatch(t *testing.T) {
	t.Parallel()
	const expired, unmatched = "delete p expired", "keep - unmatched"
	none := &policy.Facts{Tags: map[string]map[string]string{"run1": {}}}
	failed := func(f policy.Fact) *policy.Facts {
		facts := new(policy.Facts)
		facts.Fail(f, errors.New("403"), "run1")
		return facts
	}
	team := policy.Tagged("team", globs("a*", "b"))
	feeds := policy.FeedsDeployment(true)
	feeding := &policy.Facts{Feeding: map[string]bool{"model-1": true}}
	artifacts := func(raw string) change { return func(e *workload.Execution) { e.OutputArtifacts = raw } }
	for _, test := range []struct {
		name    string
		c       policy.Condition
		facts   *policy.Facts
		change  change
		want    string
		asked   []policy.Fact
		waiting []policy.Waiting
	}{
		{name: "a tag that matches", c: team, facts: tags("run1", "team", "alpha"), want: expired},
		{name: "a tag of another value", c: team, facts: tags("run1", "team", "charlie"), want: unmatched},
		{name: "no such tag", c: team, facts: none, want: unmatched},
		{name: "not of no such tag", c: policy.Not(match(team)), facts: none, want: expired},
		{name: "a tag nobody knows", c: team, want: unmatched, asked: []policy.Fact{policy.FactTags}},
		{name: "not of a tag nobody knows", c: policy.Not(match(team)), want: unmatched, asked: []policy.Fact{policy.FactTags}},
		{name: "a tag that could not be had", c: team, facts: failed(policy.FactTags), want: unmatched, waiting: []policy.Waiting{{Fact: policy.FactTags, Executions: 1}}},
		{name: "a tag that all were asked for", c: team, facts: &policy.Facts{Tagged: map[string]map[string]string{"team": {"run1": "b"}}}, want: expired},
		{name: "a tag that all were asked for and another bears", c: team, facts: &policy.Facts{Tagged: map[string]map[string]string{"team": {"run2": "b"}}}, want: unmatched},
		{name: "a tag that decides nothing", c: policy.Not(match(team, names("scenarios", globs("other")))), want: expired},
		{name: "an expression on a tag", c: when(t, `"team" in tags && tags["team"] == "alpha"`), facts: tags("run1", "team", "alpha"), want: expired},
		{name: "an expression on a tag nobody knows", c: when(t, `"team" in tags`), want: unmatched, asked: []policy.Fact{policy.FactTags}},
		{name: "an expression on a tag that all were asked for", c: when(t, `"team" in tags && tags.team == "b"`), facts: &policy.Facts{Tagged: map[string]map[string]string{"team": {"run1": "b"}}}, want: expired},
		{name: "an expression on all tags, where one is known", c: when(t, `size(tags) == 1`), facts: &policy.Facts{Tagged: map[string]map[string]string{"team": {"run1": "b"}}}, want: unmatched, asked: []policy.Fact{policy.FactTags}},
		{name: "an expression on a tag that decides nothing", c: when(t, `execution.status == "DEAD" || "team" in tags`), want: expired},
		{name: "an expression on no such tag", c: when(t, `tags["team"] == "b"`), facts: none, want: "keep p when-error"},
		{name: "what feeds a deployment", c: feeds, facts: feeding, change: artifacts(`[{"id":"log"},{"id":"model-1"}]`), want: expired},
		{name: "what feeds none", c: feeds, facts: feeding, change: artifacts(`[{"id":"model-2"}]`), want: unmatched},
		{name: "what feeds none, wanted", c: policy.FeedsDeployment(false), facts: feeding, change: artifacts(`[{"id":"model-2"}]`), want: expired},
		{name: "what feeds nobody knows", c: feeds, change: artifacts(`[{"id":"model-2"}]`), want: unmatched, asked: []policy.Fact{policy.FactFeeds}},
		{name: "what feeds nobody knows, wanted not to", c: policy.FeedsDeployment(false), change: artifacts(`[{"id":"model-2"}]`), want: unmatched, asked: []policy.Fact{policy.FactFeeds}},
		{name: "no artifacts feed none", c: policy.FeedsDeployment(false), change: artifacts(`[]`), want: expired},
		{name: "missing artifacts feed none", c: policy.FeedsDeployment(false), want: expired},
		{name: "artifacts that cannot be read", c: policy.FeedsDeployment(false), facts: feeding, change: artifacts(`{"id":"model-2"}`), want: unmatched},
		{name: "an artifact without an id", c: policy.FeedsDeployment(false), facts: feeding, change: artifacts(`[{"id":"model-2"},{}]`), want: unmatched},
		{name: "an artifact that is null", c: policy.FeedsDeployment(false), facts: feeding, change: artifacts(`[null]`), want: unmatched},
		{name: "only RUNNING is silent", c: policy.SilentFor(time.Hour), want: unmatched},
		{name: "what is not RUNNING is not silent", c: policy.Not(match(policy.SilentFor(time.Hour))), want: expired},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := run("run1", workload.Dead, 2*day)
			if test.change != nil {
				test.change(&e)
			}
			s, in := one(policy.Delete, match(test.c), nil), input([]workload.Execution{e}, now)
			in.Facts = test.facts
			plan := s.Plan(in)
			if got := verdict(s, plan.Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
			var asked []policy.Fact
			for f, about := range plan.Questions {
				if len(about) > 0 {
					asked = append(asked, policy.Fact(f))
				}
			}
			if !slices.Equal(asked, test.asked) || !slices.EqualFunc(plan.Waiting, test.waiting, sameBut) {
				t.Errorf("asked %v, want %v; waiting %v, want %v", asked, test.asked, plan.Waiting, test.waiting)
			}
		})
	}
}

// sameBut compares two values, but accepts any reason.
func sameBut(got, want policy.Waiting) bool {
	want.Why = got.Why
	return got == want && got.Why != nil
}

func TestSilentFor(t *testing.T) {
	t.Parallel()
	const expired, unmatched = "stop p expired", "keep - unmatched"
	for _, test := range []struct {
		name  string
		facts *policy.Facts
		want  string
		saw   string
	}{
		{"an old line", lastLine("run1", ago(6*time.Hour+1)), expired, "newest log line 6h ago, at 2026-03-29T05:59:59Z"},
		{"a line that is just as old", lastLine("run1", ago(6*time.Hour)), unmatched, "newest log line 6h ago, at 2026-03-29T06:00:00Z"},
		{"a line in the future", lastLine("run1", ago(-time.Hour)), unmatched, "newest log line 0s ago, at 2026-03-29T13:00:00Z"},
		{"no line at all", lastLine("run1", 0), unmatched, "no log line at all"},
		{"a line without a readable time", lastLine("run1", workload.Unreadable), unmatched, "a log line without a readable time"},
		{"a line nobody asked for", nil, unmatched, "not asked"},
		{"a line that decides nothing", new(policy.Facts), unmatched, "not asked, as nothing hangs on it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, in := one(policy.Stop, match(policy.SilentFor(6*time.Hour)), nil), input([]workload.Execution{run("run1", workload.Running, 2*day)}, now)
			in.Facts = test.facts
			plan := s.Plan(in)
			if got := verdict(s, plan.Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
			if len(plan.Waiting) > 0 {
				t.Errorf("waiting %v", plan.Waiting)
			}
			if check := s.Explain(in, 0).Policies[0].Keys[0]; check.Saw != test.saw || check.Wants != "6h" || check.Key != "silentFor" {
				t.Errorf("explained as %+v, want %q", check, test.saw)
			}
		})
	}
}

func TestFactsOfProtectProtectWhereTheyAreUnknown(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Dead, 2*day, func(e *workload.Execution) { e.OutputArtifacts = `[{"id":"model-1"}]` })
	failed := new(policy.Facts)
	failed.Fail(policy.FactFeeds, errors.New("403"))
	for _, test := range []struct {
		name    string
		facts   *policy.Facts
		change  func(*policy.Set)
		want    string
		asked   bool
		waiting int
	}{
		{"unknown, where a policy wants it", nil, nil, "keep - protected", true, 0},
		{"unknown, where none wants it", nil, func(s *policy.Set) { s.Policies[0].Match = match(policy.OlderThan(9 * day)) }, "keep p not-expired", false, 0},
		{"unknown, where it is too young", nil, func(s *policy.Set) { s.MinAge = 9 * day }, "keep - min-age", false, 0},
		{"unknown, where keep saves it", nil, func(s *policy.Set) { s.Policies[0].Keep = &policy.Keep{Latest: 1} }, "keep p kept-latest", false, 0},
		{"unknown, where another entry protects it", nil, func(s *policy.Set) { s.Protect = append(s.Protect, match()) }, "keep - protected", false, 0},
		{"unknown, where only a dry policy wants it", nil, func(s *policy.Set) { s.Policies[0].DryRun = true }, "keep - protected", true, 0},
		{"could not be had", failed, nil, "keep - protected", false, 1},
		{"feeding", &policy.Facts{Feeding: map[string]bool{"model-1": true}}, nil, "keep - protected", false, 0},
		{"not feeding", &policy.Facts{Feeding: map[string]bool{}}, nil, "delete p expired", false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, in := one(policy.Delete, match(), nil), input([]workload.Execution{e}, now)
			s.Protect = []policy.Match{match(policy.FeedsDeployment(true))}
			if test.change != nil {
				test.change(s)
			}
			in.Facts = test.facts
			plan := s.Plan(in)
			waiting := 0
			for _, w := range plan.Waiting {
				waiting += w.Executions
			}
			if got := verdict(s, plan.Decisions[0]); got != test.want || plan.Questions.Empty() == test.asked || waiting != test.waiting {
				t.Errorf("decided %q, want %q; asked %v, waiting %v", got, test.want, plan.Questions, plan.Waiting)
			}
		})
	}
}

func TestOptOut(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const kept, gone = "keep - opted-out", "delete p expired"
	for _, test := range []struct {
		name  string
		value string
		age   time.Duration
		now   time.Time
		want  string
	}{
		{"any text", "please", 2 * day, now, kept},
		{"any text, for maxFor", "please", 90 * day, now, gone},
		{"a day to come", "2026-12-31", 2 * day, now, kept},
		{"a day to come, beyond maxFor", "2026-12-31", 90 * day, now, gone},
		{"the day itself, to its end in the zone", "2026-03-29", 2 * day, time.Date(2026, 3, 29, 21, 59, 59, 0, time.UTC), kept},
		{"the day after", "2026-03-29", 2 * day, time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC), gone},
		{"a moment to come", "2026-03-29T14:00:01+02:00", 2 * day, now, kept},
		{"a moment that has come", "2026-03-29T14:00:00+02:00", 2 * day, now, gone},
		{"no day", "2026-02-30", 2 * day, now, kept},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := one(policy.Delete, match(), nil)
			s.Location, s.OptOut = berlin, policy.OptOut{Tag: "keep", MaxFor: 90 * day}
			in := input([]workload.Execution{run("run1", workload.Dead, test.age)}, test.now)
			in.Facts = tags("run1", "keep", test.value)
			if got := verdict(s, s.Plan(in).Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
		})
	}
}

// The opt-out tag is fetched only if it can still apply and a policy wants the
// execution.
func TestOptOutIsAskedForWhereItDecides(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(policy.OlderThan(day)), nil)
	s.OptOut = policy.OptOut{Tag: "keep", MaxFor: 90 * day}
	plan := s.Plan(input([]workload.Execution{
		run("young", workload.Dead, time.Hour), run("ripe", workload.Dead, 2*day), run("old-one", workload.Dead, 90*day), run("busy", workload.Running, 2*day),
	}, now))
	if got := plan.Questions[policy.FactOptOut]; !slices.Equal(got, []int32{1}) {
		t.Errorf("asked about %v", got)
	}
	for i, want := range []string{"keep p not-expired", "keep - opted-out", "delete p expired", "keep - unmatched"} {
		if got := verdict(s, plan.Decisions[i]); got != want {
			t.Errorf("decision %d is %q, want %q", i, got, want)
		}
	}
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	facts := func(kinds ...policy.Fact) (all policy.Needs) {
		for _, f := range kinds {
			all.Facts[f] = true
		}
		return all
	}
	named := func(n policy.Needs, change func(*policy.Needs)) policy.Needs {
		change(&n)
		return n
	}
	tagged := facts(policy.FactTags)
	for _, test := range []struct {
		name string
		c    policy.Condition
		want policy.Needs
	}{
		{"nothing", policy.OlderThan(day), policy.Needs{}},
		{"a tag", policy.Tagged("team", globs("a")), named(tagged, func(n *policy.Needs) { n.Tags = []string{"team"} })},
		{"a tag inside a not", policy.Not(match(policy.Tagged("team", globs("a")))), named(tagged, func(n *policy.Needs) { n.Tags = []string{"team"} })},
		{"tags by name", when(t, `tags.team == "a" || "b" in tags && tags["b"] == "c"`), named(tagged, func(n *policy.Needs) { n.Tags = []string{"b", "team"} })},
		{"any tags", when(t, `tags.exists(t, t == "a")`), named(tagged, func(n *policy.Needs) { n.AllTags = true })},
		{"a tag of a name that is worked out", when(t, `execution.id in tags`), named(tagged, func(n *policy.Needs) { n.AllTags = true })},
		{"logs", policy.SilentFor(day), facts(policy.FactLogLine)},
		{"deployments, and artifacts", policy.FeedsDeployment(true), named(facts(policy.FactFeeds), func(n *policy.Needs) { n.Details = true })},
		{"labels", when(t, `"a" in resourceGroup.labels`), named(policy.Needs{}, func(n *policy.Needs) { n.Labels = true })},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := one(policy.Delete, match(test.c), nil).Needs(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if got := (&policy.Set{Protect: []policy.Match{match(test.c)}}).Needs(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("in protect: got %+v, want %+v", got, test.want)
			}
		})
	}
	s := one(policy.Delete, match(), &policy.Keep{Best: &policy.Best{Metric: "accuracy", N: 1}})
	s.OptOut.Tag = "keep"
	want := facts(policy.FactMetrics, policy.FactOptOut)
	want.Metrics, want.OptOut = []string{"accuracy"}, "keep"
	if got := s.Needs(); !reflect.DeepEqual(got, want) || !got.Any() {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
