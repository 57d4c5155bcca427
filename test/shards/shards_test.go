// Package shards sweeps one simulated tenant of thousands of resource groups with
// several processes of the real program at the same time, like a Kubernetes
// Indexed Job.
package shards

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

const (
	groups    = 2000
	processes = 4
)

const config = `
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0}
limits: {maxPercent: 100, maxStops: %d, maxDeletes: %d}
policies:
  - {name: dead, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
  - {name: runaway, match: {statuses: [RUNNING], olderThan: 2d}, action: stop}
`

// report is the part of a process's report that the test reads.
type report struct {
	Result         string
	ResourceGroups []struct {
		ID     string
		Result string
	}
	Policies []struct {
		Name                       string
		Stopped, Deleted, Deferred int
	}
	Executions []struct{ ResourceGroup, ID, Outcome string }
}

func TestSeveralProcessesShareATenant(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	program := build(t)
	for name, test := range map[string]struct {
		maxStops, maxDeletes int
	}{
		"without a limit that holds anything back": {100_000, 100_000},
		"with limits that do":                      {101, 210},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			stops, deletes := tenant.expired()
			path := filepath.Join(t.TempDir(), "c.yaml")
			if err := os.WriteFile(path, fmt.Appendf(nil, config, test.maxStops, test.maxDeletes), 0o600); err != nil {
				t.Fatal(err)
			}
			reports := tenant.sweep(t, program, path)
			tenant.check(t, reports, min(stops, test.maxStops), min(deletes, test.maxDeletes))
		})
	}
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "aicore-reaper")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../cmd/aicore-reaper").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return program
}

// tenant is a simulated tenant that several processes sweep. Each uses its own
// door, so that the test knows which process sent a request.
type tenant struct {
	*simulator.Server
	doors  [processes]door
	now    time.Time
	before map[string]simulator.Execution // by group/id
}

func newTenant(t *testing.T) *tenant {
	t.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: groups, Executions: 3 * groups, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	n := &tenant{Server: sim, now: time.Now(), before: make(map[string]simulator.Execution)}
	for _, group := range sim.Groups() {
		for _, e := range sim.Executions(group) {
			n.before[group+"/"+e.ID] = e
		}
	}
	return n
}

// door is an address of the tenant that records the requests to it.
type door struct {
	http.Handler
	mu    sync.Mutex
	asked map[string]int // group/id, how often
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPatch {
		body, _ := io.ReadAll(r.Body) // an incomplete body does not parse
		r.Body = io.NopCloser(bytes.NewReader(body))
		var request struct{ Executions []struct{ ID string } }
		_ = json.Unmarshal(body, &request) // the tenant refuses an unreadable body
		d.mu.Lock()
		for _, item := range request.Executions {
			d.asked[r.Header.Get("AI-Resource-Group")+"/"+item.ID]++
		}
		d.mu.Unlock()
	}
	d.Handler.ServeHTTP(w, r)
}

// expires returns the action that the policies want for an execution, implemented
// independently. Ages are whole hours, so none is close to a limit during the
// test.
func (n *tenant) expires(e *simulator.Execution) string {
	switch {
	case n.now.Sub(e.CreatedAt) < time.Hour || e.TargetStatus == "DELETED" || e.TargetStatus == "STOPPED" && e.Status == "RUNNING":
	case e.Status == "DEAD" && n.now.Sub(e.CompletionTime) > 72*time.Hour:
		return "DELETED"
	case e.Status == "RUNNING" && n.now.Sub(e.StartTime) > 48*time.Hour:
		return "STOPPED"
	}
	return ""
}

func (n *tenant) expired() (stops, deletes int) {
	for _, e := range n.before {
		switch n.expires(&e) {
		case "STOPPED":
			stops++
		case "DELETED":
			deletes++
		}
	}
	return stops, deletes
}

// sweep runs all processes at the same time and returns their reports.
func (n *tenant) sweep(t *testing.T, program, path string) [processes]report {
	t.Helper()
	var reports [processes]report
	var running sync.WaitGroup
	id, secret := n.Credentials()
	for i := range processes {
		n.doors[i] = door{Handler: n.Server, asked: make(map[string]int)}
		server := httptest.NewServer(&n.doors[i])
		t.Cleanup(server.Close)
		running.Go(func() {
			cmd := exec.CommandContext(t.Context(), program, "once", "--enforce", "--config", path, "-o", "json")
			cmd.Env = append(os.Environ(),
				"AICORE_BASE_URL="+server.URL, "AICORE_AUTH_URL="+server.URL, "AICORE_CLIENT_ID="+id, "AICORE_CLIENT_SECRET="+secret,
				fmt.Sprintf("JOB_COMPLETION_INDEX=%d", i), fmt.Sprintf("AICORE_REAPER_SHARDS=%d", processes))
			var errors strings.Builder
			cmd.Stderr = &errors
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("process %d: %v: %s", i, err, errors.String())
				return
			}
			if err := json.Unmarshal(out, &reports[i]); err != nil {
				t.Errorf("process %d: %v", i, err)
			}
		})
	}
	running.Wait()
	return reports
}

// check compares the true requests with the reports: each group belongs to one
// process, each execution is requested once, and everything that the limits allow
// is done.
func (n *tenant) check(t *testing.T, reports [processes]report, stops, deletes int) {
	t.Helper()
	owner := make(map[string]int)
	said := make(map[string]int) // group/id, by whom it was acted on
	var stopped, deleted int
	for i, r := range reports {
		if r.Result != "ok" || len(r.ResourceGroups) < groups/processes*8/10 {
			t.Errorf("process %d: %s, with %d resource groups", i, r.Result, len(r.ResourceGroups))
		}
		for _, g := range r.ResourceGroups {
			if other, taken := owner[g.ID]; taken {
				t.Errorf("%s was swept by %d and %d", g.ID, other, i)
			}
			owner[g.ID] = i
		}
		for _, p := range r.Policies {
			stopped, deleted = stopped+p.Stopped, deleted+p.Deleted
		}
		for _, e := range r.Executions {
			if e.Outcome == "verified" {
				said[e.ResourceGroup+"/"+e.ID] = i
			}
		}
	}
	if len(owner) != groups {
		t.Errorf("%d of %d resource groups were swept", len(owner), groups)
	}
	if stopped != stops || deleted != deletes {
		t.Errorf("%d were stopped and %d deleted, want %d and %d", stopped, deleted, stops, deletes)
	}
	n.checkChanges(t, said, owner, stops+deletes)
}

func (n *tenant) checkChanges(t *testing.T, said, owner map[string]int, want int) {
	t.Helper()
	changes := n.Changes()
	if len(changes) != want || len(said) != want {
		t.Errorf("%d changes were asked for, %d reported, want %d", len(changes), len(said), want)
	}
	seen := make(map[string]bool)
	for _, c := range changes {
		key := c.Group + "/" + c.ID
		e := n.before[key]
		if seen[key] || !c.Accepted || n.expires(&e) != c.Target {
			t.Errorf("%s was asked for %s (twice: %v, accepted: %v)", c.Target, key, seen[key], c.Accepted)
		}
		seen[key] = true
		by, ok := said[key]
		if !ok || by != owner[c.Group] {
			t.Errorf("%s was acted on by %d, its resource group is %d's", key, by, owner[c.Group])
		}
		for i := range n.doors {
			if times := n.doors[i].asked[key]; i == by && times != 1 || i != by && times != 0 {
				t.Errorf("process %d asked for %s %d times, it was %d's", i, key, times, by)
			}
		}
	}
}
