package policy

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// KeepView is what the keep of one policy makes of an execution.
type KeepView struct {
	Counted    bool       `json:"counted"`
	NotCounted string     `json:"notCounted,omitempty"` // why not
	Per        []PerView  `json:"per"`                  // the group that it is in, beside the resource group
	Position   int        `json:"position,omitempty"`   // in its group, newest first, from 1
	Of         int        `json:"of,omitempty"`         // how many the group has
	Rules      []KeepRule `json:"rules,omitempty"`      // those in use; the first that saves gives the reason
}

// PerView is a dimension of a keep with the value of the execution.
type PerView struct {
	Dimension Dimension `json:"dimension"`
	Value     string    `json:"value"` // "" where it is missing
}

// KeepRule is what one rule of a keep makes of an execution.
type KeepRule struct {
	Rule  string `json:"rule"`  // as in the config: latest, within, hourly…
	Wants string `json:"wants"` // what the config says
	Saw   string `json:"saw"`
	Saves bool   `json:"saves"`
}

func (p *planner) explainKeep(r *rule, index int32, agesAside Truth) *KeepView {
	_, c := p.weigh(r, nil)
	c.sort(p.executions)
	p.subject.look(&p.executions[index])
	p.subject.under(&r.matcher)
	v := &KeepView{NotCounted: c.whyNotCounted(p.subject, agesAside)}
	for _, d := range c.per {
		v.Per = append(v.Per, PerView{d, d.of(p.subject.execution)})
	}
	for group := range c.perGroup {
		if i := slices.IndexFunc(group, func(c counted) bool { return c.index == index }); i >= 0 {
			v.Counted, v.Position, v.Of = true, i+1, len(group)
			v.Rules = p.explainRules(r.keep, group, i)
		}
	}
	return v
}

// explainRules asks each rule of a keep that is in use on its own.
func (p *planner) explainRules(k *Keep, group []counted, i int) []KeepRule {
	var rules []KeepRule
	if k.Latest > 0 {
		rules = append(rules, KeepRule{"latest", strconv.Itoa(k.Latest), fmt.Sprintf("number %d of %d, newest first", i+1, len(group)), i < k.Latest})
	}
	if k.Within > 0 {
		behind := group[0].at.Sub(group[i].at)
		rules = append(rules, KeepRule{"within", Span(k.Within).String(), fmt.Sprintf("%v behind the newest", Span(behind)), k.saveByAge(math.MaxInt, behind) != 0})
	}
	for _, q := range k.quotas() {
		rules = append(rules, p.explainQuota(q, group, i))
	}
	return rules
}

// explainQuota lets a quota without end count the periods down to entry i.
func (p *planner) explainQuota(q quota, group []counted, i int) KeepRule {
	periods, first, endless := 0, 0, q
	endless.left = math.MaxInt
	for j, c := range group[:i+1] {
		if endless.admits(c.at.Time().In(p.location)) {
			periods, first = periods+1, j
		}
	}
	words := calendar[q.reason]
	saw := fmt.Sprintf("the newest of %s, which is number %d of such periods", words.name(group[i].at.Time().In(p.location)), periods)
	if first != i {
		saw = fmt.Sprintf("%s is newer in %s", p.executions[group[first].index].ID, words.name(group[i].at.Time().In(p.location)))
	}
	return KeepRule{words.rule, strconv.Itoa(q.left), saw, first == i && periods <= q.left}
}

// calendar is how the rules that go by periods, and the periods, are called.
var calendar = map[Reason]struct {
	rule string
	name func(time.Time) string
}{
	ReasonKeptHourly:  {"hourly", layout("2006-01-02 15h MST")},
	ReasonKeptDaily:   {"daily", layout("2006-01-02")},
	ReasonKeptWeekly:  {"weekly", weekName},
	ReasonKeptMonthly: {"monthly", layout("2006-01")},
	ReasonKeptYearly:  {"yearly", layout("2006")},
}

func layout(l string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(l) }
}

func weekName(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", y, w)
}
