package policy

import (
	"fmt"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

var variableNames = []string{"execution", "resourceGroup", "age", "now", "tags"}

// variables gives expressions the values of a subject. CEL asks for them by name.
type variables struct {
	subject *subject
	tags    *tagUse // of the current expression
	ageless bool    // the expression read the age, but there is none
	tagless bool    // the expression read tags that are unknown
}

// variables returns the variables of the current execution, for an expression
// that reads these tags.
func (s *subject) variables(tags *tagUse) *variables {
	if s.vars == nil {
		s.vars = &variables{subject: s}
	}
	s.vars.tags, s.vars.ageless, s.vars.tagless = tags, false, false
	return s.vars
}

// ResolveName returns the value of a variable to CEL.
func (v *variables) ResolveName(name string) (any, bool) {
	switch name {
	case "execution":
		return v.subject.execution, true
	case "resourceGroup":
		return v.subject.group, true
	case "now":
		return types.Timestamp{Time: v.subject.now}, true
	case "age":
		return v.age(), true
	case "tags":
		return v.readTags(), true
	}
	return nil, false
}

func (v *variables) readTags() any {
	tags, known := v.subject.tagsOf(v.tags)
	if !known {
		v.tagless = true
		return types.NewErr("the tags are not known")
	}
	return tags
}

func (v *variables) age() any {
	age, ok := v.subject.age()
	if !ok {
		v.ageless = true
		return types.NewErr("there is no readable time to count age from")
	}
	return types.Duration{Duration: age}
}

// Parent tells CEL that there are no variables but these.
func (v *variables) Parent() cel.Activation { return nil }

// missing is shown for a missing value.
const missing = "missing"

// spell returns the value of a name that an expression reads, for people;
// "missing" if there is none.
func (v *variables) spell(name string) string {
	variable, field, _ := strings.Cut(name, ".")
	var value any
	switch variable {
	case "execution":
		value = valueOf(executionFields, field, v.subject.execution)
	case "resourceGroup":
		value = valueOf(resourceGroupFields, field, v.subject.group)
	case "now":
		value = v.subject.now
	case "tags":
		return v.spellTags(field)
	default:
		return orMissing(v.subject.spelledAge())
	}
	return spellValue(value)
}

// spellTags returns one tag or all tags, for people.
func (v *variables) spellTags(name string) string {
	tags, known := v.subject.tagsOf(v.tags)
	switch {
	case !known:
		return v.subject.unasked(FactTags)
	case name == "":
		return fmt.Sprint(tags)
	}
	value, bears := tags[name]
	if !bears {
		return missing
	}
	return fmt.Sprintf("%q", value)
}

func valueOf[R any](fields []field[R], name string, record *R) any {
	for _, f := range fields {
		if f.name == name {
			return f.get(record)
		}
	}
	return nil
}

func spellValue(value any) string {
	switch v := value.(type) {
	case nil:
		return missing
	case string:
		return fmt.Sprintf("%q", v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(value)
}
