package policy

import (
	"fmt"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// language is the CEL environment of expressions. It is created for the first
// expression, so that configs without any start faster.
var language = sync.OnceValues(func() (*cel.Env, error) {
	provider, err := newFieldProvider()
	if err != nil {
		return nil, err
	}
	return cel.NewEnv(
		cel.CustomTypeAdapter(provider),
		cel.CustomTypeProvider(provider),
		cel.Variable("execution", cel.ObjectType(executionType)),
		cel.Variable("resourceGroup", cel.ObjectType(resourceGroupType)),
		cel.Variable("age", cel.DurationType),
		cel.Variable("now", cel.TimestampType),
		cel.Variable("tags", cel.MapType(cel.StringType, cel.StringType)),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateRegexLiterals()),
	)
})

// compile checks and compiles the expression.
func (c *when) compile() error {
	env, err := language()
	if err != nil {
		return fmt.Errorf("set up CEL: %w", err)
	}
	parsed, issues := env.Parse(c.expression)
	if issues.Err() != nil {
		if wrong := bareSpans(c.expression); wrong != nil {
			return wrong
		}
		return whenErrors(issues, c.expression)
	}
	if c.reads, err = readsOf(parsed.NativeRep()); err != nil {
		return err
	}
	c.tags = tagUseOf(parsed.NativeRep())
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		return whenErrors(issues, c.expression)
	}
	if t := checked.OutputType(); !t.IsExactType(cel.BoolType) {
		return WhenErrors{{1, 1, fmt.Sprintf("the expression gives %s; when needs one that gives true or false", t)}}
	}
	c.program, err = env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(costLimit))
	if err != nil {
		return WhenErrors{{1, 1, err.Error()}}
	}
	return nil
}

// readsOf returns the variables that an expression reads, sorted and without
// repetition; execution and resourceGroup come with the field. An unknown field
// is an error that suggests the most similar one. A record without a field is an
// error too.
func readsOf(tree *ast.AST) ([]string, error) {
	var reads []string
	var wrong WhenErrors
	for _, use := range usesOf(tree) {
		if message := use.wrong(); message != "" {
			at := tree.SourceInfo().GetStartLocation(use.node)
			wrong = append(wrong, WhenError{at.Line(), at.Column() + 1, message})
			continue
		}
		reads = append(reads, use.String())
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	slices.Sort(reads)
	return slices.Compact(reads), nil
}

// use is a place of an expression that reads a variable.
type use struct {
	node     int64
	variable string
	field    string // "" if it reads the variable itself
}

func (u use) String() string {
	if u.field == "" {
		return u.variable
	}
	return u.variable + "." + u.field
}

// wrong returns what is wrong with a use, "" if nothing is. It covers mistakes
// that the type checker does not find or explains less well.
func (u use) wrong() string {
	fields := fieldNames(u.variable)
	switch {
	case fields == nil || slices.Contains(fields, u.field):
		return ""
	case u.field == "":
		return fmt.Sprintf("%s stands without a field: write %s.%s, for example", u.variable, u.variable, fields[0])
	}
	return fmt.Sprintf("%s has no field %q: did you mean %q?", u.variable, u.field, nearest(u.field, fields))
}

func usesOf(tree *ast.AST) []use {
	var uses []use
	ast.PreOrderVisit(ast.NavigateAST(tree), ast.NewExprVisitor(func(e ast.Expr) {
		node, ok := e.(ast.NavigableExpr)
		if !ok || e.Kind() != ast.IdentKind || !slices.Contains(variableNames, e.AsIdent()) {
			return
		}
		u := use{node: e.ID(), variable: e.AsIdent()}
		if parent, ok := node.Parent(); ok && parent.Kind() == ast.SelectKind {
			u.node, u.field = parent.ID(), parent.AsSelect().FieldName()
		}
		uses = append(uses, u)
	}))
	return uses
}
