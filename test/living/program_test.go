package living

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// program is one process: what it knows ends with it, its files stay.
type program struct {
	name    string // its User-Agent
	world   *world
	files   files
	config  *config.Config
	api     *aiapi.Client
	audit   *audit.Log
	archive *archive.Archive
	metrics *metrics.Metrics
	learned reaper.Learned
	shard   reaper.Shard
	between func() // is called where nothing is asked, but something is written; nil: nobody looks
}

// files are what a process writes. An empty one writes nothing.
type files struct{ dir string }

func (f files) audit() string    { return filepath.Join(f.dir, "audit.jsonl") }
func (f files) textfile() string { return filepath.Join(f.dir, "reaper.prom") }
func (f files) archive() string  { return "file://" + filepath.ToSlash(filepath.Join(f.dir, "archive")) }

// starts starts a process on files, by a config.
func (w *world) starts(t *testing.T, name, yaml string, f files, transport *http.Transport) *program {
	t.Helper()
	p := &program{name: name, world: w, files: f, config: parsed(t, yaml), api: w.connect(t, name, transport, 100), metrics: metrics.New("", "")}
	p.between = func() {}
	if f.dir == "" {
		return p
	}
	var err error
	if p.audit, err = audit.Open(f.audit()); err != nil {
		t.Fatal(err)
	}
	if p.archive, err = archive.Open(f.archive(), p.api, w.now); err != nil {
		t.Fatal(err)
	}
	return p
}

// sweep does what a sweep of the program does, with all that it writes.
func (p *program) sweep(ctx context.Context) *report.Report {
	c, w := p.config, p.world
	o := reaper.Options{
		API: p.api, Policies: &c.Set, Costs: &c.Costs, Mode: report.Enforce, Limits: reaper.Limits(c.Limits),
		Groups: reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude}, Concurrency: 1, BatchSize: 2, Shard: p.shard,
		Bulk: reaper.BulkAuto, Learned: &p.learned, StopTimeout: c.StopTimeout, Now: w.now, Sleep: aiapi.Sleep,
		Entropy: rand.NewChaCha8([32]byte{byte(w.seed)}), Audit: p.audit,
	}
	if p.archive != nil {
		o.Archive = p.archive.Save
	}
	o.OnPlan = func(r *report.Report) {
		p.metrics.Expect(r)
		p.publish(ctx, carry.Textfile.Announce)
	}
	r := reaper.Sweep(ctx, o)
	p.between()
	p.metrics.Observe(r)
	if p.audit != nil && r.Unwritten == nil {
		r.Unwritten = p.audit.Flush()
	}
	p.publish(context.WithoutCancel(ctx), carry.Textfile.Write)
	return r
}

func (p *program) publish(ctx context.Context, how func(carry.Textfile, context.Context, prometheus.Gatherer) error) {
	if p.files.dir == "" {
		return
	}
	p.between()
	if err := how(carry.Textfile{Path: p.files.textfile(), Keep: p.metrics.StillHolds}, ctx, p.metrics.Registry()); err != nil {
		p.world.note("%s cannot publish: %v", p.name, err)
	}
	p.between()
}

// counted reads the counters of stops and deletions out of a textfile; none where
// there is no file.
func counted(t *testing.T, f files) (stopped, deleted int) {
	t.Helper()
	text, err := os.ReadFile(f.textfile())
	if os.IsNotExist(err) {
		return 0, 0
	}
	if err != nil {
		t.Fatal(err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(string(text)))
	if err != nil {
		t.Errorf("the textfile cannot be read: %v", err)
	}
	sum := func(name string) (n int) {
		for _, m := range families["aicore_reaper_"+name].GetMetric() {
			n += int(m.GetCounter().GetValue())
		}
		return n
	}
	return sum("executions_stopped_total"), sum("executions_deleted_total")
}

// settle lets go by what a stop or a deletion takes at most.
func settle() { time.Sleep(time.Minute) }
