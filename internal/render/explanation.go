package render

import (
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Explanation is how the policies see one execution, and what its sweep makes of it.
type Explanation struct {
	policy.Explanation
	// Limit would put off what the policies want; "" for none.
	Limit string
}

// Explanation prints what decides first, then a tree: what stands above the
// policies, and each policy with the keys of its match.
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
