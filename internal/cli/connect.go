package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"sync"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// tenant is what a config connects to, ready to be swept.
type tenant struct {
	config  *config.Config
	client  *aiapi.Client
	metrics *metrics.Metrics
	options reaper.Options
	busy    sync.Mutex // held while a sweep uses it
	wipe    func()     // takes the progress line away; nil: there is none
	closers []func()
}

// close undoes in reverse what connect did.
func (t *tenant) close() {
	for i := len(t.closers) - 1; i >= 0; i-- {
		t.closers[i]()
	}
}

// connect finds the credentials, or starts the demo's tenant, and puts together
// what a sweep works with. Nothing is sent yet.
func (a *app) connect(c *config.Config, demo bool) (*tenant, error) {
	return a.connectWith(c, demo, metrics.New(buildVersion()))
}

// connectWith is connect with metrics that other tenants are counted in, too.
func (a *app) connectWith(c *config.Config, demo bool, m *metrics.Metrics) (*tenant, error) {
	t := &tenant{config: c, metrics: m}
	m.ObserveReload(a.now(), nil)
	settings, err := a.credentials(c, demo, t)
	if err != nil {
		return nil, err
	}
	found, warnings, err := settings.Find()
	if err != nil {
		t.close()
		return nil, usage(err)
	}
	for _, w := range warnings {
		a.log.Warn(w)
	}
	a.log.Debug("credentials found", zap.String("origin", found.Origin), zap.String("api", found.BaseURL))
	if t.client, err = aiapi.New(a.clientOptions(c, settings.Source(), t)); err != nil {
		t.close()
		return nil, usage(err)
	}
	t.closers = append(t.closers, t.client.Close)
	t.options = a.sweepOptions(c, t, found.ResourceGroup)
	if err := errors.Join(a.openAudit(c, t), a.openArchive(c, t)); err != nil {
		t.close()
		return nil, usage(err)
	}
	return t, nil
}

// reach connects as the config says and finds the resource groups that it is for.
// The tenant is the caller's to close, where there is no error.
func (a *app) reach(ctx context.Context, demo bool) (*tenant, []workload.ResourceGroup, error) {
	c, err := a.load(demo)
	if err != nil {
		return nil, nil, err
	}
	t, err := a.connect(c, demo)
	if err != nil {
		return nil, nil, err
	}
	groups, err := t.groups(ctx)
	if err != nil {
		t.close()
		return nil, nil, err
	}
	return t, groups, nil
}

// groups are the resource groups that the config is for.
func (t *tenant) groups(ctx context.Context) ([]workload.ResourceGroup, error) {
	if err := t.client.Authenticate(ctx); err != nil {
		return nil, usage(err)
	}
	groups, _, err := t.options.ChooseGroups(ctx)
	if err != nil {
		return nil, failed(err)
	}
	return groups, nil
}

// credentials says where to look: at what the config and SAP's SDKs name, or at
// the simulated tenant of the demo alone.
func (a *app) credentials(c *config.Config, demo bool, t *tenant) (credentials.Settings, error) {
	if demo {
		s, err := a.startDemo()
		if err != nil {
			return credentials.Settings{}, failed(err)
		}
		t.closers = append(t.closers, s.close)
		return credentials.Settings{Getenv: s.getenv}, nil
	}
	home, _ := os.UserHomeDir() // without one there is no config.json to look for
	return credentials.Settings{
		ServiceKeyFile: c.AICore.ServiceKeyFile, ServiceBindingDir: c.AICore.ServiceBindingDir,
		IdentityZone: c.AICore.IdentityZone, Getenv: a.Getenv, Home: home,
	}, nil
}

func (a *app) clientOptions(c *config.Config, source credentials.Source, t *tenant) aiapi.Options {
	v, _ := buildVersion()
	return aiapi.Options{
		Credentials: source, Timeout: c.API.Timeout, PageSize: c.API.PageSize,
		RequestsPerSecond: c.API.RequestsPerSecond, Retries: c.API.Retries,
		Now: a.now, Sleep: a.sleep,
		UserAgent: fmt.Sprintf("aicore-reaper/%s (%s/%s)", v, runtime.GOOS, runtime.GOARCH),
		OnRequest: func(r aiapi.Request) {
			t.metrics.ObserveRequest(r)
			a.log.Debug("request", zap.String("method", r.Method), zap.String("endpoint", r.Endpoint),
				zap.String("resourceGroup", r.Group), zap.Int("code", r.Code), zap.Duration("took", r.Duration), zap.Error(r.Err))
		},
		OnRetry: func(endpoint, reason string) {
			t.metrics.ObserveRetry(endpoint, reason)
			a.log.Debug("trying again", zap.String("endpoint", endpoint), zap.String("reason", reason))
		},
	}
}

func (a *app) sweepOptions(c *config.Config, t *tenant, group string) reaper.Options {
	o := reaper.Options{
		API: t.client, Policies: &c.Set, Costs: &c.Costs, Parameters: new(reaper.Parameters),
		Groups:      reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude, Labels: c.Groups.Labels, Default: group},
		Limits:      reaper.Limits(c.Limits),
		Concurrency: c.API.Concurrency, BatchSize: c.API.BatchSize, Bulk: reaper.BulkMode(c.API.Bulk), Learned: new(reaper.Learned),
		StopTimeout: c.StopTimeout, Details: c.Set.NeedsDetails(), Mode: report.DryRun,
		Now: a.now, Sleep: a.sleep, Entropy: a.entropy, OnBatch: t.metrics.ObserveBatch,
	}
	if c.Enforce {
		o.Mode = report.Enforce
	}
	if a.Terminal(a.Stderr) {
		line := &progressLine{w: a.Stderr, now: a.now}
		o.Progress = line.update
		t.wipe = line.wipe
	}
	return o
}

// openAudit opens the audit log, before anything is sent that it would miss.
func (a *app) openAudit(c *config.Config, t *tenant) error {
	if c.AuditFile == "" || !c.Enforce {
		return nil
	}
	log, err := audit.Open(c.AuditFile)
	if err != nil {
		return err
	}
	t.options.Audit = log
	t.closers = append(t.closers, func() {
		if err := log.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
			a.log.Error("close the audit log", zap.Error(err))
		}
	})
	return nil
}
