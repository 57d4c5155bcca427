package chaos

import (
	"bufio"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The real program is killed at random moments of its sweeps. The next one goes
// on as if nothing had been, as nothing but the API holds the truth.
func TestASweepThatIsKilledIsTakenUpByTheNext(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program, config := filepath.Join(dir, "aicore-reaper"), filepath.Join(dir, "c.yaml")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../cmd/aicore-reaper").CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if err := os.WriteFile(config, []byte(strings.Replace(policies, "stopTimeout: 5m", "stopTimeout: 30s", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	simulator := exec.CommandContext(t.Context(), program, "simulate", "--resource-groups", "3", "--executions", "600", "--settle", "200ms", "--latency", "3ms")
	out, err := simulator.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := simulator.Start(); err != nil {
		t.Fatal(err)
	}
	variables := os.Environ()
	for lines := bufio.NewScanner(out); len(variables) < len(os.Environ())+4 && lines.Scan(); {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			variables = append(variables, strings.ReplaceAll(assignment, "'", ""))
		}
	}
	once := func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), program, "once", "--enforce", "--config", config)
		cmd.Env = variables
		return cmd
	}
	random := rand.New(rand.NewPCG(7, 7))
	for range 8 {
		cmd := once()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(10+random.IntN(400))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // killed, or done before
		timer.Stop()
	}
	for range 2 { // what was on its way when the last one was killed is the second one's
		if text, err := once().CombinedOutput(); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	plan := exec.CommandContext(t.Context(), program, "plan", "--config", config, "-o", "csv")
	plan.Env = variables
	if text, err := plan.Output(); err != nil || strings.Count(string(text), "\n") != 1 {
		t.Errorf("there is left to do: %s, %v", text, err)
	}
}
