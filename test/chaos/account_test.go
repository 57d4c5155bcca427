package chaos

import (
	"maps"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// allowed returns what the policies allow for each execution in its true state.
// It does not use the packages under test.
func allowed(s *simulator.Server, now time.Time) map[string]string {
	may := make(map[string]string)
	for _, group := range s.Groups() {
		executions := s.Executions(group)
		kept := newestTwo(executions)
		for _, e := range executions {
			if want := target(&e, kept, now); want != "" {
				may[group+"/"+e.ID] = want
			}
		}
	}
	return may
}

// expired returns the executions that are to be deleted or stopped and have no
// target yet.
func expired(s *simulator.Server, now time.Time) []string {
	return slices.Sorted(maps.Keys(allowed(s, now)))
}

const day = 24 * time.Hour

func target(e *simulator.Execution, kept map[string]bool, now time.Time) string {
	golden := len(e.ConfigurationName) >= 6 && e.ConfigurationName[len(e.ConfigurationName)-6:] == "golden"
	if golden || e.ConfigurationName == "" || now.Sub(e.CreatedAt) < time.Hour || e.TargetStatus == "DELETED" {
		return ""
	}
	switch e.Status {
	case "DEAD":
		if now.Sub(e.CompletionTime) > 3*day {
			return "DELETED"
		}
	case "UNKNOWN":
		if now.Sub(e.ModifiedAt) > 3*day {
			return "DELETED"
		}
	case "RUNNING":
		if (e.ScenarioID == "text-clf" || e.ScenarioID == "tuning") && e.TargetStatus != "STOPPED" && now.Sub(e.StartTime) > 2*day {
			return "STOPPED"
		}
	case "PENDING":
		if e.TargetStatus != "STOPPED" && now.Sub(e.SubmissionTime) > day {
			return "STOPPED+DELETED"
		}
	case "COMPLETED":
		if now.Sub(e.CompletionTime) > 60*day && !kept[e.ID] {
			return "DELETED"
		}
	}
	return ""
}

// newestTwo returns the two newest COMPLETED executions of each scenario.
func newestTwo(executions []simulator.Execution) map[string]bool {
	byScenario := make(map[string][]simulator.Execution)
	for _, e := range executions {
		if e.Status == "COMPLETED" && e.TargetStatus != "DELETED" {
			byScenario[e.ScenarioID] = append(byScenario[e.ScenarioID], e)
		}
	}
	kept := make(map[string]bool)
	for _, list := range byScenario {
		slices.SortFunc(list, func(a, b simulator.Execution) int {
			if c := b.CompletionTime.Compare(a.CompletionTime); c != 0 {
				return c
			}
			return slices.Compare([]byte(a.ID), []byte(b.ID))
		})
		for _, e := range list[:min(2, len(list))] {
			kept[e.ID] = true
		}
	}
	return kept
}
