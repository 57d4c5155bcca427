package page

import (
	"io"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// file is a format in which a plan can be downloaded. It is the same as that of
// the plan command.
type file struct {
	suffix, contentType string
	write               func(io.Writer, *State, *report.Report) error
}

var (
	csvFile = file{"csv", "text/csv; charset=utf-8", func(w io.Writer, _ *State, r *report.Report) error { return render.CSV(w, r) }}

	jsonFile = file{"json", "application/json", func(w io.Writer, s *State, r *report.Report) error { return render.JSON(w, r, s.Config.Hash) }}
)

// longestDownload is how long a slow reader may take.
const longestDownload = 10 * time.Minute

// download serves the rows that a filter selects, in its order.
func (s *Site) download(as file) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.enter(w, r) {
			return
		}
		defer s.leave()
		state, f := s.State(), filterOf(r.URL.Query())
		from := reportOf(state, &f)
		if from == nil {
			http.Error(w, "there is no plan yet: the tenant has not been seen", http.StatusNotFound)
			return
		}
		guard(w, as.contentType)
		w.Header().Set("Content-Disposition", `attachment; filename="plan.`+as.suffix+`"`)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longestDownload)) // longer than for pages
		if err := as.write(w, state, f.narrowed(from)); err != nil {
			s.Log.Debug("a download ended early", zap.Error(err))
		}
	}
}

// narrowed returns a report with the rows that the filter selects, in its order.
func (f *filter) narrowed(r *report.Report) *report.Report {
	if !f.Narrow() && f.Sort == "" {
		return r
	}
	places := f.sorted(&r.Rows, func(*report.Row) {})
	picked := make([]int, len(places))
	for i, p := range places {
		picked[i] = p.index
	}
	narrow := *r
	narrow.Rows = r.Rows.Pick(picked)
	return &narrow
}
