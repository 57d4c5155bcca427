package cli

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// search finds an execution in the input of a sweep's decisions, and explains it.
type search struct {
	id  string
	set *policy.Set

	mu      sync.Mutex
	found   *render.Explanation // in the first group by id
	groups  int                 // that list it
	nearest nearest
}

// look searches a resource group. It also collects similar ids, for the message
// if nothing is found.
func (s *search) look(in policy.Input) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range in.Executions {
		if in.Executions[i].ID == s.id {
			if s.groups++; s.found != nil && s.found.ResourceGroup < in.Group.ID {
				return
			}
			s.found = &render.Explanation{Explanation: s.set.Explain(in, i)}
			return
		}
		if s.found == nil {
			s.nearest.take(in.Executions[i].ID)
		}
	}
}

// finish adds what only the whole sweep knows: the limit that would defer the
// action, and whether another resource group also lists the execution.
func (s *search) finish(r *report.Report) {
	x := s.found
	if s.groups > 1 {
		x.Explanation = x.Elsewhere()
		return
	}
	for row := range r.Rows.Scan() {
		if row.Group == x.ResourceGroup && row.ID == s.id {
			x.Limit = row.Limit.String()
			return
		}
	}
}

// missing returns the error if the execution was not found.
func (s *search) missing(r *report.Report) error {
	if r.Cause != nil {
		return verdict(r)
	}
	var unseen []string
	for i := range r.Groups {
		if g := &r.Groups[i]; g.Result == report.ResultFailed {
			unseen = append(unseen, g.ID+": "+g.Error)
		}
	}
	text := fmt.Sprintf("there is no execution %s in %s", s.id, render.Plural(len(r.Groups)-len(unseen), "resource group"))
	if near := s.nearest.ids(); len(near) > 0 {
		text += ": the nearest are " + strings.Join(near, ", ")
	}
	if len(unseen) > 0 {
		text += fmt.Sprintf("; %s could not be listed: %s", render.Plural(len(unseen), "resource group"), strings.Join(unseen, "; "))
	}
	return failed(errors.New(render.Clean(text)))
}
