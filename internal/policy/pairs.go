package policy

import (
	"cmp"
	"slices"
)

// pairs collects in which scenarios the rules match something.
type pairs struct {
	numbers map[string]int // of scenarios
	recent  [256]recent    // a short way to the numbers
	seen    [][]bool       // by rule and number
	list    []Pair
}

type recent struct {
	scenario string
	number   int // from 1; 0: none
}

func newPairs(rules int) pairs {
	return pairs{numbers: make(map[string]int), seen: make([][]bool, rules)}
}

// add notes that rule r, of that policy, matches something of a scenario. n is
// the scenario's number, 0 where it has not been looked up; add returns it.
func (p *pairs) add(r int, policy int16, n int, scenario string) int {
	if n == 0 {
		n = p.number(scenario)
	}
	for len(p.seen[r]) < n {
		p.seen[r] = append(p.seen[r], false)
	}
	if !p.seen[r][n-1] {
		p.seen[r][n-1] = true
		p.list = append(p.list, Pair{policy, scenario})
	}
	return n
}

// number numbers scenarios from 1. Most calls need no map: executions come with
// few scenarios, whose names share their bytes, so that comparing them is cheap.
func (p *pairs) number(scenario string) int {
	slot := len(scenario)
	if slot > 1 {
		slot += 8*int(scenario[len(scenario)-1]) + int(scenario[len(scenario)-2])
	}
	known := &p.recent[slot%len(p.recent)]
	if known.number > 0 && known.scenario == scenario {
		return known.number
	}
	n, ok := p.numbers[scenario]
	if !ok {
		n = len(p.numbers) + 1
		p.numbers[scenario] = n
	}
	*known = recent{scenario, n}
	return n
}

// sorted gives the pairs by policy and scenario.
func (p *pairs) sorted() []Pair {
	slices.SortFunc(p.list, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Scenario, b.Scenario))
	})
	return p.list
}
