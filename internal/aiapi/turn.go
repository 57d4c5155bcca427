package aiapi

import "context"

// turn is a lock that a caller who is told to end does not wait for.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// take waits for the turn. The error is that of ctx, which ended first.
func (t turn) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// give ends the turn.
func (t turn) give() { <-t }
