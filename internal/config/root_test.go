package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
)

const onePolicy = "policies: [{name: a, match: {olderThan: 1d}, action: delete}]\n"

func TestObserveIsEveryQuarterOfAnHourUnlessSaidOtherwise(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "@every 15m", "observe: '@hourly'\n": "@hourly", "observe: ''\n": ""} {
		c, warnings, err := Parse("c.yaml", []byte(text+onePolicy))
		if err != nil || len(warnings) > 0 || c.Observe != want {
			t.Errorf("%q: %+v, %v, %v", text, c, warnings, err)
		}
	}
	if _, _, err := Parse("c.yaml", []byte("observe: sometimes\n"+onePolicy)); err == nil || !strings.Contains(err.Error(), "c.yaml:1:10: ") {
		t.Errorf("error %v", err)
	}
}

func TestListsThatMayBeEmpty(t *testing.T) {
	t.Parallel()
	c, _, err := Parse("c.yaml", []byte("protect: []\nresourceGroups: {exclude: []}\nmetrics: {groupLabels: []}\nnotify: []\n"+onePolicy))
	if err != nil || c.Set.Protect != nil || c.Groups.Exclude != nil || c.Metrics.GroupLabels != nil || c.Notify != nil {
		t.Errorf("%+v, %v", c, err)
	}
	if _, _, err := Parse("c.yaml", []byte("resourceGroups: {include: []}\n"+onePolicy)); err == nil {
		t.Error("include: [] was taken, which would select nothing")
	}
}

func TestThePriceAndTheLabelsForChargeback(t *testing.T) {
	t.Parallel()
	c, _, err := Parse("c.yaml", []byte("costs: {price: {perCapacityUnit: 0.9, currency: EUR}}\nmetrics: {groupLabels: [team, stage]}\n"+onePolicy))
	if err != nil || c.Price != (cost.Price{PerCapacityUnit: 0.9, Currency: "EUR"}) || !slices.Equal(c.Metrics.GroupLabels, []string{"team", "stage"}) {
		t.Errorf("%+v, %v", c, err)
	}
}
