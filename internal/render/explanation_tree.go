package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

func (p *Printer) veto(v *policy.VetoView) {
	p.Printf("│  ├─ %s: %s%s\n", v.Reason, p.verdict(v.Holds, "keeps it", "does not apply"), inBrackets(vetoDetail(v)))
	for _, e := range v.Entries {
		p.Printf("│  │  ├─ entry %d: %s\n", e.Entry, e.Match)
		p.checks(e.Keys, "│  │  │  ")
	}
}

func vetoDetail(v *policy.VetoView) string {
	if v.Wants == "" {
		return v.Saw
	}
	return fmt.Sprintf("%s, wants %s", readable(v.Saw), v.Wants)
}

func (p *Printer) policyView(v *policy.PolicyView, last bool) {
	branch, indent := "├─", "│  "
	if last {
		branch, indent = "└─", "   "
	}
	p.Printf("%s policy %s (%s): %s\n", branch, p.paint(v.Name, bold), v.Action, p.paint(v.Reason.String(), reasonStyle(v.Reason)))
	if !v.ForGroup {
		p.Printf("%s└─ it is not for this resource group\n", indent)
		return
	}
	if !v.ForStatus {
		p.Printf("%s├─ %s does nothing to this status\n", indent, v.Action)
	}
	if v.Age.From != "" {
		p.Printf("%s├─ age %s, from %s\n", indent, Duration(time.Duration(v.Age.Age)), v.Age.From)
	}
	if v.ExpiresIn > 0 {
		p.Printf("%s├─ expires in %s\n", indent, Duration(time.Duration(v.ExpiresIn)))
	}
	p.checks(v.Keys, indent)
	if v.Keep != nil {
		p.keep(v.Keep, indent)
	}
}

func reasonStyle(r policy.Reason) style {
	if r == policy.ReasonExpired {
		return red
	}
	return green
}

func (p *Printer) keep(k *policy.KeepView, indent string) {
	if !k.Counted {
		p.Printf("%s└─ keep does not count it%s\n", indent, inBrackets(notCounted[k.NotCounted]))
		return
	}
	var per []string
	for _, v := range k.Per {
		per = append(per, fmt.Sprintf("%s %s", v.Dimension, v.Value))
	}
	p.Printf("%s└─ keep: number %d of %d, newest first%s\n", indent, k.Position, k.Of, inBrackets(strings.Join(per, ", ")))
	for _, r := range k.Rules {
		p.Printf("%s   ├─ %s %s: %s%s\n", indent, r.Rule, r.Wants, p.verdict(r.Saves, "saves it", "does not save it"), inBrackets(keepSaw(&r)))
	}
}

func (p *Printer) checks(checks []policy.Check, indent string) {
	for _, c := range checks {
		saw := saw(c.Key, c.Saw)
		if saw == "" && len(c.Of) == 0 {
			saw = "it has none"
		}
		p.Printf("%s├─ %s %s: %s%s\n", indent, c.Key, c.Wants, c.Holds, inBrackets(saw))
		if c.Error != "" {
			p.Printf("%s│  %s\n", indent, p.paint(c.Error, yellow))
		}
		p.checks(c.Of, indent+"│  ")
	}
}

func (p *Printer) verdict(holds bool, word, otherwise string) Painted {
	if holds {
		return p.paint(word, yellow)
	}
	return Painted(otherwise)
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

func keepSaw(r *policy.KeepRule) string {
	if r.Rule == "within" {
		return readable(r.Saw)
	}
	return r.Saw // may name an execution
}

// notCounted says why keep does not count an execution.
var notCounted = map[policy.NotCounted]string{
	policy.NotMatched:   "the policy does not match it at any age",
	policy.NotKnown:     "its status is a word that nobody knows",
	policy.NotAmong:     "its status is not among keep.statuses",
	policy.BeingDeleted: "it is being deleted",
	policy.WithoutTime:  "it has no time to count its age from",
}
