package render

import (
	"cmp"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// outcome returns the decision on an execution in one line.
func outcome(x *Explanation) string {
	o := &x.Outcome
	switch {
	case o.Action != policy.None:
		return fmt.Sprintf("%s by policy %s: it expired %s ago, at an age of %s", sent(o.Action), o.Policy, Duration(time.Duration(o.Overdue)), Duration(time.Duration(o.Age)))
	case o.Reason == policy.ReasonUnmatched:
		return fmt.Sprintf("kept: no policy matches it, at an age of %s", Duration(time.Duration(o.Age)))
	case o.Policy != "":
		return fmt.Sprintf("kept: %s, by policy %s, at an age of %s%s", o.Reason, o.Policy, Duration(time.Duration(o.Age)), expiry(x))
	}
	return fmt.Sprintf("kept: %s, at an age of %s", o.Reason, Duration(time.Duration(o.Age)))
}

// expiry returns when the policy that gives the reason will want the execution,
// if that is known.
func expiry(x *Explanation) string {
	for i := range x.Policies {
		if v := &x.Policies[i]; v.Name == x.Outcome.Policy && v.ExpiresIn > 0 {
			return "; it expires in " + Duration(time.Duration(v.ExpiresIn))
		}
	}
	return ""
}

// sent returns the first step of an action: stop-then-delete begins with the
// stop.
func sent(a policy.Action) string {
	if a == policy.StopThenDelete {
		return "stop, then delete"
	}
	return a.String()
}

// because prints the rule that decided, and the limit that would defer the
// action.
func (p *Printer) because(x *Explanation, indent string) {
	for i := range x.Vetoes {
		if v := &x.Vetoes[i]; v.Holds && v.Reason == x.Outcome.Reason {
			p.Printf("%sbecause of %s%s\n", indent, v.Reason, inBrackets(vetoDetail(v)))
			p.decidingEntry(v, indent+"  ")
		}
	}
	for i := range x.Policies {
		if v := &x.Policies[i]; v.Name == x.Outcome.Policy {
			p.decidingPolicy(v, indent)
		}
	}
	if x.Limit != "" {
		p.Printf("%slimits.%s puts it off to a later sweep\n", indent, p.paint(x.Limit, yellow))
	}
}

// decidingEntry prints the first entry of protect that protects.
func (p *Printer) decidingEntry(v *policy.VetoView, indent string) {
	for _, e := range v.Entries {
		if e.Match != policy.False {
			p.Printf("%sprotect entry %d: %s\n", indent, e.Entry, e.Match)
			p.checks(e.Keys, indent+"  ")
			return
		}
	}
}

// decidingPolicy prints which part of a policy decided: the keep rule that saves,
// else the keys of its match.
func (p *Printer) decidingPolicy(v *policy.PolicyView, indent string) {
	if v.Keep != nil {
		for _, r := range v.Keep.Rules {
			if r.Saves && v.Reason != policy.ReasonExpired {
				p.Printf("%sbecause keep of policy %s has %s: %s%s\n", indent, v.Name, r.Rule, r.Wants, inBrackets(keepSaw(&r)))
				return
			}
		}
	}
	p.Printf("%sbecause of policy %s, whose age counts from %s\n", indent, v.Name, cmp.Or(v.Age.From, "nothing"))
	p.checks(v.Keys, indent+"  ")
}
