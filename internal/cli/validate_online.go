package cli

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

// validateOnline checks the way to the API step by step and prints the result of
// each step. It changes nothing in the tenant.
func (a *app) validateOnline(ctx context.Context, c *config.Config) error {
	t, err := a.open(c, false)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.Authenticate(ctx); err != nil {
		return usage(err)
	}
	p := a.printer()
	if err := sayWho(ctx, p, t); err != nil {
		return errors.Join(p.Flush(), err)
	}
	unmapped := unmapped{costs: &c.Costs}
	r, _ := a.sweep(ctx, t, tenant.Request{Mode: report.DryRun, Unread: true, OnDecide: unmapped.count}) // nothing is published
	if r.Cause != nil && len(r.Groups) == 0 {
		return errors.Join(p.Flush(), verdict(r))
	}
	p.Printf("resource groups to sweep: %d\n", len(r.Groups))
	p.Matches(r)
	unmapped.say(p)
	written := sayPlaces(p, t.TryPlaces(ctx))
	if err := p.Flush(); err != nil {
		return failed(err)
	}
	if !written {
		return failed(errSilent)
	}
	return verdict(r)
}

// sayWho prints whose credentials are used, and what the API announces.
func sayWho(ctx context.Context, p *render.Printer, t *session) error {
	p.Printf("credentials: from %s\n", t.API().Used().Origin)
	if expiry, ok := t.API().CertificateExpiry(); ok {
		p.Printf("client certificate: until %s\n", expiry.UTC().Format("2006-01-02 15:04 MST"))
	}
	p.Printf("token: got one\n")
	meta, err := t.API().Meta(ctx)
	if err != nil {
		return failed(err)
	}
	p.Printf("API: runtime %s, version %s\n", cmp.Or(meta.Runtime, "not said"), cmp.Or(meta.APIVersion, "not said"))
	p.Printf("bulk changes: %s\n", announced(meta))
	return nil
}

// announced returns what the API says about its bulk call.
func announced(meta aiapi.Meta) string {
	const perTemplate = "each workflow template must allow them with bulkUpdates: {executions: true}, and what they do not take goes one by one"
	switch {
	case meta.BulkExecutions == nil:
		return "not announced, so they are tried; " + perTemplate
	case *meta.BulkExecutions:
		return "announced; " + perTemplate
	}
	return "ruled out by the API, so changes go one by one"
}

// sayPlaces prints which places are writable or can be reached, and reports whether
// all are.
func sayPlaces(p *render.Printer, places []tenant.Place) (all bool) {
	all = true
	for _, place := range places {
		done, name := "written", strings.TrimSpace(place.Key+" "+place.Where)
		if place.Told {
			done = "reached"
		}
		if place.Err != nil {
			all = false
			p.Printf("%s: %s: %v\n", name, p.Red("cannot be "+done), place.Err)
			continue
		}
		p.Printf("%s: can be %s\n", name, done)
	}
	return all
}

// mostUnmapped is how many scenarios without a resource plan are shown.
const mostUnmapped = 10

// unmapped counts the executions for which costs have no rule.
type unmapped struct {
	costs *cost.Model
	mu    sync.Mutex
	by    map[string]int // by scenario
}

func (u *unmapped) count(in policy.Input) {
	if len(u.costs.Rules) == 0 {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.by == nil {
		u.by = make(map[string]int)
	}
	for i := range in.Executions {
		if e := &in.Executions[i]; !u.costs.Mapped(e) {
			u.by[e.ScenarioID]++
		}
	}
}

// say prints the scenarios with the most such executions.
func (u *unmapped) say(p *render.Printer) {
	if len(u.costs.Rules) == 0 {
		p.Printf("costs: not configured, so that reports count nodes alone\n")
		return
	}
	scenarios := slices.SortedFunc(maps.Keys(u.by), func(x, y string) int {
		return cmp.Or(cmp.Compare(u.by[y], u.by[x]), cmp.Compare(x, y))
	})
	p.Printf("scenarios without a resource plan: %d\n", len(scenarios))
	for _, scenario := range scenarios[:min(mostUnmapped, len(scenarios))] {
		p.Printf("  %s: %s\n", cmp.Or(scenario, "(no scenario)"), render.Plural(u.by[scenario], "execution"))
	}
	if more := len(scenarios) - mostUnmapped; more > 0 {
		p.Printf("  … and %s more\n", render.Thousands(more))
	}
}
