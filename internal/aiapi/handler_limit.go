package aiapi

import (
	"context"
	"net/http"
)

// limit waits until the limiter lets the call go, and tells the limiter about the
// answer.
func (c *Client) limit(next handler) handler {
	return func(ctx context.Context, k *call) (*Error, error) {
		if err := c.limiter.wait(ctx); err != nil {
			return nil, err
		}
		e, err := next(ctx, k)
		switch {
		case err != nil, e != nil && e.Status == 0:
		case e != nil && e.Status == http.StatusTooManyRequests:
			c.limiter.throttled(e.RetryAfter)
		default:
			c.limiter.answered()
		}
		return e, err
	}
}
