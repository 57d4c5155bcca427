package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// tracked returns a tenant with a group g and the RUNNING executions e-000 to
// e-004. They have no tracking data until a test adds some.
func tracked(t *testing.T, faults ...Fault) *tenant {
	t.Helper()
	x := newTenant(t, Options{Faults: faults})
	x.ofExecutables("RUNNING", 5)
	return x
}

// ids reads which executions an answer of tracking data is about.
func ids(t *testing.T, body string) []string {
	t.Helper()
	var answer struct {
		Count     int
		Resources []struct{ ExecutionID string }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Count != len(answer.Resources) {
		t.Fatalf("%s: %v", body, err)
	}
	found := []string{}
	for _, r := range answer.Resources {
		found = append(found, r.ExecutionID)
	}
	return found
}

func TestTrackingDataByFilter(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	x.SetTags("g", "e-000", [2]string{"keep", "yes"}, [2]string{"team", "a"})
	x.SetTags("g", "e-001", [2]string{"keep", "no"})
	x.SetTags("g", "e-002", [2]string{"odd name", "v&a=,l#u!=e^2%"})
	x.SetMetrics("g", "e-003", Metric{"accuracy", 0.9, x.now(), 1})
	for query, want := range map[string]string{
		"executionIds=e-000,e-004,none,e-001,e-000":            "e-000 e-001", // e-004 has none
		"executionIds=e-004":                                   "",
		"tagFilters=keep":                                      "e-000 e-001",
		"tagFilters=keep=yes":                                  "e-000",
		"tagFilters=keep%3Dyes":                                "e-000",
		"tagFilters=keep!=yes":                                 "e-001 e-002 e-003",
		"tagFilters=keep,team=a":                               "e-000",
		"tagFilters=keep%2Cteam%3Da":                           "e-000",
		"tagFilters=odd%20name=v%26a%3D%2Cl%23u%21%3De%5E2%25": "e-002",
		"tagFilters=" + url.QueryEscape("odd%20name=v%26a%3D%2Cl%23u%21%3De%5E2%25"): "e-002",
		"tagFilters=none":                              "",
		"executionIds=e-001,e-002&tagFilters=keep":     "e-001",
		"$filter=keep=no":                              "e-001",
		"$filter=executionId%20eq%20'e-003'":           "e-003",
		"$filter=executionId%20in%20('e-003','e-000')": "e-003 e-000",
		"tagFilters=keep!=x&$top=2":                    "e-000 e-001",
		"tagFilters=keep!=x&$top=2&$skip=2":            "e-002 e-003",
		"tagFilters=keep!=x&$skip=9":                   "",
	} {
		code, body := x.call(t, "GET", "/lm/metrics?"+query, "")
		if code != http.StatusOK {
			t.Errorf("%s: %d %s", query, code, body)
		} else if got := strings.Join(ids(t, body), " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestTrackingDataThatCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	for _, query := range []string{
		"", "executionIds=", "executionIds=" + strings.Repeat("e-000,", 10) + "e-001", "executionIds=e-000&$select=all", "executionIds=e-000&$top=10001",
		"executionIds=e-000&$skip=-1", "tagFilters==x", "tagFilters=a,,b", "tagFilters=a=%zz", "tagFilters=" + strings.Repeat("a,", 100) + "b", "tagFilters=" + strings.Repeat("a", 5001),
	} {
		if code, body := x.call(t, "GET", "/lm/metrics?"+query, ""); code != http.StatusBadRequest {
			t.Errorf("%.60s: %d %s", query, code, body)
		}
	}
}

func TestTrackingDataIsSelected(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	x.SetTags("g", "e-000", [2]string{"team", "a"})
	x.SetMetrics("g", "e-000", Metric{"accuracy", 0.5, x.now(), 3})
	const metrics = `"metrics":[{"name":"accuracy","value":0.5,"timestamp":"2026-06-01T12:00:00Z","step":3}]`
	const tags = `"tags":[{"name":"team","value":"a"}]`
	for selected, want := range map[string]string{
		"":                      metrics + "," + tags + `,"customInfo":[]`,
		"&$select=*":            metrics + "," + tags + `,"customInfo":[]`,
		"&$select=tags":         tags,
		"&$select=metrics":      metrics,
		"&$select=metrics,tags": metrics + "," + tags,
		"&$select=customInfo":   `"customInfo":[]`,
	} {
		_, body := x.call(t, "GET", "/lm/metrics?executionIds=e-000"+selected, "")
		if whole := `{"resources":[{"executionId":"e-000",` + want + `}],"count":1}`; body != whole {
			t.Errorf("%s:\n%s\n%s", selected, body, whole)
		}
	}
}

func TestFactsCanBeSetAndRead(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	tag, metric, line := [2]string{"keep", "yes"}, Metric{"m", 1, x.now(), 1}, LogLine{x.now(), "hello"}
	x.SetTags("g", "e-000", tag)
	x.SetMetrics("g", "e-000", metric)
	x.SetLog("g", "e-000", line)
	if tags, metrics, log := x.Tags("g", "e-000"), x.Metrics("g", "e-000"), x.Log("g", "e-000"); !slices.Equal(tags, [][2]string{tag}) || !slices.Equal(metrics, []Metric{metric}) || !slices.Equal(log, []LogLine{line}) {
		t.Errorf("%v %v %v", tags, metrics, log)
	}
	x.SetTags("g", "e-000")
	x.SetMetrics("g", "e-000")
	if _, body := x.call(t, "GET", "/lm/metrics?executionIds=e-000", ""); len(ids(t, body)) != 0 {
		t.Errorf("there is nothing left, and yet %s", body)
	}
	for _, where := range [][2]string{{"g", "none"}, {"none", "e-000"}} {
		x.SetTags(where[0], where[1], tag)
		if tags := x.Tags(where[0], where[1]); tags != nil {
			t.Errorf("%v has tags %v", where, tags)
		}
	}
}

// texts reads the messages of log lines.
func texts(t *testing.T, body string) []string {
	t.Helper()
	var answer struct {
		Data struct{ Result []struct{ Msg string } }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	found := []string{}
	for _, line := range answer.Data.Result {
		found = append(found, line.Msg)
	}
	return found
}

func TestLogs(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	at := func(ago time.Duration) LogLine {
		return LogLine{x.now().Add(-ago), fmt.Sprint(ago)}
	}
	x.SetLog("g", "e-000", at(time.Minute), at(3*time.Hour), at(2*time.Hour), at(-time.Minute))
	x.SetLog("g", "e-001")
	for query, want := range map[string]string{
		"e-000/logs":                            "1m0s", // of the last hour, until now
		"e-000/logs?start=2026-06-01T00:00:00Z": "3h0m0s 2h0m0s 1m0s",
		"e-000/logs?start=2026-06-01T00:00:00Z&$order=desc&$top=1":                       "1m0s",
		"e-000/logs?start=2026-06-01T00:00:00Z&$order=desc&$top=2":                       "1m0s 2h0m0s",
		"e-000/logs?start=2026-06-01T00:00:00Z&$order=asc&$top=2":                        "3h0m0s 2h0m0s",
		"e-000/logs?start=2026-06-01T09:00:00Z&end=2026-06-01T10:00:00Z":                 "3h0m0s 2h0m0s",
		"e-000/logs?start=2026-06-01T10:59:59.5%2B01:00&end=2026-06-01T12:00:00%2B02:00": "2h0m0s",
		"e-000/logs?start=2026-06-01T12:01:00Z&end=2026-06-01T13:00:00Z":                 "-1m0s",
		"e-000/logs?start=2026-06-01T13:00:00Z&end=2026-06-01T09:00:00Z":                 "",
		"e-001/logs?start=2026-06-01T00:00:00Z":                                          "",
		"e-002/logs?start=2026-06-01T11:58:30Z&$order=desc&$top=1":                       fmt.Sprintf("epoch %d", int(x.now().Sub(time.Unix(1.7e9, 0)).Minutes())),
	} {
		code, body := x.call(t, "GET", "/lm/executions/"+query, "")
		if code != http.StatusOK {
			t.Errorf("%s: %d %s", query, code, body)
		} else if got := strings.Join(texts(t, body), " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]int{
		"none/logs": 404, "e-000/logs?start=x": 400, "e-000/logs?end=2026-06-01": 400, "e-000/logs?$top=0": 400, "e-000/logs?$top=5001": 400, "e-000/logs?$order=up": 400,
	} {
		if code, body := x.call(t, "GET", "/lm/executions/"+query, ""); code != want {
			t.Errorf("%s: %d %s", query, code, body)
		}
	}
}

func TestALogOfAYearIsReadFromItsEnd(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	e := in("RUNNING", "COMPLETED")
	e.StartTime = x.now().AddDate(-1, 0, 0)
	x.Put("g", e)
	_, body := x.call(t, "GET", "/lm/executions/e-001/logs?$top=3&$order=desc&start="+e.StartTime.UTC().Format(time.RFC3339), "")
	if got := texts(t, body); !slices.Equal(got, []string{"epoch 525600", "epoch 525599", "epoch 525598"}) {
		t.Error(got)
	}
}

func TestDeploymentsComeAndGo(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	d := Deployment{ID: "d-01", ConfigurationID: "c-01", LatestRunningConfigurationID: "c-00", ScenarioID: "s", ExecutableID: "x", Status: "RUNNING", TargetStatus: "RUNNING", CreatedAt: x.now(), ModifiedAt: x.now()}
	other := d
	other.ID, other.Status, other.LatestRunningConfigurationID = "d-02", "DEAD", ""
	x.PutDeployment("g", d)
	x.PutDeployment("g", other)
	for query, want := range map[string]string{
		"/$count":              "2",
		"/$count?status=DEAD":  "1",
		"?status=RUNNING":      `{"count":1,"resources":[{"id":"d-01","configurationId":"c-01","latestRunningConfigurationId":"c-00","scenarioId":"s","executableId":"x","status":"RUNNING","targetStatus":"RUNNING","createdAt":"2026-06-01T12:00:00Z","modifiedAt":"2026-06-01T12:00:00Z"}]}`,
		"?$top=1&$skip=1":      `{"count":1,"resources":[{"id":"d-02"`,
		"?$select=status":      `{"count":2,"resources":[{"status":"RUNNING"},{"status":"DEAD"}]}`,
		"?scenarioId=none":     `{"count":0,"resources":[]}`,
		"?executableIds=x,y":   `{"count":2`,
		"?configurationId=c-2": `{"count":0`,
		"?$top=100001":         `{"error"`,
		"?status=A":            `{"error"`,
	} {
		if _, body := x.call(t, "GET", "/lm/deployments"+query, ""); !strings.HasPrefix(body, want) {
			t.Errorf("%s: %s", query, body)
		}
	}
	x.RemoveDeployment("g", "d-01")
	other.Status = "STOPPED"
	x.PutDeployment("g", other)
	if all := x.Deployments("g"); len(all) != 1 || all[0] != other {
		t.Errorf("left: %v", all)
	}
}

func TestConfigurations(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	own := Configuration{ID: "c-own", Name: "serving", ScenarioID: "s", ExecutableID: "x-serve", Parameters: [][2]string{{"plan", "p"}}, InputArtifacts: [][2]string{{"model", "e-000-0"}}, CreatedAt: x.now()}
	x.PutConfiguration("g", own)
	const text = `{"id":"c-own","name":"serving","scenarioId":"s","executableId":"x-serve","createdAt":"2026-06-01T12:00:00Z","parameterBindings":[{"key":"plan","value":"p"}],"inputArtifactBindings":[{"key":"model","artifactId":"e-000-0"}]}`
	all := len(x.Configurations("g"))
	for query, want := range map[string]string{
		"/c-own":                      text,
		"?executableIds=x-serve":      `{"count":1,"resources":[` + text + `]}`,
		"?scenarioId=s":               `{"count":1,"resources":[` + text + `]}`,
		"?$search=erv":                `{"count":1,"resources":[` + text + `]}`,
		"":                            fmt.Sprintf(`{"count":%d,`, all),
		"?status=RUNNING":             fmt.Sprintf(`{"count":%d,`, all), // this call knows no status
		fmt.Sprintf("?$skip=%d", all): `{"count":0,"resources":[]}`,
		"/none":                       `{"error"`,
		"?$top=x":                     `{"error"`,
	} {
		if _, body := x.call(t, "GET", "/lm/configurations"+query, ""); !strings.HasPrefix(body, want) {
			t.Errorf("%s: %s", query, body)
		}
	}
	own.Name = "renamed"
	x.PutConfiguration("g", own)
	if _, body := x.call(t, "GET", "/lm/configurations/c-own", ""); !strings.Contains(body, "renamed") || len(x.Configurations("g")) != all {
		t.Error(body)
	}
}

func TestInstanceTypes(t *testing.T) {
	t.Parallel()
	x := tracked(t)
	code, body := x.call(t, "GET", "/admin/resources/instanceTypes", "")
	var answer struct {
		InstanceTypes map[string]struct {
			Memory                         string
			CPU, GPU, BillableUnitsPerHour float64
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || code != http.StatusOK || len(answer.InstanceTypes) < 3 {
		t.Fatalf("%d %s: %v", code, body, err)
	}
	for name, size := range answer.InstanceTypes {
		if !strings.HasSuffix(size.Memory, "Gi") || size.CPU == 0 || size.BillableUnitsPerHour == 0 {
			t.Errorf("%s: %+v", name, size)
		}
	}
}

func TestFaultsOfFacts(t *testing.T) {
	t.Parallel()
	paths := map[string]string{
		"tracking": "/lm/metrics?tagFilters=keep", "logs": "/lm/executions/e-000/logs", "deployments": "/lm/deployments", "configurations": "/lm/configurations",
	}
	for kind, want := range map[string]int{
		"tracking-403": 403, "tracking-500": 500, "tracking-truncated": 200, "logs-403": 403, "logs-500": 500,
		"deployments-403": 403, "deployments-500": 500, "configurations-500": 500,
	} {
		x := tracked(t, all(kind))
		for call, path := range paths {
			code, body := x.call(t, "GET", path, "")
			switch struck := strings.HasPrefix(kind, call); {
			case struck && (code != want || json.Valid([]byte(body)) != (code != 200)), !struck && code != http.StatusOK:
				t.Errorf("%s: %s is answered %d %s", kind, path, code, body)
			}
		}
	}
	for kind, path := range map[string]string{"no-extended-plan": "/admin/resources/instanceTypes", "deployments-403": "/lm/deployments/$count"} {
		if code, body := tracked(t, all(kind)).call(t, "GET", path, ""); code != http.StatusForbidden {
			t.Errorf("%s: %d %s", kind, code, body)
		}
	}
}

func TestSeededFacts(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{ResourceGroups: 2, Executions: 1200, Seed: 1})
	n := make(map[string]int)
	for _, e := range x.Executions("team-a") {
		for _, tag := range x.Tags("team-a", e.ID) {
			n["tag "+tag[0]]++
		}
		for _, m := range x.Metrics("team-a", e.ID) {
			n["metric "+m.Name]++
			if m.Name == "accuracy" && (m.Time.After(e.CompletionTime) || m.Time.Before(e.StartTime) || e.Status != "COMPLETED") {
				t.Errorf("%+v of %+v", m, e)
			}
		}
		if e.Status == "RUNNING" {
			n[x.silence(&e)]++
		}
	}
	for _, want := range []string{"tag experiment", "tag " + OptOutTag, "metric accuracy", "metric loss", "without a line", "silent", "at work"} {
		if n[want] < 3 {
			t.Errorf("%s: %d, of %v", want, n[want], n)
		}
	}
	if n["at work"] < n["silent"] {
		t.Errorf("most are silent: %v", n)
	}
}

// silence returns how long ago a run wrote a line.
func (x *tenant) silence(e *Execution) string {
	g := x.group("team-a")
	g.mu.Lock()
	defer g.mu.Unlock()
	switch book := x.book(g, e); {
	case book.len() == 0:
		return "without a line"
	case x.now().Sub(book.at(book.len()-1).Time) > time.Hour:
		return "silent"
	}
	return "at work"
}

func TestSeededDeploymentsAreOfWhatRunsHaveMade(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{ResourceGroups: 6, Executions: 600, Seed: 1})
	n := make(map[string]int)
	for _, group := range x.Groups() {
		artifacts := make(map[string]bool)
		for _, e := range x.Executions(group) {
			for i := range e.OutputArtifacts {
				artifacts[e.ArtifactID(i)] = true
			}
		}
		configurations := make(map[string]Configuration)
		for _, c := range x.Configurations(group) {
			configurations[c.ID] = c
		}
		for _, d := range x.Deployments(group) {
			n[d.Status]++
			if d.LatestRunningConfigurationID != "" {
				n["changed"]++
				if !artifacts[configurations[d.LatestRunningConfigurationID].InputArtifacts[0][1]] {
					t.Errorf("%+v ran what nobody has made", d)
				}
			}
			if !artifacts[configurations[d.ConfigurationID].InputArtifacts[0][1]] {
				t.Errorf("%+v serves what nobody has made", d)
			}
		}
	}
	if n["RUNNING"] < 3 || n["changed"] == 0 || n["STOPPED"] == 0 {
		t.Errorf("%v", n)
	}
}

// The executions of a seed are the same in every version, because tests and the
// demo rely on them.
func TestAWorldOfASeedStaysAsItIs(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{ResourceGroups: 6, Executions: 300, Seed: 7})
	var first []string
	for _, e := range x.Executions("team-b")[:3] {
		first = append(first, e.ID+" "+e.Status+" "+e.ConfigurationName+" "+e.CreatedAt.Format(time.DateOnly))
	}
	want := []string{"ed78c05d27597ce0 DEAD scoring-nightly 2026-06-01", "eb9ca18a1a96daed COMPLETED churn-weekly 2026-05-31", "e5c2ad690172a4aa COMPLETED seg-unet 2026-05-31"}
	if !slices.Equal(first, want) {
		t.Errorf("%q", first)
	}
}
