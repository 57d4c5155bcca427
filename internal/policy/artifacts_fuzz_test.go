package policy_test

import (
	"encoding/json"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Only an empty list, null or a missing field means that an execution has no
// artifacts. An unreadable list is unknown, so it cannot be a reason to act.
func FuzzArtifacts(f *testing.F) {
	for _, raw := range []string{`[]`, ` [ ] `, `null`, `{}`, `""`, `[null]`, `[[]]`, `[1e999]`, `[{"kind":"model"}]`, `0`} {
		f.Add([]byte(raw))
	}
	none, err := policy.When("size(execution.outputArtifacts) == 0")
	if err != nil {
		f.Fatal(err)
	}
	s := one(policy.Delete, match(none), nil)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		text := append(append([]byte(`{"id":"run1","status":"DEAD","createdAt":"2026-01-01T00:00:00Z","completionTime":"2026-01-02T00:00:00Z","modifiedAt":"2026-01-02T00:00:00Z","outputArtifacts":`), raw...), '}')
		e, err := aiapi.DecodeExecution(text)
		if err != nil {
			return
		}
		var values []json.RawMessage
		empty := json.Unmarshal(raw, &values) == nil && values != nil && len(values) == 0
		if d := s.Plan(input([]workload.Execution{e}, now)).Decisions[0]; (d.Action == policy.Delete) != empty {
			t.Errorf("%s is acted on: %v, for %v", raw, d.Action, d.Reason)
		}
	})
}
