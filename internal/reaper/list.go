package reaper

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// list makes a complete listing of a resource group. It returns an error if the
// Date of an answer shows that the clocks disagree, because ages would then be
// wrong.
func (s *sweep) list(ctx context.Context, group string) (aiapi.Listing, error) {
	listing, err := s.API.Executions.List(ctx, group, aiapi.ListOptions{Details: s.Details || s.Archive != nil})
	if ctx.Err() != nil {
		return aiapi.Listing{}, report.ErrInterrupted
	}
	if err != nil {
		return aiapi.Listing{}, err
	}
	if listing.Dated && listing.Skew.Abs() > s.Limits.MaxClockSkew {
		listing.Release()
		return aiapi.Listing{}, fmt.Errorf("resource group %s: %w", group, skewed(listing.Skew, s.Limits.MaxClockSkew))
	}
	return listing, nil
}

// skewed returns the error for clocks that disagree.
func skewed(skew, limit time.Duration) error {
	return fmt.Errorf("%w: this machine's clock and the API's differ by %v, more than limits.maxClockSkew (%v): set this machine's clock, as ages cannot be trusted until then", report.ErrRefused, skew.Round(time.Millisecond), limit)
}

// worthAnotherTry reports whether listing the group may succeed a little later.
func worthAnotherTry(err error) bool {
	return isIncomplete(err) || aiapi.IsUnavailable(err)
}

// unlisted returns why a resource group is not listed, "" if it is. failed says
// whether that is an error.
func unlisted(g workload.ResourceGroup) (why string, failed bool) {
	switch {
	case !workload.ValidGroupID(g.ID):
		return fmt.Sprintf("the resource group %q cannot be named in a request: its id has blanks at its ends or characters that no header carries; nothing was sent for it", g.ID), true
	case g.Status != workload.Provisioned:
		return fmt.Sprintf("the resource group is %s, not %s", g.Status, workload.Provisioned), false
	}
	return "", false
}
