package chaos

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// killer kills a process at one of its requests, before or after the request is
// carried out.
type killer struct {
	handler http.Handler

	mu     sync.Mutex
	victim *os.Process
	at     int // the request, counted from 1; 0: none
	after  bool
	seen   int // requests
}

func (k *killer) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	victim, after := k.due()
	if victim != nil && !after {
		_ = victim.Kill()
	}
	k.handler.ServeHTTP(rw, r)
	if victim != nil && after {
		_ = victim.Kill()
	}
}

// due counts the requests, and names the process to be killed at this one.
func (k *killer) due() (victim *os.Process, after bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.seen++; k.at == 0 || k.seen != k.at {
		return nil, false
	}
	return k.victim, k.after
}

// aim starts a process that is killed at its nth request; at none where n is 0.
func (k *killer) aim(t *testing.T, cmd *exec.Cmd, at int, after bool) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	k.victim, k.at, k.after, k.seen = cmd.Process, at, after, 0
}

var kills = flag.Int("kills", 10, "how often the real program is killed")

// The real program is killed (SIGKILL) in the middle of its sweeps, before or
// after one of its requests was carried out: in turn at each of a sweep that was
// left alone, from the token to the last look. The next one goes on as if nothing
// had been, as nothing but the API holds the truth.
func TestASweepThatIsKilledIsTakenUpByTheNext(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	dir := t.TempDir()
	program, config, log := filepath.Join(dir, "aicore-reaper"), filepath.Join(dir, "c.yaml"), filepath.Join(dir, "audit.jsonl")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../cmd/aicore-reaper").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if err := os.WriteFile(config, []byte(strings.Replace(policies, "limits: {", "limits: {maxStops: 100000, maxDeletes: 100000, ", 1)+"audit: {file: "+log+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 600, Settle: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	id, secret := sim.Credentials()
	once := func(server *httptest.Server, command ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), program, append(command, "--config", config)...)
		cmd.Env = append(os.Environ(), "AICORE_BASE_URL="+server.URL, "AICORE_AUTH_URL="+server.URL, "AICORE_CLIENT_ID="+id, "AICORE_CLIENT_SECRET="+secret)
		return cmd
	}
	refill(sim, *kills)
	whole := &killer{handler: sim}
	server := httptest.NewServer(whole)
	if text, err := once(server, "once", "--enforce").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	server.Close()
	before := len(sim.Changes())
	for round := range *kills {
		refill(sim, round)
		may := allowed(sim, time.Now().Add(time.Minute))
		k := &killer{handler: sim}
		server := httptest.NewServer(k)
		cmd := once(server, "once", "--enforce")
		at := 1 + round*(whole.seen-1)/max(1, *kills-1)
		k.aim(t, cmd, at, round%2 == 0)
		if err := cmd.Wait(); !killed(err) && at < whole.seen-4 { // how often it looks is a matter of time
			t.Errorf("round %d: it was not killed at request %d of %d: %v", round, at, whole.seen, err)
		}
		server.Close() // also ends requests of the killed process
		audited(t, log, sim.Changes())
		onlyAllowed(t, sim.Changes()[before:], may)
		before = len(sim.Changes())
	}
	server = httptest.NewServer(sim)
	t.Cleanup(server.Close)
	for range 2 { // changes in transition at the last kill are left to the second sweep
		if text, err := once(server, "once", "--enforce").CombinedOutput(); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if left := expired(sim, time.Now()); len(left) > 0 {
		t.Errorf("there is left to do: %v", left)
	}
	if text, err := once(server, "plan", "-o", "csv").Output(); err != nil || bytes.Count(text, []byte("\n")) != 1 {
		t.Errorf("the program would do more: %s, %v", text, err)
	}
}

// refill adds expired executions to each resource group.
func refill(sim *simulator.Server, round int) {
	now := time.Now()
	for _, group := range sim.Groups() {
		for i := range 150 {
			e := simulator.Execution{
				ID: fmt.Sprintf("%s-%d-%d", group, round, i), ConfigurationID: "c", ConfigurationName: "tuning", ExecutableID: "x", ScenarioID: "tuning",
				Status: "DEAD", TargetStatus: "COMPLETED", CreatedAt: now.Add(-9 * day), ModifiedAt: now.Add(-8 * day), CompletionTime: now.Add(-8 * day),
			}
			if i%3 == 0 {
				e.Status, e.StartTime, e.CompletionTime = "RUNNING", e.ModifiedAt, time.Time{}
			}
			sim.Put(group, e)
		}
	}
}

func onlyAllowed(t *testing.T, changes []simulator.Change, may map[string]string) {
	t.Helper()
	for _, c := range changes {
		if want := may[c.Group+"/"+c.ID]; want != c.Target && want != "STOPPED+DELETED" {
			t.Errorf("%s was sent for %s/%s, allowed was %q", c.Target, c.Group, c.ID, want)
		}
	}
}

// audited checks the audit log after kills: every sent change must be in the log.
func audited(t *testing.T, path string, changes []simulator.Change) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decided := make(map[[3]string]bool)
	for line := range bytes.Lines(text) {
		var r audit.Record
		if json.Unmarshal(line, &r) == nil { // a kill may leave an incomplete line
			decided[[3]string{r.ResourceGroup, r.ID, r.Target}] = true
		}
	}
	for _, c := range changes {
		if !decided[[3]string{c.Group, c.ID, c.Target}] {
			t.Errorf("%s was sent for %s/%s, and the audit log does not know of it", c.Target, c.Group, c.ID)
		}
	}
}

func killed(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
