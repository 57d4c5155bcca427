package archive_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// open serves a tenant with one execution that ran for some time, and opens an
// archive in a directory of the test.
func open(t *testing.T, e simulator.Execution) (*archive.Archive, *simulator.Server, string) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	sim.AddGroup("team-a", "PROVISIONED")
	sim.Put("team-a", e)
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	id, password := sim.Credentials()
	client, err := aiapi.New(aiapi.Options{Now: now, Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	a, err := archive.Open(t.Context(), "file://"+dir, client, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, sim, dir
}

func ran(id string, d time.Duration) simulator.Execution {
	start := noon.Add(-30 * 24 * time.Hour)
	return simulator.Execution{
		ID: id, Status: "COMPLETED", ScenarioID: "churn", ExecutableID: "churn-train", ConfigurationID: "c-churn-train-0",
		CreatedAt: start, ModifiedAt: start.Add(d), SubmissionTime: start, StartTime: start, CompletionTime: start.Add(d),
	}
}

// listed is an execution as a listing has it.
func listed(t *testing.T, e simulator.Execution) *workload.Execution {
	t.Helper()
	return &workload.Execution{
		ID: e.ID, ScenarioID: e.ScenarioID, ConfigurationID: e.ConfigurationID, CreatedAt: workload.At(e.CreatedAt),
		SubmissionTime: workload.At(e.SubmissionTime), CompletionTime: workload.At(e.CompletionTime),
	}
}

func TestACopyHoldsAllThatTheAPIHas(t *testing.T) {
	t.Parallel()
	e := ran("e-long", 10_000*time.Minute) // a line a minute: more than two pages of logs
	a, sim, dir := open(t, e)
	if err := a.Save(t.Context(), "team-a", listed(t, e)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "team-a/churn/2026-05-02/e-long.json.gz")); err != nil {
		t.Error(err)
	}
	c, _, err := a.Find(t.Context(), "e-long")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Logs) != 10_001 || c.LogsCut {
		t.Errorf("%d lines, cut %v", len(c.Logs), c.LogsCut)
	}
	for name, part := range map[string][]byte{"statusDetails": c.Execution, "parameterBindings": c.Configuration, "loss": c.TrackingMetrics} {
		if !json.Valid(part) || !strings.Contains(string(part), name) {
			t.Errorf("no %s in %s", name, part)
		}
	}
	before := sim.Requests()["GET /lm/executions/{id}"]
	if err := a.Save(t.Context(), "team-a", listed(t, e)); err != nil || sim.Requests()["GET /lm/executions/{id}"] != before {
		t.Errorf("a second copy was made: %v", err)
	}
}

func TestWhatIsGoneNeedsNoCopy(t *testing.T) {
	t.Parallel()
	e := ran("e-gone", time.Hour)
	a, sim, _ := open(t, e)
	sim.Remove("team-a", "e-gone")
	if err := a.Save(t.Context(), "team-a", listed(t, e)); err != nil {
		t.Error(err)
	}
	if _, _, err := a.Find(t.Context(), "e-gone"); !errors.Is(err, archive.ErrNoCopy) {
		t.Errorf("found: %v", err)
	}
}

func TestNamesDoNotLeadOutOfTheArchive(t *testing.T) {
	t.Parallel()
	e := ran("e-evil", time.Hour)
	a, _, dir := open(t, e)
	hostile := listed(t, e)
	hostile.ScenarioID = "../../../../tmp/evil"
	if err := a.Save(t.Context(), "team-a", hostile); err != nil {
		t.Fatal(err)
	}
	hostile.ScenarioID = ".."
	if err := a.Save(t.Context(), "team-a", hostile); err != nil {
		t.Fatal(err)
	}
	files := 0
	if err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	}); err != nil || files != 2 {
		t.Errorf("%d files in the archive: %v", files, err)
	}
}

func TestAnArchiveThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	e := ran("e-full", time.Hour)
	a, _, dir := open(t, e)
	if err := os.WriteFile(filepath.Join(dir, "team-a"), []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Save(t.Context(), "team-a", listed(t, e)); err == nil {
		t.Error("a copy that was not written counts as kept")
	}
}
