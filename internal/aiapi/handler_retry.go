package aiapi

import "context"

// retry tries a call until it succeeds, cannot succeed, or has been tried often
// enough.
func (c *Client) retry(next handler) func(context.Context, *call) error {
	return func(ctx context.Context, k *call) error {
		for try := 0; ; try++ {
			e, err := next(ctx, k)
			if e == nil {
				return k.givenUp(err)
			}
			k.maybeApplied = k.maybeApplied || k.change && mayHaveApplied(e)
			reason, again := decide(e, c.options.Retries-try)
			if !again {
				e.MaybeApplied = k.maybeApplied
				return e
			}
			if c.options.OnRetry != nil {
				c.options.OnRetry(k.endpoint, reason)
			}
			if err := c.sleep(ctx, c.backoff(try+1, e.RetryAfter)); err != nil {
				return k.givenUp(err)
			}
		}
	}
}

// givenUp returns the error of a call that cannot be tried again. Where an earlier
// try may have been carried out, it says so.
func (k *call) givenUp(err error) error {
	if err == nil || !k.maybeApplied {
		return err
	}
	return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: err, MaybeApplied: true}
}
