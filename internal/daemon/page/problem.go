package page

import (
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// runbook is the document that has a section for each problem.
const runbook = "https://github.com/aicore-reaper/aicore-reaper/blob/main/docs/operations.md#"

// problem is something that needs a person.
type problem struct {
	Title, Detail string
	Section       string // of the runbook
}

// Link returns the URL of the section in the runbook.
func (p problem) Link() string { return runbook + p.Section }

// problems returns what needs a person now, worst first.
func problems(s *State, now time.Time) (found []problem) {
	add := func(section, title, detail string) { found = append(found, problem{title, detail, section}) }
	if s.NotReady != "" && (s.Newest != nil || len(s.History.Sweeps) > 0 || s.Job == "") {
		add("aicorereapercredentialsrejected", "The daemon cannot do its work", s.NotReady)
	}
	if s.Reload != nil {
		add("aicorereaperconfigreloadfailed", "The config in the file is not in force", s.Reload.Error())
	}
	if n := s.History.Failing(); n > 0 {
		last := s.History.Sweeps[len(s.History.Sweeps)-1]
		section, title := "aicorereapersweepsfailing", fmt.Sprintf("The last sweep ended %s", last.Result)
		if n > 1 {
			title = fmt.Sprintf("The last %d sweeps did not end ok", n)
		}
		if last.Result == report.ResultRefused {
			section = "aicorereaperrefused"
		}
		add(section, title, last.Cause)
	}
	if s.Swept != nil {
		found = append(found, problemsOf(s.Swept)...)
	}
	if s.Newest != nil {
		found = append(found, failingGroups(s.Newest)...)
	}
	if old := age(s, now); old > 0 {
		add("aicorereapersweepmissed", "The numbers here are old", fmt.Sprintf("The tenant was last seen %s ago.", render.Duration(old)))
	}
	return found
}

// problemsOf returns the problems in the report of a sweep.
func problemsOf(r *report.Report) (found []problem) {
	for _, fault := range r.Faults {
		found = append(found, problem{"A fault of the program: please report it", fault, "a-sweep-panicked"})
	}
	if r.Unwritten != nil {
		found = append(found, problem{"The audit log is not whole", r.Unwritten.Error(), "nothing-is-sent-that-cannot-be-audited"})
	}
	return found
}

// failingGroups returns problems about resource groups that could not be listed,
// or that a limit refused.
func failingGroups(r *report.Report) []problem {
	return append(
		groupsThat(r, report.ResultFailed, "could not be seen", "aicorereapersweepsfailing"),
		groupsThat(r, report.ResultRefused, "refused by a limit", "aicorereaperrefused")...)
}

func groupsThat(r *report.Report, ended report.Result, what, section string) []problem {
	n, first := 0, ""
	for i := range r.Groups {
		if g := &r.Groups[i]; g.Result == ended {
			if n++; n == 1 {
				first = g.ID + ": " + g.Error
			}
		}
	}
	if n == 0 {
		return nil
	}
	if n > 1 {
		first += fmt.Sprintf(" (and %d more)", n-1)
	}
	return []problem{{render.Plural(n, "resource group") + " " + what, first, section}}
}

// age returns the age of the numbers if they are older than they should be, else
// 0.
func age(s *State, now time.Time) time.Duration {
	if s.Newest == nil || s.Job != "" || s.Look.IsZero() || !now.After(s.Look.Add(10*time.Minute)) {
		return 0
	}
	return now.Sub(s.Newest.FinishedAt)
}
