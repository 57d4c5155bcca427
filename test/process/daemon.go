package process

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Daemon is the program's daemon in a process of its own.
type Daemon struct {
	cmd     *exec.Cmd
	address string
}

// Daemon starts the daemon in a world, by a config whose metrics.listen is a free
// port. It ends with Close, or with ctx.
func (w *World) Daemon(ctx context.Context, program, config string) (*Daemon, error) {
	cmd := exec.CommandContext(ctx, program, "run", "--config", config, "--log-format", "json")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Env = w.environment()
	log, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	d := &Daemon{cmd: cmd}
	var said strings.Builder
	for lines := bufio.NewScanner(log); d.address == "" && lines.Scan(); {
		var line struct{ Address string }
		_ = json.Unmarshal(lines.Bytes(), &line) // what is no log line names no address
		d.address = line.Address
		said.WriteString(lines.Text() + "\n")
	}
	if d.address == "" {
		d.Close()
		return nil, errors.New("the daemon did not say where it listens:\n" + said.String())
	}
	go func() { _, _ = io.Copy(io.Discard, log) }() // ends with the process; a full pipe would hold it up
	return d, nil
}

// Close ends the daemon, and waits until it has ended. A nil one has.
func (d *Daemon) Close() {
	if d == nil {
		return
	}
	_ = d.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = d.cmd.Wait()
}

// Get writes what the daemon answers to a request for a path.
func (d *Daemon) Get(ctx context.Context, path string, to io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.address+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(to, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, resp.Status)
	}
	return nil
}

// tick is the unit in which the kernel of Linux says how much CPU time a process
// has had (USER_HZ).
const tick = 10 * time.Millisecond

// Usage is the CPU time that the daemon has had so far, and its memory now.
func (d *Daemon) Usage() (u Usage, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.cmd.Process.Pid))
	if err != nil {
		return u, err
	}
	_, rest, _ := strings.Cut(string(text), ") ") // behind the name, which may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 22 {
		return u, fmt.Errorf("/proc/%d/stat has too few fields", d.cmd.Process.Pid)
	}
	for _, at := range []int{11, 12} { // utime and stime, see proc(5)
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return u, err
		}
		u.CPU += time.Duration(n) * tick
	}
	pages, err := strconv.ParseInt(fields[21], 10, 64)
	u.RSS = pages * int64(os.Getpagesize())
	return u, err
}

// Peak is the most memory that the daemon has had, in bytes, since it started or
// ResetPeak was called.
func (d *Daemon) Peak() (bytes int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	figure, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kib, err := strconv.ParseInt(figure, 10, 64)
	return kib << 10, err
}

// ResetPeak has the peak begin anew with what the daemon holds now (proc(5),
// clear_refs).
func (d *Daemon) ResetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", d.cmd.Process.Pid), []byte("5"), 0)
}
