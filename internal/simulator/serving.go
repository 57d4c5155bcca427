package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// serve adds deployments to a seeded group, each for an output artifact of one of
// its executions, and their configurations. It uses its own random source, so
// that it does not change the executions of a seed.
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
		case 0: // it was changed to another model, which did not start
			d.LatestRunningConfigurationID, d.Status = d.ConfigurationID, "DEAD"
			d.ConfigurationID = g.servingOf(made[random.IntN(len(made))], random, now).ID
		case 1:
			d.Status, d.TargetStatus = "STOPPED", "STOPPED"
		}
		g.deployments = append(g.deployments, d)
	}
}

// servingOf returns a configuration whose input is an output artifact of the
// execution.
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
