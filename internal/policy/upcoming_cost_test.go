package policy

import (
	"fmt"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// tolled is a condition that counts how often it is asked. It holds from a time on.
type tolled struct {
	cheap
	asked *int
	from  workload.Timestamp
}

func (c tolled) holds(s *subject) Truth {
	*c.asked++
	return truth(s.at >= c.from)
}

func (c tolled) withoutAges() Condition { return c }

func (c tolled) explain(*subject) Check { return Check{} }

// What a notice costs grows no faster than the number of policies, however they
// come before each other.
func TestUpcomingCostsNoMoreThanPolicies(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	now := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	older := func(p *Policy, d time.Duration) { p.Match.Conditions = append(p.Match.Conditions, OlderThan(d)) }
	from := func(p *Policy, d time.Duration) {
		c := p.Match.Conditions[0].(tolled)
		c.from = workload.At(now.Add(d))
		p.Match.Conditions[0] = c
	}
	for name, shape := range map[string]func(p *Policy, k, of int){
		"one age":                    func(p *Policy, _, _ int) { older(p, 10*day) },
		"the older first":            func(p *Policy, k, of int) { older(p, 10*day+time.Duration(of-k)*time.Hour) },
		"the younger first":          func(p *Policy, k, _ int) { older(p, 10*day+time.Duration(k)*time.Hour) },
		"by an expression":           func(p *Policy, _, _ int) { from(p, 5*day) },
		"by an expression, long ago": func(p *Policy, k, _ int) { from(p, -day); p.Notice += time.Duration(k) },
		"by expressions one by one": func(p *Policy, k, of int) {
			from(p, 5*day+time.Duration(of-k)*time.Hour)
			p.Notice -= time.Duration(k) * time.Minute
		},
		"dry": func(p *Policy, k, of int) { older(p, 10*day+time.Duration(of-k)*time.Hour); p.DryRun = true },
		"each behind one without any": func(p *Policy, k, of int) {
			older(p, 10*day+time.Duration((of-k)/2)*time.Hour)
			p.Notice *= time.Duration(k % 2)
		},
		"dry, behind one without any": func(p *Policy, k, of int) {
			older(p, 10*day+time.Duration((of-k)/2)*time.Hour)
			p.Notice, p.DryRun = p.Notice*time.Duration(k%2), true
		},
		"each with a notice of its own": func(p *Policy, k, of int) {
			from(p, 5*day+time.Duration((of-k)/2)*time.Hour)
			p.Notice = time.Duration(k%2) * (5*day + time.Duration((of-k)/2)*time.Hour + time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cost := func(policies int) (asked int) {
				var set Set
				for k := range policies {
					p := Policy{Name: fmt.Sprint(k), Match: Match{Conditions: []Condition{tolled{asked: &asked}}}, Action: Stop, Notice: 20 * day}
					shape(&p, k, policies)
					set.Policies = append(set.Policies, p)
				}
				at := workload.At(now.Add(-2 * day))
				e := workload.Execution{ID: "run1", Status: workload.Running, CreatedAt: at, ModifiedAt: at, StartTime: at}
				set.Plan(Input{Executions: []workload.Execution{e}, Now: now})
				return asked
			}
			few, many := cost(20), cost(80)
			if many > 5*few || many > 80*70 {
				t.Errorf("20 policies are asked %d times, 80 are asked %d times", few, many)
			}
		})
	}
}
