package page

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

// explanation is what /explain shows.
type explanation struct {
	Group, ID string
	Tree      string // as the explain command prints it
	Error     string
	Busy      bool // the page tries again by itself
}

func (s *Site) explain(w http.ResponseWriter, r *http.Request) {
	e := explanation{Group: r.PathValue("group"), ID: r.PathValue("id")}
	x, err := s.Explain(r.Context(), e.Group, e.ID)
	code, refresh := http.StatusOK, 0
	switch {
	case errors.Is(err, ErrBusy):
		code, refresh, e.Busy = http.StatusServiceUnavailable, 5, true
		w.Header().Set("Retry-After", "5")
	case errors.Is(err, ErrNotFound):
		code, e.Error = http.StatusNotFound, err.Error()
	case errors.Is(err, ErrTooLarge):
		code, e.Error = http.StatusUnprocessableEntity, err.Error()
	case err != nil:
		code, e.Error = http.StatusBadGateway, err.Error()
	default:
		var tree bytes.Buffer
		p := render.NewPrinter(&tree, false)
		p.Explanation(x)
		_ = p.Flush() // writing to memory cannot fail
		e.Tree = tree.String()
	}
	s.write(w, code, "explain", frame{Title: "Explanation", Here: "/explain", Refresh: refresh, State: s.State(), Content: &e})
}

func (s *Site) config(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, "config", frame{Title: "Config", Here: "/config", State: s.State()})
}
