package aiapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// records answers with a page of the given records.
func records(all ...string) http.HandlerFunc {
	return says(200, `{"resources":[`+strings.Join(all, ",")+`]}`)
}

func TestContradictionsAreSeen(t *testing.T) {
	t.Parallel()
	const dead = `{"id":"e-01","status":"DEAD","targetStatus":"COMPLETED","modifiedAt":"2026-05-01T00:00:00Z"}`
	tests := map[string]struct {
		other string
		want  bool
	}{
		"the same twice":      {dead, false},
		"another state":       {strings.Replace(dead, "DEAD", "RUNNING", 1), true},
		"another target":      {strings.Replace(dead, "COMPLETED", "DELETED", 1), true},
		"no target":           {strings.Replace(dead, `"COMPLETED"`, "null", 1), true},
		"another time":        {strings.Replace(dead, "05-01", "05-02", 1), true},
		"a time more":         {strings.Replace(dead, `"modifiedAt"`, `"startTime":"2026-05-01T00:00:00Z","modifiedAt"`, 1), true},
		"an unreadable time":  {strings.Replace(dead, "2026-05-01T00:00:00Z", "yesterday", 1), true},
		"another scenario":    {strings.Replace(dead, `"status"`, `"scenarioId":"prod","status"`, 1), true},
		"spelt another way":   {strings.Replace(dead, "DEAD", `D\u0045AD`, 1), false},
		"a state that is two": {strings.Replace(dead, `"status"`, `"status":"RUNNING","status"`, 1), true},
	}
	for name, test := range tests {
		for form, pages := range map[string][]http.HandlerFunc{
			"on one page": {records(dead, test.other), records()}, "on two pages": {records(`{"id":"e-02"}`, dead), records(test.other)},
			"the other way round": {records(test.other, dead), records()},
		} {
			c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: pages, countPath: {count(1)}})
			listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
			at := slices.IndexFunc(listing.Executions, func(e workload.Execution) bool { return e.ID == "e-01" })
			if err != nil || at < 0 || listing.Executions[at].Contradictory != test.want {
				t.Errorf("%s, %s: %+v, %v", name, form, listing.Executions, err)
			}
		}
	}
}

// Of several records of one id, the listing holds one and reports whether they
// differed. The order and the pages of the records make no difference.
func TestContradictionsDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfN(rapid.Custom(drawRecord), 1, 12).Draw(t, "records")
		one, other := collected(t, drawn), collected(t, rapid.Permutation(drawn).Draw(t, "another order"))
		for id, e := range one {
			if other[id] != e {
				t.Fatalf("%+v, and in another order %+v", e, other[id])
			}
			var of []workload.Execution
			for _, record := range drawn {
				if record.ID == id && !slices.Contains(of, record) {
					of = append(of, record)
				}
			}
			if e.Contradictory != (len(of) > 1) {
				t.Fatalf("%+v of %+v", e, of)
			}
		}
	})
}

func drawRecord(t *rapid.T) workload.Execution {
	return workload.Execution{
		ID:           fmt.Sprintf("e-%02d", rapid.IntRange(1, 3).Draw(t, "id")),
		Status:       rapid.SampledFrom([]workload.Status{"DEAD", "RUNNING"}).Draw(t, "status"),
		TargetStatus: rapid.SampledFrom([]workload.Status{"", "DELETED"}).Draw(t, "target"),
		ModifiedAt:   workload.Timestamp(rapid.Int64Range(1, 2).Draw(t, "modified")),
	}
}

// collected returns the listing of records that come on two pages.
func collected(t *rapid.T, records []workload.Execution) map[string]workload.Execution {
	end := rapid.IntRange(0, len(records)).Draw(t, "the first page's end")
	l := newListing(1)
	records = slices.Clone(records) // a listing may take over the memory of a page
	fresh := l.add(&page.Page{Executions: records[:end]}) + l.add(&page.Page{Executions: records[end:]})
	held := make(map[string]workload.Execution)
	for _, e := range l.executions {
		held[e.ID] = e
	}
	if len(held) != len(l.executions) || fresh != len(held) {
		t.Fatalf("%d new ones, %+v", fresh, l.executions)
	}
	return held
}
