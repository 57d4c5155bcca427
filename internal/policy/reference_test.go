package policy_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// The reference decides as the product's document says, sentence by sentence. It
// is slow and simple: answers are words ("yes", "no", "?"), sets are maps, and
// there is no state between executions. It shares no code with the package.

// A wish is a policy or match as a user would write it; nil and "" leave a key
// out.
type wish struct {
	statuses                   []workload.Status
	scenario, config, schedule string // a literal, or "*"
	older, younger             *time.Duration
	ageFrom                    string
	when                       *expression
	team                       string // the tag: a literal, or "*"; "" leaves it out
	silent                     *time.Duration
	feeds                      *bool
	not                        *wish
	groups                     string // of a policy: "" for all
	action                     string
	name                       string
	latest                     int
	within                     time.Duration
	hourly, daily, weekly      int
	monthly, yearly            int
	best                       int
	bestOrder                  string
	keepStatuses               []workload.Status
	per                        []string
	keeps                      bool
	dry                        bool
	notice                     time.Duration
}

// An expression is a CEL expression with its meaning in Go.
type expression struct {
	text string
	mean func(e workload.Execution, age *time.Duration, tags map[string]string) string // yes, no, error, ageless, tagless
}

type refWorld struct {
	executions []workload.Execution
	protect    []wish
	policies   []wish
	minAge     time.Duration
	zone       *time.Location
	now        time.Time
	present    time.Time // where now is a time to come
	elsewhere  []string  // ids that another resource group lists, too
	optOut     bool      // the tag "spare" spares runs
	maxFor     time.Duration
	truth      map[string]refTruth
	feeding    []string        // artifacts that deployments are made of
	blind      map[string]bool // what nobody knows: "tags e001", "best e001", "silentFor e001", "optOut", "feedsDeployment"
}

// refTruth holds the true facts about an execution.
type refTruth struct {
	tags map[string]string
	best *float64   // its score
	line *time.Time // its newest log line
}

func and(answers ...string) string {
	result := "yes"
	for _, a := range answers {
		if a == "no" {
			return "no"
		}
		if a == "?" {
			result = "?"
		}
	}
	return result
}

func yesno(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func refName(pattern, value string, emptyMeans string) string {
	if value == "" {
		return emptyMeans
	}
	return yesno(pattern == "*" || pattern == value)
}

// refTime returns the time from which an age counts, nil if none.
func refTime(e workload.Execution, from, action string) *time.Time {
	named := map[string]workload.Timestamp{
		"created": e.CreatedAt, "submitted": e.SubmissionTime, "started": e.StartTime, "completed": e.CompletionTime, "modified": e.ModifiedAt,
	}
	order := []string{from, "modified"}
	if from == "auto" {
		order = map[workload.Status][]string{
			"COMPLETED": {"completed", "modified"}, "STOPPED": {"completed", "modified"}, "DEAD": {"completed", "modified"},
			"RUNNING": {"started", "modified"}, "STOPPING": {"started", "modified"}, "PENDING": {"submitted", "modified"},
		}[e.Status]
		if e.Status == "STOPPED" && action == "stop-then-delete" {
			order = []string{"started", "submitted", "modified"}
		}
		if order == nil {
			order = []string{"modified"}
		}
	}
	for _, name := range order {
		switch t := named[name]; t {
		case 0: // missing
		case workload.Unreadable:
			return nil
		default:
			return new(t.Time())
		}
	}
	return nil
}

func refAge(w refWorld, t *time.Time) *time.Duration {
	if t == nil {
		return nil
	}
	return new(max(0, w.now.Sub(*t)))
}

// refMatch returns whether a match holds. problems collects "error" and "ageless"
// of expressions that could decide.
func refMatch(w refWorld, e workload.Execution, m wish, from, action string, ages bool) (answer string, problems []string) {
	if m.ageFrom != "auto" {
		from = m.ageFrom
	}
	age := refAge(w, refTime(e, from, action))
	answers := []string{}
	if m.statuses != nil {
		answer := yesno(slices.Contains(m.statuses, e.Status))
		if e.Status == "" {
			answer = "?"
		}
		answers = append(answers, answer)
	}
	if m.scenario != "" {
		answers = append(answers, refName(m.scenario, e.ScenarioID, "?"))
	}
	if m.config != "" {
		answers = append(answers, refName(m.config, e.ConfigurationID, "?"))
	}
	if m.schedule != "" {
		answers = append(answers, refName(m.schedule, e.ExecutionScheduleID, "no"))
	}
	for _, limit := range []struct {
		bound *time.Duration
		holds func(age, bound time.Duration) bool
	}{
		{m.older, func(age, bound time.Duration) bool { return age > bound }},
		{m.younger, func(age, bound time.Duration) bool { return age < bound }},
	} {
		if limit.bound == nil || !ages {
			continue
		}
		if age == nil {
			answers = append(answers, "?")
		} else {
			answers = append(answers, yesno(limit.holds(*age, *limit.bound)))
		}
	}
	if m.when != nil {
		var tags map[string]string
		if !w.blind["tags "+e.ID] {
			tags = w.truth[e.ID].tags
		}
		answer := m.when.mean(e, age, tags)
		if answer == "error" || answer == "ageless" {
			problems = append(problems, answer)
		}
		if answer != "yes" && answer != "no" {
			answer = "?"
		}
		answers = append(answers, answer)
	}
	if m.team != "" {
		answers = append(answers, refTeam(w, e, m.team))
	}
	if m.silent != nil {
		answers = append(answers, refSilent(w, e, *m.silent))
	}
	if m.feeds != nil {
		answers = append(answers, refFeeds(w, e, *m.feeds))
	}
	if m.not != nil && (ages || !onlyAges(*m.not)) {
		inner, innerProblems := refMatch(w, e, *m.not, from, action, ages)
		answers = append(answers, map[string]string{"yes": "no", "no": "yes", "?": "?"}[inner])
		problems = append(problems, innerProblems...)
	}
	answer = and(answers...)
	if answer == "no" {
		problems = nil
	}
	return answer, problems
}

// onlyAges reports whether a match inside a not has only ages.
func onlyAges(m wish) bool {
	other := m.statuses != nil || m.scenario+m.config+m.schedule+m.team != "" || m.when != nil || m.silent != nil || m.feeds != nil || m.not != nil && !onlyAges(*m.not)
	some := m.older != nil || m.younger != nil || m.not != nil
	return some && !other
}

func refApplies(action string, s workload.Status) bool {
	can := map[string]string{"stop": " PENDING RUNNING ", "delete": " COMPLETED STOPPED DEAD UNKNOWN "}
	can["stop-then-delete"] = can["stop"] + can["delete"]
	return s != "" && strings.Contains(can[action], " "+string(s)+" ")
}

// A refRun is an execution that keep counts.
type refRun struct {
	id string
	at time.Time
}

// refSaved returns the keep rule that saves each id that the keep of p saves.
func refSaved(w refWorld, p wish) map[string]string {
	groups := map[string][]refRun{}
	for _, e := range w.executions {
		answer, _ := refMatch(w, e, p, "auto", p.action, false)
		at := refTime(e, p.ageFrom, p.action)
		known := slices.Contains([]string{"UNKNOWN", "PENDING", "RUNNING", "STOPPING", "STOPPED", "COMPLETED", "DEAD"}, string(e.Status))
		wanted := len(p.keepStatuses) == 0 || slices.Contains(p.keepStatuses, e.Status)
		if answer != "yes" || at == nil || !known || !wanted || e.TargetStatus == "DELETED" {
			continue
		}
		if at.After(w.now) {
			at = &w.now
		}
		values := map[string]string{"scenario": e.ScenarioID, "executable": e.ExecutableID, "configuration": e.ConfigurationID, "executionSchedule": e.ExecutionScheduleID}
		key := ""
		for _, d := range p.per {
			key += fmt.Sprintf("%s=%q ", d, values[d])
		}
		groups[key] = append(groups[key], refRun{e.ID, *at})
	}
	saved := map[string]string{}
	save := func(id, rule string) {
		if saved[id] == "" {
			saved[id] = rule
		}
	}
	for _, runs := range groups {
		sort.Slice(runs, func(i, j int) bool {
			if !runs[i].at.Equal(runs[j].at) {
				return runs[i].at.After(runs[j].at)
			}
			return runs[i].id < runs[j].id
		})
		for _, r := range runs[:min(p.latest, len(runs))] {
			save(r.id, "kept-latest")
		}
		for _, r := range runs {
			if p.within > 0 && !r.at.Before(runs[0].at.Add(-p.within)) {
				save(r.id, "kept-within")
			}
		}
		for _, rule := range []struct {
			word  string
			count int
			name  func(time.Time) string
		}{
			// With the offset, the repeated hour in autumn counts as two.
			{"kept-hourly", p.hourly, func(t time.Time) string { return t.Format("2006-01-02 15 -0700") }},
			{"kept-daily", p.daily, func(t time.Time) string { return t.Format("2006-01-02") }},
			{"kept-weekly", p.weekly, func(t time.Time) string { y, n := t.ISOWeek(); return fmt.Sprint(y, "/", n) }},
			{"kept-monthly", p.monthly, func(t time.Time) string { return t.Format("2006-01") }},
			{"kept-yearly", p.yearly, func(t time.Time) string { return t.Format("2006") }},
		} {
			held := map[string]bool{}
			for _, r := range runs {
				if name := rule.name(r.at.In(w.zone)); !held[name] && len(held) < rule.count {
					held[name] = true
					save(r.id, rule.word)
				}
			}
		}
		for _, r := range runs {
			if slices.Contains(refBest(w, p, runs), r.id) {
				save(r.id, "kept-best")
			}
		}
	}
	return saved
}

// refProtected reports whether a protect entry matches or may match.
func refProtected(w refWorld, e workload.Execution) bool {
	for _, m := range w.protect {
		if answer, _ := refMatch(w, e, m, "auto", "", true); answer != "no" {
			return true
		}
	}
	return false
}

// refVeto returns why no policy may touch e, "" if one may.
func refVeto(w refWorld, e workload.Execution) string {
	words := []string{"UNKNOWN", "PENDING", "RUNNING", "STOPPING", "STOPPED", "COMPLETED", "DEAD"}
	active := e.Status == "PENDING" || e.Status == "RUNNING"
	created := e.CreatedAt.Time()
	switch {
	case !regexp.MustCompile(`^[A-Za-z0-9_.-]{4,64}$`).MatchString(e.ID):
		return "bad-id"
	case e.Contradictory || slices.Contains(w.elsewhere, e.ID):
		return "contradictory"
	case !slices.Contains(words, string(e.Status)):
		return "status-unknown"
	case !slices.Contains(append(words, "", "DELETED"), string(e.TargetStatus)):
		return "status-unknown"
	case e.Status == "STOPPING", active && e.TargetStatus == "STOPPED", e.TargetStatus == "DELETED":
		return "in-transition"
	case refProtected(w, e):
		return "protected"
	case refOptedOut(w, e):
		return "opted-out"
	case created.IsZero(), created.After(w.now), w.now.Sub(created) < w.minAge:
		return "min-age"
	}
	return ""
}

// refView returns how policy p sees e: the reason, and whether its match holds.
func refView(w refWorld, e workload.Execution, p wish, saved map[string]string) (reason string, matched bool) {
	if !refApplies(p.action, e.Status) {
		return "unmatched", false
	}
	aside, problems := refMatch(w, e, p, "auto", p.action, false)
	whole, _ := refMatch(w, e, p, "auto", p.action, true)
	readable := refTime(e, p.ageFrom, p.action) != nil
	if p.keeps && aside == "?" {
		whole = "?" // nobody knows whether keep counts it
	}
	switch {
	case whole == "yes" && !readable:
		return "no-timestamp", false
	case whole == "yes" && saved[e.ID] != "":
		return saved[e.ID], true
	case whole == "yes":
		return "expired", true
	case aside == "?" && slices.Contains(problems, "error"):
		return "when-error", false
	case aside == "?" && slices.Contains(problems, "ageless"):
		return "no-timestamp", false
	case aside == "yes" && !readable:
		return "no-timestamp", false
	case aside == "yes":
		return "not-expired", false
	}
	return "unmatched", false
}

// refPlan returns the decision on each id as a text, and the tallies.
func refPlan(w refWorld) (map[string]string, []policy.Tally) {
	verdicts := map[string]string{}
	tallies := make([]policy.Tally, len(w.policies))
	saved := make([]map[string]string, len(w.policies))
	for i, p := range w.policies {
		if p.keeps {
			saved[i] = refSaved(w, p)
		}
	}
	for _, e := range w.executions {
		var enforcing, dry []int // the policies that want it
		fallback := "keep - unmatched"
		for i, p := range w.policies {
			if p.groups != "" && p.groups != team.ID {
				continue
			}
			reason, matched := refView(w, e, p, saved[i])
			if matched {
				tallies[i].Matched++
			}
			if strings.HasPrefix(reason, "kept-") {
				tallies[i].Kept++
			}
			if reason == "when-error" {
				tallies[i].Errors++
			}
			if reason == "expired" && p.dry {
				dry = append(dry, i)
			} else if reason == "expired" {
				enforcing = append(enforcing, i)
			}
			if reason != "unmatched" && fallback == "keep - unmatched" {
				fallback = "keep " + p.name + " " + reason
			}
		}
		veto := refVeto(w, e)
		row := fallback
		for n, i := range append(enforcing, dry...) {
			switch {
			case veto != "":
				tallies[i].Protected++
			case n > 0:
				tallies[i].Elsewhere++
			default:
				row = refRow(e, w.policies[i])
			}
		}
		if veto != "" {
			row = "keep - " + veto
		}
		verdicts[e.ID] = row
	}
	return verdicts, tallies
}

// refRow returns the decision of p to act on e.
func refRow(e workload.Execution, p wish) string {
	action := p.action
	if action == "stop-then-delete" && e.Status != "PENDING" && e.Status != "RUNNING" {
		action = "delete"
	}
	words := action + " " + p.name + " expired"
	if p.dry {
		words += " dry"
	}
	return words
}

// refPairs returns the pairs of policies and scenarios, as "policy scenario".
func refPairs(w refWorld) []string {
	met := map[string]bool{}
	for _, e := range w.executions {
		for _, p := range w.policies {
			answer, _ := refMatch(w, e, p, "auto", p.action, false)
			if answer == "yes" && refApplies(p.action, e.Status) && (p.groups == "" || p.groups == team.ID) {
				met[p.name+" "+e.ScenarioID] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(met))
}
