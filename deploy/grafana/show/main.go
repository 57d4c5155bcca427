// Command show prints the numbers of the dashboard's most important panels as a
// table, without a Grafana. It starts a real aicore-reaper that sweeps a
// simulated tenant and a real Prometheus that reads its metrics, and runs the
// queries of the panels.
//
//	go run ./deploy/grafana/show
//
// It needs prometheus on the PATH. With --keep it runs until it is interrupted,
// so that a Grafana can use the printed address as its data source.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/aicore-reaper/aicore-reaper/deploy/grafana/live"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// sweeps is the number of sweeps in which the tenant is cleaned up, given its
// limits.
const sweeps = 15

func main() {
	dashboard := flag.String("dashboard", "deploy/grafana/aicore-reaper.json", "the dashboard's `file`")
	life := flag.Duration("for", 75*time.Second, "how long the tenant is swept, fifteen times, before the numbers are shown")
	keep := flag.Bool("keep", false, "go on until interrupted")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	if err := show(ctx, os.Stdout, *dashboard, *life, *keep); err != nil && ctx.Err() == nil {
		fmt.Fprintf(os.Stderr, "show: %v\n", err)
		os.Exit(1)
	}
}

// show runs the scene, prints its numbers, and ends the processes that it
// started.
func show(ctx context.Context, w io.Writer, file string, life time.Duration, keep bool) error {
	panels, err := live.ReadDashboard(file)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "aicore-reaper-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	window := live.Window{From: time.Now(), Step: time.Second, Rate: 5 * time.Second}
	p, err := play(ctx, w, dir, max(time.Second, (life/sweeps).Truncate(time.Second)))
	if err != nil {
		return err
	}
	defer p.Stop()
	if err := wait(ctx, life); err != nil {
		return err
	}
	window.To = time.Now()
	if err := printPanels(ctx, w, p, panels, window); err != nil || !keep {
		return err
	}
	fmt.Fprintf(w, "\nPrometheus goes on at %s, until you interrupt this\n", p.URL)
	<-ctx.Done()
	return nil
}

// play starts the tenant, the daemon and the Prometheus. All of them end with
// ctx.
func play(ctx context.Context, w io.Writer, dir string, every time.Duration) (*live.Prometheus, error) {
	faults, err := simulator.ParseFaults([]string{"503:0.05", "item-error:0.05"})
	if err != nil {
		return nil, err
	}
	tenant, err := live.StartTenant(ctx, simulator.Options{ResourceGroups: 6, Executions: 1500, Seed: 7, Settle: time.Second, Faults: faults})
	if err != nil {
		return nil, err
	}
	reaper, err := live.Build(ctx, dir, tenant)
	if err != nil {
		return nil, err
	}
	address, err := reaper.Run(ctx, live.Settings{Schedule: "@every " + every.String(), MaxStops: 10, MaxDeletes: 60})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(w, "aicore-reaper sweeps a simulated tenant every %s: http://%s\n", every, address)
	return live.StartPrometheus(ctx, dir, live.Target{Job: "aicore-reaper", Address: address}, "")
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
