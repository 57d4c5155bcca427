// Package chaos sweeps simulated tenants with every fault that the simulator
// knows. It compares the true requests and changes with what is allowed and with
// the reports.
package chaos

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

var seeds = flag.Int("seeds", 2, "worlds for each kind of fault")

// init has a binary with the race detector, which is five times slower, live in
// fewer worlds: one shows the same interplay of goroutines as the next.
func init() {
	if process.Raced {
		*seeds = 1
	}
}

// faults returns every kind of fault alone, and some combinations.
func faults() map[string][]simulator.Fault {
	cases := map[string][]simulator.Fault{
		"none":      nil,
		"a bad day": {{Kind: "503", Rate: 0.1}, {Kind: "cut-after", Rate: 0.1}, {Kind: "429", Rate: 0.1}, {Kind: "item-error", Rate: 0.1}, {Kind: "truncated", Rate: 0.05}},
		"a liar":    {{Kind: "short-pages", Rate: 0.3}, {Kind: "duplicates", Rate: 0.1}, {Kind: "unstable-order", Rate: 0.1}, {Kind: "null-fields", Rate: 0.2}},
		// Without a count, only the pages show whether a listing is complete.
		"uncounted, in changing order": {{Kind: "no-count", Rate: 1}, {Kind: "unstable-order", Rate: 0.25}},
		"uncounted, with duplicates":   {{Kind: "no-count", Rate: 1}, {Kind: "duplicates", Rate: 0.25}},
		"uncounted, with short pages":  {{Kind: "no-count", Rate: 1}, {Kind: "short-pages", Rate: 0.25}},
	}
	for _, kind := range simulator.FaultKinds() {
		cases[kind] = []simulator.Fault{{Kind: kind, Rate: usual(kind)}}
	}
	return cases
}

// usual returns the rate of a kind of fault when it is used alone.
func usual(kind string) float64 {
	switch kind {
	case "slow", "slow-body": // they take real time
		return 0.01
	case "no-count", "meta-absent", "meta-silent", "meta-no-bulk", "bulk-off", "bulk-off-midway", "clock-skew",
		"no-date", "bulk-404-one-group", "bulk-limit-50", "bulk-completed", "dead-configurations":
		return 1
	}
	return 0.2
}

func TestNothingIsLostAndNothingWronglyDeleted(t *testing.T) {
	t.Parallel()
	for name, kinds := range faults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sum tally
			for seed := range *seeds {
				w := newWorld(t, uint64(seed)+1, kinds)
				sum.add(w.live(t))
			}
			t.Logf("%s: %d worlds, %s", name, *seeds, sum)
		})
	}
}

// mixture returns some kinds of faults with random rates.
func mixture(random *rand.Rand) []simulator.Fault {
	kinds := simulator.FaultKinds()
	var faults []simulator.Fault
	for range 2 + random.IntN(4) {
		if kind := kinds[random.IntN(len(kinds))]; usual(kind) != 0.01 && kind != "clock-skew" {
			faults = append(faults, simulator.Fault{Kind: kind, Rate: max(0.03+0.22*random.Float64(), usual(kind)-0.8)})
		}
	}
	return faults
}

// together holds combinations that are harder than one fault.
var together = map[string]func(w *world, random *rand.Rand){
	"faults come together": func(*world, *rand.Rand) {},
	"others work on the same tenant": func(w *world, random *rand.Rand) {
		w.disturb = func() { w.others(random) }
	},
	"this machine's clock jumps": func(w *world, random *rand.Rand) {
		w.onPlan = func(*report.Report) { w.clock.jump(time.Duration(random.IntN(241)-120) * time.Minute) }
	},
	"others work, and the clock jumps": func(w *world, random *rand.Rand) {
		w.disturb = func() { w.others(random) }
		w.onPlan = func(*report.Report) { w.clock.jump(time.Duration(random.IntN(241)-120) * time.Minute) }
	},
}

func TestSomeThingsGoWrongTogether(t *testing.T) {
	t.Parallel()
	for name, harder := range together {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sum tally
			for seed := range 2 * *seeds {
				random := rand.New(rand.NewPCG(uint64(seed), 5))
				var faults []simulator.Fault
				if seed%4 > 0 {
					faults = mixture(random)
				}
				w := newWorld(t, uint64(seed)+1, faults)
				harder(w, random)
				sum.add(w.live(t))
			}
			t.Logf("%s: %d worlds, %s", name, 2**seeds, sum)
		})
	}
}
