package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// struckTenant returns a tenant with faults and a group g of n ended executions.
func struckTenant(t testing.TB, n int, faults ...Fault) *tenant {
	t.Helper()
	x := newTenant(t, Options{Seed: 1})
	x.AddGroup("g", "PROVISIONED")
	for i := range n {
		e := in("DEAD", "COMPLETED")
		e.ID, e.ScenarioID, e.StatusMessage = fmt.Sprintf("e-%03d", i), "scenario", "message"
		e.SubmissionTime, e.CompletionTime = e.StartTime, e.StartTime.Add(time.Hour)
		x.Put("g", e)
	}
	x.options.Faults = faults
	return x
}

func all(kind string) Fault { return Fault{Kind: kind, Rate: 1} }

// record has the fields of a listed execution that tests read.
type record struct {
	ID, Status, TargetStatus                                         string
	CreatedAt, ModifiedAt, SubmissionTime, StartTime, CompletionTime string
}

func (x *tenant) listed(t testing.TB, query string) []record {
	t.Helper()
	code, body := x.call(t, "GET", "/lm/executions?"+query, "")
	var page struct{ Resources []record }
	if err := json.Unmarshal([]byte(body), &page); err != nil || code != http.StatusOK {
		t.Fatalf("%d, %v", code, err)
	}
	return page.Resources
}

// answer makes one request and returns its headers and its body.
func (x *tenant) answer(t testing.TB, method, path, body string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, x.url+"/v2"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+x.token)
	req.Header.Set("AI-Resource-Group", "g")
	req.Header.Set("Content-Type", "application/merge-patch+json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
}

func TestEveryFaultSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	kinds := FaultKinds()
	if sorted := slices.Sorted(slices.Values(kinds)); len(slices.Compact(sorted)) != len(kinds) {
		t.Error("a kind is there twice")
	}
	for _, kind := range kinds {
		if FaultMeaning(kind) == "" {
			t.Errorf("%s means nothing", kind)
		}
		if faults, err := ParseFaults([]string{kind}); err != nil || faults[0] != all(kind) {
			t.Errorf("%s: %v, %v", kind, faults, err)
		}
	}
}

func TestAFaultThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{"42": "bulk-opt-in, ", "500:x": "500:0.1", "500:2": "from 0 to 1", "503": "twice"} {
		if faults, err := ParseFaults([]string{"503", text}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, %v", text, faults, err)
		}
	}
}

func TestTheDateHeaderJumps(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 1, all("date-steps"))
	for n := 1; n < 20; n++ {
		resp, _ := x.answer(t, "GET", "/lm/meta", "")
		at, err := http.ParseTime(resp.Header.Get("Date"))
		if off := at.Sub(x.now()).Abs(); err != nil || (off >= time.Hour) != (n > trueDates) || off%time.Hour != 0 {
			t.Errorf("answer %d: Date is off by %v, %v", n, off, err)
		}
	}
}

func TestTheDateHeaderCanBeMissing(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 1, all("no-date"))
	if resp, _ := x.answer(t, "GET", "/lm/meta", ""); resp.Header.Get("Date") != "" || resp.StatusCode != http.StatusOK {
		t.Errorf("%d, %v", resp.StatusCode, resp.Header)
	}
}

func TestTheAuthorizationHeaderIsEchoed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults             []Fault
		method, path, body string
		inBody             bool
	}{
		"a listing":         {nil, "GET", "/lm/executions", "", false},
		"an error":          {nil, "GET", "/lm/executions/none", "", true},
		"an item":           {nil, "PATCH", "/lm/executions", `{"executions":[{"id":"none","targetStatus":"DELETED"}]}`, true},
		"a gateway's error": {[]Fault{all("502")}, "GET", "/lm/meta", "", true},
		"an empty error":    {[]Fault{all("503")}, "GET", "/lm/meta", "", true},
		"the API's error":   {[]Fault{all("500")}, "GET", "/lm/meta", "", true},
	} {
		x := struckTenant(t, 1, append(test.faults, all("header-echo"))...)
		resp, body := x.answer(t, test.method, test.path, test.body)
		if resp.Header.Get("X-Request-Id") != "Bearer "+x.token || strings.Contains(body, x.token) != test.inBody {
			t.Errorf("%s: %v\n%s", name, resp.Header, body)
		}
	}
}

func TestTheBulkCallIsNotThereInOneGroup(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{Seed: 3, ResourceGroups: 5, Executions: 10, Faults: []Fault{all("bulk-404-one-group")}})
	absent := 0
	for _, id := range x.Groups() {
		if x.bulkIsAbsent(x.group(id)) {
			absent++
		}
	}
	if absent != 1 {
		t.Errorf("it is absent in %d groups of 5", absent)
	}
	y := struckTenant(t, 1, all("bulk-404-one-group"))
	if code, body := y.deleteInBulk(t, "e-000"); code != http.StatusNotFound {
		t.Errorf("%d %s", code, body)
	}
	if code, body := y.call(t, "DELETE", "/lm/executions/e-000", ""); code != http.StatusAccepted {
		t.Errorf("singly: %d %s", code, body)
	}
}

func TestABulkRequestIsLimitedToFifty(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 60, all("bulk-limit-50"))
	var ids []string
	for _, e := range x.Executions("g") {
		ids = append(ids, e.ID)
	}
	if code, body := x.deleteInBulk(t, ids[:51]...); code != http.StatusBadRequest {
		t.Errorf("51: %d %s", code, body)
	}
	if code, body := x.deleteInBulk(t, ids[:50]...); code != http.StatusAccepted {
		t.Errorf("50: %d %s", code, body)
	}
}

func TestTimesCanBeFarOrUnreadable(t *testing.T) {
	t.Parallel()
	seen := make(map[string]int)
	for _, e := range struckTenant(t, 300, all("far-times")).listed(t, "") {
		for field, at := range map[string]string{"created": e.CreatedAt, "modified": e.ModifiedAt, "submitted": e.SubmissionTime, "started": e.StartTime, "completed": e.CompletionTime} {
			if really := time.Unix(1.7e9, 0).UTC(); at != really.Format(time.RFC3339) && at != really.Add(time.Hour).Format(time.RFC3339) {
				seen[at]++
				seen[field]++
			}
		}
	}
	for _, want := range []string{
		"9999-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "yesterday", "2023-11-14T22:13:60Z", "2023-11-14t22:13:20z",
		"created", "modified", "submitted", "started", "completed",
	} {
		if seen[want] == 0 {
			t.Errorf("no %s in %v", want, seen)
		}
	}
}

func TestTextCanBeInvalidUTF8(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 40, all("invalid-utf8"))
	_, body := x.call(t, "GET", "/lm/executions", "")
	for _, field := range []string{"scenarioId", "status", "statusMessage"} {
		if !strings.Contains(body, `"`+field+"\":\"\xff\xfe") {
			t.Errorf("%s is valid", field)
		}
	}
	if utf8.ValidString(body) {
		t.Error("all is valid")
	}
}

func TestPagesCanBeEndless(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 10, all("endless-pages"))
	seen := make(map[string]bool)
	for skip := 0; skip < 100; skip += 7 {
		page := x.listed(t, fmt.Sprintf("$top=7&$skip=%d", skip))
		for _, e := range page {
			if seen[e.ID] {
				t.Errorf("%s is there twice", e.ID)
			}
			seen[e.ID] = true
		}
		if len(page) != 7 {
			t.Errorf("%d on the page at %d", len(page), skip)
		}
	}
	if _, count := x.call(t, "GET", "/lm/executions/$count", ""); count != "10" {
		t.Errorf("the count is %s", count)
	}
}

func TestAPageCanBeHuge(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 10, all("huge-page"))
	if n := len(x.listed(t, "$top=5")); n != 5*hugeTimes {
		t.Errorf("%d on a page of 5", n)
	}
	if n := len(x.listed(t, "$top=5&$skip=10")); n != 5*hugeTimes {
		t.Errorf("%d on a page behind the last", n)
	}
	if n := len(x.listed(t, "$top=0")); n != 0 {
		t.Errorf("%d on a page of none", n)
	}
}

func TestRecordsCanContradictEachOther(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 60, Fault{Kind: "contradictory", Rate: 0.5})
	x.Put("g", Execution{ID: "e-run", ConfigurationID: "c", Status: "RUNNING", TargetStatus: "COMPLETED", CreatedAt: time.Unix(1.7e9, 0)})
	records := make(map[string][]record)
	for _, e := range x.listed(t, "") {
		records[e.ID] = append(records[e.ID], e)
	}
	twice := 0
	for id, r := range records {
		if len(r) == 2 {
			twice++
		}
		if len(r) > 2 || len(r) == 2 && r[0].Status == r[1].Status && r[0].TargetStatus == r[1].TargetStatus {
			t.Errorf("%s: %v", id, r)
		}
	}
	if len(records) != 61 || twice < 15 || twice > 45 {
		t.Errorf("%d executions, %d of them twice", len(records), twice)
	}
	if first, second := x.listed(t, "$top=30"), x.listed(t, "$top=1000&$skip=30"); !slices.ContainsFunc(first, func(a record) bool {
		return slices.ContainsFunc(second, func(b record) bool { return a.ID == b.ID })
	}) {
		t.Error("none is on two pages")
	}
}

func TestAllGroupsCanListTheSame(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{ResourceGroups: 1, Executions: 20, Seed: 2, Faults: []Fault{all("same-in-all-groups")}})
	x.AddGroup("g", "PROVISIONED")
	if n := len(x.listed(t, "")); n != 20 || len(x.Executions("g")) != 0 {
		t.Errorf("%d are listed in a group of none", n)
	}
}

func TestIDsCanBeBad(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 30, all("bad-ids"))
	page := x.listed(t, "")
	if !slices.Equal(page, x.listed(t, "$top=999")) {
		t.Error("the ids change from page to page")
	}
	ids := make(map[string]bool)
	long := 0
	for _, e := range page {
		ids[e.ID] = true
		if len(e.ID) > 64 {
			long++
		}
	}
	if len(ids) != 30 || !ids["../../admin/resourceGroups/g00"] || !ids["."] || !ids[".."] || !ids["$count"] || long == 0 {
		t.Errorf("%v", ids)
	}
}

func TestGroupsCanHaveABlankAtTheEnd(t *testing.T) {
	t.Parallel()
	x := struckTenant(t, 3, all("group-blanks"))
	if _, body := x.call(t, "GET", "/admin/resourceGroups", ""); !strings.Contains(body, `"resourceGroupId":"g "`) {
		t.Error(body)
	}
}

func TestAnswersInPlaceOfTheAPI(t *testing.T) {
	t.Parallel()
	resp, _ := struckTenant(t, 1, all("retry-after-12")).answer(t, "GET", "/lm/meta", "")
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "12" {
		t.Errorf("%d, %v", resp.StatusCode, resp.Header)
	}
	for kind, path := range map[string]string{"dead-configurations": "/lm/configurations/c-churn-train-0"} {
		x := struckTenant(t, 1, all(kind))
		if code, body := x.call(t, "GET", path, ""); code < 400 {
			t.Errorf("%s: %d %s", kind, code, body)
		}
		if code, body := x.call(t, "GET", "/lm/executions", ""); code != http.StatusOK {
			t.Errorf("%s strikes listings, too: %d %s", kind, code, body)
		}
	}
}
