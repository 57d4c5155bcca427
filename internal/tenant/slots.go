package tenant

import (
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/schedule"
)

// slotsOf are the slots that policies of a config are at: those given, by name, else
// the latest of the schedule. A policy without a schedule announces all that is
// upcoming in every sweep, as nobody knows when the one before was.
func slotsOf(c *config.Config, set *policy.Set, given map[string]policy.Slot, now time.Time) ([]policy.Slot, error) {
	slots := make([]policy.Slot, len(set.Policies))
	for i := range set.Policies {
		name := set.Policies[i].Name
		if slot, known := given[name]; known {
			slots[i] = slot
			continue
		}
		of := slices.IndexFunc(c.Set.Policies, func(p policy.Policy) bool { return p.Name == name })
		s, err := schedule.Parse(c.Schedules[of], c.Location)
		if err != nil {
			return nil, err // config has checked it
		}
		slots[i] = latestSlot(s, now)
	}
	return slots, nil
}

func latestSlot(s schedule.Schedule, now time.Time) policy.Slot {
	at, ever := s.Latest(now)
	if !ever {
		return policy.Slot{At: now}
	}
	previous, _ := s.Prev(at) // none: the zero time
	return policy.Slot{Previous: previous, At: at}
}
