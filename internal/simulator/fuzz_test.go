package simulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever is asked of it, the simulated tenant answers as an API does, and does
// nothing that its rules forbid.
func FuzzRequests(f *testing.F) {
	f.Add("PATCH", "/lm/executions", `{"executions":[{"id":"e-1","targetStatus":"DELETED"}]}`)
	f.Add("PATCH", "/lm/executions", `{"executions":[{"id":"e-1","targetStatus":"STOPPED"},{"id":"e-1","targetStatus":"STOPPED"}]}`)
	f.Add("GET", "/lm/executions?$top=1&$skip=-1&status=DEAD", "")
	f.Add("GET", "/admin/resourceGroups?labelSelector=a!=b&continueToken=x", "")
	f.Add("GET", "/lm/executions/e-1/logs?start=x", "")
	f.Add("DELETE", "/lm/executions/e-2", "")
	s, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	s.AddGroup("g", "PROVISIONED")
	token := login(f, s)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		s.Put("g", Execution{ID: "e-1", Status: "RUNNING"}, Execution{ID: "e-2", Status: "DEAD"})
		r, err := http.NewRequest(method, "http://127.0.0.1/v2"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("AI-Resource-Group", "g")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		before := len(s.Changes())
		s.ServeHTTP(w, r)
		if w.Code < 200 || w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s: %d", method, path, w.Code)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %s", method, path, w.Body)
		}
		for _, c := range s.Changes()[before:] {
			if c.Accepted && c.Target == "DELETED" && c.Status == "RUNNING" {
				t.Errorf("%+v", c)
			}
		}
	})
}

func login(f *testing.F, s *Server) string {
	f.Helper()
	id, secret := s.Credentials()
	r, err := http.NewRequest("POST", "http://127.0.0.1/oauth/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		f.Fatal(err)
	}
	r.SetBasicAuth(id, secret)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		f.Fatalf("%s, %v", w.Body, err)
	}
	return answer.Token
}
