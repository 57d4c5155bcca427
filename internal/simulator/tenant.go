package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
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

// listGroups is GET /admin/resourceGroups.
func (s *Server) listGroups(r *http.Request) *reply {
	query := r.URL.Query()
	found, err := s.selectGroups(query.Get("labelSelector"))
	if err != nil {
		return problem(http.StatusBadRequest, "01000005", err.Error())
	}
	total := len(found)
	skip, err1 := number(query, "$skip", 0, 1<<31)
	top, err2 := number(query, "$top", len(found), 1<<31)
	if err1 != nil || err2 != nil {
		return problem(http.StatusBadRequest, "01000005", "$top and $skip must be numbers")
	}
	found = found[min(skip, len(found)):]
	found = found[:min(top, len(found))]
	header, page, err := paged(r, len(found))
	if err != nil {
		return problem(http.StatusGone, "01000014", err.Error())
	}
	found = found[page[0]:page[1]]
	b := fmt.Appendf(nil, `{"count":%d,"resources":[`, countOf(query, total, len(found)))
	for i, g := range found {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendGroup(b, g)
	}
	p := jsonReply(http.StatusOK, append(b, "]}"...))
	p.header = header
	return p
}

func countOf(query url.Values, all, here int) int {
	if query.Get("$count") == "true" {
		return all
	}
	return here
}

var selector = regexp.MustCompile(`^([^ =,!]+)(!?=)([^ =,!]+)$`)

func (s *Server) selectGroups(labels string) ([]*group, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*group
	for _, id := range s.order {
		found = append(found, s.groups[id])
	}
	if labels == "" {
		return found, nil
	}
	for _, text := range strings.Split(labels, ",") {
		m := selector.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("labelSelector %q is not key=value or key!=value", text)
		}
		var left []*group
		for _, g := range found {
			if g.labelled(m[1], m[3]) == (m[2] == "=") {
				left = append(left, g)
			}
		}
		found = left
	}
	return found, nil
}

func (g *group) labelled(key, value string) bool {
	for _, l := range g.labels {
		if l[0] == key && l[1] == value {
			return true
		}
	}
	return false
}

// paged says which part of n groups a request gets, by its Prefer header and its
// continueToken, and the Link to the next part.
func paged(r *http.Request, n int) (map[string]string, [2]int, error) {
	size := n
	if text, ok := strings.CutPrefix(r.Header.Get("Prefer"), "maxpagesize="); ok {
		if wanted, err := strconv.Atoi(text); err == nil && wanted > 0 {
			size = wanted
		}
	}
	start := 0
	if token := r.URL.Query().Get("continueToken"); token != "" {
		text, err := base64.RawURLEncoding.DecodeString(token)
		if start, _ = strconv.Atoi(string(text)); err != nil || start < 1 || start > n {
			return nil, [2]int{}, fmt.Errorf("the continueToken is no longer valid")
		}
	}
	end := start + min(size, n-start)
	if end >= n {
		return nil, [2]int{start, end}, nil
	}
	query := r.URL.Query()
	query.Set("continueToken", base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(end))))
	return map[string]string{"Link": "</v2/admin/resourceGroups?" + query.Encode() + `>; rel="next"`}, [2]int{start, end}, nil
}

func (s *Server) appendGroup(b []byte, g *group) []byte {
	id := g.id
	if s.struck("group-blanks", id) {
		id += " "
	}
	b = appendText(append(b, `{"resourceGroupId":`...), id)
	b = appendField(b, "tenantId", "simulated-tenant", "")
	b = appendField(b, "status", g.status, "")
	b = append(appendTime(b, "createdAt", g.created, ""), `,"labels":[`...)
	for i, l := range g.labels {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(b, `{"key":`...), l[0])
		b = append(appendText(append(b, `,"value":`...), l[1]), '}')
	}
	return append(b, "]}"...)
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
