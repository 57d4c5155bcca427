package reaper

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// maxRefusals is how many whole requests in a row, nothing accepted between them,
// a group may refuse before it is given up: an item at fault stands alone after
// seven, so by then it is not the items.
const maxRefusals = 28

// isolate narrows a batch that was refused whole down to the items at fault. It
// sends halves; where the first half is taken, a fault is in the second. Nothing
// is blamed that was not sent alone. Executables are kept together, as one that
// does not take bulk changes can be why.
func (a *actor) isolate(ctx context.Context, suspects []change, refusal error, r *replies) {
	ordered := slices.Clone(suspects)
	slices.SortStableFunc(ordered, func(x, y change) int { return cmp.Compare(a.kind(x).executable, a.kind(y).executable) })
	before := len(r.refusedAlone())
	most := a.narrow(ctx, ordered, refusal, r)
	if len(r.refusedAlone()) == before && most > 0 && most < len(suspects) {
		a.Learned.takesAtMost(a.plan.group.ID, most) // nobody was at fault: it was the number
	}
}

// narrow sends what is left of a refused batch in smaller parts, and returns the
// size of the largest that was taken.
func (a *actor) narrow(ctx context.Context, suspects []change, refusal error, r *replies) (most int) {
	if !a.mayTryAgain(ctx, suspects, refusal, r) {
		return 0
	}
	if len(suspects) == 1 {
		return a.accuse(ctx, suspects[0], refusal, r)
	}
	if rest, tried := a.probe(ctx, suspects, refusal, r); tried {
		return a.narrow(ctx, rest, refusal, r)
	}
	first, second := suspects[:len(suspects)/2], suspects[len(suspects)/2:]
	most = a.sendPart(ctx, first, r)
	if most == len(first) { // so the fault is in the other half
		return max(most, a.narrow(ctx, second, refusal, r))
	}
	return max(most, a.sendPart(ctx, second, r))
}

// sendPart sends a part of a refused batch, and returns how many at most were
// taken by one request.
func (a *actor) sendPart(ctx context.Context, part []change, r *replies) int {
	singly, inBulk := a.split(part)
	a.sendSingly(ctx, singly, nil, r)
	if len(inBulk) == 0 {
		return 0
	}
	if err := a.halted(ctx); err != nil {
		a.unsent(inBulk, err, r)
		return 0
	}
	items, err := a.modify(ctx, inBulk)
	if aiapi.Status(err) == http.StatusBadRequest {
		return a.narrow(ctx, inBulk, err, r)
	}
	a.settleBulk(ctx, inBulk, items, err, r)
	return len(part)
}

// accuse sends the last suspect alone.
func (a *actor) accuse(ctx context.Context, c change, refusal error, r *replies) int {
	if a.Bulk == BulkAuto && !c.unsure {
		a.sendAlone(ctx, c, refusal, r)
		return 1
	}
	alone := []change{c}
	items, err := a.modify(ctx, alone)
	if aiapi.Status(err) == http.StatusBadRequest {
		a.settle(alone[0], err, r)
		return 0
	}
	a.settleBulk(ctx, alone, items, err, r)
	return 1
}

// probe tries one single call where all suspects are of one executable that the
// bulk call has never taken: if it takes it, the executable is at fault, and the
// rest goes singly, too.
func (a *actor) probe(ctx context.Context, suspects []change, refusal error, r *replies) (rest []change, tried bool) {
	first := a.kind(suspects[0])
	if a.Bulk != BulkAuto || a.Learned.bulkKnown(first) || suspects[0].unsure {
		return nil, false
	}
	for _, c := range suspects {
		if a.kind(c).of() != first.of() {
			return nil, false
		}
	}
	if a.sendAlone(ctx, suspects[0], refusal, r) {
		a.sendSingly(ctx, suspects[1:], nil, r)
		return nil, true
	}
	return suspects[1:], true
}

// mayTryAgain reports whether more may be sent after a refusal, and gives the
// group up where there have been too many.
func (a *actor) mayTryAgain(ctx context.Context, left []change, refusal error, r *replies) bool {
	if len(left) == 0 {
		return false
	}
	if a.gate.inRow() >= maxRefusals {
		a.gate.giveUp(fmt.Errorf("the API refused %d bulk requests in a row, whatever was in them; the resource group is left alone: %w", maxRefusals, refusal))
	}
	if err := a.halted(ctx); err != nil {
		a.unsent(left, err, r)
		return false
	}
	return true
}

// refusedAlone are the changes that were refused for themselves.
func (r *replies) refusedAlone() (refused []ending) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.ended {
		if e.done.Outcome == report.Refused {
			refused = append(refused, e)
		}
	}
	return refused
}
