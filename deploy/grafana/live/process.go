package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// process is a running program.
type process struct {
	command *exec.Cmd
	log     string // the file with its output
	done    chan error
}

// start starts a program with its output in a file. The program gets SIGTERM when
// ctx ends.
func start(ctx context.Context, dir, name string, environment []string, arguments ...string) (*process, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("%s is not installed: apt-get install %s: %w", name, name, err)
	}
	p := &process{log: filepath.Join(dir, filepath.Base(name)+".log"), done: make(chan error, 1)}
	output, err := os.OpenFile(p.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer output.Close() // the process has its own handle
	p.command = exec.CommandContext(ctx, path, arguments...)
	p.command.Env, p.command.Stdout, p.command.Stderr = environment, output, output
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	p.command.WaitDelay = 10 * time.Second
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	go func() { p.done <- p.command.Wait() }()
	return p, nil
}

// stop ends the process and waits for it.
func (p *process) stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may have ended already
	<-p.done
}

// answers waits until the process answers at an address with 200. If the process
// has ended, the error shows the end of its output.
func (p *process) answers(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	err := Until(ctx, func() error {
		select {
		case ended := <-p.done:
			p.done <- ended
			cancel()
			return errors.New("it has ended")
		default:
			return get(ctx, url, io.Discard)
		}
	})
	if err != nil {
		said, _ := os.ReadFile(p.log) // if that fails, the error has no output
		return fmt.Errorf("%s does not answer at %s: %w; it said:\n%s", p.command.Path, url, err, said)
	}
	return nil
}

func get(ctx context.Context, url string, into io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(into, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return nil
}
