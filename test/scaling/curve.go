package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// curve is a series of measurements in which one size grows and the others stay.
type curve struct {
	title string
	x     string // what grows
	file  string
	sizes []int
	world func(n int) (groups, executions, policies int)
}

func curves(scale float64) []curve {
	scaled := func(all ...int) []int {
		for i, n := range all {
			all[i] = max(i+1, int(float64(n)*scale))
		}
		return all
	}
	hundredThousand := max(200, int(100_000*scale))
	return []curve{
		{
			title: "Executions, in 20 resource groups, one policy", x: "executions", file: "scaling-executions.svg",
			sizes: scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000),
			world: func(n int) (int, int, int) { return min(20, n), n, 1 },
		},
		{
			title: "Resource groups, 100,000 executions in all, one policy", x: "resource groups", file: "scaling-groups.svg",
			sizes: scaled(1, 5, 20, 100, 500, 2_000),
			world: func(n int) (int, int, int) { return n, hundredThousand, 1 },
		},
		{
			title: "Policies, 100,000 executions in 20 resource groups", x: "policies", file: "scaling-policies.svg",
			sizes: []int{1, 3, 10, 30, 100},
			world: func(n int) (int, int, int) { return 20, hundredThousand, n },
		},
	}
}

// point is the cost of a plan of one size.
type point struct {
	n int
	process.Usage
}

// lab measures curves.
type lab struct {
	dir, program string
	runs         int
}

func (l *lab) measure(ctx context.Context, c curve) ([]point, error) {
	var points []point
	for _, n := range c.sizes {
		groups, executions, policies := c.world(n)
		u, err := l.plan(ctx, groups, executions, policies)
		if err != nil {
			return nil, err
		}
		points = append(points, point{n, u})
	}
	return points, nil
}

// plan runs plans in one world. The first does not count, because the simulator
// renders its pages during it.
func (l *lab) plan(ctx context.Context, groups, executions, policies int) (process.Usage, error) {
	path := filepath.Join(l.dir, "config.yaml")
	if err := os.WriteFile(path, []byte(configOf(policies)), 0o600); err != nil {
		return process.Usage{}, err
	}
	w, err := process.Open(ctx, l.program, "--resource-groups", strconv.Itoa(groups), "--executions", strconv.Itoa(executions))
	if err != nil {
		return process.Usage{}, err
	}
	defer w.Close()
	var all []process.Usage
	for i := range l.runs + 1 {
		u, last, err := w.Run(ctx, l.program, "plan", "--config", path)
		if err != nil {
			return process.Usage{}, err
		}
		if !strings.HasPrefix(last, "result: ok") {
			return process.Usage{}, fmt.Errorf("a plan ended with %q", last)
		}
		if i > 0 {
			all = append(all, u)
		}
	}
	return process.Median(all), nil
}

// configOf returns a config whose policies check each execution and expire almost
// none: the oldest executions of the simulator are a little less than 400 days
// old.
func configOf(policies int) string {
	var b strings.Builder
	b.WriteString("resourceGroups: {include: [\"*\"]}\napi: {requestsPerSecond: 0}\npolicies:\n")
	for i := range policies {
		fmt.Fprintf(&b, "  - {name: p%d, match: {statuses: [COMPLETED, DEAD], scenarios: [\"%c*\"], configurationNames: [\"*-%d*\"], olderThan: 399d}, action: delete}\n", i, 'a'+i%26, i%7)
	}
	return b.String()
}
