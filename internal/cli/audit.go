package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

// auditFilter says which records are shown. Empty fields let all through.
type auditFilter struct {
	id, policy, since, until, output string
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
	since, err := parseWhen("--since", f.since)
	if err != nil {
		return err
	}
	until, err := parseWhen("--until", f.until)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return usage(err)
	}
	defer file.Close()
	t := render.Table{Heading: []string{"TIME", "EVENT", "RESOURCE GROUP", "EXECUTION", "POLICY", "ACTION", "TARGET", "OUTCOME", "ERROR"}}
	encoder := json.NewEncoder(a.Stdout)
	torn, err := readAudit(path, file, func(r audit.Record) error {
		if f.id != "" && r.ID != f.id || f.policy != "" && r.Policy != f.policy ||
			!since.IsZero() && r.Time.Before(since) || !until.IsZero() && !r.Time.Before(until) {
			return nil
		}
		if f.output == "json" {
			return encoder.Encode(r)
		}
		t.Add(render.Text(r.Time.Format(time.RFC3339)), render.Text(r.Event), render.Text(r.ResourceGroup), render.Text(r.ID), render.Text(r.Policy), render.Text(r.Action), render.Text(r.Target), render.Text(r.Outcome), render.Text(r.Error))
		return nil
	})
	if err != nil {
		return failed(err)
	}
	p := a.printer()
	if f.output == "table" {
		p.Table(t, "")
	}
	if torn > 0 {
		fmt.Fprintf(a.Stderr, "%s cannot be read: a disk that was full leaves such\n", render.Plural(torn, "line"))
	}
	return p.Flush()
}

func parseWhen(flag, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return t, usage(fmt.Errorf("%s: %q is no time: write such as 2026-03-29T03:00:00Z", flag, value))
	}
	return t, nil
}

// maxAuditLine bounds a line of an audit log, in bytes; the longest that is
// written is far below it.
const maxAuditLine = 1 << 20

// readAudit calls each for every record, and counts the lines that hold none. The
// error is that of each, or names the line that cannot be read.
func readAudit(path string, r io.Reader, each func(audit.Record) error) (torn int, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxAuditLine)
	n := 1
	for ; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var record audit.Record
		if json.Unmarshal(lines.Bytes(), &record) != nil || record.Event == "" || record.ID == "" {
			torn++
			continue
		}
		if err := each(record); err != nil {
			return torn, err
		}
	}
	if err := lines.Err(); err != nil {
		return torn, fmt.Errorf("%s:%d: %w", path, n, err)
	}
	return torn, nil
}
