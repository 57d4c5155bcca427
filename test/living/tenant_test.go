package living

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

var (
	scenarios = []string{"text", "tuning", "churn"}
	names     = []string{"weekly", "golden-run", "trial"}
	statuses  = []string{"UNKNOWN", "PENDING", "RUNNING", "RUNNING", "STOPPED", "DEAD", "COMPLETED", "COMPLETED"}
)

// born returns a new run, sometimes with old times.
func (w *world) born(r *rand.Rand, now time.Time) simulator.Execution {
	w.births++
	age := time.Duration(r.IntN(20*24)) * time.Hour
	scenario := r.IntN(len(scenarios))
	e := simulator.Execution{
		ID: fmt.Sprintf("run-%d-%d", w.seed, w.births), ConfigurationID: "c", ConfigurationName: names[r.IntN(len(names))],
		ExecutableID: fmt.Sprintf("%s-%d", scenarios[scenario], r.IntN(2)), ScenarioID: scenarios[scenario],
		Status: statuses[r.IntN(len(statuses))], TargetStatus: "COMPLETED",
		CreatedAt: now.Add(-age), ModifiedAt: now.Add(-age), SubmissionTime: now.Add(-age),
	}
	if e.Status != "PENDING" && e.Status != "UNKNOWN" {
		e.StartTime = e.CreatedAt.Add(time.Minute)
	}
	switch e.Status {
	case "COMPLETED", "DEAD", "STOPPED":
		e.CompletionTime = e.StartTime.Add(time.Duration(r.IntN(1+int(age/time.Second))) * time.Second)
		e.ModifiedAt = e.CompletionTime
	}
	return e
}

// lives changes the tenant in a way that this program did not cause. Each event
// draws from numbers of its own, so that leaving one out changes no other.
func (w *world) lives(now time.Time, listing bool) {
	w.events++
	groups := w.simulator.Groups()
	if len(groups) == 0 || w.without[w.events] {
		return
	}
	r := rand.New(rand.NewPCG(w.seed, 1000+uint64(w.events)))
	group := groups[r.IntN(len(groups))]
	switch r.IntN(13) {
	case 12:
		w.drift.Store(int64(r.IntN(9)-4) * int64(time.Minute))
		w.note("the clock of this machine is set, and is now off by %s", time.Duration(w.drift.Load()))
		return
	case 0:
		w.simulator.Put(group, w.born(r, now))
		w.grown[group] = w.grown[group] || listing
		w.note("a run is born in %s", group)
		return
	case 1:
		w.upset(r, group)
		return
	}
	executions := w.simulator.Executions(group)
	if len(executions) == 0 {
		return
	}
	e := executions[r.IntN(len(executions))]
	w.touched[group+"/"+e.ID] = true
	if r.IntN(8) == 0 {
		w.simulator.Remove(group, e.ID)
		w.note("others delete %s/%s (%s)", group, e.ID, e.Status)
		return
	}
	was := e.Status
	w.simulator.Edit(group, e.ID, func(e *simulator.Execution) { happens(r, e, now) })
	w.note("%s/%s was %s, something happens to it", group, e.ID, was)
}

// happens changes a run as it may change by itself or by others.
func happens(r *rand.Rand, e *simulator.Execution, now time.Time) {
	switch e.Status {
	case "UNKNOWN":
		e.Status, e.SubmissionTime = "PENDING", now
	case "PENDING":
		e.Status, e.StartTime = "RUNNING", now
	case "RUNNING", "STOPPING":
		e.Status, e.CompletionTime = []string{"COMPLETED", "DEAD", "STOPPED"}[r.IntN(3)], now
	default: // an ended run can only be renamed or deleted
		if r.IntN(2) == 0 {
			e.ConfigurationName = names[r.IntN(len(names))]
		}
	}
	e.ModifiedAt = now
}

// upset changes a resource group for a while.
func (w *world) upset(r *rand.Rand, group string) {
	switch r.IntN(4) {
	case 0:
		w.simulator.Deny(group)
	case 1:
		w.simulator.Allow(group)
	case 2:
		w.simulator.SetGroupStatus(group, "ERROR")
	case 3:
		w.simulator.SetGroupStatus(group, "PROVISIONED")
	}
	w.note("the resource group %s is upset", group)
}

// calm undoes upset.
func (w *world) calm() {
	for _, group := range w.simulator.Groups() {
		w.simulator.Allow(group)
		w.simulator.SetGroupStatus(group, "PROVISIONED")
	}
}
