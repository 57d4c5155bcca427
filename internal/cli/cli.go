// Package cli is the command line: one file for each command, with its flags and
// its exit codes. It makes no decisions on executions, and package render formats
// its output.
//
// Reports go to standard output, logs to standard error.
package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// Environment is the environment of a command. main passes that of the process.
type Environment struct {
	Args   []string // without the program's name
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string
	// Terminal reports whether a writer is a terminal. Terminals get colours and
	// progress lines.
	Terminal func(io.Writer) bool
}

// app is one invocation: the environment and the flags of all commands.
type app struct {
	Environment
	configPath string
	logLevel   string
	logFormat  string
	log        *zap.Logger
	progress   *progressLine // nil where standard error is no terminal
	now        func() time.Time
	sleep      func(context.Context, time.Duration) error
	entropy    io.Reader
}

// Run runs one command line and returns its exit code. If ctx is cancelled, it
// waits for the requests in flight and ends. The cause Interrupted names the
// signal.
func Run(ctx context.Context, e Environment) int {
	a := &app{Environment: e, now: time.Now, sleep: aiapi.Sleep, entropy: rand.Reader}
	root := a.root()
	root.SetArgs(e.Args)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errSilent) {
		a.sayError(plainly(ctx, err))
	}
	return exitCode(ctx, err)
}

// sayError prints the error of the command. Problems of a config are printed one
// per line, as file:line:column, so that editors can find them.
func (a *app) sayError(err error) {
	if problems, ok := errors.AsType[config.Problems](err); ok {
		fmt.Fprintln(a.Stderr, problems)
		return
	}
	fmt.Fprintf(a.Stderr, "aicore-reaper: %v\n", err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "aicore-reaper",
		Short: "The scheduled garbage collector for SAP AI Core executions",
		Long: `aicore-reaper stops and deletes the executions of an SAP AI Core tenant that
your retention policies say have expired, and reports what that freed.

Start with "aicore-reaper plan --demo": it needs no account and changes nothing.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := checkFlags(cmd); err != nil {
				return err
			}
			a.log, err = newLog(a.logWriter(), a.logLevel, a.logFormat)
			return err
		},
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.configPath, "config", "c", cmp.Or(a.Getenv("AICORE_REAPER_CONFIG"), "aicore-reaper.yaml"), "the config `file`")
	flags.StringVar(&a.logLevel, "log-level", "info", "least severe log `level`: debug, info, warn, error")
	flags.StringVar(&a.logFormat, "log-format", "console", "log `format`: json, console")
	root.Version = versionText()
	root.SetVersionTemplate("aicore-reaper {{.Version}}\n")
	root.InitDefaultVersionFlag()
	root.InitDefaultHelpFlag() // else --help before another flag would use that as its value
	root.AddCommand(a.once(), a.run(), a.plan(), a.explain(), a.inventory(), a.test(), a.validate(), a.schema(), a.simulate(), a.audit(), a.archive(), a.man(), a.version(), a.initialize())
	exemplify(root)
	a.completeFlags(root)
	return root
}

// processEnvironment returns the environment of this process.
func processEnvironment(terminal func(io.Writer) bool) Environment {
	return Environment{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Terminal: terminal}
}
