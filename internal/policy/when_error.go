package policy

import (
	"cmp"
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
)

// WhenError is one mistake in an expression, with its position.
type WhenError struct {
	Line, Column int // both from 1; the column counts characters
	Message      string
}

// WhenErrors are all mistakes found in an expression.
type WhenErrors []WhenError

// Error returns one line for each mistake.
func (e WhenErrors) Error() string {
	lines := make([]string, len(e))
	for i, w := range e {
		lines[i] = fmt.Sprintf("%d:%d: %s", w.Line, w.Column, w.Message)
	}
	return strings.Join(lines, "\n")
}

func whenErrors(issues *cel.Issues, expression string) WhenErrors {
	var errs WhenErrors
	for _, e := range issues.Errors() {
		wrong := WhenError{max(e.Location.Line(), 1), max(e.Location.Column(), 0) + 1, e.Message}
		if wrong.Message == "invalid duration argument" {
			wrong.Message = cmp.Or(badSpan(expression, wrong.Line, wrong.Column), wrong.Message)
		}
		errs = append(errs, wrong)
	}
	return errs
}
