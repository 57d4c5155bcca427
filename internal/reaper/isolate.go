package reaper

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// maxRefusals is how many whole requests in a row, nothing accepted between them,
// a group may refuse before it is given up: an item at fault stands alone after
// seven, so by then it is not the items.
const maxRefusals = 28

// isolate narrows a batch that was refused whole down to the items at fault. It
// sends halves. Nothing is blamed that was not sent alone. Executables are kept
// together, as one that does not take bulk changes can be why.
func (a *actor) isolate(ctx context.Context, suspects []change, refusal error, r *replies) {
	ordered := slices.Clone(suspects)
	slices.SortStableFunc(ordered, func(x, y change) int {
		p, q := a.kind(x).executable, a.kind(y).executable
		return cmp.Or(cmp.Compare(p.scenario, q.scenario), cmp.Compare(p.id, q.id))
	})
	found := a.narrow(ctx, ordered, refusal, r)
	if !found.accused && found.most > 0 && found.most < len(suspects) {
		a.Learned.takesAtMost(a.plan.group.ID, found.most) // no item was at fault: it was their number
	}
}

// narrowed is what narrowing found.
type narrowed struct {
	most    int  // items of the largest bulk request that was taken
	accused bool // an item had to be sent alone
}

func (n narrowed) and(o narrowed) narrowed {
	return narrowed{max(n.most, o.most), n.accused || o.accused}
}

// narrow sends what is left of a refused batch in smaller parts.
func (a *actor) narrow(ctx context.Context, suspects []change, refusal error, r *replies) narrowed {
	if !a.mayTryAgain(ctx, suspects, refusal, r) {
		return narrowed{accused: true}
	}
	if len(suspects) == 1 {
		return a.accuse(ctx, suspects[0], refusal, r)
	}
	if rest, tried := a.probe(ctx, suspects, refusal, r); tried {
		return narrowed{accused: true}.and(a.narrow(ctx, rest, refusal, r))
	}
	first, second := suspects[:len(suspects)/2], suspects[len(suspects)/2:]
	found, taken := a.sendPart(ctx, first, r)
	if taken && len(suspects) <= a.Learned.largest(a.plan.group.ID) {
		return found.and(a.narrow(ctx, second, refusal, r)) // as many were taken before, so the fault is in this half
	}
	other, _ := a.sendPart(ctx, second, r)
	return found.and(other)
}

// sendPart sends a part of a refused batch; taken says that one bulk request took
// all of it.
func (a *actor) sendPart(ctx context.Context, part []change, r *replies) (found narrowed, taken bool) {
	singly, inBulk := a.split(part)
	a.sendSingly(ctx, singly, nil, r)
	found.accused = len(singly) > 0
	if len(inBulk) == 0 {
		return found, false
	}
	if err := a.halted(ctx); err != nil {
		a.unsent(inBulk, err, r)
		return narrowed{accused: true}, false
	}
	items, err := a.modify(ctx, inBulk)
	if aiapi.Status(err) == http.StatusBadRequest {
		return found.and(a.narrow(ctx, inBulk, err, r)), false
	}
	a.settleBulk(ctx, inBulk, items, err, r)
	return found.and(narrowed{most: len(inBulk)}), len(singly) == 0
}

// accuse sends the last suspect alone.
func (a *actor) accuse(ctx context.Context, c change, refusal error, r *replies) narrowed {
	alone := []change{c}
	if a.Bulk == BulkAuto && !c.unsure {
		a.sendAlone(ctx, c, refusal, r)
		return narrowed{accused: true}
	}
	items, err := a.modify(ctx, alone)
	if aiapi.Status(err) == http.StatusBadRequest {
		a.settle(alone[0], err, r)
	} else {
		a.settleBulk(ctx, alone, items, err, r)
	}
	return narrowed{accused: true}
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
