package simulator

import (
	"bytes"
	"maps"
	"net/http"
)

// requestID is the request id in all errors of the simulator.
const requestID = `"requestId":"sim-request"`

// echoed changes a reply for the fault "header-echo": it repeats the
// Authorization header as X-Request-Id, as the requestId of errors, and at the
// end of other error bodies. Careless gateways do this.
func (s *Server) echoed(r *http.Request, p *reply) *reply {
	said := r.Header.Get("Authorization")
	if said == "" || !s.roll("header-echo") {
		return p
	}
	echo := &reply{status: p.status, kind: p.kind, header: maps.Clone(p.header), stream: p.stream}
	if echo.header == nil {
		echo.header = make(map[string]string)
	}
	echo.header["X-Request-Id"] = said
	echo.body = bytes.ReplaceAll(p.body, []byte(requestID), append([]byte(`"requestId":`), quoted(said)...))
	if p.status >= http.StatusBadRequest && bytes.Equal(echo.body, p.body) {
		echo.body = append(bytes.Clone(p.body), "\nAuthorization: "+said...)
	}
	return echo
}
