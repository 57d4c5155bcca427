package main

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// curve is one thing that grows while the others stay.
type curve struct {
	title   string
	x       string // what grows
	file    string
	sizes   []int
	measure func(ctx context.Context, l *lab, n int) (process.Usage, error)
}

// point is what one size takes.
type point struct {
	n int
	process.Usage
}

func (c curve) points(ctx context.Context, l *lab) ([]point, error) {
	var points []point
	for _, n := range c.sizes {
		u, err := c.measure(ctx, l, n)
		if err != nil {
			return nil, fmt.Errorf("%s, %d: %w", c.title, n, err)
		}
		points = append(points, point{n, u})
	}
	return points, nil
}

// curves are those of sweeps, of what a daemon shows, and of the other commands.
func curves(scale float64) []curve {
	scaled := func(all ...int) []int {
		for i, n := range all {
			all[i] = max(i+1, int(float64(n)*scale))
		}
		return all
	}
	return append(append(sweeps(scaled), shown(scaled)...), commands(scaled)...)
}

// The sizes of what does not vary.
const (
	usualGroups     = 20
	usualExecutions = 20_000
)

func sweeps(scaled func(...int) []int) []curve {
	usual, all := scaled(usualExecutions)[0], scaled(100_000)[0]
	inAll := process.Number(usual) + " executions in all"
	return []curve{
		{
			"once, by executions, in 20 resource groups", "executions", "scaling-executions.svg", scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.sweep(ctx, tenant{groups: usualGroups, executions: n}, backlog(usualAge))
			},
		},
		{
			"once, by resource groups, " + inAll, "resource groups", "scaling-groups.svg", scaled(1, 3, 10, 30, 100, 300, 1_000, 3_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.sweep(ctx, tenant{groups: n, executions: usual}, backlog(usualAge))
			},
		},
		{
			"once, by policies, " + inAll + ", in 20 resource groups", "policies", "scaling-policies.svg", scaled(1, 3, 10, 30, 100, 300, 1_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.sweep(ctx, tenant{groups: usualGroups, executions: usual}, backlog(usualAge)+lookers(n-1))
			},
		},
		{
			"once, by scenarios, " + inAll + ", in 20 resource groups", "scenarios", "scaling-scenarios.svg", scaled(1, 3, 10, 30, 100, 300, 1_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.sweep(ctx, tenant{groups: usualGroups, executions: usual, scenarios: n}, backlog(usualAge))
			},
		},
		{
			"once, by what is deleted, of " + process.Number(all) + " executions in 20 resource groups", "executions deleted", "scaling-acted.svg", scaled(300, 1_000, 3_000, 10_000, 30_000, 80_000),
			func(ctx context.Context, l *lab, n int) (process.Usage, error) {
				return l.sweep(ctx, tenant{groups: usualGroups, executions: all}, backlog(ageOf(n, all)))
			},
		},
	}
}

// usualAge is that of which the policy deletes 56 of 100 executions.
const usualAge = 32 * 24 * time.Hour

// tenant is what is simulated.
type tenant struct{ groups, executions, scenarios int }
