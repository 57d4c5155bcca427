package aiapi

import "context"

// turn is a lock. Waiting for it ends when the caller's context ends.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// take waits for the lock. The error is that of ctx, if ctx ends first.
func (t turn) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// give releases the lock.
func (t turn) give() { <-t }
