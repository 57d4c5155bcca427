package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Configuration is a configuration of executions or deployments.
type Configuration struct {
	ID             string
	Name           string
	ScenarioID     string
	ExecutableID   string
	Parameters     [][2]string // key and value
	InputArtifacts [][2]string // key and id of the artifact
	CreatedAt      time.Time
}

// PutConfiguration adds a configuration to a resource group, or replaces the one
// with the same id.
func (s *Server) PutConfiguration(groupID string, c Configuration) {
	s.inside(groupID, func(g *group) {
		if i := slices.IndexFunc(g.configurations, func(old Configuration) bool { return old.ID == c.ID }); i >= 0 {
			g.configurations[i] = c
			return
		}
		g.configurations = append(g.configurations, c)
	})
}

// Configurations returns the configurations of a resource group: first those of
// the simulated workload, which every group has, then its own.
func (s *Server) Configurations(groupID string) (all []Configuration) {
	s.inside(groupID, func(g *group) { all = g.allConfigurations() })
	return all
}

var built = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func (g *group) allConfigurations() (all []Configuration) {
	for _, k := range kinds {
		for i, name := range k.configurations {
			id := fmt.Sprintf("c-%s-%d", k.executable, i)
			if !slices.ContainsFunc(g.configurations, func(own Configuration) bool { return own.ID == id }) {
				all = append(all, Configuration{
					ID: id, Name: name, ScenarioID: k.scenario, ExecutableID: k.executable, CreatedAt: built,
					Parameters: [][2]string{{"plan", k.plan}, {"epochs", "10"}},
				})
			}
		}
	}
	return append(all, g.configurations...)
}

// configuration is GET /lm/configurations/{id}.
func (s *Server) configuration(r *http.Request, g *group) *reply {
	id := r.PathValue("id")
	for _, c := range g.allConfigurations() {
		if c.ID == id {
			return jsonReply(http.StatusOK, c.appendJSON(nil))
		}
	}
	return problem(http.StatusNotFound, "01020020", fmt.Sprintf("Configuration %q does not exist", id))
}

// listConfigurations is GET /lm/configurations.
func (s *Server) listConfigurations(r *http.Request, g *group) *reply {
	query := r.URL.Query()
	found := slices.DeleteFunc(g.allConfigurations(), func(c Configuration) bool {
		return !traits{scenario: c.ScenarioID, executable: c.ExecutableID}.match(query, "scenarioId", "executableIds") ||
			!strings.Contains(c.Name, query.Get("$search"))
	})
	return listing(query, found, Configuration.appendJSON)
}

func (c Configuration) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"id":`...), c.ID)
	b = appendField(b, "name", c.Name, "")
	b = appendField(b, "scenarioId", c.ScenarioID, "")
	b = appendField(b, "executableId", c.ExecutableID, "")
	b = appendTime(b, "createdAt", c.CreatedAt, "")
	b = appendPairs(append(b, `,"parameterBindings":`...), "key", c.Parameters)
	b = append(b, `,"inputArtifactBindings":[`...)
	for i, a := range c.InputArtifacts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(b, `{"key":`...), a[0])
		b = append(appendText(append(b, `,"artifactId":`...), a[1]), '}')
	}
	return append(b, "]}"...)
}
