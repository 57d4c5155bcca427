package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// serve makes the deployments of a seeded group, each of what an execution of the
// group has made, and their configurations. The source is their own, so that the
// executions of a seed stay as they are.
func (g *group) serve(random *rand.Rand, now time.Time) {
	var made []*Execution
	for _, e := range g.executions {
		if e.OutputArtifacts > 0 {
			made = append(made, e)
		}
	}
	if len(made) == 0 {
		return
	}
	for range 1 + random.IntN(3) {
		c := g.servingOf(made[random.IntN(len(made))], random, now)
		d := Deployment{
			ID: fmt.Sprintf("d%015x", random.Uint64()>>4), ConfigurationID: c.ID, ConfigurationName: c.Name,
			ScenarioID: c.ScenarioID, ExecutableID: c.ExecutableID, Status: "RUNNING", TargetStatus: "RUNNING",
			CreatedAt: c.CreatedAt, ModifiedAt: c.CreatedAt,
		}
		switch random.IntN(4) {
		case 0: // it was to serve another model, which did not start
			d.LatestRunningConfigurationID, d.Status = d.ConfigurationID, "DEAD"
			d.ConfigurationID = g.servingOf(made[random.IntN(len(made))], random, now).ID
		case 1:
			d.Status, d.TargetStatus = "STOPPED", "STOPPED"
		}
		g.deployments = append(g.deployments, d)
	}
}

// servingOf makes a configuration that takes in what an execution has made.
func (g *group) servingOf(e *Execution, random *rand.Rand, now time.Time) Configuration {
	c := Configuration{
		ID: fmt.Sprintf("c%015x", random.Uint64()>>4), Name: e.ScenarioID + "-serving",
		ScenarioID: e.ScenarioID, ExecutableID: e.ScenarioID + "-serve",
		Parameters:     [][2]string{{"replicas", "1"}},
		InputArtifacts: [][2]string{{"model", e.ArtifactID(random.IntN(e.OutputArtifacts))}},
		CreatedAt:      between(random, e.CompletionTime, 24*time.Hour, now),
	}
	g.configurations = append(g.configurations, c)
	return c
}
