package policy

import (
	"math"
	"time"
)

// keepRule is a rule of a keep with its state for one group. It must be asked
// about the entries in order, newest first. Decisions and explanations both ask
// it.
type keepRule struct {
	reason Reason
	word   string // of the config
	saves  func(*keepRule, int) bool
	wants  func(*keepRule) string
	saw    func(*keepRule, int) string

	count int           // the number in the config
	span  time.Duration // or the duration in the config
	of    period        // the kind of period, for rules of periods
	best  *Best

	group *keepGroup

	// For rules of periods.
	periods int // how many had an entry so far
	// The last two periods that had an entry, with their first entries. Two are
	// needed because a clock that is set back over midnight goes from one day to
	// the day before and back.
	last, before held
	endless      bool // keep counting periods after the last kept one, for explanations

	// For best.
	scores []scored // entries that have the metric, best first
	places []int32  // rank of each entry, from 1; 0: without the metric
	unsure bool     // the metric of some entry is unknown
}

// held is a period that holds an entry.
type held struct {
	period int64
	first  int
}

// rules returns the rules of k in use, in order of precedence: the first that
// saves gives the reason. They count independently: an entry that latest saves
// still counts for daily.
func (k *Keep) rules() []keepRule {
	all := [...]keepRule{
		{reason: ReasonKeptLatest, word: "latest", count: k.Latest, saves: (*keepRule).latest, wants: (*keepRule).wantsCount, saw: (*keepRule).sawPosition},
		{reason: ReasonKeptWithin, word: "within", span: k.Within, saves: (*keepRule).within, wants: (*keepRule).wantsSpan, saw: (*keepRule).sawGap},
		newestOf(ReasonKeptHourly, "hourly", k.Hourly, hour),
		newestOf(ReasonKeptDaily, "daily", k.Daily, day),
		newestOf(ReasonKeptWeekly, "weekly", k.Weekly, week),
		newestOf(ReasonKeptMonthly, "monthly", k.Monthly, month),
		newestOf(ReasonKeptYearly, "yearly", k.Yearly, year),
		{reason: ReasonKeptBest, word: "best", best: k.Best, saves: (*keepRule).amongBest, wants: (*keepRule).wantsBest, saw: (*keepRule).sawBest},
	}
	used := make([]keepRule, 0, len(all))
	for _, r := range all {
		if r.count > 0 || r.span > 0 || r.best != nil {
			used = append(used, r)
		}
	}
	return used
}

func newestOf(reason Reason, word string, count int, of period) keepRule {
	return keepRule{
		reason: reason, word: word, count: count, of: of,
		saves: (*keepRule).newest, wants: (*keepRule).wantsCount, saw: (*keepRule).sawPeriod,
	}
}

// begin prepares the rule for a group.
func (r *keepRule) begin(g *keepGroup) {
	r.group, r.periods = g, 0
	r.last, r.before = held{period: math.MinInt64}, held{period: math.MinInt64}
	if r.best != nil {
		r.rank()
	}
}

func (r *keepRule) latest(i int) bool { return i < r.count }

func (r *keepRule) within(i int) bool {
	gap := r.group.gap(i)
	return gap >= 0 && gap <= r.span
}

// newest reports whether entry i is saved as the first of its period, while there
// are periods left.
func (r *keepRule) newest(i int) bool {
	if r.periods >= r.count && !r.endless {
		return false
	}
	p := r.of(r.group.localTime(i))
	if p == r.last.period || p == r.before.period {
		return false
	}
	r.last, r.before, r.periods = held{p, i}, r.last, r.periods+1
	return r.periods <= r.count
}
