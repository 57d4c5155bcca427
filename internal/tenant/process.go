// Package tenant builds everything that a sweep needs from a config: the client
// of the API with its credentials, the metrics, the audit log and the archive.
// All commands and the daemon use it. Nothing is wired together anywhere else.
//
// A [Process] lives as long as the program, also when the config is reloaded. A
// [Tenant] belongs to one config.
package tenant

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// Process holds what the tenants of one process share. All exported fields are
// required.
type Process struct {
	Metrics *metrics.Metrics
	Log     *zap.Logger
	Version string // for the header User-Agent
	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration) error
	Entropy io.Reader // for the ids of sweeps

	tokenTried atomic.Bool // retrying the token host has been logged

	messages sync.WaitGroup // that are being sent

	mu        sync.Mutex
	knowledge map[place]*knowledge
	audits    map[string]*audit.Log // by path
}

// place identifies a tenant by its addresses. The same place after a reload is
// the same tenant.
type place struct{ token, api string }

// knowledge is what a process has learned about a tenant, kept across reloads.
type knowledge struct {
	learned    reaper.Learned
	parameters reaper.Parameters
	types      reaper.InstanceTypes
}

func (p *Process) knowledgeOf(c *credentials.Credentials) *knowledge {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.knowledge == nil {
		p.knowledge = make(map[place]*knowledge)
	}
	at := place{c.AuthURL, c.BaseURL}
	if p.knowledge[at] == nil {
		p.knowledge[at] = new(knowledge)
	}
	return p.knowledge[at]
}

// auditLog returns the audit log at a path. It opens the log the first time and
// keeps it open until Close, so that unwritten outcomes survive a reload.
func (p *Process) auditLog(path string) (*audit.Log, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if log := p.audits[path]; log != nil {
		return log, nil
	}
	log, err := audit.Open(path)
	if err != nil {
		return nil, err
	}
	if p.audits == nil {
		p.audits = make(map[string]*audit.Log)
	}
	p.audits[path] = log
	return log, nil
}

// Close waits for messages that are being sent, ten seconds at most, and closes the
// audit logs. The error says how many outcomes are missing from them.
func (p *Process) Close() error {
	p.messages.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	var failures []error
	for path, log := range p.audits {
		failures = append(failures, log.Close())
		delete(p.audits, path)
	}
	return errors.Join(failures...)
}
