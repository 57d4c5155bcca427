package aiapi

import (
	"context"
	"net/http"
)

// renew sees to it that there is a token before a call waits for its turn, and
// sends the call once more, with another token, where the API turns it away.
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

// authorize gives a call its token when its turn has come: one that was good
// before the wait can have ended meanwhile.
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
