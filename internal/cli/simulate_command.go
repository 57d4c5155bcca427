package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// ended is how a command that was run has ended: with the exit code that becomes
// this program's own, also where a signal came.
type ended struct{ code int }

func (e *ended) Error() string { return fmt.Sprintf("the command ended with exit code %d", e.code) }

// Unwrap has the end pass in silence: the command has said what there is to say.
func (e *ended) Unwrap() error { return errSilent }

// runCommand runs a command with variables set, in place of those of the
// environment that name credentials. Signals are passed on to it. The end of ctx
// that is no signal ends it, too.
func (a *app) runCommand(ctx context.Context, command []string, variables [][2]string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = withoutCredentials(os.Environ())
	for _, v := range variables {
		cmd.Env = append(cmd.Env, v[0]+"="+v[1])
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, a.Stdout, a.Stderr
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	if err := context.Cause(ctx); err != nil {
		return failed(err)
	}
	if err := cmd.Start(); err != nil {
		return usage(fmt.Errorf("run %s: %w", command[0], err))
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	pass(ctx, cmd.Process, signals, done)
	return endOf(cmd)
}

// pass passes signals on until the process has ended. The first of those that end
// this program arrives twice, by the channel and by the end of ctx: the latter is
// passed on.
func pass(ctx context.Context, process *os.Process, signals <-chan os.Signal, done <-chan error) {
	interrupted, byContext := ctx.Done(), false
	for {
		select {
		case <-done:
			return
		case <-interrupted:
			interrupted = nil
			passOne(process, signalOf(ctx))
		case s := <-signals:
			if ends := s == syscall.SIGINT || s == syscall.SIGTERM; ends && !byContext {
				byContext = true
				continue
			}
			passOne(process, s)
		}
	}
}

// passOne passes a signal on. A terminal has sent its own to the command already.
func passOne(process *os.Process, s os.Signal) {
	if (s == syscall.SIGINT || s == syscall.SIGQUIT) && term.IsTerminal(int(os.Stdin.Fd())) {
		return
	}
	_ = process.Signal(s) // it may have ended
}

// signalOf is the signal that ended ctx, SIGTERM where it was none.
func signalOf(ctx context.Context) os.Signal {
	if i, ok := errors.AsType[Interrupted](context.Cause(ctx)); ok {
		return i.Signal
	}
	return syscall.SIGTERM
}

// endOf is how a command has ended, nil for well. One that a signal ended counts
// as shells have it: 128 and the signal.
func endOf(cmd *exec.Cmd) error {
	code := cmd.ProcessState.ExitCode()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		code = 128 + int(status.Signal())
	}
	if code == 0 {
		return nil
	}
	return &ended{code}
}
