package config

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// match reads a match of a policy, of protect, or inside a not. It is a function
// because a match can contain a match.
func match() value[policy.Match] {
	return value[policy.Match]{map[string]any{"$ref": "#/$defs/match"}, func(r *reader, n *yaml.Node, into *policy.Match) {
		matchKeys().read(r, n, into)
	}}
}

// matchKeys returns matchValue, which is built once, when it is first needed,
// because it refers to itself.
func matchKeys() *value[policy.Match] {
	matchOnce.Do(func() { matchMade = matchValue() })
	return &matchMade
}

var (
	matchOnce sync.Once
	matchMade value[policy.Match]
)

func matchValue() value[policy.Match] {
	return mappingOf(append(namedKeys(), []key[policy.Match]{
		{"statuses", "States: any of them.", list(status, func(m *policy.Match, s []workload.Status) { add(m, policy.Statuses(s...)) }), false},
		{"olderThan", "Of a greater age.", duration(0, func(m *policy.Match, d time.Duration) { add(m, policy.OlderThan(d)) }), false},
		{"youngerThan", "Of a lesser age.", duration(0, func(m *policy.Match, d time.Duration) { add(m, policy.YoungerThan(d)) }), false},
		{"ageFrom", "What ages count from; auto (default) goes by the state.", word(func(m *policy.Match, s string) { m.AgeFrom, _ = policy.ParseAgeFrom(s) }, policy.AgeFromNames()...), false},
		{"when", "A CEL expression over execution, age, now, resourceGroup and tags.", when, false},
		{"tags", "Tracking tags: for each name a glob, or a list of globs, that its value matches.", tags, false},
		{"silentFor", "RUNNING, and the newest log line is older.", duration(time.Millisecond, func(m *policy.Match, d time.Duration) { add(m, policy.SilentFor(d)) }), false},
		{"feedsDeployment", "true: a deployment is made of one of its output artifacts; false: none is.", boolean(func(m *policy.Match, v bool) { add(m, policy.FeedsDeployment(v)) }), false},
		{"not", "A match that must not hold.", value[policy.Match]{match().schema, func(r *reader, n *yaml.Node, into *policy.Match) {
			var inner policy.Match
			match().read(r, n, &inner)
			if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
				r.problem(n, "`not` is empty, which would match nothing: name what must not hold")
			}
			add(into, policy.Not(inner))
		}}, false},
	}...), func(r *reader, _ *yaml.Node, at map[string]*yaml.Node, _ *policy.Match) {
		if n := at["silentFor"]; n != nil && at["statuses"] != nil && !slices.Contains(words(at["statuses"]), "RUNNING") {
			r.problem(n, "only RUNNING executions are silent, and statuses leaves them out: add RUNNING to it, or leave one of the two out")
		}
	})
}

func add(m *policy.Match, c policy.Condition) { m.Conditions = append(m.Conditions, c) }

// namedAs describes the keys with globs. Their fields are in the table
// workload.Fields.
var namedAs = map[string]string{
	"ids":                "Globs on the execution's id.",
	"scenarios":          "Globs on the scenario's id.",
	"executables":        "Globs on the executable's id.",
	"configurations":     "Globs on the configuration's id.",
	"configurationNames": "Globs on the configuration's name.",
	"schedules":          "Globs on the execution schedule's id; executions from no schedule have none.",
	"statusMessages":     "Globs on the status message, which says why an execution failed.",
}

func namedKeys() []key[policy.Match] {
	var keys []key[policy.Match]
	for i := range workload.Fields {
		if f := &workload.Fields[i]; f.Key != "" && f.Kind == workload.Text {
			keys = append(keys, key[policy.Match]{f.Key, namedAs[f.Key], named(f), false})
		}
	}
	return keys
}

func named(f *workload.Field) value[policy.Match] {
	return globs(func(m *policy.Match, l glob.List) { add(m, policy.Names(f, l)) })
}

// statusWords are the states that an execution can be in.
var statusWords = []string{"UNKNOWN", "PENDING", "RUNNING", "STOPPING", "STOPPED", "COMPLETED", "DEAD"}

var status = word(func(s *workload.Status, word string) { *s = workload.Status(word) }, statusWords...)

// when compiles an expression. Errors are reported at their position in it.
var when = value[policy.Match]{map[string]any{"type": "string", "minLength": 1}, func(r *reader, n *yaml.Node, into *policy.Match) {
	source, ok := scalar(r, n, "a CEL expression", "!!str", "!!bool")
	if !ok {
		return
	}
	condition, err := policy.When(source)
	var wrong policy.WhenErrors
	switch {
	case errors.As(err, &wrong):
		for _, w := range wrong {
			place := r.within(n, w.Line, w.Column)
			r.problem(&place, "when: %s", w.Message)
		}
	case err != nil:
		r.problem(n, "when: %v", err)
	default:
		add(into, condition)
	}
}}

// within returns the position in the file of a position inside a text. It is not
// exact for quoted texts with escapes and for folded texts.
func (r *reader) within(n *yaml.Node, line, column int) yaml.Node {
	place := yaml.Node{Line: n.Line, Column: n.Column}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		place.Line += line // the text of a block begins on the next line
		place.Column = r.indent(n.Line+1) + column
	case line > 1:
		place.Line += line - 1
		place.Column = column
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		place.Column += column
	default:
		place.Column += column - 1
	}
	return place
}

// indent returns the number of spaces at the beginning of a line of the file.
func (r *reader) indent(line int) int {
	if line > len(r.lines) {
		return 0
	}
	text := r.lines[line-1]
	return len(text) - len(strings.TrimLeft(text, " "))
}

// words returns the texts of a list.
func words(list *yaml.Node) []string {
	var texts []string
	for _, n := range list.Content {
		texts = append(texts, n.Value)
	}
	return texts
}

// statusNodes returns the nodes of the states at the top level of a policy's
// match.
func statusNodes(matchNode *yaml.Node) []*yaml.Node {
	if matchNode == nil || matchNode.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(matchNode.Content); i += 2 {
		if matchNode.Content[i].Value == "statuses" && matchNode.Content[i+1].Kind == yaml.SequenceNode {
			return matchNode.Content[i+1].Content
		}
	}
	return nil
}

// keysOf returns the keys of a mapping.
func keysOf(n *yaml.Node) []string {
	var keys []string
	if n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			keys = append(keys, n.Content[i].Value)
		}
	}
	return keys
}

// criterion reports whether a match has a key other than statuses that selects
// executions.
func criterion(n *yaml.Node) bool {
	return slices.ContainsFunc(keysOf(n), func(k string) bool { return k != "statuses" && k != "ageFrom" })
}
