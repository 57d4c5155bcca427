package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
)

// maxBulk is the largest number of executions in a bulk request, by SAP's
// description.
const maxBulk = 100

// codeBulk is the error code for a bulk change of an executable whose template
// does not allow bulk changes. SAP has not published the real code.
const codeBulk = "01010083"

// wish is one item of a bulk request.
type wish struct{ id, target string }

// UnmarshalJSON reads the names case-sensitively, as the API does: encoding/json
// would accept "ID" for "id". A field that is missing or not a string stays
// empty.
func (w *wish) UnmarshalJSON(text []byte) error {
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	w.id, _ = fields["id"].(string)
	w.target, _ = fields["targetStatus"].(string)
	return nil
}

// modify is PATCH /lm/executions, the bulk call.
func (s *Server) modify(r *http.Request, g *group) *reply {
	if s.bulkIsOff() {
		return problem(http.StatusMethodNotAllowed, "01000007", "Method not allowed")
	}
	if s.bulkIsAbsent(g) {
		return problem(http.StatusNotFound, "01000006", "Not found")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/merge-patch+json" && kind != "application/json" {
		return problem(http.StatusBadRequest, "01000008", "Content-Type must be application/merge-patch+json")
	}
	var body struct{ Executions []wish }
	if text, err := io.ReadAll(io.LimitReader(r.Body, maxBody)); err != nil || json.Unmarshal(text, &body) != nil {
		return problem(http.StatusBadRequest, "01000009", "The body cannot be read")
	}
	s.mu.Lock()
	s.bulk = append(s.bulk, len(body.Executions))
	s.mu.Unlock()
	if p := s.refuseWhole(g, body.Executions); p != nil {
		return p
	}
	b := []byte(`{"executions":[`)
	for i, w := range body.Executions {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendItem(b, g, w)
	}
	return jsonReply(http.StatusAccepted, append(b, "]}"...))
}

// refuseWhole returns the answer to a bulk request that is refused entirely, nil
// if its items are to be handled one by one.
func (s *Server) refuseWhole(g *group, wishes []wish) *reply {
	most := maxBulk
	if s.has("bulk-limit-50") {
		most = 50
	}
	if n := len(wishes); n < 1 || n > most {
		return problem(http.StatusBadRequest, "01000010", fmt.Sprintf("1 to %d executions are allowed, not %d", most, n))
	}
	seen := make(map[string]bool)
	for _, w := range wishes {
		switch {
		case w.id == "":
			return problem(http.StatusBadRequest, "01000015", "Each execution must have an id")
		case seen[w.id]:
			return problem(http.StatusBadRequest, "01000011", "An execution may be there once: "+w.id)
		case w.target != "STOPPED" && w.target != "DELETED":
			return problem(http.StatusBadRequest, "01000012", "targetStatus must be STOPPED or DELETED")
		case s.poisonous(w.id):
			return problem(http.StatusBadRequest, "01000013", "The request is not valid")
		case s.spoilsBulk(g.byID[w.id]):
			return problem(http.StatusBadRequest, "01000016", "Bulk updates are not enabled for all executions of the request")
		}
		seen[w.id] = true
	}
	return nil
}

func (s *Server) appendItem(b []byte, g *group, w wish) []byte {
	b = appendText(append(b, `{"id":`...), w.id)
	code, message := "01010099", "An internal error has occurred"
	if !s.roll("item-error") {
		code, message = s.change(g, w.id, w.target, true)
	}
	if code == "" {
		return append(b, `,"message":"Execution modification scheduled"}`...)
	}
	failure := problemJSON(nil, code, message)
	return append(append(append(b, ','), failure[1:len(failure)-1]...), '}')
}

// singleOnly reports whether the template of an execution does not allow bulk
// changes, so that its item is refused.
func (s *Server) singleOnly(e *Execution) bool {
	return slices.Contains(s.options.SingleOnly, e.ExecutableID) || s.struck("bulk-opt-in", e.ExecutableID)
}

// spoilsBulk reports whether an execution makes the whole bulk request fail
// because its template does not allow bulk changes. e may be nil.
func (s *Server) spoilsBulk(e *Execution) bool {
	return e != nil && s.struck("bulk-opt-in-400", e.ExecutableID)
}

// endedForBulk reports whether the bulk call refuses to delete an execution
// because it is COMPLETED. The single call deletes it.
func (s *Server) endedForBulk(e *Execution, target string) bool {
	return e.Status == "COMPLETED" && target == "DELETED" && s.struck("bulk-completed", e.ID)
}

func (s *Server) poisonous(id string) bool { return s.struck("poison-id", id) }

// bulkIsOff reports whether there is no bulk call. bulk-off-midway removes it
// after the third request.
func (s *Server) bulkIsOff() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bulkSeen++
	return s.faulty && (s.rate("bulk-off") > 0 || s.rate("bulk-off-midway") > 0 && s.bulkSeen > 3)
}

// bulkIsAbsent reports whether the fault removes the bulk call from this resource
// group.
func (s *Server) bulkIsAbsent(g *group) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.order)
	return s.faulty && s.rate("bulk-404-one-group") > 0 && n > 0 && g.id == s.order[s.options.Seed%uint64(n)]
}
