// Package live has the dashboard's queries answered by a real Prometheus: it
// starts a simulated tenant, an aicore-reaper that sweeps it and a Prometheus that
// scrapes, and asks what the panels ask. The integration test uses it, and
// "make demo-dashboard", which shows the numbers without a Grafana.
package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// freeAddress is one on the loopback that nobody listens at right now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// Until asks again and again, four times a second, whether something has come
// about. The error is ctx's, with the last answer.
func Until(ctx context.Context, come func() error) error {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := come()
		if err == nil {
			return nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		}
	}
}
