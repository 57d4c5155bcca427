package config

import (
	"fmt"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// maxName is the longest name of a tag or a metric that the API accepts, in
// characters (schema TrckGenericName).
const maxName = 256

// trackingName reads the name of a tag or a metric.
func trackingName[T any](set func(*T, string)) value[T] {
	v := checked(func(into *T, s string) error {
		set(into, s)
		return checkName(s)
	})
	v.schema = map[string]any{"type": "string", "minLength": 1, "maxLength": maxName}
	return v
}

func checkName(name string) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName {
		return fmt.Errorf("the API takes names of 1 to %d characters for tags and metrics, and this one has %d", maxName, n)
	}
	return nil
}

// tags reads names of tracking tags with globs for their values.
var tags = value[policy.Match]{
	map[string]any{
		"type": "object", "minProperties": 1, "additionalProperties": tagValue.schema,
		"propertyNames": map[string]any{"minLength": 1, "maxLength": maxName},
	},
	func(r *reader, n *yaml.Node, into *policy.Match) {
		if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
			r.problem(n, "the mapping is empty: name at least one tag, such as {team: a*}, or leave the key out")
		}
		r.mapping(n, func(name, v *yaml.Node) {
			if err := checkName(name.Value); err != nil {
				r.problem(name, "%v", err)
			}
			var patterns glob.List
			tagValue.read(r, v, &patterns)
			add(into, policy.Tagged(name.Value, patterns))
		})
	},
}

// tagValue reads a glob or a list of globs.
var tagValue = value[glob.List]{
	map[string]any{"oneOf": []any{pattern.schema, patterns.schema}},
	func(r *reader, n *yaml.Node, into *glob.List) {
		if n.Kind == yaml.SequenceNode {
			patterns.read(r, n, into)
			return
		}
		var p glob.Pattern
		if pattern.read(r, n, &p); p != nil {
			*into = glob.List{p}
		}
	},
}

var patterns = globs(func(into *glob.List, l glob.List) { *into = l })
