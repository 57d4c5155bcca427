package reaper

import (
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// change is a condemned execution while its change is carried out.
type change struct {
	condemned
	call report.Call
	// doubt is why the outcome is unknown; the next listing will show it. nil:
	// the API accepted the change.
	doubt error
	// unsure is true if an earlier request for the same change may have been
	// carried out. The next answer may then be a result of that request.
	unsure bool
}

// ending is a change that has an outcome.
type ending struct {
	change
	done report.Done
	why  error
}

// replies collects the results of sending. The zero value is ready to use.
type replies struct {
	mu      sync.Mutex
	pending []change // accepted, or perhaps accepted: the next listings will show
	ended   []ending
}

func (r *replies) watch(c change, doubt error) {
	c.doubt = doubt
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending = append(r.pending, c)
}

func (r *replies) end(c change, d report.Done, why error) {
	if why != nil && d.Error == "" {
		d.Error = why.Error()
	}
	d.Call = c.call
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = append(r.ended, ending{c, d, why})
}
