package policy

import (
	"cmp"
	"slices"
)

// pairs collects the scenarios in which rules match.
type pairs struct {
	numbers map[string]int // of scenarios
	recent  [256]recent    // a cache for numbers
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

// add records that rule r of the given policy matches in a scenario. n is the
// scenario's number, 0 if unknown. add returns the number.
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

// number returns the number of a scenario, from 1. Most calls need no map: there
// are few scenarios, and equal names share their bytes, so comparing them is
// cheap.
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

// sorted returns the pairs sorted by policy and scenario.
func (p *pairs) sorted() []Pair {
	slices.SortFunc(p.list, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Scenario, b.Scenario))
	})
	return p.list
}
