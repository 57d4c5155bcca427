package tenant

import (
	"context"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// API returns the client of the tenant's API.
func (t *Tenant) API() *aiapi.Client { return t.client }

// Authenticate gets a token. The errors are those of [aiapi.Client.Authenticate].
func (t *Tenant) Authenticate(ctx context.Context) error {
	defer t.noteExpiry()
	return t.client.Authenticate(ctx)
}

// Groups returns the resource groups of this tenant that a config selects.
func (t *Tenant) Groups(ctx context.Context, c *config.Config) ([]workload.ResourceGroup, error) {
	o := optionsOf(c, t.process)
	o.API, o.Groups.Default = t.client, t.group
	groups, _, err := o.ChooseGroups(ctx)
	return groups, err
}

// Record lists resource groups, whole and with all details, and hands each on, with
// the facts that are wanted. The first that cannot be listed, or handed on, ends it.
func (t *Tenant) Record(ctx context.Context, groups []workload.ResourceGroup, facts reaper.Wanted, each func(reaper.Recording) error) error {
	o, err := t.options(Request{})
	if err != nil {
		return err
	}
	return o.Record(ctx, groups, facts, each)
}

// PlanRecorded plans by a config on recordings, for the given time, without a
// network.
func (p *Process) PlanRecorded(ctx context.Context, c *config.Config, recorded []reaper.Recording, at time.Time, q Request) (*report.Report, error) {
	set, err := selected(c, q.Policies)
	if err != nil {
		return nil, err
	}
	o := optionsOf(c, p)
	o.Mode, o.Policies, o.Recorded, o.All = report.DryRun, set, recorded, q.All
	o.Now = func() time.Time { return at }
	return p.reap(ctx, o), nil
}
