// Package live runs the dashboard's queries on a real Prometheus. It starts a
// simulated tenant, an aicore-reaper that sweeps it and a Prometheus that scrapes
// the metrics. The integration test uses it, and "make demo-dashboard", which
// shows the numbers without a Grafana.
package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// freeAddress returns an unused address of the loopback.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// Until calls come four times a second until it returns nil. The error is that of
// ctx, with the last error of come.
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
