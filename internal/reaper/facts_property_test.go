package reaper_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var factPolicies = []string{
	"{name: tagged, match: {tags: {team: a}, olderThan: 1d}, action: delete}",
	"{name: untagged, match: {not: {tags: {team: '*'}}, olderThan: 1d}, action: stop-then-delete}",
	"{name: counted, match: {when: 'size(tags) > 1', olderThan: 1d}, action: delete}",
	"{name: hung, match: {silentFor: 6h}, action: stop}",
	"{name: ranked, match: {scenarios: [s], olderThan: 1d}, keep: {best: {metric: acc, order: max, n: 1}}, action: delete}",
	"{name: ranked-of-team, match: {tags: {team: a}, olderThan: 1d}, keep: {latest: 1, best: {metric: acc, order: min, n: 1}}, action: delete}",
	"{name: unserved, match: {feedsDeployment: false, olderThan: 3d}, action: delete}",
	"{name: tried, mode: dry-run, match: {silentFor: 1h, tags: {team: b}}, action: stop}",
}

// drawFactConfig draws policies that need facts, in any order.
func drawFactConfig(t *rapid.T) *config.Config {
	yaml := "limits: {maxPercent: 100}\napi: {retries: 0}\n"
	if rapid.Bool().Draw(t, "optOut") {
		yaml += "optOut: {tag: keep}\n"
	}
	if rapid.Bool().Draw(t, "protect") {
		yaml += "protect: [{feedsDeployment: true}]\n"
	}
	policies := rapid.SliceOfNDistinct(rapid.SampledFrom(factPolicies), 1, 4, rapid.ID[string]).Draw(t, "policies")
	c, _, err := config.Parse("c.yaml", []byte(yaml+"policies:\n  - "+strings.Join(policies, "\n  - ")+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drawTruth fills a group with executions, and returns all that is true of them.
func (b *bench) drawTruth(t *rapid.T, group string) *policy.Facts {
	truth := &policy.Facts{
		Tags: map[string]map[string]string{}, Metrics: map[string]map[string]float64{},
		LastLines: map[string]workload.Timestamp{}, Feeding: map[string]bool{},
	}
	b.simulator.AddGroup(group, "PROVISIONED")
	for i := range rapid.IntRange(1, 14).Draw(t, "executions") {
		e := run(fmt.Sprintf("%s-%02d", group, i), rapid.SampledFrom([]string{"RUNNING", "COMPLETED", "DEAD", "PENDING"}).Draw(t, "status"), rapid.IntRange(0, 4).Draw(t, "days"))
		e.OutputArtifacts = rapid.IntRange(0, 1).Draw(t, "artifacts")
		b.simulator.Put(group, e)
		b.drawTags(t, group, e.ID, truth)
		truth.Metrics[e.ID] = map[string]float64{}
		if rapid.Bool().Draw(t, "measured") {
			truth.Metrics[e.ID]["acc"] = float64(rapid.IntRange(0, 3).Draw(t, "acc"))
			b.simulator.SetMetrics(group, e.ID, simulator.Metric{Name: "acc", Value: truth.Metrics[e.ID]["acc"], Time: noon})
		} else {
			b.simulator.SetMetrics(group, e.ID)
		}
		truth.LastLines[e.ID] = 0
		if at := rapid.IntRange(0, 3).Draw(t, "log"); at > 0 && e.Status == "RUNNING" {
			line := noon.Add(-time.Duration(4*at-3) * time.Hour)
			if line.Before(e.CreatedAt) {
				line = e.CreatedAt
			}
			truth.LastLines[e.ID] = workload.At(line)
			b.simulator.SetLog(group, e.ID, simulator.LogLine{Time: line})
		} else {
			b.simulator.SetLog(group, e.ID)
		}
		if e.OutputArtifacts > 0 && rapid.IntRange(0, 2).Draw(t, "served") == 0 {
			truth.Feeding[e.ArtifactID(0)] = true
			b.simulator.PutConfiguration(group, simulator.Configuration{ID: "conf-of-" + e.ID, InputArtifacts: [][2]string{{"model", e.ArtifactID(0)}}})
			b.simulator.PutDeployment(group, simulator.Deployment{ID: "live-" + e.ID, ConfigurationID: "conf-of-" + e.ID})
		}
	}
	return truth
}

func (b *bench) drawTags(t *rapid.T, group, id string, truth *policy.Facts) {
	truth.Tags[id] = map[string]string{}
	var tags [][2]string
	for _, name := range []string{"team", "keep"} {
		if value := rapid.SampledFrom([]string{"", "", "a", "b"}).Draw(t, name); value != "" {
			truth.Tags[id][name] = value
			tags = append(tags, [2]string{name, value})
		}
	}
	b.simulator.SetTags(group, id, tags...)
}

// A sweep that asks decides as one that had known everything from the start. Where
// answers fail, what it wants is among what that one would.
func TestAskingTakesWhatKnowingEverythingWould(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, "policies: [{name: p, match: {olderThan: 1d}, action: delete}]\n")
	groups := 0
	rapid.Check(t, func(t *rapid.T) {
		groups++
		group := fmt.Sprintf("group-%d", groups)
		b.config = drawFactConfig(t)
		truth := b.drawTruth(t, group)
		failing := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"tags of all", "tags", "metrics", "logs", "deployments", "configurations"}), rapid.ID[string]).Draw(t, "failing")
		calls := b.countFacts(func(w http.ResponseWriter, call string) bool {
			if !slices.Contains(failing, call) {
				return false
			}
			w.Header()["Date"] = nil
			w.WriteHeader(http.StatusNotFound)
			return true
		})
		whole := map[string]string{}
		o := b.options()
		o.Mode, o.Groups = report.DryRun, reaper.Selection{Default: group}
		o.OnDecide = func(in policy.Input) {
			in.Facts = truth
			for i, d := range b.config.Set.Plan(in).Decisions {
				if d.Action != policy.None {
					whole[in.Executions[i].ID] = d.Action.String()
				}
			}
		}
		r := reaper.Sweep(t.Context(), o)
		wanted := map[string]string{}
		for row := range r.Rows.All() {
			wanted[row.ID] = row.Action.String()
		}
		missed := slices.ContainsFunc(failing, func(call string) bool { return calls[call] > 0 })
		for id := range wanted {
			if whole[id] == "" {
				t.Errorf("%s is wanted only since facts could not be had", id)
			}
		}
		if !missed && (!maps.Equal(wanted, whole) || r.Result != report.ResultOK) {
			t.Errorf("%s: wanted %v; had all been known %v", r.Result, wanted, whole)
		}
		if missing := len(r.Groups[0].Missing) > 0; missing && !missed || missing != (r.Result == report.ResultPartial) {
			t.Errorf("%s with %+v, after %v failed of %v", r.Result, r.Groups[0].Missing, failing, calls)
		}
		if used := b.config.Set.Needs(); calls["logs"] > 0 && !used.Facts[policy.FactLogLine] || calls["metrics"] > 0 && !used.Facts[policy.FactMetrics] ||
			calls["deployments"] > 0 && !used.Facts[policy.FactFeeds] {
			t.Errorf("asked %v, though no policy needs that", calls)
		}
	})
}
