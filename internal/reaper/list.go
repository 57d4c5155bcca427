package reaper

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// list makes a complete listing of a resource group. A listing whose own Date
// says that the clocks do not agree is an error: ages cannot be trusted by it.
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

// skewed is the error of clocks that do not agree.
func skewed(skew, limit time.Duration) error {
	return fmt.Errorf("%w: this machine's clock and the API's differ by %v, more than limits.maxClockSkew (%v): set this machine's clock, as ages cannot be trusted until then", report.ErrRefused, skew.Round(time.Millisecond), limit)
}

// worthAnotherTry reports whether a group that could not be listed may well be
// listed a little later.
func worthAnotherTry(err error) bool {
	return isIncomplete(err) || aiapi.IsUnavailable(err)
}

// unlisted is why a resource group is not listed at all, "" where it is. failed
// says whether that is an error.
func unlisted(g workload.ResourceGroup) (why string, failed bool) {
	switch {
	case !workload.ValidGroupID(g.ID):
		return fmt.Sprintf("the resource group %q cannot be named in a request: its id has blanks at its ends or characters that no header carries; nothing was sent for it", g.ID), true
	case g.Status != workload.Provisioned:
		return fmt.Sprintf("the resource group is %s, not %s", g.Status, workload.Provisioned), false
	}
	return "", false
}
