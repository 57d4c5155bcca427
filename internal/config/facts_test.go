package config

import (
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

func TestKeysThatNeedFacts(t *testing.T) {
	t.Parallel()
	c, warnings, err := Parse("c.yaml", []byte(`
optOut: {tag: keep-until, maxFor: 30d}
protect:
  - feedsDeployment: true
policies:
  - name: tagged
    mode: dry-run
    notice: 2d
    match: {tags: {team: [a, "b*"], owner: "*"}, not: {feedsDeployment: false}, olderThan: 7d}
    keep: {best: {metric: Error Rate, order: min, n: 2}}
    action: delete
  - name: hung
    match: {silentFor: 6h}
    action: stop
`))
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if got, want := c.Set.OptOut, (policy.OptOut{Tag: "keep-until", MaxFor: 30 * 24 * time.Hour}); got != want {
		t.Errorf("optOut %+v, want %+v", got, want)
	}
	p := c.Set.Policies[0]
	if !p.DryRun || p.Notice != 48*time.Hour || *p.Keep.Best != (policy.Best{Metric: "Error Rate", N: 2}) || c.Set.Policies[1].DryRun {
		t.Errorf("policies %+v", c.Set.Policies)
	}
	needs := c.Set.Needs()
	if len(needs.Tags) != 2 || needs.OptOut != "keep-until" || !needs.Details || !c.Details || len(needs.Metrics) != 1 {
		t.Errorf("needs %+v", needs)
	}
	for fact, needed := range needs.Facts {
		if !needed {
			t.Errorf("%v is not needed", policy.Fact(fact))
		}
	}
}

func TestNobodyOptsOutUnlessTheConfigSaysHow(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]policy.OptOut{
		"": {MaxFor: sparedFor}, `optOut: {tag: "", maxFor: 30d}`: {MaxFor: 30 * 24 * time.Hour}, "optOut: {tag: keep}": {Tag: "keep", MaxFor: sparedFor},
	} {
		c, _, err := Parse("c.yaml", []byte(text+"\n"+onePolicy))
		if err != nil || c.Set.OptOut != want || c.Set.Needs().Any() != (want.Tag != "") {
			t.Errorf("%s: %+v, %v", text, c, err)
		}
	}
}
