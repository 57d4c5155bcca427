package simulator

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// reply is an answer before it is written, so that faults can change it.
type reply struct {
	status int
	kind   string // content type
	header map[string]string
	body   []byte
	stream func(io.Writer) error // sends the body instead of body, without a known length
	zipped func() []byte         // body as gzip, cached with the page; nil: not cached
}

func jsonReply(status int, body []byte) *reply {
	return &reply{status: status, kind: "application/json", body: body, zipped: sync.OnceValue(func() []byte { return zip(body) })}
}

// problem is an error in the API's form.
func problem(status int, code, message string) *reply {
	return jsonReply(status, problemJSON(nil, code, message))
}

func problemJSON(b []byte, code, message string) []byte {
	b = append(b, `{"error":{"code":`...)
	b = appendText(b, code)
	b = append(b, `,"message":`...)
	b = appendText(b, message)
	return append(b, ","+requestID+`,"target":"/v2"}}`...)
}

// handler answers one call.
type handler func(r *http.Request) *reply

// routes returns the handlers of all calls by path template.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	s.route(mux, "POST", "/oauth/token", s.token)
	api := func(method, template string, h handler) {
		s.route(mux, method, "/v2"+template, s.authorized(h))
	}
	api("GET", "/lm/meta", s.meta)
	api("GET", "/admin/resourceGroups", s.listGroups)
	api("GET", "/lm/executions", s.inGroup(s.list))
	api("GET", "/lm/executions/$count", s.inGroup(s.count))
	api("PATCH", "/lm/executions", s.inGroup(s.modify))
	api("GET", "/lm/executions/{id}", s.inGroup(s.one))
	api("PATCH", "/lm/executions/{id}", s.inGroup(s.stopOne))
	api("DELETE", "/lm/executions/{id}", s.inGroup(s.deleteOne))
	api("GET", "/lm/executions/{id}/logs", s.inGroup(s.logs))
	api("GET", "/lm/metrics", s.inGroup(s.track))
	api("GET", "/lm/deployments", s.inGroup(s.listDeployments))
	api("GET", "/lm/deployments/$count", s.inGroup(s.countDeployments))
	api("GET", "/lm/configurations", s.inGroup(s.listConfigurations))
	api("GET", "/lm/configurations/{id}", s.inGroup(s.configuration))
	api("GET", "/admin/resources/instanceTypes", s.instanceTypes)
	api("GET", "/lm/scenarios/{scenario}/executables/{executable}", s.inGroup(s.executable))
	return mux
}

// route adds a call. It counts requests and applies faults before and after the
// handler.
func (s *Server) route(mux *http.ServeMux, method, path string, h handler) {
	template := strings.TrimPrefix(path, "/v2")
	mux.HandleFunc(method+" "+path, func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests[method+" "+template]++
		s.mu.Unlock()
		if s.options.Latency > 0 {
			s.options.Sleep(r.Context(), s.options.Latency)
		}
		s.answer(w, r, template, h)
	})
}

// ServeHTTP serves the simulated tenant under its base path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.options.Live != nil {
		s.options.Live(r)
	}
	path, ok := strings.CutPrefix(r.URL.Path, s.options.BasePath)
	if !ok {
		http.NotFound(w, r)
		return
	}
	under := *r
	address := *r.URL
	address.Path, address.RawPath = path, ""
	under.URL = &address
	s.router.ServeHTTP(w, &under)
}

// head sets the headers of an answer.
func (s *Server) head(w http.ResponseWriter, p *reply) http.Header {
	header := w.Header()
	s.setDate(header)
	header.Set("Content-Type", p.kind)
	for name, value := range p.header {
		header.Set(name, value)
	}
	return header
}

// write sends a reply, compressed if the client accepts gzip and the body is
// large enough.
func (s *Server) write(w http.ResponseWriter, r *http.Request, p *reply) {
	header := s.head(w, p)
	if p.stream != nil {
		w.WriteHeader(p.status)
		out := bufio.NewWriter(w)
		if p.stream(out) == nil {
			_ = out.Flush() // the client may have disconnected
		}
		return
	}
	body := p.body
	if p.zipped != nil && len(body) > 4096 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = p.zipped()
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.status)
	_, _ = w.Write(body) // as above
}

func zip(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is valid
	_, _ = w.Write(body)                              // writing to a buffer cannot fail
	_ = w.Close()
	return out.Bytes()
}

// authorized checks the token before it calls h.
func (s *Server) authorized(h handler) handler {
	return func(r *http.Request) *reply {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		s.mu.Lock()
		end, known := s.tokens[token]
		s.mu.Unlock()
		if !ok || !known || !s.now().Before(end) {
			return problem(http.StatusUnauthorized, "01401001", "Unauthorized: the token is missing, unknown or expired")
		}
		return h(r)
	}
}

// inGroup finds the resource group of a call by its header.
func (s *Server) inGroup(h func(*http.Request, *group) *reply) handler {
	return func(r *http.Request) *reply {
		id := r.Header.Get("AI-Resource-Group")
		if id == "" {
			return problem(http.StatusBadRequest, "01000002", "Header AI-Resource-Group is missing")
		}
		g, p := s.entered(id)
		if p != nil {
			return p
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		g.open(s.now())
		return h(r, g)
	}
}

// entered returns the resource group with this id, or an error reply.
func (s *Server) entered(id string) (*group, *reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[id]
	switch {
	case g == nil:
		return nil, problem(http.StatusNotFound, "01000003", fmt.Sprintf("Resource group %q not found", id))
	case g.denied:
		return nil, problem(http.StatusForbidden, "01000004", fmt.Sprintf("No access to resource group %q", id))
	case s.faulty && s.rate("same-in-all-groups") > 0:
		return s.groups[s.order[0]], nil
	}
	return g, nil
}
