package report

import (
	"slices"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// The contract allows 80 bytes for each execution acted on, beside its id.
func TestARowIsSmall(t *testing.T) {
	t.Parallel()
	if size := unsafe.Sizeof(entry{}) + unsafe.Sizeof(done{}); size > 80 {
		t.Errorf("a row takes %d bytes", size)
	}
}

func drawRow(t *rapid.T) Row {
	word := rapid.SampledFrom([]string{"", "a", "text-clf", "tuning", "é"})
	return Row{
		Group: rapid.SampledFrom([]string{"team-a", "team-b"}).Draw(t, "group"), ID: rapid.StringN(0, 40, 200).Draw(t, "id"),
		Scenario: word.Draw(t, "scenario"), Executable: word.Draw(t, "executable"), Configuration: word.Draw(t, "configuration"),
		ConfigurationName: word.Draw(t, "name"), Status: workload.Status(rapid.SampledFrom([]string{"DEAD", "RUNNING", "NEW"}).Draw(t, "status")),
		CreatedAt: workload.Timestamp(rapid.Int64().Draw(t, "created")), Policy: rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "policy"),
		Action: rapid.SampledFrom([]policy.Action{policy.None, policy.Stop, policy.Delete, policy.StopThenDelete}).Draw(t, "action"),
		Reason: policy.ReasonExpired, DryRun: rapid.Bool().Draw(t, "dry"), Age: time.Duration(rapid.Int64().Draw(t, "age")), Overdue: time.Hour,
		Used: time.Duration(rapid.IntRange(0, 1e6).Draw(t, "used")) * time.Second, Plan: word.Draw(t, "plan"), Held: cost.Holding{Nodes: 2},
		Done: Done{
			Outcome: rapid.SampledFrom([]Outcome{Kept, Planned, Verified, Failed, Ended}).Draw(t, "outcome"), Class: ClassState, Call: Single, Limit: NoLimit,
			Stopped: rapid.Bool().Draw(t, "stopped"), Deleted: rapid.Bool().Draw(t, "deleted"), Freed: rapid.Bool().Draw(t, "freed"), Error: word.Draw(t, "error"),
		},
	}
}

// Readers see the rows that were put into a report.
func TestRowsAreSeenAsTheyWereMade(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		policies := []string{"one", "two"}
		want := rapid.SliceOfN(rapid.Custom(drawRow), 0, 8).Draw(t, "rows")
		rows := RowsOf(policies, want...)
		i := 0
		for got := range rows.All() {
			w := want[i]
			w.PolicyIndex = slices.Index(policies, w.Policy)
			if *got != w {
				t.Fatalf("row %d is %+v, want %+v", i, got, w)
			}
			i++
		}
		if i != len(want) || rows.Len() != i {
			t.Fatalf("%d rows of %d", i, len(want))
		}
	})
}

// Revise does not change the table that it reads.
func TestReviseLeavesTheFirstAlone(t *testing.T) {
	t.Parallel()
	b := NewBuilder("g", 3)
	for _, id := range []string{"one-1", "two-2", "three-3"} {
		b.Add(&workload.Execution{ID: id}, &policy.Decision{Action: policy.Delete, Reason: policy.ReasonExpired}, 0, cost.Key{})
	}
	first := b.Table()
	second, from := first.Revise(func(i int) Revised {
		return Revised{Action: policy.None, Reason: policy.ReasonProtected, Drop: i == 1}
	})
	if !slices.Equal(from, []int{0, 2}) || second.Len() != 2 || second.ID(1) != "three-3" || second.Action(1) != policy.None {
		t.Errorf("from %v, %d rows", from, second.Len())
	}
	if first.Len() != 3 || first.Action(2) != policy.Delete || first.Reason(0) != policy.ReasonExpired {
		t.Error("the first table was changed")
	}
}
