package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// costLimit is how much one expression may cost for one execution, in CEL's
// units: about one for each step, and a tenth for each character that is read.
// That takes a few milliseconds.
const costLimit = 100_000

// When returns the condition of the key when: a CEL expression that gives true.
// It reads
//
//	execution      the fields of the API, by the API's names; times are timestamps
//	age            a duration, counted as for olderThan
//	now            the timestamp of the sweep
//	resourceGroup  its id and its labels
//	tags           the tracking tags: a map of values by name
//
// Reading a missing field is an error; expressions can test for it with has(). If
// an expression does not compile or is not a condition, the error is
// [WhenErrors].
func When(expression string) (Condition, error) {
	w := &when{expression: expression}
	if err := w.compile(); err != nil {
		return nil, err
	}
	return w, nil
}

type when struct {
	expression string
	program    cel.Program
	reads      []string // the variables and fields that it names
	tags       tagUse
}

func (c *when) holds(s *subject) Truth {
	t, err := c.ask(s)
	switch {
	case err == nil:
		return t
	case s.vars.tagless:
		return s.unknown(FactTags)
	case s.vars.ageless:
		s.flaws |= flawAge
	default:
		s.flaws |= flawWhen
	}
	return Unknown
}

// ask evaluates the expression. With an error the answer is Unknown.
func (c *when) ask(s *subject) (Truth, error) {
	out, _, err := c.program.Eval(s.variables(&c.tags))
	if err != nil {
		return Unknown, evalError(err)
	}
	return truthOf(out)
}

func truthOf(v ref.Val) (Truth, error) {
	b, ok := v.(types.Bool)
	if !ok {
		return Unknown, fmt.Errorf("the expression gives %s, not true or false", v.Type().TypeName())
	}
	return truth(bool(b)), nil
}

func evalError(err error) error {
	cancelled, ok := errors.AsType[interpreter.EvalCancelledError](err)
	if ok && cancelled.Cause == interpreter.CostLimitExceeded {
		return fmt.Errorf("the expression is too costly on this execution: more than %d units; let it look at less", costLimit)
	}
	return err
}

func (c *when) withoutAges() Condition { return c }

func (c *when) costly() bool { return true }

func (c *when) needs(n *Needs) {
	for _, name := range c.reads {
		n.Details = n.Details || slices.Contains(detailed, name)
		n.Labels = n.Labels || name == "resourceGroup.labels"
		n.clock = n.clock || name == "now" || name == "age"
	}
	if c.tags.read {
		n.Facts[FactTags] = true
		n.Tags, n.AllTags = append(n.Tags, c.tags.names...), n.AllTags || c.tags.all
	}
}

// detailed lists the fields that a listing keeps only on request, as expressions
// name them.
var detailed = func() []string {
	var names []string
	for _, f := range fieldsWhere(func(f *workload.Field) bool { return f.Details }) {
		names = append(names, "execution."+f.Name)
	}
	return names
}()

func (c *when) explain(s *subject) Check {
	check := Check{Key: "when", Wants: c.expression, Saw: c.saw(s), Holds: c.holds(s)}
	if _, err := c.ask(s); err != nil {
		check.Error = err.Error()
	}
	return check
}

// saw returns what the expression reads, as name = value.
func (c *when) saw(s *subject) string {
	var values []string
	for _, name := range c.reads {
		values = append(values, name+" = "+s.variables(&c.tags).spell(name))
	}
	return strings.Join(values, ", ")
}
