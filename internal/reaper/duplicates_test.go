package reaper

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// What more than one listing holds is found, and nothing else.
func TestIDsOfTwoListingsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var index idIndex
		times := make(map[string]int)
		for group := range rapid.IntRange(1, 4).Draw(t, "listings") {
			var listing []workload.Execution
			add := func(id string) {
				listing, times[id] = append(listing, workload.Execution{ID: id}), times[id]+1
			}
			for i := range rapid.IntRange(0, 3000).Draw(t, "own") {
				add(fmt.Sprintf("e-%d-%d", group, i))
			}
			for i := range rapid.IntRange(0, 20).Draw(t, "shared") {
				add(fmt.Sprintf("shared-%d", i))
			}
			index.add(listing)
		}
		twice := index.twice()
		for id, n := range times {
			if twice.has(id) != (n > 1) {
				t.Fatalf("%s is listed %d times, and found %v", id, n, twice.has(id))
			}
		}
	})
}
