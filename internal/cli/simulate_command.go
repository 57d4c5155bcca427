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

// ended is the error of a command that was run. Its exit code becomes that of
// this program, also after a signal.
type ended struct{ code int }

func (e *ended) Error() string { return fmt.Sprintf("the command ended with exit code %d", e.code) }

// Unwrap returns errSilent, because the command has already printed its error.
func (e *ended) Unwrap() error { return errSilent }

// runCommand runs a command with these variables instead of the credentials in
// the environment. It passes signals on to the command. If ctx ends without a
// signal, it ends the command too.
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

// pass passes signals on until the process has ended. The first signal that ends
// this program arrives twice, in the channel and as the end of ctx. Only the
// latter is passed on.
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

// passOne passes one signal on, unless a terminal has already sent it to the
// command.
func passOne(process *os.Process, s os.Signal) {
	if (s == syscall.SIGINT || s == syscall.SIGQUIT) && term.IsTerminal(int(os.Stdin.Fd())) {
		return
	}
	_ = process.Signal(s) // it may have ended
}

// signalOf returns the signal that ended ctx, or SIGTERM if there was none.
func signalOf(ctx context.Context) os.Signal {
	if i, ok := errors.AsType[Interrupted](context.Cause(ctx)); ok {
		return i.Signal
	}
	return syscall.SIGTERM
}

// endOf returns the error of a command that has ended, nil if it succeeded. If a
// signal ended it, the exit code is 128 plus the signal, as in shells.
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
