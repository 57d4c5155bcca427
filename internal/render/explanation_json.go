package render

import (
	"encoding/json"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// The JSON names below are public and stay. Package policy has the same values,
// but no output format.
type (
	explanationJSON struct {
		ResourceGroup string       `json:"resourceGroup"`
		ID            string       `json:"id"`
		Scenario      string       `json:"scenario,omitempty"`
		Status        string       `json:"status"`
		TargetStatus  string       `json:"targetStatus,omitempty"`
		Now           time.Time    `json:"now"`
		Vetoes        []vetoJSON   `json:"vetoes"`
		Policies      []policyJSON `json:"policies"`
		Outcome       outcomeJSON  `json:"outcome"`
		Limit         string       `json:"limit,omitempty"`
	}
	vetoJSON struct {
		Reason  policy.Reason `json:"reason"`
		Holds   bool          `json:"holds"`
		Wants   string        `json:"wants,omitempty"`
		Saw     string        `json:"saw,omitempty"`
		Entries []entryJSON   `json:"entries,omitempty"`
	}
	entryJSON struct {
		Entry int          `json:"entry"`
		Match policy.Truth `json:"match"`
		Age   ageJSON      `json:"age"`
		Keys  []checkJSON  `json:"keys"`
	}
	ageJSON struct {
		Age  policy.Span `json:"age"`
		From string      `json:"from"`
		Time time.Time   `json:"time,omitzero"`
	}
	checkJSON struct {
		Key   string       `json:"key"`
		Wants string       `json:"wants,omitempty"`
		Saw   string       `json:"saw,omitempty"`
		Holds policy.Truth `json:"holds"`
		Error string       `json:"error,omitempty"`
		Of    []checkJSON  `json:"of,omitempty"`
	}
	policyJSON struct {
		Name      string        `json:"name"`
		Action    policy.Action `json:"action"`
		ForGroup  bool          `json:"forGroup"`
		ForStatus bool          `json:"forStatus"`
		Match     policy.Truth  `json:"match"`
		AnyAge    policy.Truth  `json:"anyAge"`
		Age       ageJSON       `json:"age,omitzero"`
		Keys      []checkJSON   `json:"keys,omitempty"`
		Keep      *keepJSON     `json:"keep,omitempty"`
		Reason    policy.Reason `json:"reason"`
		ExpiresIn policy.Span   `json:"expiresIn,omitzero"`
	}
	keepJSON struct {
		Counted    bool           `json:"counted"`
		NotCounted string         `json:"notCounted,omitempty"`
		Per        []perJSON      `json:"per"`
		Position   int            `json:"position,omitempty"`
		Of         int            `json:"of,omitempty"`
		Rules      []keepRuleJSON `json:"rules,omitempty"`
	}
	perJSON struct {
		Dimension policy.Dimension `json:"dimension"`
		Value     string           `json:"value"`
	}
	keepRuleJSON struct {
		Rule  string `json:"rule"`
		Wants string `json:"wants"`
		Saw   string `json:"saw"`
		Saves bool   `json:"saves"`
	}
	outcomeJSON struct {
		Action  policy.Action `json:"action"`
		Reason  policy.Reason `json:"reason"`
		Policy  string        `json:"policy,omitempty"`
		Age     policy.Span   `json:"age"`
		Overdue policy.Span   `json:"overdue"`
	}
)

// JSON writes the explanation as one JSON document.
func (x *Explanation) JSON(w io.Writer) error {
	return Indented(w, explanationJSON{
		ResourceGroup: x.ResourceGroup, ID: x.ID, Scenario: x.Scenario, Status: string(x.Status), TargetStatus: string(x.TargetStatus), Now: x.Now,
		Vetoes: each(x.Vetoes, vetoAsJSON), Policies: each(x.Policies, policyAsJSON), Outcome: outcomeJSON(x.Outcome), Limit: x.Limit,
	})
}

// Indented writes a value as an indented JSON document.
func Indented(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func vetoAsJSON(v policy.VetoView) vetoJSON {
	return vetoJSON{v.Reason, v.Holds, v.Wants, v.Saw, each(v.Entries, entryAsJSON)}
}

func entryAsJSON(v policy.EntryView) entryJSON {
	return entryJSON{v.Entry, v.Match, ageJSON(v.Age), each(v.Keys, checkAsJSON)}
}

func checkAsJSON(c policy.Check) checkJSON {
	return checkJSON{c.Key, c.Wants, c.Saw, c.Holds, c.Error, each(c.Of, checkAsJSON)}
}

func policyAsJSON(v policy.PolicyView) policyJSON {
	return policyJSON{
		Name: v.Name, Action: v.Action, ForGroup: v.ForGroup, ForStatus: v.ForStatus, Match: v.Match, AnyAge: v.AnyAge,
		Age: ageJSON(v.Age), Keys: each(v.Keys, checkAsJSON), Keep: keepAsJSON(v.Keep), Reason: v.Reason, ExpiresIn: v.ExpiresIn,
	}
}

func keepAsJSON(k *policy.KeepView) *keepJSON {
	if k == nil {
		return nil
	}
	return &keepJSON{
		k.Counted, notCounted[k.NotCounted], each(k.Per, func(v policy.PerView) perJSON { return perJSON(v) }), k.Position, k.Of,
		each(k.Rules, func(r policy.KeepRule) keepRuleJSON { return keepRuleJSON(r) }),
	}
}

// each converts each value to its JSON form. An empty list stays empty, and nil
// stays nil.
func each[A, B any](values []A, form func(A) B) []B {
	if values == nil {
		return nil
	}
	forms := make([]B, len(values))
	for i, v := range values {
		forms[i] = form(v)
	}
	return forms
}
