// Package page shows in a browser what the daemon saw, did and will do: an
// overview, the plan row by row, the explanation of one execution, and the config
// in force. Pages are made on the server from a snapshot and read nothing but
// reports; a few lines of script of their own make them more pleasant, and they
// work without.
//
// Names in a tenant are made by others. They reach a page as text only.
package page

import (
	"context"
	"errors"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// State is how things stand with the daemon. It is not changed once it is made.
type State struct {
	Config   *config.Config
	Job      string    // what the daemon is at; "" for nothing
	Began    time.Time // when it began with that
	Policies []string  // of the sweep at work
	Next     map[string]time.Time
	Look     time.Time      // when it next looks; zero: not before the next sweep
	NotReady string         // why it cannot do its work; "": it can
	Reload   error          // why the newest config is not in force
	Newest   *report.Report // the newest report of a sweep or a look that saw the tenant; nil: none yet
	Swept    *report.Report // that of the newest sweep
	History  History
}

// Progress is how far the job at work is.
type Progress struct {
	Step        string
	Done, Total int // Total is 0 where it is not known
}

// The errors of an explanation that cannot be had.
var (
	ErrBusy     = errors.New("not now")   // try again in a while
	ErrTooLarge = errors.New("too large") // for a page
	ErrNotFound = errors.New("not there")
)

// Options are what pages are made of; all are required.
type Options struct {
	Version  string
	Log      *zap.Logger
	Now      func() time.Time
	State    func() *State
	Progress func() *Progress // nil: nothing is at work, or nobody knows
	Explain  func(ctx context.Context, group, id string) (*render.Explanation, error)
}

// Site serves the pages.
type Site struct {
	Options
	places semaphore
}

// New makes the site.
func New(o Options) *Site { return &Site{Options: o, places: make(semaphore, mostPlans)} }

// Register has a mux serve the pages.
func (s *Site) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.overview)
	mux.HandleFunc("GET /plan", s.plan)
	mux.HandleFunc("GET /plan.csv", s.download(csvFile))
	mux.HandleFunc("GET /plan.json", s.download(jsonFile))
	mux.HandleFunc("GET /explain/{group}/{id}", s.explain)
	mux.HandleFunc("GET /config", s.config)
	mux.Handle("GET /static/", files())
}
