package living

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// busyAfterwards throttles every request after the first change, for twelve
// seconds each time.
type busyAfterwards struct {
	*simulator.Server
	mu      sync.Mutex
	changed time.Time
}

func (b *busyAfterwards) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.changed.IsZero() {
		w.Header().Set("Retry-After", "12")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	b.Server.ServeHTTP(w, r)
	if r.Method == http.MethodPatch {
		b.changed = time.Now()
	}
}

// Even if a server asks for long pauses, the wait is not longer than stopTimeout.
func TestStopTimeoutBoundsTheWholeWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * day)
		sim, err := simulator.New(simulator.Options{Settle: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		sim.AddGroup("default", "PROVISIONED")
		old := time.Now().Add(-9 * day)
		sim.Put("default", simulator.Execution{ID: "dead-1", Status: "DEAD", ScenarioID: "s", CreatedAt: old, ModifiedAt: old, CompletionTime: old})
		server := &busyAfterwards{Server: sim}
		transport, end := serve(server)
		defer end()
		c, _, err := config.Parse("c.yaml", []byte(strings.TrimSpace(`
stopTimeout: 2s
limits: {maxPercent: 100}
policies: [{name: dead, match: {statuses: [DEAD], olderThan: 1d}, action: delete}]`)))
		if err != nil {
			t.Fatal(err)
		}
		id, password := sim.Credentials()
		client, err := aiapi.New(aiapi.Options{
			Credentials: func() (credentials.Credentials, error) {
				return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: "http://127.0.0.1:1", BaseURL: "http://127.0.0.1:1"}, nil
			},
			PageSize: 100, Retries: 5, Transport: transport, Now: time.Now, Rand: rand.New(rand.NewPCG(1, 1)),
		})
		if err != nil {
			t.Fatal(err)
		}
		r := reaper.Sweep(t.Context(), reaper.Options{
			API: client, Policies: &c.Set, Mode: report.Enforce, Limits: reaper.Limits(c.Limits), Groups: reaper.Selection{Default: "default"},
			Concurrency: 1, BatchSize: 100, StopTimeout: c.StopTimeout, Now: time.Now, Sleep: aiapi.Sleep, Entropy: rand.NewChaCha8([32]byte{1}),
		})
		var outcome report.Outcome
		for row := range r.Rows.All() {
			outcome = row.Outcome
		}
		if took := time.Since(server.changed); server.changed.IsZero() || took > 3*time.Second || outcome != report.Accepted {
			t.Errorf("the sweep took %s after the change, with the outcome %v and %v", took, outcome, r.Error())
		}
	})
}
