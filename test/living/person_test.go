package living

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// token gets a token as a person's client does.
func (w *world) token(t *testing.T, name string, transport *http.Transport) string {
	id, password := w.simulator.Credentials()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {password}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:1/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Error(err)
		return ""
	}
	r.Header.Set("User-Agent", name)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(w.send(t, transport, r), &answer); err != nil {
		t.Error(err)
	}
	return answer.Token
}

func (w *world) send(t *testing.T, transport *http.Transport, r *http.Request) []byte {
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return text
}
