package reaper

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

// maxRefusals is how many 400s in a row, nothing accepted between them, a group
// may answer before it is given up: an item at fault stands alone after seven,
// so by then it is not the items.
const maxRefusals = 28

// isolate narrows a batch that was refused whole down to the item at fault: it
// sends half of what is suspected; where that is taken, the fault is in the
// other half, and where not, in this one. What was under no suspicion goes out
// together at the end. For n items that is ⌈log₂ n⌉ requests to find the item
// and one for the rest.
func (a *actor) isolate(ctx context.Context, suspects []*task, refusal error) {
	var rest []*task
	for len(suspects) > 1 {
		if !a.mayTryAgain(ctx, slices.Concat(suspects, rest), refusal) {
			return
		}
		half := suspects[:len(suspects)/2]
		items, err := a.modify(ctx, half)
		if status(err) == http.StatusBadRequest {
			rest, suspects, refusal = append(rest, suspects[len(half):]...), half, err
			continue
		}
		a.settleBulk(ctx, half, items, err)
		suspects = suspects[len(half):]
	}
	a.settle(suspects[0], refusal)
	if len(rest) > 0 && a.mayTryAgain(ctx, rest, refusal) {
		a.sendBulk(ctx, rest)
	}
}

// mayTryAgain tells whether more may be sent after a refusal, and gives the
// group up where there have been too many.
func (a *actor) mayTryAgain(ctx context.Context, left []*task, refusal error) bool {
	a.mu.Lock()
	tooMany := a.refusals >= maxRefusals
	a.mu.Unlock()
	if tooMany {
		a.abandon(fmt.Errorf("the API refused %d bulk requests in a row, whatever was in them; the resource group is left alone: %w", maxRefusals, refusal))
	}
	if err := a.stop(ctx); err != nil {
		a.unsent(left, err)
		return false
	}
	return true
}
