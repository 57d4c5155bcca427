package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// kind is a sort of work that teams do.
type kind struct {
	scenario, executable string
	configurations       []string
	scheduled            bool // by an execution schedule, as well as by hand
	plan                 string
}

var kinds = []kind{
	{"text-clf", "text-clf-train", []string{"text-clf-small", "text-clf-large", "text-clf-golden"}, false, "train.l"},
	{"demand-forecast", "forecast-fit", []string{"forecast-emea", "forecast-apj", "forecast-americas"}, true, "basic"},
	{"image-seg", "image-seg-train", []string{"seg-unet", "seg-deeplab"}, false, "train.l"},
	{"tuning", "hyperparameter-search", []string{"tune-lr", "tune-depth"}, false, "basic.8x"},
	{"churn", "churn-train", []string{"churn-weekly", "churn-golden"}, true, "starter"},
	{"prod-scoring", "batch-scoring", []string{"scoring-nightly"}, true, "infer.m"},
}

// Executables are those that seeded executions are of.
func Executables() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.executable
	}
	return names
}

var groupNames = []string{"default", "team-a", "team-b", "dev-sandbox", "prod-core", "team-c"}

// mix is how often each state is met, in a hundred.
var mix = []struct {
	status string
	share  int
}{{"COMPLETED", 55}, {"DEAD", 18}, {"STOPPED", 8}, {"RUNNING", 9}, {"PENDING", 4}, {"UNKNOWN", 5}, {"STOPPING", 1}}

// seed makes the resource groups; their executions are made when first asked for.
func (s *Server) seed() {
	born := s.now()
	for i := range s.options.ResourceGroups {
		id := fmt.Sprintf("team-%04d", i)
		if i < len(groupNames) {
			id = groupNames[i]
		}
		n := s.options.Executions / s.options.ResourceGroups
		if i < s.options.Executions%s.options.ResourceGroups {
			n++
		}
		random := rand.New(rand.NewPCG(s.options.Seed, uint64(i)+1))
		s.order = append(s.order, id)
		s.groups[id] = &group{
			identity: identity{id: id, status: "PROVISIONED", labels: labelsOf(id), created: born.Add(-400 * 24 * time.Hour)},
			fill: func(g *group) {
				g.executions = executionsOf(random, n, born)
				g.serve(rand.New(rand.NewPCG(s.options.Seed, uint64(i)|1<<32)), born)
			},
		}
	}
}

func labelsOf(id string) [][2]string {
	stage := "dev"
	switch {
	case id == "prod-core":
		stage = "prod"
	case id == "default":
		stage = "test"
	}
	return [][2]string{{"ext.ai.sap.com/stage", stage}, {"ext.ai.sap.com/team", id}}
}

// executionsOf makes n executions, newest first by creation.
func executionsOf(random *rand.Rand, n int, now time.Time) []*Execution {
	all := make([]Execution, n)
	pointers := make([]*Execution, n)
	age := time.Duration(0)
	year := float64(365 * 24 * time.Hour)
	for i := range all {
		// Ages grow from minutes to about a year, the newest close together.
		share := float64(i+1) / float64(n)
		age = max(age+time.Second, time.Duration(year*share*share*(0.9+0.1*random.Float64())))
		all[i] = execution(random, now.Add(-age), now)
		pointers[i] = &all[i]
	}
	return pointers
}

func execution(random *rand.Rand, created, now time.Time) Execution {
	k := &kinds[random.IntN(len(kinds))]
	configuration := random.IntN(len(k.configurations))
	e := Execution{
		ID:              fmt.Sprintf("e%015x", random.Uint64()>>4),
		ConfigurationID: fmt.Sprintf("c-%s-%d", k.executable, configuration), ConfigurationName: k.configurations[configuration],
		ExecutableID: k.executable, ScenarioID: k.scenario, TargetStatus: "COMPLETED",
		CreatedAt: created.Truncate(time.Second), ModifiedAt: created.Truncate(time.Second),
	}
	if k.scheduled && random.IntN(3) > 0 {
		e.ExecutionScheduleID = "schedule-" + k.executable
	}
	e.seeded = draw(random)
	e.live(random, e.seeded, now)
	return e
}

func draw(random *rand.Rand) string {
	n := random.IntN(100)
	for _, m := range mix {
		if n -= m.share; n < 0 {
			return m.status
		}
	}
	return "COMPLETED"
}

var failures = []string{
	"OOMKilled: the container used more memory than its plan has", "Error (exit code 1)",
	"ImagePullBackOff: the image could not be pulled", "Pod was evicted: node out of disk",
}

// live takes an execution from its creation to a state, with the times that go
// with it; what is too old to be running still is a runaway, as real ones are.
func (e *Execution) live(random *rand.Rand, status string, now time.Time) {
	e.Status = status
	if status == "UNKNOWN" {
		return
	}
	e.SubmissionTime = between(random, e.CreatedAt, time.Minute, now)
	e.ModifiedAt = e.SubmissionTime
	if status == "PENDING" {
		return
	}
	e.StartTime = between(random, e.SubmissionTime, 10*time.Minute, now)
	e.ModifiedAt = e.StartTime
	if status == "RUNNING" {
		return
	}
	if status == "STOPPING" {
		e.TargetStatus = "STOPPED"
		return
	}
	e.CompletionTime = between(random, e.StartTime, 8*time.Hour, now)
	e.ModifiedAt = e.CompletionTime
	switch status {
	case "COMPLETED":
		e.OutputArtifacts = random.IntN(3)
	case "STOPPED":
		e.TargetStatus = "STOPPED"
	case "DEAD":
		e.StatusMessage = failures[random.IntN(len(failures))]
	}
}

// between is a whole second up to most after from, but not after now.
func between(random *rand.Rand, from time.Time, most time.Duration, now time.Time) time.Time {
	room := min(most, max(0, now.Sub(from)))
	return from.Add(time.Duration(random.Int64N(int64(room) + 1))).Truncate(time.Second)
}
