package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// scene is a world, what is done in it, and what that may take.
type scene struct {
	name     string
	simulate []string // flags of the simulator
	policies string   // of the config
	command  []string
	enforces bool // takes a new world each time
	written  bool // textfile, audit log and JSON are on
	target   target
}

// target is what a scene may take: ratios to the floor, or figures; zero: none.
type target struct {
	wall, cpu float64       // times the floor's
	rss       int           // MiB
	within    time.Duration // wall
}

// head lifts the limits that would make both sides wait.
const head = `
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0}
limits: {minAge: 0s, maxPercent: 100, maxStops: 10000000, maxDeletes: 10000000}
`

// few leaves nearly everything as it is, as a tenant that is swept each hour does:
// the simulator's oldest executions are a little less than 400 days old.
const few = `
policies:
  - {name: old, match: {statuses: [COMPLETED, DEAD], olderThan: 399d}, action: delete}
`

const keep = `
policies:
  - name: old
    match: {statuses: [COMPLETED, DEAD], olderThan: 399d}
    keep: {latest: 5, weekly: 4, per: [scenario, configuration]}
    action: delete
`

// backlog has 56 of 100 executions deleted.
const backlog = `
policies:
  - {name: ended, match: {statuses: [COMPLETED, STOPPED, DEAD], olderThan: 32d}, action: delete}
`

func scenes(scale float64) []scene {
	scaled := func(n int) int { return max(1, int(float64(n)*scale)) }
	all := append(sweeps(scaled), plans(scaled)...)
	return append(all, scene{
		name:     "plan of a dozen executions in one group",
		simulate: world(1, 12), policies: few, command: []string{"plan"},
		target: target{rss: 22, within: 25 * time.Millisecond},
	})
}

// sweeps change things.
func sweeps(scaled func(int) int) []scene {
	once := func(name string, executions, groups int, written bool, t target) scene {
		executions, groups = scaled(executions), scaled(groups)
		return scene{
			name:     fmt.Sprintf("once, %s executions in %s groups%s", process.Number(executions), process.Number(groups), name),
			simulate: world(groups, executions, "--settle", "0s"), policies: backlog, command: []string{"once", "--enforce"},
			enforces: true, written: written, target: t,
		}
	}
	const written = ", with textfile, audit and JSON"
	return []scene{
		once("", 100_000, 20, false, target{wall: 1.5, cpu: 3, rss: 40}),
		once(written, 100_000, 20, true, target{}),
		once(written, 1_000_000, 1_000, true, target{wall: 1.5, cpu: 3.5, rss: 96}),
		once("", 100_000, 1_000, false, target{wall: 1.5, cpu: 4, rss: 48}),
		once(written, 100_000, 1_000, true, target{}),
	}
}

// plans change nothing.
func plans(scaled func(int) int) []scene {
	million, thousand := scaled(1_000_000), scaled(1_000)
	return []scene{
		{
			name:     fmt.Sprintf("plan, %s executions in %s groups", process.Number(million), process.Number(thousand)),
			simulate: world(thousand, million), policies: few, command: []string{"plan"},
			target: target{wall: 1.3, cpu: 1.5, rss: 40},
		},
		{
			name:     fmt.Sprintf("plan with keep, %s executions in one group", process.Number(million)),
			simulate: world(1, million), policies: keep, command: []string{"plan"},
			target: target{wall: 1.6, rss: 256},
		},
		{
			name:     fmt.Sprintf("plan over 50 ms of latency, %s executions in %d groups", process.Number(scaled(20_000)), scaled(200)),
			simulate: world(scaled(200), scaled(20_000), "--latency", "50ms"), policies: few, command: []string{"plan"},
			target: target{wall: 1.05},
		},
	}
}

// world are the simulator's flags for a tenant.
func world(groups, executions int, more ...string) []string {
	return append([]string{"--resource-groups", strconv.Itoa(groups), "--executions", strconv.Itoa(executions)}, more...)
}

// verifyPause is how long the program must wait before it looks whether what it
// has asked for is done. The floor waits as long.
const verifyPause = 500 * time.Millisecond
