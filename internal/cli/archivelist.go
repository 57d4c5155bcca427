package cli

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// archiveFilter says which copies are listed. An empty field selects all.
type archiveFilter struct {
	group, id    string
	since, until string
	output       string
}

func (a *app) archiveList() *cobra.Command {
	var f archiveFilter
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the copies that are there",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.listCopies(f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.group, "resource-group", "", "only copies of this resource `group`")
	flags.StringVar(&f.id, "id", "", "only copies of this `execution`")
	flags.StringVar(&f.since, "since", "", "only copies made at this `time` or later (RFC 3339)")
	flags.StringVar(&f.until, "until", "", "only copies made before this `time` (RFC 3339)")
	flags.StringVarP(&f.output, "output", "o", "table", "form: table, json, csv")
	return cmd
}

func (a *app) listCopies(f archiveFilter) error {
	if err := checkOutput(f.output, "table", "json", "csv"); err != nil {
		return err
	}
	since, until, err := parseSpan(f.since, f.until)
	if err != nil {
		return err
	}
	place, _, err := a.copies()
	if err != nil {
		return err
	}
	show, end := a.listPrinter(f.output)
	damaged := 0
	for e, err := range place.List(archive.Filter{ResourceGroup: f.group, ID: f.id, Since: since, Until: until}) {
		if err != nil {
			return failed(err)
		}
		if e.Damaged != nil {
			damaged++
		}
		if err := show(listed(e)); err != nil {
			return failed(err)
		}
	}
	if err := end(); err != nil {
		return failed(err)
	}
	if damaged > 0 {
		return failed(errors.New(render.Plural(damaged, "file") + " of the archive cannot be read: see the errors listed"))
	}
	return nil
}

// listedCopy is a copy in lists as JSON and CSV.
type listedCopy struct {
	ResourceGroup     string             `json:"resourceGroup"`
	ID                string             `json:"id"`
	Scenario          string             `json:"scenario"`
	Executable        string             `json:"executable"`
	Configuration     string             `json:"configuration"`
	ConfigurationName string             `json:"configurationName"`
	Status            workload.Status    `json:"status"`
	CreatedAt         workload.Timestamp `json:"createdAt"`
	ArchivedAt        time.Time          `json:"archivedAt"`
	Bytes             int64              `json:"bytes"`
	File              string             `json:"file"`
	Error             *string            `json:"error"`
}

func listed(e archive.Entry) listedCopy {
	c := listedCopy{
		e.ResourceGroup, e.Execution.ID, e.Execution.ScenarioID, e.Execution.ExecutableID, e.Execution.ConfigurationID, e.Execution.ConfigurationName,
		e.Execution.Status, e.Execution.CreatedAt, e.ArchivedAt, e.Size, e.Key, nil,
	}
	if e.Damaged != nil {
		c.Error = new(e.Damaged.Error())
	}
	return c
}

// listPrinter returns a function that prints a copy, and a function to call after
// the last.
func (a *app) listPrinter(form string) (show func(listedCopy) error, end func() error) {
	switch form {
	case "json":
		return a.listJSON()
	case "csv":
		return a.listCSV()
	}
	t := a.printer().Stream("RESOURCE GROUP", "EXECUTION", "SCENARIO", "STATUS", "CREATED", "ARCHIVED", "BYTES", "FILE", "ERROR")
	show = func(c listedCopy) error {
		t.Add(render.Text(c.ResourceGroup), render.Text(c.ID), render.Text(c.Scenario), render.Text(string(c.Status)), render.Text(moment(c.CreatedAt)),
			render.Text(c.archived()), render.Number(int(c.Bytes)), render.Text(c.File), render.Text(c.fault()))
		return nil
	}
	return show, t.End
}

// listJSON prints one list, with one copy per line.
func (a *app) listJSON() (show func(listedCopy) error, end func() error) {
	before := "["
	show = func(c listedCopy) error {
		line, err := json.Marshal(c)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.Stdout, "%s\n%s", before, line)
		before = ","
		return err
	}
	return show, func() error {
		if before == "[" {
			_, err := fmt.Fprintln(a.Stdout, "[]")
			return err
		}
		_, err := fmt.Fprintln(a.Stdout, "\n]")
		return err
	}
}

func (a *app) listCSV() (show func(listedCopy) error, end func() error) {
	out := csv.NewWriter(a.Stdout)
	_ = out.Write([]string{"resourceGroup", "id", "scenario", "executable", "configuration", "configurationName", "status", "createdAt", "archivedAt", "bytes", "file", "error"})
	show = func(c listedCopy) error {
		created, err := c.CreatedAt.MarshalText()
		if err != nil {
			return err
		}
		cells := []string{
			c.ResourceGroup, c.ID, c.Scenario, c.Executable, c.Configuration, c.ConfigurationName, string(c.Status), string(created), c.archived(),
			strconv.FormatInt(c.Bytes, 10), c.File, c.fault(),
		}
		for i := range cells {
			cells[i] = render.Harmless(cells[i])
		}
		return out.Write(cells)
	}
	return show, func() error { out.Flush(); return out.Error() }
}

func (c *listedCopy) archived() string {
	if c.ArchivedAt.IsZero() {
		return ""
	}
	return c.ArchivedAt.Format(time.RFC3339)
}

func (c *listedCopy) fault() string {
	if c.Error == nil {
		return ""
	}
	return *c.Error
}
