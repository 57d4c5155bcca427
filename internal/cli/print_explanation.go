package cli

import (
	"fmt"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// explanation prints a tree: what stands above the policies, each policy with
// the keys of its match, and what comes of it.
func (p *printer) explanation(x *explanation) {
	target := ""
	if x.TargetStatus != "" {
		target = ", target " + string(x.TargetStatus)
	}
	p.printf("%s in %s: %s%s, scenario %s\n", p.paint(x.ID, bold), x.ResourceGroup, x.Status, target, x.Scenario)
	p.printf("├─ above all policies\n")
	for _, v := range x.Vetoes {
		p.veto(v)
	}
	for i := range x.Policies {
		p.policyView(&x.Policies[i])
	}
	if x.Limit != "" {
		p.printf("├─ limits.%s puts it off to a later sweep\n", p.paint(x.Limit, yellow))
	}
	p.outcome(&x.Outcome)
}

func (p *printer) outcome(o *policy.OutcomeView) {
	what := o.Action.String()
	if o.Policy != "" {
		what += " by " + o.Policy
	}
	p.printf("└─ %s: %s, age %s\n", p.paint(what, bold), o.Reason, o.Age)
}

func (p *printer) veto(v policy.VetoView) {
	detail := v.Saw
	if v.Wants != "" {
		detail = fmt.Sprintf("%s, wants %s", v.Saw, v.Wants)
	}
	p.printf("│  ├─ %s %s%s\n", p.verdict(v.Holds, "keeps it", "no"), v.Reason, inBrackets(detail))
	for _, e := range v.Entries {
		p.printf("│  │  ├─ entry %d: %s\n", e.Entry, e.Match)
		p.checks(e.Keys, "│  │  │  ")
	}
}

func (p *printer) policyView(v *policy.PolicyView) {
	p.printf("├─ policy %s (%s): %s\n", p.paint(v.Name, bold), v.Action, p.paint(v.Reason.String(), reasonStyle(v.Reason)))
	switch {
	case !v.ForGroup:
		p.printf("│  └─ it is not for this resource group\n")
		return
	case !v.ForStatus:
		p.printf("│  ├─ %s does nothing to this status\n", v.Action)
	}
	if v.Age.From != "" {
		p.printf("│  ├─ age %s from %s\n", v.Age.Age, v.Age.From)
	}
	p.checks(v.Keys, "│  ")
	if v.Keep != nil {
		p.keep(v.Keep)
	}
}

func reasonStyle(r policy.Reason) style {
	if r == policy.ReasonExpired {
		return red
	}
	return green
}

func (p *printer) keep(k *policy.KeepView) {
	if !k.Counted {
		p.printf("│  └─ keep does not count it%s\n", inBrackets(k.NotCounted))
		return
	}
	var per []string
	for _, v := range k.Per {
		per = append(per, fmt.Sprintf("%s %s", v.Dimension, v.Value))
	}
	p.printf("│  └─ keep: number %d of %d, newest first%s\n", k.Position, k.Of, inBrackets(strings.Join(per, ", ")))
	for _, r := range k.Rules {
		p.printf("│     ├─ %s %s %s%s\n", p.verdict(r.Saves, "saves", "no"), r.Rule, r.Wants, inBrackets(r.Saw))
	}
}

func (p *printer) checks(checks []policy.Check, indent string) {
	for _, c := range checks {
		saw := c.Saw
		if saw == "" && len(c.Of) == 0 {
			saw = "it has none"
		}
		p.printf("%s├─ %s %s %s%s\n", indent, c.Holds, c.Key, c.Wants, inBrackets(saw))
		if c.Error != "" {
			p.printf("%s│  %s\n", indent, p.paint(c.Error, yellow))
		}
		p.checks(c.Of, indent+"│  ")
	}
}

func (p *printer) verdict(holds bool, word, otherwise string) string {
	if holds {
		return p.paint(word, yellow)
	}
	return otherwise
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
