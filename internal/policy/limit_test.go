package policy_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

func TestPercentRoundsNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		acted, listed int
		limit         float64
		refused       bool
	}{
		{80, 100, 80, false},
		{81, 100, 80, true},
		{8001, 10_000, 80, true},
		{2, 3, 66, true},
		{2, 3, 67, false},
		{100, 100, 100, false},
		{0, 100, 0, false},
		{1, 1_000_000, 0, true},
		{0, 0, 80, false},
		{1, 3, 33.4, false},
	} {
		if got := policy.Percent(test.acted, test.listed, test.limit); got != test.refused {
			t.Errorf("%d of %d at %v %%: refused %v", test.acted, test.listed, test.limit, got)
		}
	}
}

// limits are those that put candidates off, by the same index; "" where none does.
func limits(candidates []policy.Candidate, maxStops, maxDeletes int) []string {
	all := make([]string, len(candidates))
	policy.LimitOldest(len(candidates), func(i int) policy.Candidate { return candidates[i] }, maxStops, maxDeletes, func(i int, limit string) { all[i] = limit })
	return all
}

func TestLimitsLetTheOldestThrough(t *testing.T) {
	t.Parallel()
	candidate := func(a policy.Action, days int, group, id string) policy.Candidate {
		return policy.Candidate{Action: a, Age: time.Duration(days) * day, Group: group, ID: id}
	}
	for _, test := range []struct {
		name           string
		candidates     []policy.Candidate
		stops, deletes int
		want           []string
	}{
		{"the younger waits", []policy.Candidate{candidate(policy.Stop, 1, "g", "a"), candidate(policy.Stop, 2, "g", "b")}, 1, 0, []string{"maxStops", ""}},
		{"over all groups", []policy.Candidate{candidate(policy.Delete, 1, "g", "a"), candidate(policy.Delete, 2, "h", "a")}, 0, 1, []string{"maxDeletes", ""}},
		{"of equal ages the lesser group and id go first", []policy.Candidate{candidate(policy.Delete, 1, "h", "a"), candidate(policy.Delete, 1, "g", "b"), candidate(policy.Delete, 1, "g", "a")}, 0, 2, []string{"maxDeletes", "", ""}},
		{"of one group the lesser id goes first", []policy.Candidate{candidate(policy.Delete, 1, "g", "b"), candidate(policy.Delete, 1, "g", "a")}, 0, 1, []string{"maxDeletes", ""}},
		{"a limit of 0 lets none through", []policy.Candidate{candidate(policy.Stop, 1, "g", "a"), candidate(policy.Delete, 1, "g", "b")}, 0, 0, []string{"maxStops", "maxDeletes"}},
		{"stops and deletions are counted apart", []policy.Candidate{candidate(policy.Stop, 1, "g", "a"), candidate(policy.Delete, 1, "g", "b")}, 1, 1, []string{"", ""}},
		{"a stop before a deletion counts as both", []policy.Candidate{candidate(policy.StopThenDelete, 2, "g", "a"), candidate(policy.Stop, 1, "g", "b"), candidate(policy.Delete, 1, "g", "c")}, 1, 1, []string{"", "maxStops", "maxDeletes"}},
		{"without room for the deletion it is not stopped either", []policy.Candidate{candidate(policy.StopThenDelete, 2, "g", "a"), candidate(policy.Stop, 1, "g", "b")}, 1, 0, []string{"maxDeletes", ""}},
		{"nothing to limit", nil, 1, 1, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := limits(test.candidates, test.stops, test.deletes); !slices.Equal(got, test.want) {
				t.Errorf("limits %q, want %q", got, test.want)
			}
		})
	}
}

func TestNoLimitIsEverExceeded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		candidates := rapid.SliceOf(rapid.Custom(func(t *rapid.T) policy.Candidate {
			return policy.Candidate{Action: pick(t, "action", policy.Stop, policy.Delete, policy.StopThenDelete), Age: pick(t, "age", bounds...), ID: rapid.StringMatching(`[a-z]{4}`).Draw(t, "id")}
		})).Draw(t, "candidates")
		maxStops, maxDeletes := rapid.IntRange(0, 5).Draw(t, "maxStops"), rapid.IntRange(0, 5).Draw(t, "maxDeletes")
		stops, deletes := 0, 0
		for i, limit := range limits(candidates, maxStops, maxDeletes) {
			if limit != "" {
				continue
			}
			if candidates[i].Action != policy.Delete {
				stops++
			}
			if candidates[i].Action != policy.Stop {
				deletes++
			}
		}
		if stops > maxStops || deletes > maxDeletes {
			t.Errorf("%d stops of %d, %d deletions of %d", stops, maxStops, deletes, maxDeletes)
		}
	})
}
