package policy_test

import (
	"fmt"
	"maps"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// answer holds all facts about one execution, and a word for each kind.
type answer struct {
	truth   refTruth
	feeding []string
	words   map[policy.Fact]string
}

// without returns the words of the answer except those for one kind of fact.
func (a answer) without(fact policy.Fact) string {
	others := maps.Clone(a.words)
	delete(others, fact)
	return fmt.Sprint(others)
}

// answers returns all possible combinations of the unknown facts about an
// execution, as far as the policies of these tests distinguish them.
func (w refWorld) answers(id string) []answer {
	known := w.truth[id]
	var all []answer
	for _, team := range w.alternatives("tags "+id, known.tags["team"], "", "a", "b") {
		for _, spare := range w.alternatives("optOut", known.tags["spare"], "", "yes") {
			for _, line := range w.lines(id) {
				for _, feeding := range w.feedings() {
					tags := map[string]string{}
					if team != "" {
						tags["team"] = team
					}
					if spare != "" {
						tags["spare"] = spare
					}
					all = append(all, answer{
						truth: refTruth{tags: tags, line: line, best: known.best}, feeding: feeding,
						words: map[policy.Fact]string{
							policy.FactTags: team, policy.FactOptOut: spare, policy.FactLogLine: fmt.Sprint(line), policy.FactFeeds: fmt.Sprint(feeding),
						},
					})
				}
			}
		}
	}
	return all
}

func (w refWorld) alternatives(kind, known string, all ...string) []string {
	if !w.blind[kind] {
		return []string{known}
	}
	return all
}

func (w refWorld) lines(id string) []*time.Time {
	if !w.blind["silentFor "+id] {
		return []*time.Time{w.truth[id].line}
	}
	return []*time.Time{nil, new(w.now), new(w.now.Add(-1000 * time.Hour))}
}

func (w refWorld) feedings() [][]string {
	if !w.blind["feedsDeployment"] {
		return [][]string{w.feeding}
	}
	return [][]string{nil, {"m", "n", "o"}}
}
