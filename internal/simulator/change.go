package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// The error codes of refused items: the execution does not exist, and its state
// does not allow the change.
const (
	codeUnknown = "01010020"
	codeState   = "01010076"
	maxBody     = 1 << 20 // bytes
)

// change carries out one change, or returns why it cannot. The caller holds g.mu.
func (s *Server) change(g *group, id, target string, bulk bool) (code, message string) {
	now := s.now()
	e := g.byID[id]
	c := Change{Time: now, Group: g.id, ID: id, Target: target, Bulk: bulk}
	switch {
	case e == nil:
		code, message = codeUnknown, fmt.Sprintf("Execution with id %q does not exist", id)
	case bulk && s.singleOnly(e):
		code, message = codeBulk, "Bulk updates are not enabled for the executable "+e.ExecutableID
	case bulk && s.endedForBulk(e, target), target == "STOPPED" && !e.stoppable(), target == "DELETED" && !e.deletable():
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
