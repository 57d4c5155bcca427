package reaper_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// poison is how a bad item is refused.
type poison struct {
	status     int
	inBulkOnly bool // its single call is accepted
}

// poisoned serves a group in which every bulk request with an execution whose id
// has "poison" in it is refused as a whole, and so are single calls for it.
func poisoned(t *testing.T, yaml string, p poison, ids ...string) (b *bench, bulk, singles *int) {
	t.Helper()
	b = newBench(t, simulator.Options{}, yaml)
	b.simulator.AddGroup("default", "PROVISIONED")
	for i, id := range ids {
		e := run(id, "DEAD", 90)
		e.CompletionTime = e.CompletionTime.Add(time.Duration(i) * time.Second)
		switch {
		case strings.HasPrefix(id, "good"):
			e.ExecutableID = fmt.Sprint("train-", i%3)
		case strings.HasPrefix(id, "poison"):
			e.ExecutableID = "a-bad-one" // sent before the others
		}
		b.simulator.Put("default", e)
	}
	bulk, singles = new(int), new(int)
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		bad := strings.Contains(r.URL.Path, "poison")
		switch {
		case isBulk(r):
			*bulk++
			bad = strings.Contains(bodyOf(t, r), "poison")
		case r.Method == http.MethodDelete:
			*singles++
			bad = bad && !p.inBulkOnly
		}
		if bad && r.Method != http.MethodGet {
			w.WriteHeader(p.status)
			_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": "01000013", "message": "The request is not valid"}})
		}
		return bad && r.Method != http.MethodGet
	}
	return b, bulk, singles
}

func ids(prefix string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s-%04d", prefix, i))
	}
	return all
}

// Many bad items in one batch do not keep the good ones from being deleted, also
// where no single calls are sent, and whatever a gateway calls a bad request.
func TestManyBadItemsDoNotBlockTheOthers(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 409, 412, 413, 422} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			b, _, _ := poisoned(t, reapAll+"api: {bulk: always}\n", poison{status: status}, append(ids("poison", 20), ids("good", 80)...)...)
			r := b.sweep(t)
			for _, id := range b.left("default") {
				if strings.HasPrefix(id, "good") {
					t.Fatalf("%s is left: %+v, %s", id, r.Policies[0], r.Groups[0].Error)
				}
			}
			for id, outcome := range outcomes(r) {
				if strings.HasPrefix(id, "poison") && outcome != "refused" {
					t.Errorf("%s is %s", id, outcome)
				}
			}
		})
	}
}

// One bad item in each of the first batches does not make the whole executable go
// by single calls, wherever it stands.
func TestABadItemIsNotTakenForItsExecutable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		poison
		at   int // in its batch
		left int
	}{
		"in the middle":                       {poison{status: 400}, 60, 2},
		"the first":                           {poison{status: 400}, 0, 2},
		"the first, and alone it is accepted": {poison{400, true}, 0, 0},
		"the last, and alone it is accepted":  {poison{400, true}, 99, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := ids("same", 1000)
			all[test.at], all[100+test.at] = "same-poison-1", "same-poison-2"
			b, bulk, singles := poisoned(t, reapAll, test.poison, all...)
			o := b.options()
			o.Learned = new(reaper.Learned)
			reaper.Sweep(t.Context(), o)
			if left := len(b.left("default")); left != test.left {
				t.Errorf("%d are left, want %d", left, test.left)
			}
			if *singles > 4 || *bulk > 10+2*20 {
				t.Errorf("%d bulk requests and %d single calls", *bulk, *singles)
			}
		})
	}
}
