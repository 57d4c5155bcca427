package config

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

// value is a kind of value of a key: how it is read into a T, and its JSON
// Schema. Both are defined together, so that they cannot differ.
type value[T any] struct {
	schema map[string]any
	read   func(r *reader, n *yaml.Node, into *T)
}

// scalar reads a string, a number or a boolean. tags lists the accepted YAML
// tags.
func scalar(r *reader, n *yaml.Node, wanted string, tags ...string) (string, bool) {
	if n.Kind != yaml.ScalarNode || !slices.Contains(tags, n.ShortTag()) {
		r.problem(n, "%s is wanted here, not %s", wanted, describe(n))
		return "", false
	}
	return n.Value, true
}

func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias: write the value out"
	case n.ShortTag() == "!!null":
		return "nothing: give a value, or leave the key out"
	}
	return fmt.Sprintf("`%s`", n.Value)
}

// text reads a string. A number is accepted as a string.
func text[T any](set func(*T, string)) value[T] {
	return value[T]{map[string]any{"type": "string"}, func(r *reader, n *yaml.Node, into *T) {
		if s, ok := scalar(r, n, "a text", "!!str", "!!int", "!!float"); ok {
			set(into, s)
		}
	}}
}

// checked reads a string that must pass a check. The error of the check is shown
// unchanged.
func checked[T any](check func(into *T, s string) error) value[T] {
	return value[T]{map[string]any{"type": "string"}, func(r *reader, n *yaml.Node, into *T) {
		if s, ok := scalar(r, n, "a text", "!!str"); ok {
			if err := check(into, s); err != nil {
				r.problem(n, "%v", err)
			}
		}
	}}
}

// word reads one of a few words.
func word[T any](set func(*T, string), words ...string) value[T] {
	return value[T]{map[string]any{"enum": words}, func(r *reader, n *yaml.Node, into *T) {
		s, ok := scalar(r, n, "one of "+strings.Join(words, ", "), "!!str")
		switch {
		case !ok:
		case !slices.Contains(words, s):
			r.problem(n, "`%s` is not one of %s%s", s, strings.Join(words, ", "), hint(s, words))
		default:
			set(into, s)
		}
	}}
}

// boolean reads true or false.
func boolean[T any](set func(*T, bool)) value[T] {
	return value[T]{map[string]any{"type": "boolean"}, func(r *reader, n *yaml.Node, into *T) {
		if s, ok := scalar(r, n, "true or false", "!!bool"); ok {
			set(into, strings.EqualFold(s, "true"))
		}
	}}
}

// integer reads a whole number in a range. A number outside the range is an error
// and never clamped.
func integer[T any](least, most int, set func(*T, int)) value[T] {
	wanted := fmt.Sprintf("a whole number from %d to %d", least, most)
	if most == math.MaxInt32 {
		wanted = fmt.Sprintf("a whole number of at least %d", least)
	}
	return value[T]{map[string]any{"type": "integer", "minimum": least, "maximum": most}, func(r *reader, n *yaml.Node, into *T) {
		s, ok := scalar(r, n, wanted, "!!int")
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		if digits := strings.TrimLeft(s, "+-"); len(digits) > 1 && digits[0] == '0' {
			r.problem(n, "`%s` begins with 0, which YAML may read as octal: leave the 0 out", s)
			return
		}
		if err != nil || i < least || i > most {
			r.problem(n, "%s is wanted here, not `%s`", wanted, s)
			return
		}
		set(into, i)
	}}
}

// number reads a number in a range.
func number[T any](least, most float64, set func(*T, float64)) value[T] {
	wanted := fmt.Sprintf("a number from %g to %g", least, most)
	if most == math.MaxInt32 {
		wanted = fmt.Sprintf("a number of at least %g", least)
	}
	return value[T]{map[string]any{"type": "number", "minimum": least, "maximum": most}, func(r *reader, n *yaml.Node, into *T) {
		s, ok := scalar(r, n, wanted, "!!int", "!!float")
		if !ok {
			return
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || !(f >= least && f <= most) {
			r.problem(n, "%s is wanted here, not `%s`", wanted, s)
			return
		}
		set(into, f)
	}}
}

const durationPattern = `^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$|^0$`

// duration reads a duration with the units y w d h m s ms, largest first, such as
// 14d or 1d12h.
func duration[T any](least time.Duration, set func(*T, time.Duration)) value[T] {
	schema := map[string]any{"type": []string{"string", "integer"}, "pattern": durationPattern, "minLength": 1, "maximum": 0, "minimum": 0}
	return value[T]{schema, func(r *reader, n *yaml.Node, into *T) {
		s, ok := scalar(r, n, "a duration such as 14d, 36h or 1d12h", "!!str", "!!int")
		if !ok {
			return
		}
		d, err := model.ParseDuration(s)
		switch {
		case err != nil:
			r.problem(n, "`%s` is not a duration: write such as 14d, 36h or 1d12h (units y w d h m s ms)", s)
		case time.Duration(d) < least:
			r.problem(n, "`%s` is too short: at least %s is wanted here", s, model.Duration(least))
		default:
			set(into, time.Duration(d))
		}
	}}
}

// list reads a list of at least one item. All items have the same kind. set gets
// the items that could be read.
func list[T, E any](item value[E], set func(*T, []E)) value[T] {
	schema := map[string]any{"type": "array", "items": item.schema, "minItems": 1}
	return value[T]{schema, func(r *reader, n *yaml.Node, into *T) {
		if n.Kind != yaml.SequenceNode {
			r.problem(n, "a list is wanted here, such as [a, b], not %s", describe(n))
			return
		}
		if len(n.Content) == 0 {
			r.problem(n, "the list is empty: name at least one, or leave the key out")
			return
		}
		items := make([]E, len(n.Content))
		for i, c := range n.Content {
			item.read(r, c, &items[i])
		}
		set(into, items)
	}}
}

// orEmpty also accepts an empty list [], which means the same as leaving out the
// key.
func orEmpty[T any](l value[T]) value[T] {
	schema := maps.Clone(l.schema)
	delete(schema, "minItems")
	return value[T]{schema, func(r *reader, n *yaml.Node, into *T) {
		if n.Kind != yaml.SequenceNode || len(n.Content) > 0 {
			l.read(r, n, into)
		}
	}}
}

// pattern reads a glob. It warns if the glob looks like a regular expression.
var pattern = value[glob.Pattern]{map[string]any{"type": "string", "minLength": 1}, func(r *reader, n *yaml.Node, into *glob.Pattern) {
	s, ok := scalar(r, n, "a name or a glob", "!!str", "!!int", "!!float")
	if !ok {
		return
	}
	p, err := glob.Compile(s)
	if err != nil {
		r.problem(n, "%v", err)
		return
	}
	if strings.HasPrefix(s, "^") || strings.HasSuffix(s, "$") || strings.Contains(s, ".*") || strings.Contains(s, `\d`) || strings.Contains(s, "|") {
		r.warn(n, "`%s` looks like a regular expression, but is a glob: * stands for any characters", s)
	}
	*into = p
}}

// globs reads a list of patterns.
func globs[T any](set func(*T, glob.List)) value[T] {
	return list(pattern, func(into *T, patterns []glob.Pattern) {
		set(into, slices.DeleteFunc(patterns, func(p glob.Pattern) bool { return p == nil }))
	})
}

// texts reads a mapping of strings to strings.
func texts[T any](set func(*T, map[string]string)) value[T] {
	schema := map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	return value[T]{schema, func(r *reader, n *yaml.Node, into *T) {
		values := make(map[string]string)
		r.mapping(n, func(key, v *yaml.Node) {
			if s, ok := scalar(r, v, "a text", "!!str", "!!int", "!!float", "!!bool"); ok {
				values[key.Value] = s
			}
		})
		set(into, values)
	}}
}

// mapping calls each once for every key of a mapping.
func (r *reader) mapping(n *yaml.Node, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.problem(n, "a mapping (key: value) is wanted here, not %s", describe(n))
		return
	}
	seen := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge":
			r.problem(key, "a key is a plain word: merge keys and aliases are not taken")
		case seen[key.Value] > 0:
			r.problem(key, "the key `%s` stands twice: first at line %d", key.Value, seen[key.Value])
		default:
			seen[key.Value] = key.Line
			each(key, v)
		}
	}
}

// key is a key of a mapping.
type key[T any] struct {
	name        string
	description string
	value       value[T]
	required    bool
}

// mappingOf reads a mapping with only these keys. If done is not nil, it then
// checks the whole; at holds the node of each key in the file.
func mappingOf[T any](keys []key[T], done func(r *reader, n *yaml.Node, at map[string]*yaml.Node, read *T)) value[T] {
	return value[T]{schemaOf(keys), func(r *reader, n *yaml.Node, into *T) {
		at := make(map[string]*yaml.Node)
		r.mapping(n, func(name, v *yaml.Node) {
			i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name.Value })
			if i < 0 {
				r.problem(name, "unknown key `%s`%s", name.Value, hint(name.Value, names(keys)))
				return
			}
			at[name.Value] = v
			keys[i].value.read(r, v, into)
		})
		if n.Kind != yaml.MappingNode {
			return
		}
		for _, k := range keys {
			if k.required && at[k.name] == nil {
				r.problem(n, "the key `%s` is missing: %s", k.name, k.description)
			}
		}
		if done != nil {
			done(r, n, at, into)
		}
	}}
}

func names[T any](keys []key[T]) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = k.name
	}
	return all
}

// in reads a value into a part of T.
func in[T, P any](part func(*T) *P, v value[P]) value[T] {
	return value[T]{v.schema, func(r *reader, n *yaml.Node, into *T) { v.read(r, n, part(into)) }}
}
