package main

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// shown are curves of what a daemon is asked for.
func shown(scaled func(...int) []int) []curve {
	usual := scaled(usualExecutions)[0]
	return []curve{
		{
			"a scrape of the daemon, by resource groups, " + process.Number(usual) + " executions in all", "resource groups", "scaling-scrape.svg", scaled(10, 30, 100, 300, 1_000, 3_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.ask(ctx, tenant{groups: n, executions: usual}, "/metrics")
			},
		},
		{
			"the daemon's status page, by executions, in 20 resource groups", "executions", "scaling-page.svg", scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.ask(ctx, tenant{groups: usualGroups, executions: n}, "/", "/plan")
			},
		},
	}
}

// asked is how often a daemon is asked; the kernel counts its CPU time in steps of
// 10 ms.
const asked = 25

// ask measures what it takes a daemon that has planned to answer requests: of one
// round of them wall and CPU time, and the most memory at any time of it.
func (l *lab) ask(ctx context.Context, t tenant, paths ...string) (u process.Usage, err error) {
	config, err := l.configure(head + "mode: dry-run\nschedule: \"@every 100d\"\nobserve: \"\"\nmetrics: {listen: \"127.0.0.1:0\"}\n" + backlog(usualAge))
	if err != nil {
		return u, err
	}
	w, err := l.open(ctx, t)
	if err != nil {
		return u, err
	}
	defer w.Close()
	d, err := w.Daemon(ctx, l.program, config)
	if err != nil {
		return u, err
	}
	defer d.Close()
	if err := ready(ctx, d); err != nil {
		return u, err
	}
	before, err := d.Usage()
	if err != nil {
		return u, err
	}
	began := time.Now()
	for range asked {
		for _, path := range paths {
			if err := d.Get(ctx, path, io.Discard); err != nil {
				return u, err
			}
		}
	}
	took := time.Since(began)
	after, err := d.Usage()
	if err != nil {
		return u, err
	}
	u.RSS, err = d.Peak()
	u.Wall, u.CPU = took/asked, (after.CPU-before.CPU)/asked
	return u, err
}

// observed is the gauge that says when the daemon listed and planned last.
const observed = "\naicore_reaper_observed_timestamp_seconds "

// ready waits until the daemon has listed and planned, and begins its peak of
// memory anew.
func ready(ctx context.Context, d *process.Daemon) error {
	for {
		var text bytes.Buffer
		if err := d.Get(ctx, "/metrics", &text); err != nil {
			return err
		}
		if bytes.Contains(text.Bytes(), []byte(observed)) {
			return d.ResetPeak()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
