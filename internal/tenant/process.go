// Package tenant puts together what a sweep works with: from a config it makes the
// client of the API with its credentials, the metrics, the audit log and the
// archive. The commands and the daemon all work through it; nothing is wired
// together anywhere else.
//
// A [Process] is what lives as long as the program does, also when a config is
// read anew. A [Tenant] is what one config connects to.
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

// Process is what the tenants of one process share. All exported fields are
// required.
type Process struct {
	Metrics *metrics.Metrics
	Log     *zap.Logger
	Version string // for the header User-Agent
	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration) error
	Entropy io.Reader // for the ids of sweeps

	tokenTried atomic.Bool // that the token host is tried again has been said

	mu        sync.Mutex
	knowledge map[place]*knowledge
	audits    map[string]*audit.Log // by path
}

// place says whose API it is: the same place after a reload is the same tenant.
type place struct{ token, api string }

// knowledge is what a process has learned of a tenant, and what never changes there.
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

// auditLog returns the audit log at a path, which it opens the first time. It stays
// open until Close, so that outcomes that wait for room on the disk outlive a reload.
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

// Close closes the audit logs. The error says how many outcomes are not in them.
func (p *Process) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var failures []error
	for path, log := range p.audits {
		failures = append(failures, log.Close())
		delete(p.audits, path)
	}
	return errors.Join(failures...)
}
