package render

import (
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Explanation says how the policies see one execution, and which limit would
// apply.
type Explanation struct {
	policy.Explanation
	// Limit is the limit that would defer the action; "" if none.
	Limit string
}

// Explanation prints first what decides, then a tree: the vetoes, and each policy
// with the keys of its match.
func (p *Printer) Explanation(x *Explanation) {
	target := ""
	if x.TargetStatus != "" {
		target = ", target " + string(x.TargetStatus)
	}
	p.Printf("%s in %s: %s%s, scenario %s\n", p.paint(x.ID, bold), x.ResourceGroup, x.Status, target, x.Scenario)
	p.Printf("%s\n", p.paint(outcome(x), bold))
	p.because(x, "")
	p.Printf("\n")
	p.Printf("├─ above all policies\n")
	for i := range x.Vetoes {
		p.veto(&x.Vetoes[i])
	}
	for i := range x.Policies {
		p.policyView(&x.Policies[i], i == len(x.Policies)-1)
	}
}
