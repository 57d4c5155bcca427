package check

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const units = "../systemd/"

var services = []string{"aicore-reaper.service", "aicore-reaper-once.service"}

func TestSystemdFindsNothingWrongWithTheUnits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"verify", "--man=no"}
	for _, name := range append([]string{"aicore-reaper-once.timer"}, services...) {
		// The program is where it was built, not where it will be installed.
		text := strings.ReplaceAll(read(t, units+name), "/usr/bin/aicore-reaper", binary)
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.Command("systemd-analyze", args...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

func TestTheServicesAreExposedAtMostByOnePointFive(t *testing.T) {
	t.Parallel()
	for _, name := range services {
		file, _ := filepath.Abs(units + name)
		out, err := exec.Command("systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=15", file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestBothServicesHaveTheSameSandbox(t *testing.T) {
	t.Parallel()
	sandbox := func(name string) string {
		_, after, _ := strings.Cut(read(t, units+name), "# Sandbox:")
		_, settings, _ := strings.Cut(after, "\n")
		settings, _, _ = strings.Cut(settings, "\n[Install]")
		return strings.TrimSpace(settings)
	}
	if a, b := sandbox(services[0]), sandbox(services[1]); a != b || a == "" {
		t.Errorf("%s:\n%s\n%s:\n%s", services[0], a, services[1], b)
	}
}

func TestTheServicesStartTheProgramAsItIs(t *testing.T) {
	t.Parallel()
	s := startSimulator(t)
	for _, name := range services {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			text := read(t, units+name)
			root := setting(text, "Environment=SERVICE_BINDING_ROOT")
			b.env = append(b.env, "SERVICE_BINDING_ROOT="+root)
			_, mounted, _ := strings.Cut(setting(text, "BindReadOnlyPaths"), ":")
			key, _, _ := strings.Cut(setting(text, "LoadCredential"), ":")
			b.put(t, filepath.Join(mounted, key), s.file())
			command := strings.Fields(setting(text, "ExecStart"))
			if command[0] != "/usr/bin/aicore-reaper" {
				t.Fatalf("it starts %s", command[0])
			}
			b.runAs(t, command[1:], shippedConfig(t))
		})
	}
}

// setting returns the value of the only line of a unit that begins with name.
func setting(unit, name string) string {
	for line := range strings.Lines(unit) {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shippedConfig returns the starter config.
func shippedConfig(t *testing.T) string {
	t.Helper()
	return read(t, tree+"/configs/aicore-reaper.yaml")
}
