package notify

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// tells reports whether a row is news of an event. Upcoming ones have no rows.
func tells(event Event, r *report.Row) bool {
	switch event {
	case Acted:
		return r.Stopped || r.Deleted
	case Failed:
		return r.Outcome.Wrong()
	case Refused:
		return r.Outcome == report.Deferred && guards(r.Limit)
	}
	return false
}

// guards reports whether a limit refuses, rather than leave the rest to the next
// sweep.
func guards(l report.Limit) bool { return l == report.MaxPercent || l == report.MaxClockSkew }

// became says what became of an execution.
func became(event Event, r *report.Row) string {
	switch {
	case event == Refused:
		return "held back by limits." + r.Limit.String()
	case event == Failed && r.Outcome == report.Accepted:
		return "not seen done within stopTimeout"
	case event == Failed && r.Error != "":
		return r.Outcome.String() + ": " + r.Error
	case event == Failed:
		return r.Outcome.String()
	case r.Stopped && r.Deleted:
		return "stopped and deleted"
	case r.Stopped:
		return "stopped"
	}
	return "deleted"
}

// notesOf is what an event has to say beyond single executions.
func notesOf(r *report.Report, event Event) []string {
	switch event {
	case Acted:
		return putOff(r)
	case Refused, Failed:
		return wrong(r, event)
	}
	return nil
}

// putOff says how much the limits left to the next sweep, where something was done.
func putOff(r *report.Report) (notes []string) {
	counts, acted := make(map[report.Limit]int), false
	for row := range r.Rows.Scan() {
		acted = acted || tells(Acted, row)
		if row.Outcome == report.Deferred && !guards(row.Limit) {
			counts[row.Limit]++
		}
	}
	for _, l := range []report.Limit{report.MaxStops, report.MaxDeletes} {
		if acted && counts[l] > 0 {
			notes = append(notes, fmt.Sprintf("limits.%s leaves %d more to the next sweep", l, counts[l]))
		}
	}
	return notes
}

// wrong says what went wrong with the sweep and with resource groups. That a sweep
// was told to end is not news.
func wrong(r *report.Report, event Event) (notes []string) {
	of := func(refused bool) bool { return refused == (event == Refused) }
	if r.Cause != nil && !errors.Is(r.Cause, report.ErrInterrupted) && of(errors.Is(r.Cause, report.ErrRefused)) {
		notes = append(notes, "the sweep ended: "+r.Error())
	}
	bad := []report.Result{report.ResultFailed, report.ResultPartial}
	if event == Refused {
		bad = []report.Result{report.ResultRefused}
	}
	for i := range r.Groups {
		g := &r.Groups[i]
		if slices.Contains(bad, g.Result) && g.Error != "" && g.Error != report.ErrInterrupted.Error() {
			notes = append(notes, fmt.Sprintf("resource group %s is %s: %s", g.ID, g.Result, g.Error))
		}
	}
	return notes
}
