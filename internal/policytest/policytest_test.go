package policytest_test

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policytest"
)

const policies = `
apiVersion: aicore-reaper/v1
policies:
  - name: hung
    match: {statuses: [RUNNING], olderThan: 2d}
    action: stop-then-delete
  - name: failed
    match: {statuses: [DEAD], olderThan: 3d}
    keep: {latest: 1}
    action: delete
`

const tests = `
tests:
  - name: one test
    executions:
      - {id: run1, status: DEAD, age: 4d, scenarioId: churn}
      - {id: run2, status: DEAD, age: 5d, scenarioId: churn}
      - {id: run3, status: RUNNING, age: 3d, scenarioId: churn}
    expect: `

func TestRun(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ expect, expected, got string }{
		{"{run1: keep, run2: delete, run3: stop}", "", ""},
		{"{run1: {action: keep, policy: failed, reason: kept-latest}}", "", ""},
		{"{run2: {policy: failed}}", "", ""},
		{"{run3: {action: stop, policy: hung, reason: expired}}", "", ""},
		{"{run1: delete}", "action delete", "action keep"},
		{"{run2: {action: delete, policy: hung}}", "action delete, policy hung", "action delete, policy failed"},
		{"{run3: {reason: not-expired}}", "reason not-expired", "reason expired"},
	} {
		t.Run(test.expect, func(t *testing.T) {
			t.Parallel()
			c, _, err := config.Parse("c.yaml", []byte(policies))
			if err != nil {
				t.Fatal(err)
			}
			file, err := config.ParseTests("t.yaml", []byte(tests+test.expect+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			got := policytest.Run(&c.Set, &file.Tests[0])
			switch {
			case test.expected == "" && len(got) == 0:
			case test.expected != "" && len(got) == 1 && got[0].Expected == test.expected && got[0].Got == test.got && got[0].Explanation.ID != "":
			default:
				t.Errorf("got %+v, want expected %q and got %q", got, test.expected, test.got)
			}
		})
	}
}
