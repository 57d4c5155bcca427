package cli_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// An explanation lists the tenant once, whether the execution is found or not.
func TestExplainListsTheTenantOnce(t *testing.T) {
	t.Parallel()
	config := writeConfig(t, "resourceGroups: {include: ['*']}\nlimits: {maxPercent: 100, maxDeletes: 0}\npolicies:\n  - {name: a, match: {statuses: [DEAD], olderThan: 3d}, action: delete}\n")
	for _, test := range []struct {
		name, pick string // pick is the status of the execution to explain
		code       int
		want       []string
	}{
		{"what a limit puts off", "DEAD", 0, []string{"delete by policy a: it expired ", "because of policy a", "limits.maxDeletes puts it off to a later sweep"}},
		{"what no policy wants", "RUNNING", 0, []string{"kept: no policy matches it"}},
		{"what is not there", "", 1, []string{"there is no execution nope in 3 resource groups: the nearest are e"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 90, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			api := httptest.NewServer(sim)
			defer api.Close()
			id := "nope"
			for _, e := range sim.Executions("team-a") {
				if e.Status == test.pick {
					id = e.ID
				}
			}
			code, stdout, stderr := runOn(t.Context(), sim, api.URL, "explain", id, "--config", config)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for _, want := range test.want {
				if !strings.Contains(stdout+stderr, want) {
					t.Errorf("no %q in\n%s%s", want, stdout, stderr)
				}
			}
			if n := sim.Requests()["GET /lm/executions"]; n != 3 {
				t.Errorf("%d listings of 3 resource groups", n)
			}
		})
	}
}

// An id that two resource groups list is kept, and every line of the explanation
// says so, each time for the same group.
func TestExplainSaysThatTwoGroupsListAnID(t *testing.T) {
	t.Parallel()
	config := writeConfig(t, "resourceGroups: {include: ['*']}\npolicies:\n  - {name: a, match: {statuses: [DEAD], olderThan: 3d}, action: delete}\n")
	sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 90, Seed: 1, Faults: []simulator.Fault{{Kind: "same-in-all-groups", Rate: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(sim)
	defer api.Close()
	var id string
	for _, group := range []string{"default", "dev-sandbox", "team-a", "team-b", "team-c", "prod-core"} { // the first that there is
		for _, e := range sim.Executions(group) {
			if e.Status == "DEAD" && id == "" {
				id = e.ID
			}
		}
	}
	first := ""
	for range 5 {
		code, stdout, stderr := runOn(t.Context(), sim, api.URL, "explain", id, "--config", config)
		if code != 0 || !strings.Contains(stdout, "kept: contradictory") || !strings.Contains(stdout, "another resource group lists it, too") || strings.Contains(stdout, "one record") {
			t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
		}
		group := strings.Fields(stdout)[:6]
		if first == "" {
			first = strings.Join(group, " ")
		}
		if now := strings.Join(group, " "); now != first {
			t.Errorf("%q, and before %q", now, first)
		}
	}
}

func TestExplainNeedsAnID(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := runOn(t.Context(), sim, "http://127.0.0.1:1", "explain", ""); code != 2 || !strings.Contains(stderr, "an empty one") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
