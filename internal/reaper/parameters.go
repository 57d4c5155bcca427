package reaper

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxParameters bounds how many configurations are remembered; beyond it, those
// that are not remembered count as unmapped.
const maxParameters = 10_000

// Parameters remembers the parameters of configurations, which never change, so
// that each is asked for once in the life of a process. The zero value is ready.
type Parameters struct {
	mu   sync.Mutex
	seen map[string]map[string]string // by resource group and configuration; nil value: could not be had
}

// holder returns what executions of a listing hold, having looked up those
// configurations whose resource plan stands in a parameter.
func (s *sweep) holder(ctx context.Context, group string, executions []workload.Execution, decisions []policy.Decision) holder {
	if s.Costs == nil {
		return func(*workload.Execution) (string, cost.Holding) { return cost.Unmapped, cost.Holding{} }
	}
	for i := range executions {
		e := &executions[i]
		if s.API != nil && (e.Status == workload.Running || decisions[i].Action != policy.None) && s.Costs.NeedsParameters(e) {
			s.Parameters.fetch(ctx, s.API, group, e.ConfigurationID)
		}
	}
	return func(e *workload.Execution) (string, cost.Holding) {
		return s.Costs.Of(e, func(configuration string) map[string]string { return s.Parameters.of(group, configuration) })
	}
}

// fetch looks a configuration up once. One that cannot be had is asked for again
// by the next sweep, not by this one; it only leaves executions unmapped.
func (p *Parameters) fetch(ctx context.Context, api *aiapi.Client, group, configuration string) {
	key := group + "/" + configuration
	p.mu.Lock()
	_, known := p.seen[key]
	full := len(p.seen) >= maxParameters
	p.mu.Unlock()
	if known || full || ctx.Err() != nil {
		return
	}
	values := parameterValues(ctx, api, group, configuration)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = make(map[string]map[string]string)
	}
	p.seen[key] = values
}

func parameterValues(ctx context.Context, api *aiapi.Client, group, configuration string) map[string]string {
	raw, err := api.Configuration(ctx, group, configuration)
	if err != nil {
		return nil
	}
	return bindings(raw)
}

// bindings reads the parameters of a configuration, nil where it is none. One
// whose value is no text names no resource plan, and is no reason to lose the rest.
func bindings(raw json.RawMessage) map[string]string {
	var c struct {
		ParameterBindings []struct {
			Key   string
			Value json.RawMessage
		}
	}
	if json.Unmarshal(raw, &c) != nil {
		return nil
	}
	values := make(map[string]string, len(c.ParameterBindings))
	for _, b := range c.ParameterBindings {
		var text string
		if json.Unmarshal(b.Value, &text) == nil {
			values[b.Key] = text
		}
	}
	return values
}

func (p *Parameters) of(group, configuration string) map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[group+"/"+configuration]
}

// forget drops what could not be had, so that it is asked for again.
func (p *Parameters) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, values := range p.seen {
		if values == nil {
			delete(p.seen, key)
		}
	}
}
