package page

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestFiltersOfTheURLAreTheRowsShown(t *testing.T) {
	t.Parallel()
	s := &State{Config: read(t, yaml), Newest: reportOn(rows(12)...)}
	for query, want := range map[string][]string{
		"policy=runaway":                       {"e0000", "e0003", "e0006", "e0009"},
		"policy=runaway&group=team-b":          {"e0006", "e0009"},
		"status=RUNNING&sort=-age":             {"e0009", "e0006", "e0003", "e0000"},
		"q=E000&scenario=churn&sort=-id":       {"e0008", "e0007", "e0005", "e0004", "e0002", "e0001"},
		"q=config-3":                           {"e0003", "e0010"},
		"action=stop&sort=rate":                {"e0000", "e0006", "e0003", "e0009"},
		"reason=expired&q=e0011":               {"e0011"},
		"outcome=failed":                       nil,
		"group=elsewhere":                      nil,
		"sort=nonsense&page=-1&policy=runaway": {"e0000", "e0003", "e0006", "e0009"},
	} {
		var got []string
		for record := range strings.Lines(get(t, site(s), "/plan.csv?"+query).Body.String()) {
			if id := strings.Split(record, ",")[1]; id != "id" {
				got = append(got, id)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		page := get(t, site(s), "/plan?"+query).Body.String()
		last := -1
		for _, id := range want {
			at := strings.Index(page, `href="/explain/team-`+map[bool]string{true: "a", false: "b"}[id < "e0006"]+"/"+id+`"`)
			if at <= last {
				t.Errorf("%s: %s is not in its place on the page", query, id)
			}
			last = at
		}
		if n := strings.Count(page, `href="/explain/`); n != len(want) {
			t.Errorf("%s: %d rows on the page, want %d", query, n, len(want))
		}
	}
}

// The pages together show each row that the filter selects once, in the order of
// the download.
func TestThePagesTogetherAreThePlan(t *testing.T) {
	t.Parallel()
	s := &State{Config: read(t, yaml), Newest: reportOn(rows(250)...)}
	mux := site(s)
	rapid.Check(t, func(t *rapid.T) {
		q := url.Values{}
		for name, values := range map[string][]string{
			"group": {"", "team-a", "team-b"}, "policy": {"", "old", "runaway"}, "q": {"", "1", "CONFIG-2", "zzz"},
			"sort": {"", "id", "-id", "age", "-age", "rate", "-rate", "policy", "group", "name", "status", "overdue"},
		} {
			q.Set(name, rapid.SampledFrom(values).Draw(t, name))
		}
		f := filterOf(q)
		want := f.sorted(&s.Newest.Rows, func(*report.Row) {})
		var got []string
		for f.Page = 1; ; f.Page++ {
			p := planPage{Filter: new(f), Report: s.Newest}
			p.fill()
			for _, r := range p.Rows {
				got = append(got, r.ID)
			}
			if f.Page >= p.Pages {
				break
			}
		}
		for i, place := range want {
			if row := s.Newest.Rows.At(place.index); i >= len(got) || got[i] != row.ID || !f.takes(&row) {
				t.Fatalf("%v: row %d of %d is not %s", q, i, len(got), row.ID)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%v: %d rows, want %d", q, len(got), len(want))
		}
	})
	if w := get(t, mux, "/plan?page=3"); !strings.Contains(w.Body.String(), "201 to 250 of 250, page 3 of 3") {
		t.Error("the last page does not say where it is")
	}
	if w := get(t, mux, "/plan?page=999"); !strings.Contains(w.Body.String(), "page 3 of 3") {
		t.Error("a page beyond the last is not the last one")
	}
}

func TestDownloadsAreWhatTheCommandWrites(t *testing.T) {
	t.Parallel()
	mux := site(&State{Config: read(t, yaml), Newest: reportOn(rows(9)...)})
	w := get(t, mux, "/plan.json?policy=old")
	var document struct {
		Executions []struct{ ID, Policy string }
		Hash       string `json:"configHash"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil || len(document.Executions) != 6 || document.Hash == "" {
		t.Errorf("%+v, %v", document, err)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="plan.json"` {
		t.Error(got)
	}
	records, err := csv.NewReader(get(t, mux, "/plan.csv").Body).ReadAll()
	if err != nil || len(records) != 10 {
		t.Errorf("%d lines, %v", len(records), err)
	}
	none := site(&State{Config: read(t, yaml)})
	if w := get(t, none, "/plan.csv"); w.Code != 404 || !strings.Contains(w.Body.String(), "no plan yet") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestThePlanSaysWhatItIsOf(t *testing.T) {
	t.Parallel()
	planned, swept := reportOn(rows(2)...), reportOn(rows(1)...)
	planned.Upcoming = []report.Upcoming{{Group: "team-a", ID: "e-soon", Scenario: "churn", ExpiresAt: now.Add(3 * time.Hour), Held: cost.Holding{CapacityUnitsPerHour: 7.25}}}
	enforcing := "mode: enforce\n" + yaml
	for _, test := range []struct {
		name, yaml, target string
		newest, swept      *report.Report
		want               []string
	}{
		{"nothing yet", yaml, "/plan", nil, nil, []string{"has not been seen yet"}},
		{"no sweep yet", yaml, "/plan?view=sweep", planned, nil, []string{"no sweep since the daemon started"}},
		{"dry-run", yaml, "/plan", planned, nil, []string{"The mode is dry-run: nothing of it will be done.", "2 rows", "Upcoming: 1 execution", "in 3h", "e-soon", "7.25"}},
		{"enforce", enforcing, "/plan", planned, swept, []string{"2 rows"}},
		{"the last sweep", enforcing, "/plan?view=sweep", planned, swept, []string{"1 row", "acted on", "Upcoming: nothing"}},
		{"nothing fits", yaml, "/plan?q=zzz", planned, nil, []string{"No row fits.", "0 of 2 rows"}},
		{"nothing to do", yaml, "/plan", reportOn(), nil, []string{"Nothing is to be done."}},
	} {
		body := get(t, site(&State{Config: read(t, test.yaml), Newest: test.newest, Swept: test.swept}), test.target).Body.String()
		for _, want := range test.want {
			if !strings.Contains(text(body), want) {
				t.Errorf("%s: the page lacks %q", test.name, want)
			}
		}
	}
}

// text returns a page without its tags.
func text(page string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(page, "<") {
		tag, rest, _ := strings.Cut(part, ">")
		if strings.HasPrefix(tag, "t") || strings.HasPrefix(tag, "p") { // cells and paragraphs are separated by a blank
			rest = " " + rest
		}
		b.WriteString(rest)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestValuesTooManyToListAreTyped(t *testing.T) {
	t.Parallel()
	all := rows(mostValues + 1)
	for i := range all {
		all[i].Scenario = fmt.Sprintf("s-%d", i)
	}
	page := get(t, site(&State{Config: read(t, yaml), Newest: reportOn(all...)}), "/plan?scenario=s-7").Body.String()
	if !strings.Contains(page, `<input name="scenario" value="s-7"`) || !strings.Contains(page, "1 of 301 rows") {
		t.Error("the scenario cannot be typed")
	}
}

func TestExplanations(t *testing.T) {
	t.Parallel()
	mux := site(&State{Config: read(t, yaml)})
	for target, want := range map[string]struct {
		code int
		text string
	}{
		"/explain/team-a/e123":    {200, "e123 in team-a"},
		"/explain/a%2Fb/e%3Cb%3E": {200, "in a/b"},
		"/explain/team-a/busy":    {503, "tries again by itself"},
		"/explain/team-a/gone":    {404, "it is gone"},
		"/explain/team-a/many":    {422, "too large"},
		"/explain/team-a":         {404, ""},
		"/explain/team-a/e1/e2":   {404, ""},
		"/static/page.css":        {200, "color-scheme"},
		"/static/nothing":         {404, ""},
		"/config":                 {200, "Hash of what decides"},
	} {
		if w := get(t, mux, target); w.Code != want.code || !strings.Contains(w.Body.String(), want.text) {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}
