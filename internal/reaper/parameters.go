package reaper

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// maxParameters limits how many configurations are remembered. When it is
// reached, a new one replaces any other.
const maxParameters = 10_000

// Parameters remembers the parameters of configurations. They never change, so a
// process asks for each configuration once. The zero value is ready to use.
// Parameters is safe for concurrent use.
type Parameters struct {
	mu   sync.Mutex
	seen map[configuration]map[string]string
}

// configuration names a configuration in its resource group.
type configuration struct{ group, id string }

// Set stores the parameters of a configuration.
func (p *Parameters) Set(group, id string, values map[string]string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = make(map[configuration]map[string]string)
	}
	for other := range p.seen {
		if len(p.seen) < maxParameters {
			break
		}
		delete(p.seen, other)
	}
	p.seen[configuration{group, id}] = values
}

// Of returns the parameters of a configuration. known is false if they have not
// been fetched.
func (p *Parameters) Of(group, id string) (values map[string]string, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	values, known = p.seen[configuration{group, id}]
	return values, known
}

// fetch gets the parameters of a configuration from the API.
func (p *Parameters) fetch(ctx context.Context, api *aiapi.Client, group, id string) error {
	raw, err := api.Configuration(ctx, group, id)
	if err != nil {
		return err
	}
	p.Set(group, id, bindings(raw))
	return nil
}

// bindings returns the parameters of a configuration, nil if it has none. It
// ignores a parameter whose value is not a string, because that cannot name a
// resource plan.
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
