package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// ofExecutables puts n executions in one state into the group g, each with its
// own executable.
func (x *tenant) ofExecutables(status string, n int) {
	x.AddGroup("g", "PROVISIONED")
	for i := range n {
		e := in(status, "COMPLETED")
		e.ID, e.ExecutableID = fmt.Sprintf("e-%03d", i), fmt.Sprintf("x-%03d", i)
		x.Put("g", e)
	}
}

// deleteInBulk asks for the deletion of executions in one request.
func (x *tenant) deleteInBulk(t *testing.T, ids ...string) (int, string) {
	t.Helper()
	items := make([]string, len(ids))
	for i, id := range ids {
		items[i] = fmt.Sprintf(`{"id":%q,"targetStatus":"DELETED"}`, id)
	}
	return x.call(t, "PATCH", "/lm/executions", `{"executions":[`+strings.Join(items, ",")+`]}`)
}

func TestSomeTemplatesDoNotTakeBulk(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"by option": {SingleOnly: []string{"x-001"}},
		"by fault":  {Faults: []Fault{{Kind: "bulk-opt-in", Rate: 1}}},
	} {
		x := newTenant(t, o)
		x.ofExecutables("DEAD", 2)
		code, body := x.deleteInBulk(t, "e-000", "e-001")
		wanted := 1 + len(o.Faults) // the fault has them all
		if code != http.StatusAccepted || strings.Count(body, codeBulk) != wanted {
			t.Errorf("%s: %d %s", name, code, body)
		}
		if code, body := x.call(t, "DELETE", "/lm/executions/e-001", ""); code != http.StatusAccepted {
			t.Errorf("%s, singly: %d %s", name, code, body)
		}
	}
}

func TestATemplateCanSpoilAWholeBulkRequest(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{Seed: 3, Faults: []Fault{{Kind: "bulk-opt-in-400", Rate: 0.5}}})
	x.ofExecutables("DEAD", 40)
	var good, bad []string
	for _, e := range x.Executions("g") {
		if x.spoilsBulk(&e) {
			bad = append(bad, e.ID)
		} else {
			good = append(good, e.ID)
		}
	}
	if len(good) < 10 || len(bad) < 10 {
		t.Fatalf("%d of 40 executables are struck, at a rate of a half", len(bad))
	}
	if code, body := x.deleteInBulk(t, append(slices.Clone(good), bad[0])...); code != http.StatusBadRequest || len(x.Changes()) > 0 {
		t.Errorf("with one that takes no bulk: %d %s, and %d changes", code, body, len(x.Changes()))
	}
	if code, body := x.deleteInBulk(t, append(good, "e-none")...); code != http.StatusAccepted || strings.Count(body, `"message":"Execution`) != len(good)+1 {
		t.Errorf("without: %d %s", code, body)
	}
	if code, body := x.call(t, "DELETE", "/lm/executions/"+bad[0], ""); code != http.StatusAccepted {
		t.Errorf("singly: %d %s", code, body)
	}
}

func TestTheRateOfTheOptInIsTheShareOfExecutables(t *testing.T) {
	t.Parallel()
	refused := func(seed uint64) string {
		x := newTenant(t, Options{Seed: seed, Faults: []Fault{{Kind: "bulk-opt-in", Rate: 0.5}}})
		x.ofExecutables("DEAD", 100)
		var ids []string
		for _, e := range x.Executions("g") {
			ids = append(ids, e.ID)
		}
		_, body := x.deleteInBulk(t, ids...)
		if n := strings.Count(body, codeBulk); n < 30 || n > 70 {
			t.Errorf("%d of 100 executables are struck", n)
		}
		return body
	}
	one, same, other := refused(1), refused(1), refused(2)
	if one != same || one == other {
		t.Error("the seed does not say which executables are struck")
	}
}

func TestCompletedOnesCanBeRefusedInBulkOnly(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{Faults: []Fault{{Kind: "bulk-completed", Rate: 1}}})
	x.ofExecutables("COMPLETED", 1)
	dead := in("DEAD", "COMPLETED")
	dead.ID = "e-dead"
	x.Put("g", dead)
	if code, body := x.deleteInBulk(t, "e-000", "e-dead"); code != http.StatusAccepted || strings.Count(body, codeState) != 1 || !strings.Contains(body, `"e-dead","message"`) {
		t.Errorf("in bulk: %d %s", code, body)
	}
	if code, body := x.call(t, "DELETE", "/lm/executions/e-000", ""); code != http.StatusAccepted {
		t.Errorf("singly: %d %s", code, body)
	}
}

func TestABulkItemWithoutIDSpoilsTheRequest(t *testing.T) {
	t.Parallel()
	for _, item := range []string{
		`{"targetStatus":"DELETED"}`, `{"id":null,"targetStatus":"DELETED"}`, `{"id":"","targetStatus":"DELETED"}`,
		`{"id":7,"targetStatus":"DELETED"}`, `{"id":["e-000"],"targetStatus":"DELETED"}`, `{"ID":"e-000","targetStatus":"DELETED"}`,
		`null`, `"e-000"`, `[]`,
	} {
		x := newTenant(t, Options{})
		x.ofExecutables("DEAD", 2)
		if code, body := x.call(t, "PATCH", "/lm/executions", `{"executions":[{"id":"e-001","targetStatus":"DELETED"},`+item+`]}`); code != http.StatusBadRequest || len(x.Changes()) > 0 {
			t.Errorf("%s: %d %s, and %d changes", item, code, body, len(x.Changes()))
		}
	}
}
