package policy_test

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// drawFacts draws the true facts, and which of them are unknown.
func (w *refWorld) drawFacts(t *rapid.T) {
	w.optOut, w.maxFor = rapid.Bool().Draw(t, "optOut"), pick(t, "maxFor", bounds...)
	w.truth, w.blind = map[string]refTruth{}, map[string]bool{}
	w.feeding = pick(t, "feeding", nil, []string{"m"}, []string{"n", "x"}, []string{"o"})
	w.blind["optOut"], w.blind["feedsDeployment"] = rapid.Bool().Draw(t, "blind"), rapid.Bool().Draw(t, "blind")
	for _, e := range w.executions {
		truth := refTruth{tags: map[string]string{}, best: maybe(t, "score", new(0.5), new(0.7), new(0.9), new(math.NaN()))}
		if team := pick(t, "team", "", "", "a", "b"); team != "" {
			truth.tags["team"] = team
		}
		if value := pick(t, "spare", "", "", "", "yes", w.now.Format(time.DateOnly), w.now.Add(-time.Hour).Format(time.RFC3339), w.now.Add(30*time.Minute).Format(time.RFC3339)); value != "" {
			truth.tags["spare"] = value
		}
		if at := drawTime(t, w.now); at.Readable() {
			truth.line = new(at.Time())
		}
		w.truth[e.ID] = truth
		for _, kind := range []string{"tags", "best", "silentFor"} {
			w.blind[kind+" "+e.ID] = rapid.IntRange(0, 2).Draw(t, "blind") == 0
		}
	}
}

// known returns the known facts.
func (w refWorld) known() *policy.Facts {
	f := &policy.Facts{
		Tags: map[string]map[string]string{}, Tagged: map[string]map[string]string{},
		Metrics: map[string]map[string]float64{}, LastLines: map[string]workload.Timestamp{},
	}
	for _, e := range w.executions {
		for f2, fact := range map[policy.Fact]string{policy.FactTags: "tags", policy.FactMetrics: "best", policy.FactLogLine: "silentFor"} {
			if !w.blind[fact+" "+e.ID] {
				w.tell(f, f2, e.ID)
			}
		}
	}
	for fact, word := range map[policy.Fact]string{policy.FactOptOut: "optOut", policy.FactFeeds: "feedsDeployment"} {
		if !w.blind[word] {
			w.tell(f, fact, "")
		}
	}
	return f
}

// tell answers one question, about one execution or all.
func (w refWorld) tell(f *policy.Facts, fact policy.Fact, id string) {
	truth := w.truth[id]
	switch fact {
	case policy.FactTags:
		f.Tags[id] = truth.tags
	case policy.FactMetrics:
		f.Metrics[id] = map[string]float64{"other": 1}
		if truth.best != nil {
			f.Metrics[id]["score"] = *truth.best
		}
	case policy.FactLogLine:
		f.LastLines[id] = 0
		if truth.line != nil {
			f.LastLines[id] = workload.At(*truth.line)
		}
	case policy.FactOptOut:
		f.Tagged["spare"] = map[string]string{}
		for id, truth := range w.truth {
			if value, ok := truth.tags["spare"]; ok {
				f.Tagged["spare"][id] = value
			}
		}
	case policy.FactFeeds:
		f.Feeding = map[string]bool{}
		for _, artifact := range w.feeding {
			f.Feeding[artifact] = true
		}
	}
}

func refTeam(w refWorld, e workload.Execution, team string) string {
	if w.blind["tags "+e.ID] {
		return "?"
	}
	value, ok := w.truth[e.ID].tags["team"]
	return yesno(ok && (team == "*" || team == value))
}

// refSilent: only RUNNING executions are silent. Without a log line the answer is
// unknown.
func refSilent(w refWorld, e workload.Execution, than time.Duration) string {
	line := w.truth[e.ID].line
	switch {
	case e.Status == "":
		return "?"
	case e.Status != "RUNNING":
		return "no"
	case w.blind["silentFor "+e.ID] || line == nil:
		return "?"
	}
	if w.present.IsZero() {
		w.present = w.now
	}
	return yesno(w.present.Sub(*line) > than)
}

func refFeeds(w refWorld, e workload.Execution, wanted bool) string {
	var artifacts []map[string]string
	var answer string
	switch {
	case e.OutputArtifacts == "":
		answer = "no"
	case json.Unmarshal([]byte(e.OutputArtifacts), &artifacts) != nil:
		return "?"
	case len(artifacts) == 0:
		answer = "no"
	case artifacts[0]["id"] == "" || w.blind["feedsDeployment"]:
		return "?"
	default:
		answer = yesno(slices.ContainsFunc(artifacts, func(a map[string]string) bool { return slices.Contains(w.feeding, a["id"]) }))
	}
	return yesno((answer == "yes") == wanted)
}

// refOptedOut reports whether the owner of e keeps it, or may.
func refOptedOut(w refWorld, e workload.Execution) bool {
	old := e.CreatedAt != 0 && e.CreatedAt != workload.Unreadable && max(0, w.now.Sub(e.CreatedAt.Time())) >= w.maxFor
	if !w.optOut || old {
		return false
	}
	if w.blind["optOut"] && w.blind["tags "+e.ID] {
		return true
	}
	value, ok := w.truth[e.ID].tags["spare"]
	if day, err := time.ParseInLocation(time.DateOnly, value, w.zone); err == nil {
		return w.now.Before(day.AddDate(0, 0, 1))
	}
	if moment, err := time.Parse(time.RFC3339, value); err == nil {
		return w.now.Before(moment)
	}
	return ok
}

// refBest returns the ids of a group that best saves: all, if any score is
// unknown.
func refBest(w refWorld, p wish, runs []refRun) []string {
	var ids []string
	if p.best == 0 {
		return nil
	}
	for _, r := range runs {
		if w.blind["best "+r.id] {
			for _, r := range runs {
				ids = append(ids, r.id)
			}
			return ids
		}
		if score := w.truth[r.id].best; score != nil && !math.IsNaN(*score) {
			ids = append(ids, r.id)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		x, y := *w.truth[a].best, *w.truth[b].best
		if p.bestOrder == "max" {
			x, y = y, x
		}
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return ids[:min(p.best, len(ids))]
}
