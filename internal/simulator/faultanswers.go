package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// gateway lists the faults that answer instead of the API, with their answers.
var gateway = []struct {
	kind   string
	status int
	body   string
}{
	{"500", http.StatusInternalServerError, `{"error":{"code":"01500000","message":"Internal server error",` + requestID + `}}`},
	{"502", http.StatusBadGateway, "<html><body><h1>502 Bad Gateway</h1></body></html>"},
	{"503", http.StatusServiceUnavailable, ""},
	{"504", http.StatusGatewayTimeout, "<html><body><h1>504 Gateway Time-out</h1></body></html>"},
}

// ofCalls lists the faults that answer instead of one call of the API.
var ofCalls = []struct {
	kind, template string
	status         int
	code           string
}{
	{"dead-configurations", "/lm/configurations/{id}", http.StatusServiceUnavailable, "01500003"},
	{"configurations-500", "/lm/configurations", http.StatusInternalServerError, "01500000"},
	{"deployments-403", "/lm/deployments", http.StatusForbidden, "01000004"},
	{"deployments-403", "/lm/deployments/$count", http.StatusForbidden, "01000004"},
	{"deployments-500", "/lm/deployments", http.StatusInternalServerError, "01500000"},
	{"deployments-500", "/lm/deployments/$count", http.StatusInternalServerError, "01500000"},
	{"tracking-403", "/lm/metrics", http.StatusForbidden, "01000004"},
	{"tracking-500", "/lm/metrics", http.StatusInternalServerError, "01500000"},
	{"logs-403", "/lm/executions/{id}/logs", http.StatusForbidden, "01000004"},
	{"logs-500", "/lm/executions/{id}/logs", http.StatusInternalServerError, "01500000"},
	{"no-extended-plan", "/admin/resources/instanceTypes", http.StatusForbidden, "01000017"},
}

// answer applies faults before and after a call.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, template string, h handler) {
	if s.roll("slow") {
		s.options.Sleep(r.Context(), 200*time.Millisecond)
	}
	if s.roll("cut-before") {
		cut(w)
		return
	}
	if p := s.inPlaceOf(template); p != nil {
		s.write(w, r, s.echoed(r, p))
		return
	}
	p := s.echoed(r, h(r))
	switch {
	case s.roll("cut-after"):
		cut(w)
	case len(p.body) > 1 && (s.roll("truncated") || template == "/lm/metrics" && s.roll("tracking-truncated")):
		s.truncate(w, p)
	case len(p.body) > 1 && s.roll("slow-body"):
		s.dribble(w, r, p)
	default:
		s.write(w, r, p)
	}
}

// inPlaceOf is the answer that a fault gives instead of the API, nil for none.
func (s *Server) inPlaceOf(template string) *reply {
	if s.roll("429") {
		return &reply{status: http.StatusTooManyRequests, kind: "text/plain", header: map[string]string{"Retry-After": "1"}}
	}
	if s.roll("429-date") {
		at := s.now().Add(time.Second).UTC().Format(http.TimeFormat)
		return &reply{status: http.StatusTooManyRequests, kind: "text/plain", header: map[string]string{"Retry-After": at}}
	}
	if s.roll("retry-after-12") {
		return &reply{status: http.StatusTooManyRequests, kind: "text/plain", header: map[string]string{"Retry-After": "12"}}
	}
	for _, c := range ofCalls {
		if template == c.template && s.roll(c.kind) {
			return problem(c.status, c.code, http.StatusText(c.status))
		}
	}
	for _, g := range gateway {
		if s.roll(g.kind) {
			return &reply{status: g.status, kind: "text/html", body: []byte(g.body)}
		}
	}
	if template != "/oauth/token" && s.roll("unauthorized") {
		return problem(http.StatusUnauthorized, "01401001", "Unauthorized")
	}
	if s.roll("html") {
		return &reply{status: http.StatusOK, kind: "text/html", body: []byte("<html><body>Please sign in</body></html>")}
	}
	return nil
}

// cut ends the connection without an answer.
func cut(http.ResponseWriter) { panic(http.ErrAbortHandler) }

// truncate promises the whole body and gives half of it.
func (s *Server) truncate(w http.ResponseWriter, p *reply) {
	s.head(w, p).Set("Content-Length", strconv.Itoa(len(p.body)))
	w.WriteHeader(p.status)
	_, _ = w.Write(p.body[:len(p.body)/2])
	_ = http.NewResponseController(w).Flush()
	cut(w)
}

// dribble gives the body in pieces with pauses between.
func (s *Server) dribble(w http.ResponseWriter, r *http.Request, p *reply) {
	s.head(w, p)
	w.WriteHeader(p.status)
	for part := range 4 {
		_, _ = w.Write(p.body[part*len(p.body)/4 : (part+1)*len(p.body)/4])
		_ = http.NewResponseController(w).Flush()
		s.options.Sleep(r.Context(), 20*time.Millisecond)
	}
}
