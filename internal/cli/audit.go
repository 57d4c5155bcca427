package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

// auditFilter says which records are shown. An empty field selects all.
type auditFilter struct {
	id, policy   string
	since, until string
	output       string
}

func (a *app) audit() *cobra.Command {
	var f auditFilter
	cmd := &cobra.Command{
		Use:   "audit FILE",
		Short: "Print and filter an audit log",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.printAudit(args[0], f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.id, "id", "", "only records of this `execution`")
	flags.StringVar(&f.policy, "policy", "", "only records of this `policy`")
	flags.StringVar(&f.since, "since", "", "only records from this `time` on (RFC 3339)")
	flags.StringVar(&f.until, "until", "", "only records before this `time` (RFC 3339)")
	flags.StringVarP(&f.output, "output", "o", "table", "form: table, json")
	return cmd
}

func (a *app) printAudit(path string, f auditFilter) error {
	if err := checkOutput(f.output, "table", "json"); err != nil {
		return err
	}
	since, until, err := parseSpan(f.since, f.until)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return usage(err)
	}
	defer file.Close()
	show, end := a.auditPrinter(f.output)
	bad, err := readAudit(path, file, func(r audit.Record) error {
		if f.id != "" && r.ID != f.id || f.policy != "" && r.Policy != f.policy || !within(r.Time, since, until) {
			return nil
		}
		return show(r)
	})
	if err == nil {
		err = end()
	}
	if err != nil {
		return failed(err)
	}
	bad.tell(a.Stderr)
	return nil
}

// auditPrinter returns a function that prints a record, and a function to call
// after the last.
func (a *app) auditPrinter(form string) (show func(audit.Record) error, end func() error) {
	if form == "json" {
		encoder := json.NewEncoder(a.Stdout)
		return func(r audit.Record) error { return encoder.Encode(r) }, func() error { return nil }
	}
	t := a.printer().Stream("TIME", "EVENT", "RESOURCE GROUP", "EXECUTION", "POLICY", "ACTION", "TARGET", "OUTCOME", "ERROR")
	show = func(r audit.Record) error {
		row := make([]render.Cell, 0, 9)
		for _, s := range []string{r.Time.Format(time.RFC3339), r.Event, r.ResourceGroup, r.ID, r.Policy, r.Action, r.Target, r.Outcome, r.Error} {
			row = append(row, render.Text(s))
		}
		t.Add(row...)
		return nil
	}
	return show, t.End
}

// parseSpan reads --since and --until. The zero time means that there is no
// limit.
func parseSpan(from, to string) (since, until time.Time, err error) {
	if since, err = parseWhen("--since", from); err != nil {
		return since, until, err
	}
	until, err = parseWhen("--until", to)
	return since, until, err
}

func parseWhen(flag, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return t, usage(fmt.Errorf("%s: %q is not a time: write such as 2026-03-29T03:00:00Z", flag, value))
	}
	return t, nil
}

// within reports whether t is not before since, and before until.
func within(t, since, until time.Time) bool {
	return (since.IsZero() || !t.Before(since)) && (until.IsZero() || t.Before(until))
}

// tell writes which lines could not be read.
func (b unreadable) tell(w io.Writer) {
	if b.lines > 0 {
		fmt.Fprintf(w, "%s cannot be read: a disk that was full leaves such\n", render.Plural(b.lines, "line"))
	}
	if b.half {
		fmt.Fprintln(w, "the last line is not whole: it is being written, or its writer was killed")
	}
}
