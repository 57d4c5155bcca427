package simulator

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// direct calls a simulator without a network, so that it works under
// testing/synctest.
type direct struct {
	*Server
	token string
}

func (d direct) ask(t *testing.T, method, group, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://127.0.0.1/v2"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+d.token)
	r.Header.Set("AI-Resource-Group", group)
	r.Header.Set("Content-Type", "application/merge-patch+json")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestATenantLivesBetweenTwoRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		life := make(chan func(), 1) // what happens before the next request
		s, err := New(Options{Latency: time.Minute, Settle: time.Hour, Live: func(*http.Request) {
			select {
			case happen := <-life:
				happen()
			default:
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		d := direct{s, login(t, s)}
		for _, step := range []struct {
			happen       func()
			method, path string
			want         string
		}{
			{func() { s.AddGroup("g", "PROVISIONED", [2]string{"ext.ai.sap.com/a", "b"}) }, "GET", "/admin/resourceGroups", `"status":"PROVISIONED"`},
			{func() { s.SetGroupStatus("g", "ERROR") }, "GET", "/admin/resourceGroups", `"status":"ERROR"`},
			{func() { s.Relabel("g", [2]string{"ext.ai.sap.com/c", "d"}) }, "GET", "/admin/resourceGroups?labelSelector=ext.ai.sap.com/c=d", `"resourceGroupId":"g"`},
			{func() { s.Deny("g") }, "GET", "/lm/executions", "01000004"},
			{func() { s.Allow("g") }, "GET", "/lm/executions", `"count":0`},
			{func() { s.Put("g", in("RUNNING", "COMPLETED")) }, "GET", "/lm/executions", `"status":"RUNNING"`},
			{func() {}, "GET", "/lm/executions", `"status":"RUNNING"`},
			{func() { s.Edit("g", "e-001", func(e *Execution) { e.Status = "COMPLETED" }) }, "GET", "/lm/executions", `"status":"COMPLETED"`},
			{func() { s.SetTags("g", "e-001", [2]string{"keep", "yes"}) }, "GET", "/lm/metrics?tagFilters=keep", `"e-001"`},
			{func() { s.PutDeployment("g", Deployment{ID: "d-01"}) }, "GET", "/lm/deployments", `"d-01"`},
			{func() { s.RemoveDeployment("g", "d-01") }, "GET", "/lm/deployments/$count", "0"},
			{func() { s.Remove("g", "e-001") }, "DELETE", "/lm/executions/e-001", codeUnknown},
			{func() { s.RemoveGroup("g") }, "GET", "/lm/executions", "01000003"},
			{func() {}, "GET", "/admin/resourceGroups", `"count":0`},
		} {
			life <- step.happen
			before := time.Now()
			if code, body := d.ask(t, step.method, "g", step.path, ""); !strings.Contains(body, step.want) {
				t.Errorf("%s %s: no %s in %d %s", step.method, step.path, step.want, code, body)
			}
			if took := time.Since(before); took != time.Minute {
				t.Errorf("%s %s took %v of the bubble's time", step.method, step.path, took)
			}
		}
	})
}

func TestAStopSettlesInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Options{Settle: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		s.AddGroup("g", "PROVISIONED")
		s.Put("g", in("RUNNING", "COMPLETED"))
		d := direct{s, login(t, s)}
		if code, body := d.ask(t, "PATCH", "g", "/lm/executions/e-001", `{"targetStatus":"STOPPED"}`); code != http.StatusAccepted {
			t.Fatal(code, body)
		}
		for _, want := range []string{"STOPPING", "STOPPED"} {
			if e := s.Executions("g")[0]; e.Status != want {
				t.Errorf("it is %s, not %s", e.Status, want)
			}
			time.Sleep(time.Hour)
		}
	})
}

func TestWhatIsNotThereCanNotBeChanged(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Put("g", in("DEAD", ""))
	s.Remove("g", "e-001")
	s.Deny("g")
	s.Relabel("g")
	s.SetLog("g", "e-001", LogLine{})
	s.PutConfiguration("g", Configuration{})
	s.RemoveGroup("g")
	if found := s.Edit("g", "e-001", func(*Execution) {}); found || len(s.Groups())+len(s.Executions("g"))+len(s.Log("g", "e-001"))+len(s.Configurations("g")) > 0 {
		t.Error("a group is there that nobody has added")
	}
}

// A new run with the id of a deleted one stays when that deletion takes effect.
func TestADeletionSettlesOnlyForItsOwnExecution(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{Settle: time.Minute})
	x.AddGroup("g", "PROVISIONED")
	x.Put("g", in("DEAD", "COMPLETED"))
	x.ask(t, "DELETED", false)
	x.Remove("g", "e-001")
	x.Put("g", in("RUNNING", "COMPLETED"))
	x.later(time.Hour)
	if left := x.Executions("g"); len(left) != 1 || left[0].Status != "RUNNING" {
		t.Errorf("%v", left)
	}
}

func TestAContinueTokenOutlivesOtherGroups(t *testing.T) {
	t.Parallel()
	x := newTenant(t, Options{ResourceGroups: 4})
	page := func(path string) (ids []string, next string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://127.0.0.1"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+x.token)
		r.Header.Set("Prefer", "maxpagesize=2")
		w := httptest.NewRecorder()
		x.ServeHTTP(w, r)
		for part := range strings.SplitSeq(w.Body.String(), `"resourceGroupId":"`) {
			id, _, _ := strings.Cut(part, `"`)
			ids = append(ids, id)
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"), ">")
		return ids[1:], next
	}
	first, next := page("/v2/admin/resourceGroups")
	x.RemoveGroup("default") // was on the first page
	second, last := page(next)
	if all := slices.Concat(first, second); !slices.Equal(all, []string{"default", "team-a", "team-b", "dev-sandbox"}) || last != "" {
		t.Errorf("%v, then %q", all, last)
	}
	x.RemoveGroup("team-a") // the last of the first page
	if ids, _ := page(next); len(ids) != 0 {
		t.Errorf("a token that is no longer valid brings %v", ids)
	}
}

func TestManyAtOnceChangeALivingTenant(t *testing.T) {
	t.Parallel()
	var living atomic.Pointer[tenant]
	x := newTenant(t, Options{ResourceGroups: 2, Executions: 40, Seed: 1, Faults: []Fault{{"bad-ids", 0.2}, {"contradictory", 0.2}}, Live: func(*http.Request) {
		if x := living.Load(); x != nil {
			x.AddGroup("g", "PROVISIONED")
			x.Relabel("team-a", [2]string{"k", "v"})
			x.Put("g", in("RUNNING", "COMPLETED"))
			x.SetTags("g", "e-001", [2]string{"k", "v"})
		}
	}})
	living.Store(x)
	var wg sync.WaitGroup
	for _, path := range []string{"/lm/executions", "/admin/resourceGroups?labelSelector=k=v", "/lm/metrics?tagFilters=k", "/lm/deployments", "/lm/configurations"} {
		wg.Go(func() {
			for range 20 {
				x.call(t, "GET", path, "")
				x.RemoveGroup("g")
			}
		})
	}
	wg.Wait()
}
