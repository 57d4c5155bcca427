package reaper

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// owners returns the shards that have a group. There should be exactly one.
func owners(group string, count int) []int {
	var all []int
	for i := range count {
		if (Shard{Index: i, Count: count}).has(group) {
			all = append(all, i)
		}
	}
	return all
}

func TestEachGroupBelongsToOneShard(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		group, count := rapid.String().Draw(t, "group"), rapid.IntRange(2, 20).Draw(t, "count")
		if all := owners(group, count); len(all) != 1 {
			t.Errorf("%q belongs to %v of %d", group, all, count)
		}
	})
}

func TestAChangeOfTheNumberOfShardsMovesOnlyWhatItMust(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		group := rapid.String().Draw(t, "group")
		few := rapid.IntRange(1, 19).Draw(t, "few")
		many := rapid.IntRange(few+1, 20).Draw(t, "many")
		before, after := owners(group, few), owners(group, many)
		if !slices.Equal(before, after[:1]) && after[0] < few {
			t.Errorf("from %d to %d shards %q moves from %v to %v, not to a new one", few, many, group, before, after)
		}
	})
}

// The limit is four standard deviations of a uniform distribution. A good hash
// exceeds it once in ten thousand cases. The ids are fixed, so the result always
// is the same.
func TestShardsAreBalanced(t *testing.T) {
	t.Parallel()
	const groups = 2000
	for _, form := range []string{"team-%04d", "%d", "a1b2c3d4-0000-4000-8000-%012d"} {
		for _, count := range []int{2, 3, 4, 10} {
			t.Run(fmt.Sprintf("%d groups like %s over %d", groups, form, count), func(t *testing.T) {
				t.Parallel()
				has := make([]int, count)
				for g := range groups {
					has[owners(fmt.Sprintf(form, g), count)[0]]++
				}
				fair := float64(groups) / float64(count)
				for i, n := range has {
					if off := float64(n) - fair; off*off > 4*4*fair {
						t.Errorf("shard %d has %d, %.0f are fair", i, n, fair)
					}
				}
			})
		}
	}
}

func TestAnotherShardTakesItsFairPart(t *testing.T) {
	t.Parallel()
	const groups = 2000
	moved := 0
	for g := range groups {
		group := fmt.Sprintf("team-%04d", g)
		if owners(group, 4)[0] != owners(group, 5)[0] {
			moved++
		}
	}
	if moved < groups/5*8/10 || moved > groups/5*12/10 {
		t.Errorf("%d of %d move from four shards to five", moved, groups)
	}
}

func TestLimitsAreDividedSoThatTheSumHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit, count := rapid.IntRange(0, 1_000_000).Draw(t, "limit"), rapid.IntRange(1, 40).Draw(t, "count")
		sum := 0
		for i := range count {
			part := Shard{Index: i, Count: count}.share(limit)
			if part < limit/count || part > limit/count+1 {
				t.Errorf("of %d among %d, shard %d gets %d", limit, count, i, part)
			}
			sum += part
		}
		if sum != limit {
			t.Errorf("%d among %d is %d", limit, count, sum)
		}
	})
}

func TestTheZeroShardIsTheWhole(t *testing.T) {
	t.Parallel()
	if !(Shard{}).has("any") || (Shard{}).share(7) != 7 {
		t.Error("it is not")
	}
}
