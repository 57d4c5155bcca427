package simulator

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// requests are method, path and body of valid and invalid requests.
var requests = [][3]string{
	{"PATCH", "/lm/executions", `{"executions":[{"id":"e-1","targetStatus":"DELETED"}]}`},
	{"PATCH", "/lm/executions", `{"executions":[{"id":"e-1","targetStatus":"STOPPED"},{"id":"e-1","targetStatus":"STOPPED"}]}`},
	{"PATCH", "/lm/executions", `{"executions":[{"id":"\u0007\u007f<\ud800","targetStatus":"STOPPED"},{"id":"e-2","targetStatus":"DELETED"}]}`},
	{"GET", "/lm/executions?$top=1&$skip=-1&status=DEAD", ""},
	{"GET", "/lm/executions?$top=1&$skip=2147483648&executableIds=a,b", ""},
	{"GET", "/lm/executions/$count?status=DEAD", ""},
	{"GET", "/admin/resourceGroups?labelSelector=a!=b&continueToken=x", ""},
	{"GET", "/admin/resourceGroups?continueToken=MQ", ""},
	{"GET", "/lm/executions/e-1/logs?start=x", ""},
	{"GET", "/lm/executions/e-1/logs?start=2026-01-01T00:00:00Z&$top=3", ""},
	{"GET", "/lm/metrics?executionIds=e-2,%01", ""},
	{"GET", "/lm/metrics?tagFilters=a%3Db,c!=%2C&$select=tags&$top=1&$skip=1", ""},
	{"GET", "/lm/metrics?$filter=executionId%20in%20('e-1','e-2')", ""},
	{"GET", "/lm/executions/e-1/logs?start=0001-01-01T00:00:00Z&end=9999-12-31T23:59:59Z&$order=desc", ""},
	{"GET", "/lm/deployments?status=RUNNING&$top=1&$skip=1&$select=status", ""},
	{"GET", "/lm/deployments/$count?executableIds=a", ""},
	{"GET", "/lm/configurations?$search=a&$top=0", ""},
	{"GET", "/admin/resources/instanceTypes", ""},
	{"GET", "/lm/configurations/%01", ""},
	{"PATCH", "/lm/executions/e-1", `{"targetStatus":"STOPPED"}`},
	{"DELETE", "/lm/executions/e-2", ""},
	{"DELETE", "/lm/executions/%e2%80%a8%07", ""},
}

// For any request the simulated tenant answers like an API and obeys its own
// rules.
func FuzzRequests(f *testing.F) {
	for _, request := range requests {
		f.Add(request[0], request[1], request[2], "maxpagesize=1")
	}
	f.Add("GET", "/admin/resourceGroups?continueToken=MQ", "", "maxpagesize=9223372036854775807")
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, method, path, body, prefer string) {
		r, err := http.NewRequest(method, "http://127.0.0.1/v2"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		s, err := New(Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		s.AddGroup("g", "PROVISIONED")
		s.AddGroup("h", "ERROR")
		s.Put("g", Execution{ID: "e-1", Status: "RUNNING", StartTime: now.Add(-time.Hour)}, Execution{ID: "e-2", Status: "DEAD", CompletionTime: now})
		r.Header.Set("Authorization", "Bearer "+login(t, s))
		r.Header.Set("AI-Resource-Group", "g")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Prefer", prefer)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code < 200 || w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s: %d", method, path, w.Code)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %s", method, path, w.Body)
		}
		lawful(t, s, w.Code)
	})
}

// lawful fails if a change was made that the rules forbid, or by a refused
// request.
func lawful(t *testing.T, s *Server, code int) {
	t.Helper()
	asked := make(map[string]bool)
	for _, c := range s.Changes() {
		if c.Accepted && (c.Target == "DELETED") != (c.ID == "e-2") {
			t.Errorf("%+v", c)
		}
		if asked[c.ID] || c.Accepted && code != http.StatusAccepted {
			t.Errorf("%+v, answered %d", c, code)
		}
		asked[c.ID] = true
	}
}

// The simulated tenant survives any request with any combination of faults.
func FuzzFaultyRequests(f *testing.F) {
	f.Add("GET", "/lm/executions?$top=3", "", uint64(1)<<60-1)
	f.Add("PATCH", "/lm/executions", `{"executions":[{"id":"e-1","targetStatus":"DELETED"},{"id":"e-2"}]}`, uint64(0))
	for i := range FaultKinds() {
		f.Add("GET", "/lm/executions?$top=2&$skip=1", "", uint64(1)<<i)
		f.Add("PATCH", "/lm/executions", `{"executions":[{"id":"e-2","targetStatus":"DELETED"}]}`, uint64(1)<<i)
		f.Add("GET", "/admin/resourceGroups", "", uint64(1)<<i)
	}
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, method, path, body string, mixture uint64) {
		r, err := http.NewRequest(method, "http://127.0.0.1/v2"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		s, err := New(Options{Seed: mixture, ResourceGroups: 1, Executions: 5, Now: func() time.Time { return now }, Sleep: func(context.Context, time.Duration) {}})
		if err != nil {
			t.Fatal(err)
		}
		s.AddGroup("g", "PROVISIONED")
		s.Put("g", Execution{ID: "e-1", Status: "RUNNING", StartTime: now.Add(-time.Hour)}, Execution{ID: "e-2", Status: "DEAD", CompletionTime: now})
		token := login(t, s)
		for i, kind := range FaultKinds() {
			if mixture>>i&1 == 1 {
				s.options.Faults = append(s.options.Faults, Fault{Kind: kind, Rate: 0.5})
			}
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("AI-Resource-Group", "g")
		r.Header.Set("Content-Type", "application/json")
		defer func() { // faults cut the connection by this panic, which net/http expects
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				panic(p)
			}
		}()
		s.ServeHTTP(&impatient{ResponseRecorder: httptest.NewRecorder()}, r)
	})
}

// impatient is a client that disconnects after a part of the answer.
type impatient struct {
	*httptest.ResponseRecorder
	got int
}

func (w *impatient) Write(b []byte) (int, error) {
	if w.got += len(b); w.got > 1<<20 {
		return 0, io.ErrClosedPipe
	}
	return w.ResponseRecorder.Write(b)
}

// The token host gives a token only for a form with the right credentials.
func FuzzGrant(f *testing.F) {
	f.Add("grant_type=client_credentials&client_id=sb-a!b1|aicore!b2&client_secret=s$=", "", "")
	f.Add("grant_type=client_credentials", "sb-a!b1|aicore!b2", "s$=")
	f.Add("grant_type=client_credentials&client_id=sb-a!b1|aicore!b2", "", "")
	f.Add("grant_type=%zz;", "a", "b")
	s, err := New(Options{ClientID: "sb-a!b1|aicore!b2", ClientSecret: "s$="})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, form, user, password string) {
		s.ExpireTokens()
		r, err := http.NewRequest("POST", "http://127.0.0.1/oauth/token", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if user != "" {
			r.SetBasicAuth(user, password)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		sent, _ := url.ParseQuery(form) // the readable part
		held := sent.Get("client_id") == "sb-a!b1|aicore!b2" && sent.Get("client_secret") == "s$="
		if granted := w.Code == http.StatusOK; granted != (len(s.tokens) == 1) || granted && !held && (user != "sb-a!b1|aicore!b2" || password != "s$=") {
			t.Errorf("%q by %q is answered %d %s", form, user, w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s", w.Body)
		}
	})
}

// Parsed faults have a known kind and a rate from 0 to 1.
func FuzzFaults(f *testing.F) {
	for _, text := range []string{"429", "500:0.1", "429-date:1", "html:NaN", "html:-0", "html:1e-400", "slow:", ":1", "html:0x1p-2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		faults, err := ParseFaults([]string{"html", text})
		if err != nil {
			if faults != nil {
				t.Errorf("%+v in spite of %v", faults, err)
			}
			return
		}
		if last := faults[1]; len(faults) != 2 || !slices.Contains(FaultKinds(), last.Kind) || !(last.Rate >= 0 && last.Rate <= 1) || !strings.HasPrefix(text, last.Kind) {
			t.Errorf("%q is %+v", text, last)
		}
	})
}

func login(t *testing.T, s *Server) string {
	t.Helper()
	id, secret := s.Credentials()
	r, err := http.NewRequest("POST", "http://127.0.0.1/oauth/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(id, secret)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		t.Fatalf("%s, %v", w.Body, err)
	}
	return answer.Token
}
