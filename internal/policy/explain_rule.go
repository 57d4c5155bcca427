package policy

import (
	"fmt"
	"strconv"
	"time"
)

// explainRules returns how each keep rule in use sees entry i of a group.
func (p *planner) explainRules(k *Keep, entries []counted, i int) []KeepRule {
	var views []KeepRule
	for _, r := range k.rules() {
		r.endless = true
		r.begin(&keepGroup{planner: p, entries: entries})
		saves := false
		for j := range i + 1 {
			saves = r.saves(&r, j)
		}
		views = append(views, KeepRule{r.word, r.wants(&r), r.saw(&r, i), saves})
	}
	return views
}

func (r *keepRule) wantsCount() string { return strconv.Itoa(r.count) }

func (r *keepRule) wantsSpan() string { return Span(r.span).String() }

func (r *keepRule) sawPosition(i int) string {
	return fmt.Sprintf("number %d of %d, newest first", i+1, len(r.group.entries))
}

func (r *keepRule) sawGap(i int) string {
	return fmt.Sprintf("%v older than the newest", Span(r.group.gap(i)))
}

func (r *keepRule) sawPeriod(i int) string {
	local := r.group.localTime(i)
	name := periodNames[r.reason](local)
	for _, h := range [...]held{r.last, r.before} {
		if h.period == r.of(local) && h.first != i {
			return fmt.Sprintf("%s is newer in %s", r.group.planner.executions[r.group.entries[h.first].index].ID, name)
		}
	}
	return fmt.Sprintf("the newest of %s, which is number %d of such periods", name, r.periods)
}

// periodNames are functions that name periods, by keep rule.
var periodNames = map[Reason]func(time.Time) string{
	ReasonKeptHourly:  layout("2006-01-02 15h MST"),
	ReasonKeptDaily:   layout("2006-01-02"),
	ReasonKeptWeekly:  weekName,
	ReasonKeptMonthly: layout("2006-01"),
	ReasonKeptYearly:  layout("2006"),
}

func layout(l string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(l) }
}

func weekName(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", y, w)
}
