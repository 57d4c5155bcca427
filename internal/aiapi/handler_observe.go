package aiapi

import "context"

// observe reports each try to OnRequest.
func (c *Client) observe(next handler) handler {
	return func(ctx context.Context, k *call) (*Error, error) {
		e, err := next(ctx, k)
		if x := &k.last; c.options.OnRequest != nil && !x.sent.IsZero() {
			r := Request{Endpoint: k.endpoint, Method: k.method, Duration: x.received.Sub(x.sent), Group: k.group, Err: x.err}
			if x.resp != nil {
				r.Code = x.resp.StatusCode
			}
			c.options.OnRequest(r)
		}
		return e, err
	}
}

// date compares the Date of an answer with this machine's clock.
func (c *Client) date(next handler) handler {
	return func(ctx context.Context, k *call) (*Error, error) {
		e, err := next(ctx, k)
		if off, dated := k.last.offset(); dated {
			c.skew.observe(off)
			if k.skew != nil {
				k.skew.observe(off)
			}
		}
		return e, err
	}
}
