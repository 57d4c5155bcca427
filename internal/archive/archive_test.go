package archive_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func now() time.Time { return noon }

// bench is an archive in a temporary directory and a simulated tenant.
type bench struct {
	*archive.Archive
	sim    *simulator.Server
	client *aiapi.Client
	dir    string
	// refuse answers a request instead of the tenant if it returns a status.
	refuse func(path string) int
	// answer does so if it returns a text.
	answer func(path string) string
}

// open serves a tenant with executions and opens an archive.
func open(t testing.TB, executions ...simulator.Execution) *bench {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	sim.AddGroup("team-a", "PROVISIONED")
	sim.Put("team-a", executions...)
	b := &bench{sim: sim, dir: filepath.Join(t.TempDir(), "archive"), refuse: func(string) int { return 0 }, answer: func(string) string { return "" }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := b.refuse(r.URL.Path); status != 0 {
			w.WriteHeader(status)
			return
		}
		if answer := b.answer(r.URL.Path); answer != "" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, answer)
			return
		}
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.client = clientOf(t, sim, server.URL)
	if b.Archive, err = archive.Open("file://"+b.dir, b.client, now); err != nil {
		t.Fatal(err)
	}
	return b
}

// find returns the only copy of an execution.
func (b *bench) find(t testing.TB, id string) archive.Found {
	t.Helper()
	r, err := archive.NewReader("file://" + b.dir)
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.Find(id)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d copies of %s: %v", len(found), id, err)
	}
	return found[0]
}

// files returns the relative paths of all files in the archive.
func (b *bench) files(t testing.TB) (files []string) {
	t.Helper()
	err := filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, strings.TrimPrefix(path, b.dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func ran(id string, d time.Duration) simulator.Execution {
	start := noon.Add(-30 * 24 * time.Hour)
	return simulator.Execution{
		ID: id, Status: "COMPLETED", ScenarioID: "churn", ExecutableID: "churn-train", ConfigurationID: "c-churn-train-0",
		CreatedAt: start, ModifiedAt: start.Add(d), SubmissionTime: start, StartTime: start, CompletionTime: start.Add(d),
	}
}

// listed returns the execution as it is in a listing.
func listed(e simulator.Execution) *workload.Execution {
	return &workload.Execution{
		ID: e.ID, ScenarioID: e.ScenarioID, ConfigurationID: e.ConfigurationID, Status: workload.Status(e.Status), CreatedAt: workload.At(e.CreatedAt),
		SubmissionTime: workload.At(e.SubmissionTime), CompletionTime: workload.At(e.CompletionTime),
	}
}

func TestACopyHoldsAllThatTheAPIHas(t *testing.T) {
	t.Parallel()
	e := ran("e-long", 10_000*time.Minute) // a line a minute: more than two pages of logs
	b := open(t, e)
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
		t.Fatal(err)
	}
	c := b.find(t, "e-long")
	if c.Key != "team-a/churn/2026-05-02/e-long.json.gz" {
		t.Errorf("it stands at %s", c.Key)
	}
	if len(c.Logs) != 10_001 || c.LogsCut || c.Missing != nil {
		t.Errorf("%d lines, cut %v, missing %v", len(c.Logs), c.LogsCut, c.Missing)
	}
	for name, part := range map[string][]byte{"statusDetails": c.Execution, "parameterBindings": c.Configuration, "loss": c.TrackingMetrics} {
		if !json.Valid(part) || !strings.Contains(string(part), name) {
			t.Errorf("no %s in %s", name, part)
		}
	}
	before := b.sim.Requests()["GET /lm/executions/{id}"]
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil || b.sim.Requests()["GET /lm/executions/{id}"] != before {
		t.Errorf("a second copy was made: %v", err)
	}
}

// The API may list an execution but answer 404 for it alone. Then the copy must
// hold the listed record, because the deletion would remove it.
func TestWhatTheListingShowedIsKeptWhereTheAPIHasNoMore(t *testing.T) {
	t.Parallel()
	e := ran("e-gone", time.Hour)
	b := open(t, e)
	b.sim.Remove("team-a", "e-gone")
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
		t.Fatal(err)
	}
	c := b.find(t, "e-gone")
	kept, err := aiapi.DecodeExecution(c.Execution)
	if err != nil || kept != *listed(e) {
		t.Errorf("of %+v there is %s, %v", listed(e), c.Execution, err)
	}
	if !slices.Equal(c.Missing, []string{"execution", "logs"}) {
		t.Errorf("missing are %v", c.Missing)
	}
}

// What a broken gateway answers in the place of a record is no copy of it.
func TestAnAnswerThatIsNotTheRecordIsNoCopy(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`null`, `{}`, `[]`, `5`, `{"id":"e-02","status":"DEAD"}`, `{"error":{"code":"1"}}`} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			e := ran("e-01", time.Hour)
			b := open(t, e)
			b.answer = func(path string) string {
				if strings.HasSuffix(path, "/executions/e-01") {
					return answer
				}
				return ""
			}
			if err := b.Save(t.Context(), "team-a", listed(e)); err == nil {
				t.Error("it counts as a copy")
			}
			if files := b.files(t); len(files) != 0 {
				t.Errorf("there are %v", files)
			}
		})
	}
}

func TestAPartThatTheAPIDoesNotHaveIsNotedAsMissing(t *testing.T) {
	t.Parallel()
	for part, path := range map[string]string{
		"execution":       "/v2/lm/executions/e-01",
		"configuration":   "/v2/lm/configurations/c-churn-train-0",
		"trackingMetrics": "/v2/lm/metrics",
		"logs":            "/v2/lm/executions/e-01/logs",
	} {
		for _, status := range []int{http.StatusNotFound, http.StatusNotImplemented, http.StatusForbidden} {
			t.Run(part+" "+http.StatusText(status), func(t *testing.T) {
				t.Parallel()
				e := ran("e-01", time.Hour)
				b := open(t, e)
				b.refuse = func(p string) int {
					if p == path {
						return status
					}
					return 0
				}
				err := b.Save(t.Context(), "team-a", listed(e))
				if status == http.StatusForbidden {
					if err == nil || len(b.files(t)) > 0 {
						t.Errorf("a part that was refused is not an error: %v, %v", err, b.files(t))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				c := b.find(t, "e-01")
				if !slices.Equal(c.Missing, []string{part}) {
					t.Errorf("missing are %v", c.Missing)
				}
				whole := map[string]bool{"execution": len(c.Execution) > 0, "configuration": string(c.Configuration) != "null", "trackingMetrics": string(c.TrackingMetrics) != "null", "logs": len(c.Logs) > 0}
				for name, there := range whole {
					if there != (name != part || name == "execution") {
						t.Errorf("%s: %v", name, there)
					}
				}
			})
		}
	}
}

func TestNamesDoNotLeadOutOfTheArchive(t *testing.T) {
	t.Parallel()
	e := ran("e-evil", time.Hour)
	b := open(t, e)
	hostile := listed(e)
	for _, scenario := range []string{"../../../../tmp/evil", "..", "", ".", "/"} {
		hostile.ScenarioID = scenario
		if err := b.Save(t.Context(), "team-a", hostile); err != nil {
			t.Fatal(err)
		}
	}
	if files := b.files(t); len(files) != 5 {
		t.Errorf("the archive holds %v", files)
	}
}

func TestAnArchiveThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	e := ran("e-full", time.Hour)
	b := open(t, e)
	if err := os.WriteFile(filepath.Join(b.dir, "team-a"), []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(t.Context(), "team-a", listed(e)); err == nil {
		t.Error("a copy that was not written counts as kept")
	}
}

func TestAPlaceThatCannotBeUsedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	inTheWay := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]string{
		"s3://bucket":               "write file:///directory",
		"file://host/directory":     "write file:///directory",
		"file:///directory?mode=ro": "write file:///directory",
		"file:///directory#1":       "write file:///directory",
		"file:directory":            "write file:///directory",
		"file://" + inTheWay:        "give this user the right to write there",
		"file://" + inTheWay + "/x": "give this user the right to write there",
	} {
		if _, err := archive.Open(place, nil, now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", place, err)
		}
	}
	if _, err := archive.NewReader("file:///no/such/directory"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read what is not there: %v", err)
	}
}

func clientOf(t testing.TB, sim *simulator.Server, url string) *aiapi.Client {
	t.Helper()
	id, password := sim.Credentials()
	client, err := aiapi.New(aiapi.Options{Now: now, Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: url, BaseURL: url}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}
