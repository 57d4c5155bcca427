package reaper

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Recording is the complete listing of one resource group at a time.
type Recording struct {
	Group      workload.ResourceGroup
	ListedAt   time.Time
	Executions []workload.Execution
}

// Record lists resource groups, whole and with all details, one after the other,
// and hands each on. The first that cannot be listed, or handed on, ends it: half
// a recording would be taken for a whole one.
func (s *Options) Record(ctx context.Context, groups []workload.ResourceGroup, each func(Recording) error) error {
	for _, g := range groups {
		if g.Status != provisioned {
			continue
		}
		listing, err := s.API.ListExecutions(ctx, g.ID, aiapi.ListOptions{Details: true})
		if err != nil {
			return fmt.Errorf("the recording is not whole: %w", err)
		}
		if err := each(Recording{Group: g, ListedAt: s.Now(), Executions: listing.Executions}); err != nil {
			return err
		}
	}
	return nil
}

// runRecorded plans on recordings in place of the API.
func (s *sweep) runRecorded(ctx context.Context) error {
	for _, r := range s.Recorded {
		if s.Groups.has(r.Group) {
			v := &survey{group: r.Group}
			s.decide(ctx, v, r.Executions)
			s.surveys = append(s.surveys, v)
		}
	}
	return s.guard()
}

// skew is the API's clock less this machine's; there is none in recordings.
func (s *sweep) skew() (time.Duration, bool) {
	if s.API == nil {
		return 0, false
	}
	return s.API.Skew()
}
