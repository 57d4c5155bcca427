package aiapi

import "context"

// retry repeats a call until it succeeds, cannot succeed, or has no tries left.
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

// givenUp returns the error of a call that is not tried again. The error says so
// if an earlier try may have been carried out.
func (k *call) givenUp(err error) error {
	if err == nil || !k.maybeApplied {
		return err
	}
	return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: err, MaybeApplied: true}
}
