package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// scene is a simulated tenant, the command to run there, and limits for its cost.
type scene struct {
	name     string
	simulate []string // flags of the simulator
	config   string
	command  []string
	deletes  bool // needs a new tenant for each run
	pause    time.Duration
	target   target
}

// target holds the limits of a scene: ratios to the floor, or absolute values;
// zero: none.
type target struct {
	wall, cpu float64       // multiples of the floor's
	rss       int           // MiB
	within    time.Duration // wall time
}

// head removes the limits that would make both sides wait.
const head = `
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0}
limits: {minAge: 0s, maxPercent: 100, maxStops: 10000000, maxDeletes: 10000000}
`

// few deletes almost nothing, as in a tenant that is swept every hour: the oldest
// executions of the simulator are a little less than 400 days old.
const few = head + `
policies:
  - {name: old, match: {statuses: [COMPLETED, DEAD], olderThan: 399d}, action: delete}
`

const keep = head + `
policies:
  - name: old
    match: {statuses: [COMPLETED, DEAD], olderThan: 399d}
    keep: {latest: 5, weekly: 4, per: [scenario, configuration]}
    action: delete
`

const everything = head + `
policies:
  - {name: ended, match: {statuses: [COMPLETED, STOPPED, DEAD, UNKNOWN]}, matchAll: true, action: delete}
`

func scenes(scale float64) []scene {
	scaled := func(n int) int { return max(1, int(float64(n)*scale)) }
	world := func(groups, executions int, more ...string) []string {
		return append([]string{"--resource-groups", strconv.Itoa(groups), "--executions", strconv.Itoa(executions)}, more...)
	}
	million, thousand := scaled(1_000_000), scaled(1000)
	return []scene{
		{
			name:     fmt.Sprintf("plan, %s executions in %s groups", process.Number(million), process.Number(thousand)),
			simulate: world(thousand, million), config: few, command: []string{"plan"},
			target: target{wall: 1.5, cpu: 3, rss: 64},
		},
		{
			name:     fmt.Sprintf("plan with keep, %s executions in one group", process.Number(million)),
			simulate: world(1, million), config: keep, command: []string{"plan"},
			target: target{wall: 2, rss: 350},
		},
		{
			name:     fmt.Sprintf("delete %s executions in 20 groups", process.Number(scaled(100_000))),
			simulate: world(20, scaled(100_000), "--settle", "0s"), config: everything, command: []string{"once", "--enforce"}, deletes: true,
			pause:  verifyPause,
			target: target{wall: 1.3},
		},
		{
			name:     fmt.Sprintf("plan over 50 ms of latency, %s executions in %d groups", process.Number(scaled(20_000)), scaled(200)),
			simulate: world(scaled(200), scaled(20_000), "--latency", "50ms"), config: few, command: []string{"plan"},
			target: target{wall: 1.05},
		},
		{
			name:     "plan, a dozen executions in one group",
			simulate: world(1, 12), config: few, command: []string{"plan"},
			target: target{rss: 25, within: 30 * time.Millisecond},
		},
	}
}

// verifyPause is how long the program waits before it first verifies its changes.
// The floor waits as long.
const verifyPause = 500 * time.Millisecond
