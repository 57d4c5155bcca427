//go:build integration

package dashboards

import (
	"math"
	"slices"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/deploy/grafana/live"
)

func TestEveryPanelShowsData(t *testing.T) {
	t.Parallel()
	panels, err := live.ReadDashboard("../../deploy/grafana/aicore-reaper.json")
	must(t, err)
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			s := w.play(t)
			for _, p := range panels {
				for _, q := range p.Targets {
					s.check(t, p, q, w.hasNothing(q.Expr))
				}
			}
			s.checkTruth(t)
		})
	}
}

// check asks one query of a panel. If there is nothing to show, the query must
// give NaN and not be empty.
func (s *scene) check(t *testing.T, p live.Panel, q live.Query, nothing bool) {
	t.Helper()
	series, err := s.ask(t, q)
	switch {
	case err != nil:
		t.Errorf("%s: %v", p.Title, err)
	case len(series) == 0:
		t.Errorf("%s: no data: %s", p.Title, s.window.Expand(q.Expr))
	case !nothing && !slices.ContainsFunc(series, hasNumber):
		t.Errorf("%s: nothing but NaN: %s", p.Title, s.window.Expand(q.Expr))
	}
}

func (s *scene) ask(t *testing.T, q live.Query) ([]live.Series, error) {
	if q.Instant {
		return s.prometheus.Instant(t.Context(), s.window.Expand(q.Expr), s.window.To)
	}
	return s.prometheus.Range(t.Context(), s.window.Expand(q.Expr), s.window)
}

func hasNumber(s live.Series) bool {
	return slices.ContainsFunc(s.Samples, func(v live.Sample) bool { return !math.IsNaN(v.Value) })
}
