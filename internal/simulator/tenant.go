package simulator

import (
	"fmt"
	"net/http"
)

// meta is GET /lm/meta.
func (s *Server) meta(*http.Request) *reply {
	bulk := `"bulkUpdates":{"executions":true,"deployments":true},`
	switch {
	case s.has("meta-absent"):
		return problem(http.StatusNotFound, "01000006", "Not found")
	case s.has("meta-silent"):
		bulk = ""
	case s.has("meta-no-bulk"):
		bulk = `"bulkUpdates":{"executions":false,"deployments":false},`
	}
	return jsonReply(http.StatusOK, fmt.Appendf(nil, `{"runtimeIdentifier":"aicore","runtimeApiVersion":"2.42.0","description":"simulated",`+
		`"aiApi":{"version":"2.42.0","capabilities":{"multitenant":true,"shareable":false,"staticDeployments":false,"userDeployments":true,"userExecutions":true,%s"timeToLiveDeployments":true,`+
		`"executionSchedules":true,"logs":{"executions":true,"deployments":true}},"limits":{"executions":{"maxRunningCount":-1},"deployments":{"maxRunningCount":-1}}}}`, bulk))
}

// executable is GET /lm/scenarios/{scenario}/executables/{executable}.
func (s *Server) executable(r *http.Request, _ *group) *reply {
	for _, k := range kinds {
		if k.executable == r.PathValue("executable") && k.scenario == r.PathValue("scenario") {
			return jsonReply(http.StatusOK, fmt.Appendf(nil, `{"id":%q,"name":%q,"scenarioId":%q,"versionId":"1.0.0","deployable":false,"createdAt":"2025-01-01T00:00:00Z","modifiedAt":"2025-01-01T00:00:00Z",`+
				`"labels":[{"key":"ai.sap.com/resourcePlan","value":%q}],"parameters":[{"name":"plan","type":"string"}]}`, k.executable, k.executable, k.scenario, k.plan))
		}
	}
	return problem(http.StatusNotFound, "01030020", "Executable does not exist")
}
