package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
)

// token is the client-credentials grant, by form or by Basic. Tokens have the
// shape of a JWT, which SAP's JavaScript SDK insists on.
func (s *Server) token(r *http.Request) *reply {
	if r.ParseForm() != nil || r.PostForm.Get("grant_type") != "client_credentials" {
		return jsonReply(http.StatusBadRequest, []byte(`{"error":"unsupported_grant_type","error_description":"only client_credentials is granted"}`))
	}
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		id, secret = user, password
	}
	byCertificate := r.TLS != nil && len(r.TLS.PeerCertificates) > 0 && secret == ""
	if id != s.options.ClientID || secret != s.options.ClientSecret && !byCertificate {
		return jsonReply(http.StatusUnauthorized, []byte(`{"error":"unauthorized","error_description":"Bad credentials"}`))
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issued++
	part := base64.RawURLEncoding.EncodeToString
	payload := fmt.Sprintf(`{"jti":"%d-%d","zid":"simulated-tenant","iat":%d,"exp":%d}`, s.options.Seed, s.issued, now.Unix(), now.Add(s.options.TokenLife).Unix())
	token := part([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + part([]byte(payload)) + "." + part([]byte("simulated"))
	s.tokens[token] = now.Add(s.options.TokenLife)
	return jsonReply(http.StatusOK, fmt.Appendf(nil, `{"access_token":"%s","token_type":"bearer","expires_in":%d}`, token, int(s.options.TokenLife.Seconds())))
}

// ExpireTokens ends all tokens that were issued.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}
