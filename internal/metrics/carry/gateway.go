package carry

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	dto "github.com/prometheus/client_model/go"
)

// Pushgateway is a group on a Pushgateway.
type Pushgateway struct {
	URL      string // may contain user and password
	Job      string
	Grouping map[string]string
	Timeout  time.Duration // for reading and writing together
	Keep     Keep          // which gauges of earlier processes are still true; nil: none
}

// Push adds the counters of this process to those of the group and replaces the
// group. A Pushgateway has no locks: if two processes push to one group at the
// same time, the numbers of one can be lost, but the group stays valid. Use
// Grouping to give each process its own group.
func (g Pushgateway) Push(ctx context.Context, own prometheus.Gatherer) error {
	return g.carry(ctx, own, func(earlier, own families) families { return merge(earlier, own, g.Keep) })
}

// Announce adds, at zero, the counters of this process that the group does not
// have yet, so that no increase is lost. All other series stay unchanged.
func (g Pushgateway) Announce(ctx context.Context, own prometheus.Gatherer) error {
	return g.carry(ctx, own, announce)
}

func (g Pushgateway) carry(ctx context.Context, own prometheus.Gatherer, onto func(earlier, own families) families) error {
	if err := CheckURL(g.URL); err != nil {
		return fmt.Errorf("metrics.pushgateway.url: %w", err)
	}
	u, err := url.Parse(g.URL)
	if err != nil {
		return errURL // err would show the address
	}
	measured, err := gather(own)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, g.Timeout, fmt.Errorf("it took longer than %s", g.Timeout))
	defer cancel()
	c := newConnection(u)
	earlier, err := g.read(ctx, c)
	if err != nil {
		return c.failed(ctx, "read back from", err)
	}
	if err := g.write(ctx, c, onto(earlier, measured)); err != nil {
		return c.failed(ctx, "push to", err)
	}
	return nil
}

func (g Pushgateway) read(ctx context.Context, c *connection) (families, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	all, err := parse(&bounded{only(&bounded{resp.Body, maxAnswer}, prefix, pushTime), maxOurs})
	if err != nil {
		return nil, err
	}
	g.narrow(all)
	if err := validate(all); err != nil {
		return nil, fmt.Errorf("%w: delete the group there", err)
	}
	return all, nil
}

func (g Pushgateway) write(ctx context.Context, c *connection, all families) error {
	pusher := push.New(c.address, g.Job).Client(c).
		Gatherer(prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return sorted(all), nil }))
	for name, value := range g.Grouping {
		pusher.Grouping(name, value)
	}
	return pusher.PushContext(ctx)
}
