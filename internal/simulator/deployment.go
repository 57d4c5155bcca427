package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Deployment serves output artifacts of executions. They are the input artifacts
// of its configuration.
type Deployment struct {
	ID                           string
	ConfigurationID              string
	ConfigurationName            string
	LatestRunningConfigurationID string // in use before the deployment was changed to ConfigurationID
	ScenarioID                   string
	ExecutableID                 string
	Status                       string
	TargetStatus                 string
	CreatedAt                    time.Time
	ModifiedAt                   time.Time
}

// PutDeployment adds a deployment to a resource group, or replaces the one with
// the same id.
func (s *Server) PutDeployment(groupID string, d Deployment) {
	s.inside(groupID, func(g *group) {
		if i := slices.IndexFunc(g.deployments, func(old Deployment) bool { return old.ID == d.ID }); i >= 0 {
			g.deployments[i] = d
			return
		}
		g.deployments = append(g.deployments, d)
	})
}

// RemoveDeployment removes a deployment at once.
func (s *Server) RemoveDeployment(groupID, id string) {
	s.inside(groupID, func(g *group) {
		g.deployments = slices.DeleteFunc(g.deployments, func(d Deployment) bool { return d.ID == id })
	})
}

// Deployments returns the deployments of a resource group.
func (s *Server) Deployments(groupID string) (all []Deployment) {
	s.inside(groupID, func(g *group) { all = slices.Clone(g.deployments) })
	return all
}

// listDeployments is GET /lm/deployments.
func (s *Server) listDeployments(r *http.Request, g *group) *reply {
	query := r.URL.Query()
	if bad := badFilter(query); bad != "" {
		return problem(http.StatusBadRequest, "01000005", bad)
	}
	write := Deployment.appendJSON
	if query.Get("$select") == "status" {
		write = func(d Deployment, b []byte) []byte {
			return append(appendText(append(b, `{"status":`...), d.Status), '}')
		}
	}
	return listing(query, g.deploymentsOf(query), write)
}

// countDeployments is GET /lm/deployments/$count.
func (s *Server) countDeployments(r *http.Request, g *group) *reply {
	query := r.URL.Query()
	if bad := badFilter(query); bad != "" {
		return problem(http.StatusBadRequest, "01000005", bad)
	}
	return &reply{status: http.StatusOK, kind: "text/plain", body: strconv.AppendInt(nil, int64(len(g.deploymentsOf(query))), 10)}
}

func (g *group) deploymentsOf(query url.Values) []Deployment {
	return slices.DeleteFunc(slices.Clone(g.deployments), func(d Deployment) bool {
		t := traits{scenario: d.ScenarioID, executable: d.ExecutableID, configuration: d.ConfigurationID, status: d.Status}
		return !t.match(query, "scenarioId", "executableIds", "configurationId", "status")
	})
}

func (d Deployment) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"id":`...), d.ID)
	b = appendField(b, "configurationId", d.ConfigurationID, "")
	b = appendField(b, "configurationName", d.ConfigurationName, "")
	b = appendField(b, "latestRunningConfigurationId", d.LatestRunningConfigurationID, "")
	b = appendField(b, "scenarioId", d.ScenarioID, "")
	b = appendField(b, "executableId", d.ExecutableID, "")
	b = appendField(b, "status", d.Status, "")
	b = appendField(b, "targetStatus", d.TargetStatus, "")
	b = appendTime(b, "createdAt", d.CreatedAt, "")
	return append(appendTime(b, "modifiedAt", d.ModifiedAt, ""), '}')
}
