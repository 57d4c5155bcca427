package check

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runAs runs a command line in the box with this config, to its end or, for the
// daemon, until it is ready. It must end without an error.
func (b *box) runAs(t *testing.T, args []string, config string) {
	t.Helper()
	switch args[0] {
	case "once":
		b.sweep(t, args, config)
	case "run":
		b.daemon(t, args, config)
	default:
		t.Fatalf("nothing is known of the command %v", args)
	}
}

// sweep runs once and returns the resource groups that it listed.
func (b *box) sweep(t *testing.T, args []string, config string) []string {
	t.Helper()
	b.put(t, configPath(t, args), []byte(config))
	cmd := b.command(t, append(args, "-o", "json")...)
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", args, err, out, &log)
	}
	var report struct {
		ResourceGroups []struct{ ID string } `json:"resourceGroups"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var ids []string
	for _, g := range report.ResourceGroups {
		ids = append(ids, g.ID)
	}
	return ids
}

// exitCode runs once and returns the exit code.
func (b *box) exitCode(t *testing.T, args []string, config string) int {
	t.Helper()
	b.put(t, configPath(t, args), []byte(config))
	out, err := b.command(t, args...).CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return 0
}

var listening = regexp.MustCompile(`"address": ?"([^"]+)"`)

// daemon runs the daemon until it has answered the probes, then ends it.
func (b *box) daemon(t *testing.T, args []string, config string) {
	t.Helper()
	b.put(t, configPath(t, args), []byte(config+"\nmetrics: {listen: \"127.0.0.1:0\"}\n"))
	endsWellOnceProbed(t, b.command(t, args...))
}

// endsWellOnceProbed starts a daemon, ends it after it has answered the probes,
// and returns its address.
func endsWellOnceProbed(t *testing.T, cmd *exec.Cmd) (address string) {
	t.Helper()
	log, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, said := bufio.NewScanner(log), ""
	for address == "" && lines.Scan() {
		said += lines.Text() + "\n"
		if at := listening.FindStringSubmatch(lines.Text()); at != nil {
			address = at[1]
			probe(t, "http://"+address)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	for lines.Scan() {
		said += lines.Text() + "\n"
	}
	if err := cmd.Wait(); err != nil || address == "" {
		t.Errorf("%v: %v, probed at %q\n%s", cmd.Args, err, address, said)
	}
	return address
}

func probe(t *testing.T, address string) {
	t.Helper()
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/"} {
		status := ask(address + path)
		for deadline := time.Now().Add(20 * time.Second); path == "/readyz" && status != "200 OK" && time.Now().Before(deadline); {
			<-time.After(100 * time.Millisecond) // like a probe: the daemon is ready once it has a token
			status = ask(address + path)
		}
		if status != "200 OK" {
			t.Errorf("%s: %s", path, status)
		}
	}
}

// ask returns the status of an answer, or the error if there was none.
func ask(url string) string {
	answer, err := http.Get(url)
	if err != nil {
		return err.Error()
	}
	_ = answer.Body.Close()
	return answer.Status
}

func configPath(t *testing.T, args []string) string {
	t.Helper()
	for i, arg := range args {
		if path, ok := strings.CutPrefix(arg, "--config="); ok {
			return path
		}
		if arg == "--config" {
			return args[i+1]
		}
	}
	t.Fatalf("%v names no config", args)
	return ""
}
