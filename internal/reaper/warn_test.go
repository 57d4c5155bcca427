package reaper

import (
	"errors"
	"slices"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestPoliciesThatNameWhatThereIsNotAreWarnedAbout(t *testing.T) {
	t.Parallel()
	globs := func(texts ...string) (list glob.List) {
		for _, text := range texts {
			p, err := glob.Compile(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, p)
		}
		return list
	}
	about := func(key string, patterns ...string) policy.Match {
		i := slices.IndexFunc(workload.Fields[:], func(f workload.Field) bool { return f.Key == key })
		return policy.Match{Conditions: []policy.Condition{policy.Names(&workload.Fields[i], globs(patterns...))}}
	}
	listing := []workload.Execution{{ID: "e-1", ScenarioID: "text-clf", ExecutableID: "train"}, {ID: "e-2", ScenarioID: "churn"}}
	for _, test := range []struct {
		name   string
		policy policy.Policy
		plans  func(*groupPlan) []*groupPlan
		want   []string
	}{
		{"all is there", policy.Policy{Groups: globs("team-*"), Match: about("scenarios", "tekst", "churn")}, nil, nil},
		{"no group", policy.Policy{Groups: globs("taem-*")}, nil, []string{"policy p: resourceGroups matches none of the groups swept"}},
		{"no scenario", policy.Policy{Match: about("scenarios", "tekst*")}, nil, []string{"policy p: match.scenarios matches nothing that is listed"}},
		{"no executable", policy.Policy{Match: about("executables", "trian")}, nil, []string{"policy p: match.executables matches nothing that is listed"}},
		{"nothing is listed", policy.Policy{Match: about("scenarios", "tekst*")}, func(p *groupPlan) []*groupPlan { return []*groupPlan{{group: p.group}} }, nil},
		{"one group could not be listed", policy.Policy{Match: about("scenarios", "tekst*")}, func(p *groupPlan) []*groupPlan { return []*groupPlan{p, {err: errors.New("503")}} }, nil},
		{"another name of the same kind only", policy.Policy{Match: about("configurations", "none")}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.policy.Name = "p"
			policies := []policy.Policy{test.policy}
			p := &groupPlan{group: workload.ResourceGroup{ID: "team-a"}, listed: len(listing), names: namesIn(listing, policies)}
			plans := []*groupPlan{p}
			if test.plans != nil {
				plans = test.plans(p)
			}
			if got := idle(policies, plans); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
