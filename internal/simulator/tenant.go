package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
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

// configuration is GET /lm/configurations/{id}.
func (s *Server) configuration(r *http.Request, _ *group) *reply {
	id := r.PathValue("id")
	for _, k := range kinds {
		for i, name := range k.configurations {
			if id == fmt.Sprintf("c-%s-%d", k.executable, i) {
				return jsonReply(http.StatusOK, fmt.Appendf(nil, `{"id":%q,"name":%q,"scenarioId":%q,"executableId":%q,"createdAt":"2025-01-01T00:00:00Z",`+
					`"parameterBindings":[{"key":"plan","value":%q},{"key":"epochs","value":"10"}],"inputArtifactBindings":[]}`, id, name, k.scenario, k.executable, k.plan))
			}
		}
	}
	return problem(http.StatusNotFound, "01020020", fmt.Sprintf("Configuration %q does not exist", id))
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

// logs is GET /lm/executions/{id}/logs: a line each minute from the start to the
// end of the run.
func (s *Server) logs(r *http.Request, g *group) *reply {
	e := g.byID[r.PathValue("id")]
	if e == nil {
		return notFound(r.PathValue("id"))
	}
	query := r.URL.Query()
	now := s.now()
	start, end := moment(query, "start", now.Add(-time.Hour)), moment(query, "end", now)
	top, err := number(query, "$top", 1000, 5000)
	if err != nil || start.IsZero() || end.IsZero() {
		return problem(http.StatusBadRequest, "01000005", "start and end must be RFC 3339, $top a number up to 5000")
	}
	b, n := []byte(`{"data":{"result":[`), 0
	last := e.CompletionTime
	if last.IsZero() {
		last = now
	}
	for at := e.StartTime; !e.StartTime.IsZero() && !at.After(last) && !at.After(end) && n < top; at = at.Add(time.Minute) {
		if at.Before(start) {
			continue
		}
		if n++; n > 1 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"container":"main","pod":%s,"stream":"stdout","timestamp":"%s","msg":"epoch %d"}`, quoted(e.ID+"-0"), at.UTC().Format(time.RFC3339Nano), int(at.Sub(e.StartTime).Minutes()))
	}
	return jsonReply(http.StatusOK, append(b, "]}}"...))
}

func moment(query url.Values, name string, fallback time.Time) time.Time {
	text := query.Get(name)
	if text == "" {
		return fallback
	}
	t, _ := time.Parse(time.RFC3339, text) // what cannot be read is the zero time
	return t
}

// metrics is GET /lm/metrics, the tracking metrics of up to ten executions.
func (s *Server) metrics(r *http.Request, g *group) *reply {
	ids := strings.Split(r.URL.Query().Get("executionIds"), ",")
	if len(ids) > 10 || ids[0] == "" {
		return problem(http.StatusBadRequest, "01000005", "1 to 10 executionIds are allowed")
	}
	b, n := []byte(`{"resources":[`), 0
	for _, id := range ids {
		if e := g.byID[id]; e != nil && !e.CompletionTime.IsZero() {
			if n++; n > 1 {
				b = append(b, ',')
			}
			b = fmt.Appendf(b, `{"executionId":%s,"metrics":[{"name":"loss","value":0.25,"timestamp":"%s","step":10}],"tags":[{"name":"framework","value":"simulated"}],"customInfo":[]}`, quoted(id), e.CompletionTime.UTC().Format(time.RFC3339))
		}
	}
	return jsonReply(http.StatusOK, fmt.Appendf(b, `],"count":%d}`, n))
}
