package upgrade

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

// document is the part of a report's JSON that is compared.
type document struct {
	StartedAt  time.Time `json:"startedAt"`
	Executions []row     `json:"executions"`
	Policies   []struct {
		Name    string `json:"name"`
		Deleted int    `json:"deleted"`
	} `json:"policies"`
}

// row is one execution in the report.
type row struct {
	ResourceGroup string `json:"resourceGroup"`
	ID            string `json:"id"`
	Policy        string `json:"policy"`
	Action        string `json:"action"`
	Reason        string `json:"reason"`
	Outcome       string `json:"outcome"`
}

func parse(t *testing.T, text []byte) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	slices.SortFunc(d.Executions, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.ResourceGroup, b.ResourceGroup), cmp.Compare(a.ID, b.ID))
	})
	return d
}

func (d document) of(outcome string) []row {
	return slices.DeleteFunc(slices.Clone(d.Executions), func(r row) bool { return r.Outcome != outcome })
}

// shape returns the path and the kind of every value of a JSON document. The
// elements of a list share a path. null can be of any kind and is left out.
func shape(t *testing.T, text []byte) map[string]string {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	kinds := make(map[string]string)
	addShape(kinds, "", value)
	return kinds
}

func addShape(kinds map[string]string, path string, value any) {
	switch v := value.(type) {
	case nil:
		return
	case map[string]any:
		for name, field := range v {
			addShape(kinds, path+"."+name, field)
		}
	case []any:
		for _, element := range v {
			addShape(kinds, path+"[]", element)
		}
	}
	kinds[path] = fmt.Sprintf("%T", value)
}

// holdsAllOf fails for every path of the older document that the newer one lacks
// or has with another kind of value.
func holdsAllOf(t *testing.T, newer, older []byte) {
	t.Helper()
	now := shape(t, newer)
	for path, kind := range shape(t, older) {
		if now[path] != kind {
			t.Errorf("%s was %s and is %q now: scripts read it", path, kind, now[path])
		}
	}
}
