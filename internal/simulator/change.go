package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// The codes of items that the API refuses: no such execution, and a state that
// does not allow the change.
const (
	codeUnknown = "01010020"
	codeState   = "01010076"
	maxBulk     = 100
	maxBody     = 1 << 20
)

// change carries one change out, or says why not. The caller holds g.mu.
func (s *Server) change(g *group, id, target string, bulk bool) (code, message string) {
	now := s.now()
	e := g.byID[id]
	c := Change{Time: now, Group: g.id, ID: id, Target: target, Bulk: bulk}
	switch {
	case e == nil:
		code, message = codeUnknown, fmt.Sprintf("Execution with id %q does not exist", id)
	case target == "STOPPED" && !e.stoppable(), target == "DELETED" && !e.deletable():
		code, message = codeState, fmt.Sprintf("The status %s of the execution does not allow the target %s", e.Status, target)
	}
	if e != nil {
		c.Status, c.Previous = e.Status, e.TargetStatus
	}
	if code == "" {
		c.Accepted = true
		g.order(e, target, now, now.Add(s.options.Settle))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes = append(s.changes, c)
	return code, message
}

// modify is PATCH /lm/executions, the bulk call.
func (s *Server) modify(r *http.Request, g *group) *reply {
	if s.bulkIsOff() {
		return problem(http.StatusMethodNotAllowed, "01000007", "Method not allowed")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/merge-patch+json" && kind != "application/json" {
		return problem(http.StatusBadRequest, "01000008", "Content-Type must be application/merge-patch+json")
	}
	var body struct {
		Executions []struct{ ID, TargetStatus string }
	}
	if text, err := io.ReadAll(io.LimitReader(r.Body, maxBody)); err != nil || json.Unmarshal(text, &body) != nil {
		return problem(http.StatusBadRequest, "01000009", "The body cannot be read")
	}
	s.mu.Lock()
	s.bulk = append(s.bulk, len(body.Executions))
	s.mu.Unlock()
	if n := len(body.Executions); n < 1 || n > maxBulk {
		return problem(http.StatusBadRequest, "01000010", fmt.Sprintf("1 to %d executions are allowed, not %d", maxBulk, n))
	}
	seen := make(map[string]bool)
	for _, item := range body.Executions {
		switch {
		case seen[item.ID]:
			return problem(http.StatusBadRequest, "01000011", "An execution may be there once: "+item.ID)
		case item.TargetStatus != "STOPPED" && item.TargetStatus != "DELETED":
			return problem(http.StatusBadRequest, "01000012", "targetStatus must be STOPPED or DELETED")
		case s.poisonous(item.ID):
			return problem(http.StatusBadRequest, "01000013", "The request is not valid")
		}
		seen[item.ID] = true
	}
	b := []byte(`{"executions":[`)
	for i, item := range body.Executions {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendItem(b, g, item.ID, item.TargetStatus)
	}
	return jsonReply(http.StatusAccepted, append(b, "]}"...))
}

func (s *Server) appendItem(b []byte, g *group, id, target string) []byte {
	b = appendText(append(b, `{"id":`...), id)
	code, message := "01010099", "An internal error has occurred"
	if !s.roll("item-error") {
		code, message = s.change(g, id, target, true)
	}
	if code == "" {
		return append(b, `,"message":"Execution modification scheduled"}`...)
	}
	failure := problemJSON(nil, code, message)
	return append(append(append(b, ','), failure[1:len(failure)-1]...), '}')
}

// stopOne is PATCH /lm/executions/{id}.
func (s *Server) stopOne(r *http.Request, g *group) *reply {
	var body struct{ TargetStatus string }
	if text, err := io.ReadAll(io.LimitReader(r.Body, maxBody)); err != nil || json.Unmarshal(text, &body) != nil || body.TargetStatus != "STOPPED" {
		return problem(http.StatusBadRequest, "01000012", "targetStatus must be STOPPED")
	}
	return s.changeOne(g, r.PathValue("id"), "STOPPED", "Execution modification scheduled")
}

// deleteOne is DELETE /lm/executions/{id}.
func (s *Server) deleteOne(r *http.Request, g *group) *reply {
	return s.changeOne(g, r.PathValue("id"), "DELETED", "Deletion scheduled")
}

func (s *Server) changeOne(g *group, id, target, message string) *reply {
	if s.poisonous(id) {
		return problem(http.StatusBadRequest, "01000013", "The request is not valid")
	}
	code, why := s.change(g, id, target, false)
	switch code {
	case codeUnknown:
		return problem(http.StatusNotFound, code, why)
	case codeState:
		return problem(http.StatusPreconditionFailed, code, why)
	}
	b := appendText([]byte(`{"id":`), id)
	b = appendText(append(b, `,"message":`...), message)
	if target == "DELETED" {
		b = append(b, `,"targetStatus":"DELETED"`...)
	}
	return jsonReply(http.StatusAccepted, append(b, '}'))
}
