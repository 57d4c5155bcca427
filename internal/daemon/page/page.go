// Package page serves the daemon's web pages: an overview, the plan row by row,
// the explanation of one execution, and the config in force. Pages are rendered
// on the server from a snapshot and read only reports. A small script improves
// them, but they work without it.
//
// Names in a tenant come from others, so pages show them only as text.
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

// State is the state of the daemon. It is never changed.
type State struct {
	Config   *config.Config
	Job      string    // the running job; "" if none
	Began    time.Time // when the job began
	Policies []string  // of the running sweep
	Next     map[string]time.Time
	Look     time.Time      // when the daemon next looks; zero: not before the next sweep
	NotReady string         // why the daemon cannot work; "": it can
	Reload   error          // why the newest config is not in force
	Newest   *report.Report // the newest report of a sweep or look that reached the tenant; nil: none yet
	Swept    *report.Report // the report of the newest sweep
	History  History
}

// Progress is the progress of the running job.
type Progress struct {
	Step        string
	Done, Total int // Total is 0 if unknown
}

// The errors of Explain.
var (
	ErrBusy     = errors.New("not now")   // try again in a while
	ErrTooLarge = errors.New("too large") // for a page
	ErrNotFound = errors.New("not there")
)

// Options are the sources of the pages. All are required.
type Options struct {
	Version  string
	Log      *zap.Logger
	Now      func() time.Time
	State    func() *State
	Progress func() *Progress // nil: no job is running, or its progress is unknown
	Explain  func(ctx context.Context, group, id string) (*render.Explanation, error)
}

// Site serves the pages.
type Site struct {
	Options
	places semaphore
}

// New returns the site.
func New(o Options) *Site { return &Site{Options: o, places: make(semaphore, mostPlans)} }

// Register adds the pages to mux.
func (s *Site) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.overview)
	mux.HandleFunc("GET /plan", s.plan)
	mux.HandleFunc("GET /plan.csv", s.download(csvFile))
	mux.HandleFunc("GET /plan.json", s.download(jsonFile))
	mux.HandleFunc("GET /explain/{group}/{id}", s.explain)
	mux.HandleFunc("GET /config", s.config)
	mux.Handle("GET /static/", files())
}
