package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// checkOutput refuses a value of -o that the command does not have.
func checkOutput(o string, allowed ...string) error {
	if !slices.Contains(allowed, o) {
		return usage(fmt.Errorf("-o %q is not a form of output: write %s", o, strings.Join(allowed, " or ")))
	}
	return nil
}

// show writes a report in the requested form.
func (a *app) show(r *report.Report, c *config.Config, form string, d render.Detail) error {
	switch form {
	case "json":
		return render.JSON(a.Stdout, r, c.Hash)
	case "csv":
		return render.CSV(a.Stdout, r)
	}
	if r.Cause != nil && len(r.Groups) == 0 {
		return nil // the command ends with the error; there is nothing else to show
	}
	p := a.printer()
	p.Report(r, d)
	return p.Flush()
}

func (a *app) printer() *render.Printer {
	return render.NewPrinter(a.Stdout, a.Terminal(a.Stdout) && a.Getenv("NO_COLOR") == "")
}
