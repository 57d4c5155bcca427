package simulator

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

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
	header, found, err := paged(r, found)
	if err != nil {
		return problem(http.StatusGone, "01000014", err.Error())
	}
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

// selectGroups returns the groups whose labels match.
func (s *Server) selectGroups(labels string) ([]identity, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []identity
	for _, id := range s.order {
		found = append(found, s.groups[id].identity)
	}
	if labels == "" {
		return found, nil
	}
	for _, text := range strings.Split(labels, ",") {
		m := selector.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("labelSelector %q is not key=value or key!=value", text)
		}
		found = slices.DeleteFunc(found, func(g identity) bool {
			return slices.Contains(g.labels, [2]string{m[1], m[3]}) != (m[2] == "=")
		})
	}
	return found, nil
}

// paged returns the page of groups for a request, by its Prefer header and
// continueToken, and the Link to the next page. A token holds the id of the last
// group on the page. If that group is removed, the token is no longer valid.
func paged(r *http.Request, all []identity) (map[string]string, []identity, error) {
	left := all
	if token := r.URL.Query().Get("continueToken"); token != "" {
		id, err := base64.RawURLEncoding.DecodeString(token)
		last := slices.IndexFunc(all, func(g identity) bool { return g.id == string(id) })
		if err != nil || last < 0 {
			return nil, nil, errors.New("the continueToken is no longer valid")
		}
		left = all[last+1:]
	}
	size := len(left)
	if text, ok := strings.CutPrefix(r.Header.Get("Prefer"), "maxpagesize="); ok {
		if wanted, err := strconv.Atoi(text); err == nil && wanted > 0 {
			size = min(wanted, size)
		}
	}
	if size == len(left) {
		return nil, left, nil
	}
	query := r.URL.Query()
	query.Set("continueToken", base64.RawURLEncoding.EncodeToString([]byte(left[size-1].id)))
	return map[string]string{"Link": "</v2/admin/resourceGroups?" + query.Encode() + `>; rel="next"`}, left[:size], nil
}

func (s *Server) appendGroup(b []byte, g identity) []byte {
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
