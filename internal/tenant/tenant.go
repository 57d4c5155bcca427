package tenant

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Tenant is the tenant of one config, ready for sweeps. Reopen and CheckToken may
// be called during a sweep, but two sweeps must not run at the same time.
type Tenant struct {
	config    *config.Config
	process   *Process
	client    *aiapi.Client
	group     string // of the credentials
	knowledge *knowledge
	warned    map[string]bool // the warnings of the last report

	configured bool // whether the config has been applied to the metrics

	mu      sync.Mutex
	audit   *audit.Log       // nil until it is needed
	archive *archive.Archive // nil until it is needed
}

// Open finds the credentials and creates a client. It sends nothing yet. The
// error says which credentials are missing or bad, and what to do.
func (p *Process) Open(c *config.Config, where credentials.Settings) (*Tenant, error) {
	found, warnings, err := where.Find()
	if err != nil {
		return nil, err
	}
	for _, w := range warnings {
		p.Log.Warn(w)
	}
	p.Log.Debug("credentials found", zap.String("origin", found.Origin), zap.String("api", found.BaseURL))
	client, err := aiapi.New(p.clientOptions(c, where.Source()))
	if err != nil {
		return nil, err
	}
	p.Metrics.ObserveReload(p.Now(), nil)
	return &Tenant{config: c, process: p, client: client, group: found.ResourceGroup, knowledge: p.knowledgeOf(&found)}, nil
}

// Config returns the config with which the tenant was opened.
func (t *Tenant) Config() *config.Config { return t.config }

func (p *Process) clientOptions(c *config.Config, source credentials.Source) aiapi.Options {
	return aiapi.Options{
		Credentials: source, Timeout: c.API.Timeout, PageSize: c.API.PageSize,
		RequestsPerSecond: c.API.RequestsPerSecond, Retries: c.API.Retries, Now: p.Now, Sleep: p.Sleep,
		UserAgent: fmt.Sprintf("aicore-reaper/%s (%s/%s)", p.Version, runtime.GOOS, runtime.GOARCH),
		OnRequest: func(r aiapi.Request) {
			p.Metrics.ObserveRequest(r)
			p.Log.Debug("request", zap.String("method", r.Method), zap.String("endpoint", r.Endpoint),
				zap.String("resourceGroup", r.Group), zap.Int("code", r.Code), zap.Duration("took", r.Duration), zap.Error(r.Err))
		},
		OnRetry: func(endpoint, reason string) {
			p.Metrics.ObserveRetry(endpoint, reason)
			if endpoint == aiapi.TokenEndpoint && p.tokenTried.CompareAndSwap(false, true) {
				p.Log.Warn("the token host, AICORE_AUTH_URL, gives no token; trying again", zap.String("reason", reason))
			}
			p.Log.Debug("trying again", zap.String("endpoint", endpoint), zap.String("reason", reason))
		},
	}
}

// Prepare opens the audit log and the archive for a request that writes to them.
// Sweep calls it before it sends anything. Calling it earlier shows earlier that
// a place is not writable. The error says what to do.
func (t *Tenant) Prepare(q Request) error {
	if t.modeOf(q) != report.Enforce {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var failures []error
	if t.audit == nil && t.config.AuditFile != "" {
		log, err := t.process.auditLog(t.config.AuditFile)
		t.audit = log
		failures = append(failures, err)
	}
	if t.archive == nil && t.config.Archive != "" {
		place, err := archive.Open(t.config.Archive, t.client, t.process.Now)
		t.archive = place
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// modeOf returns the mode of a request: its own, else that of the config.
func (t *Tenant) modeOf(q Request) report.Mode {
	switch {
	case q.Mode != "":
		return q.Mode
	case t.config.Enforce:
		return report.Enforce
	}
	return report.DryRun
}

// Reopen opens the audit log again, after a rotation has moved its file away. A
// running sweep then writes to the new file.
func (t *Tenant) Reopen() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.audit == nil {
		return nil
	}
	return t.audit.Reopen()
}

// CheckToken gets a token, unless the current one is still valid for a while. The
// error says why the credentials give no token.
func (t *Tenant) CheckToken(ctx context.Context) error {
	defer t.noteExpiry()
	return t.client.CheckToken(ctx)
}

// noteExpiry sets the metric for the expiry of the client certificate.
func (t *Tenant) noteExpiry() {
	if expiry, ok := t.client.CertificateExpiry(); ok {
		t.process.Metrics.SetCredentialExpiry(expiry)
	}
}

// Close closes what only this tenant uses. No sweep may be running.
func (t *Tenant) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.client.Close()
}
