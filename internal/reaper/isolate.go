package reaper

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// maxRefusals is how many requests a group may refuse as a whole, from the first on,
// before the sweep gives it up. Halving finds a bad item after seven requests, so after
// 28 refusals the items are not the cause.
const maxRefusals = 28

// isolate finds the bad items of a batch that was refused as a whole, by sending
// halves. An item counts as bad only if it was refused alone. Items of one
// executable stay together, because an executable without bulk changes can be the
// cause.
func (a *actor) isolate(ctx context.Context, suspects []change, refusal error, r *replies) {
	ordered := slices.Clone(suspects)
	slices.SortStableFunc(ordered, func(x, y change) int {
		p, q := a.kind(x).executable, a.kind(y).executable
		return cmp.Or(cmp.Compare(p.scenario, q.scenario), cmp.Compare(p.id, q.id))
	})
	found := a.narrow(ctx, ordered, refusal, r)
	if !found.accused && found.most > 0 && found.most < len(suspects) {
		a.Learned.takesAtMost(a.plan.group.ID, found.most) // no item was bad: there were too many
	}
}

// narrowed is the result of narrowing.
type narrowed struct {
	most    int  // items in the largest accepted bulk request
	accused bool // an item had to be sent alone
}

func (n narrowed) and(o narrowed) narrowed {
	return narrowed{max(n.most, o.most), n.accused || o.accused}
}

// narrow sends the rest of a refused batch in smaller parts.
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
	found, refused := a.sendPart(ctx, first, r)
	if refused == nil && found.most == len(first) && len(suspects) <= a.Learned.largest(a.plan.group.ID) {
		return found.and(a.narrow(ctx, second, refusal, r)) // a request of this size was accepted before, so the bad item is in this half
	}
	// The other half goes before this one is narrowed: good items need not wait for
	// the bad ones to be found.
	other, otherRefused := a.sendPart(ctx, second, r)
	found = found.and(other)
	for _, part := range []*part{refused, otherRefused} {
		if part != nil {
			found = found.and(a.narrow(ctx, part.suspects, part.refusal, r))
		}
	}
	return found
}

// part is a part of a batch that was refused as a whole, too.
type part struct {
	suspects []change
	refusal  error
}

// sendPart sends a part of a refused batch. It returns what was refused again as a
// whole, nil if nothing was.
func (a *actor) sendPart(ctx context.Context, changes []change, r *replies) (found narrowed, refused *part) {
	singly, inBulk := a.split(changes)
	a.sendSingly(ctx, singly, nil, r)
	found.accused = len(singly) > 0
	if len(inBulk) == 0 {
		return found, nil
	}
	if err := a.halted(ctx); err != nil {
		a.unsent(inBulk, err, r)
		return narrowed{accused: true}, nil
	}
	items, err := a.modify(ctx, inBulk)
	if refusedWhole(err) {
		return found, &part{inBulk, err}
	}
	a.takeBulkAnswer(ctx, inBulk, items, err, r)
	return found.and(narrowed{most: len(inBulk)}), nil
}

// accuse sends a single remaining suspect alone.
func (a *actor) accuse(ctx context.Context, c change, refusal error, r *replies) narrowed {
	alone := []change{c}
	if a.Bulk == BulkAuto && !c.unsure {
		a.sendAlone(ctx, c, refusal, r)
		return narrowed{accused: true}
	}
	items, err := a.modify(ctx, alone)
	if refusedWhole(err) {
		a.takeAnswer(alone[0], err, r)
	} else {
		a.takeBulkAnswer(ctx, alone, items, err, r)
	}
	return narrowed{accused: true}
}

// probe finds out whether the executable is the cause, if all suspects have the same
// one and the bulk call has never accepted it. It sends the first and the last
// suspect alone in bulk. If both are refused, it tries one single call; if that
// succeeds, the executable is the cause, and the others are sent by single calls too.
func (a *actor) probe(ctx context.Context, suspects []change, refusal error, r *replies) (rest []change, tried bool) {
	first, last := suspects[0], suspects[len(suspects)-1]
	if a.Bulk != BulkAuto || first.unsure || last.unsure || !a.sameUnknown(suspects) {
		return nil, false
	}
	if a.takenAlone(ctx, first, r) {
		return suspects[1:], true
	}
	if a.takenAlone(ctx, last, r) {
		a.sendAlone(ctx, first, refusal, r)
		return suspects[1 : len(suspects)-1], true
	}
	if a.sendAlone(ctx, first, refusal, r) {
		a.sendSingly(ctx, suspects[1:], nil, r)
		return nil, true
	}
	return suspects[1:], true
}

// sameUnknown reports whether all suspects have one executable, of which nobody knows
// yet whether the bulk call accepts it.
func (a *actor) sameUnknown(suspects []change) bool {
	first := a.kind(suspects[0])
	return !a.Learned.bulkKnown(first) && !slices.ContainsFunc(suspects, func(c change) bool { return a.kind(c).of() != first.of() })
}

// takenAlone sends one change alone in bulk, and reports whether it was not refused
// as a whole. Its answer is then taken.
func (a *actor) takenAlone(ctx context.Context, c change, r *replies) bool {
	alone := []change{c}
	items, err := a.modify(ctx, alone)
	if refusedWhole(err) {
		return false
	}
	a.takeBulkAnswer(ctx, alone, items, err, r)
	return true
}

// mayTryAgain reports whether more may be sent after a refusal. It gives up the
// group after too many refusals.
func (a *actor) mayTryAgain(ctx context.Context, left []change, refusal error, r *replies) bool {
	if len(left) == 0 {
		return false
	}
	if a.gate.refusesAll() {
		a.gate.giveUp(fmt.Errorf("the API refused %d bulk requests in a row, whatever was in them; the resource group is left alone: %w", maxRefusals, refusal))
	}
	if err := a.halted(ctx); err != nil {
		a.unsent(left, err, r)
		return false
	}
	return true
}
