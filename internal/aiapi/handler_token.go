package aiapi

import (
	"context"
	"net/http"
)

// renew gets a token before the call waits for the limiter. If the API rejects
// the token, it sends the call once more with a new one.
func (c *Client) renew(next handler) handler {
	return func(ctx context.Context, k *call) (*Error, error) {
		if _, err := c.tokens.get(ctx); err != nil {
			return nil, err
		}
		e, err := next(ctx, k)
		if e == nil || e.Status != http.StatusUnauthorized || k.renewed {
			return e, err
		}
		k.renewed = true
		c.tokens.rejected(k.token)
		if _, err := c.tokens.get(ctx); err != nil {
			return nil, err
		}
		return next(ctx, k)
	}
}

// authorize sets the token of a call just before the call is sent. A token that
// was valid before the wait for the limiter may have expired meanwhile.
func (c *Client) authorize(next handler) handler {
	return func(ctx context.Context, k *call) (*Error, error) {
		t, err := c.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		k.token, k.secrets = t.text, t.secrets
		return next(ctx, k)
	}
}
