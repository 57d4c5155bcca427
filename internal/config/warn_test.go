package config

import (
	"strings"
	"testing"
)

func TestWarnings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ yaml, want string }{
		"a policy that an earlier one always shadows": {
			"policies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n  - {name: b, match: {olderThan: 4d, scenarios: [x]}, action: delete}\n",
			"c.yaml:3:5: warning: policy `b` never has an execution: policy `a` before it takes all that it could"},
		"not one that keeps some": {
			"policies:\n  - {name: a, match: {olderThan: 3d}, keep: {latest: 1}, action: delete}\n  - {name: b, match: {olderThan: 4d}, action: delete}\n", ""},
		"not one that acts on other states": {
			"policies:\n  - {name: a, match: {olderThan: 3d}, action: stop}\n  - {name: b, match: {olderThan: 4d}, action: delete}\n", ""},
		"not one for other groups": {
			"policies:\n  - {name: a, resourceGroups: [x], match: {olderThan: 3d}, action: delete}\n  - {name: b, match: {olderThan: 4d}, action: delete}\n", ""},
		"ages that no execution has": {
			"policies:\n  - {name: a, match: {olderThan: 3d, youngerThan: 2d}, action: delete}\n",
			"c.yaml:2:51: warning: policy `a` matches nothing: no execution is older than 3d and younger than 2d"},
		"a policy that nothing holds back": {
			"policies:\n  - {name: a, match: {scenarios: [x]}, action: delete}\n",
			"c.yaml:2:5: warning: policy `a` has neither keep nor olderThan: it can empty a resource group, but for limits.maxPercent"},
		"a keep beyond the limits": {
			"limits: {maxStops: 1, maxDeletes: 1}\npolicies:\n  - {name: a, match: {olderThan: 3d}, keep: {latest: 9}, action: delete}\n",
			"c.yaml:3:45: warning: policy `a` keeps the latest 9, more than a sweep may act on at all (2)"},
		"a schedule that is never due": {
			"schedule: 0 0 31 2 *\npolicies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n",
			"c.yaml:1:11: warning: the schedule `0 0 31 2 *` is never due"},
		"a notice that is shorter than the time between two sweeps": {
			"schedule: 0 3 * * *\npolicies:\n  - {name: a, notice: 2h, match: {olderThan: 3d}, action: delete}\n",
			"c.yaml:3:23: warning: policy `a` is due every 1d, and what expires in between is acted on without a notice: write at least 1d"},
		"not one that is as long": {
			"schedule: 0 3 * * *\npolicies:\n  - {name: a, notice: 1d, match: {olderThan: 3d}, action: delete}\n", ""},
		"not one without a schedule": {
			"policies:\n  - {name: a, notice: 2h, match: {olderThan: 3d}, action: delete}\n", ""},
		"a notice that is no shorter than the age": {
			"policies:\n  - {name: a, notice: 3d, match: {olderThan: 3d}, action: delete}\n",
			"c.yaml:2:23: warning: policy `a` announces late or nothing: what it matches is within the notice as soon as its age counts: write less than olderThan, 3d"},
		"an announcement without a schedule": {
			"notify: [{url: https://h.example, events: [upcoming]}]\npolicies:\n  - {name: a, notice: 1d, match: {olderThan: 3d}, action: delete}\n",
			"c.yaml:3:23: warning: policy `a` has no schedule, so that each sweep announces all that is upcoming: write as schedule when once is run"},
		"not one that nobody is told of": {
			"notify: [{url: https://h.example, events: [acted]}]\npolicies:\n  - {name: a, notice: 1d, match: {olderThan: 3d}, action: delete}\n", ""},
		"a notice of what falls silent": {
			"policies:\n  - {name: a, notice: 2d, match: {silentFor: 6h}, action: stop}\n",
			"c.yaml:2:23: warning: policy `a` announces nothing: a notice foresees ages, and not who falls silent"},
		"a deletion that never comes": {
			"policies:\n  - {name: a, match: {silentFor: 6h}, action: stop-then-delete}\n",
			"c.yaml:2:34: warning: policy `a` stops what is silent and never deletes it, as only RUNNING executions are silent: write action: stop, and delete STOPPED ones by another policy"},
		"not a dry policy before another": {
			"policies:\n  - {name: a, mode: dry-run, match: {olderThan: 3d}, action: delete}\n  - {name: b, match: {olderThan: 3d}, action: delete}\n", ""},
		"a dry policy that an enforcing one leaves nothing": {
			"policies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n  - {name: b, mode: dry-run, match: {olderThan: 3d}, action: delete}\n",
			"c.yaml:3:5: warning: policy `b` never has an execution: policy `a` before it takes all that it could"},
		"a glob that looks like a regular expression": {
			"policies:\n  - {name: a, match: {scenarios: [\"text-.*\"], olderThan: 3d}, action: delete}\n",
			"c.yaml:2:35: warning: `text-.*` looks like a regular expression, but is a glob: * stands for any characters"},
		"nothing that is as it should be": {
			"policies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, warnings, err := Parse("c.yaml", []byte(test.yaml))
			var got []string
			for _, w := range warnings {
				got = append(got, w.String())
			}
			if err != nil || strings.Join(got, "\n") != test.want {
				t.Errorf("warnings %q, error %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestTheHashIsOfWhatDecides(t *testing.T) {
	t.Parallel()
	hash := func(yaml string) string {
		c, _, err := Parse("c.yaml", []byte(yaml))
		if err != nil {
			t.Fatal(err)
		}
		return c.Hash
	}
	const base = "policies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n"
	if hash(base) != hash("# a comment\nmode: enforce\nschedule: '@daily'\npolicies:\n- name: a\n  match: {olderThan: \"3d\"}\n  action: delete\n") {
		t.Error("how it is written, and what only runs it, must not matter")
	}
	for _, other := range []string{
		strings.Replace(base, "3d", "4d", 1), base + "limits: {maxDeletes: 9}\n", base + "protect: [{ids: [x]}]\n",
		base + "resourceGroups: {include: [a]}\n", base + "timezone: Europe/Berlin\n",
	} {
		if hash(other) == hash(base) {
			t.Errorf("the same hash for\n%s", other)
		}
	}
}
