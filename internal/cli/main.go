package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"
)

// Main is the process: it turns SIGINT and SIGTERM into the end of the context
// and exits with the command's code. A second signal ends it at once.
func Main() {
	tuneGarbageCollection()
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		s := <-signals
		signal.Stop(signals)
		cancel(Interrupted{Signal: s})
	}()
	os.Exit(Run(ctx, processEnvironment(isTerminal)))
}

// gcPercent has the heap grow to three times what is alive before garbage is
// collected, not twice: a sweep of 100,000 deletions takes two thirds of the CPU
// time, and a plan of 1,000,000 executions in 1,000 groups 8 MiB more.
const gcPercent = 200

func tuneGarbageCollection() {
	if os.Getenv("GOGC") == "" { // what the user asks for goes first
		debug.SetGCPercent(gcPercent)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
