package policy

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// tagUse says which tags an expression reads.
type tagUse struct {
	read  bool
	names []string // the tags that it names
	all   bool     // it may read others, too
}

// tagUseOf finds tags.name, tags["name"] and "name" in tags. Any other use of
// tags may read all of them.
func tagUseOf(tree *ast.AST) (use tagUse) {
	ast.PreOrderVisit(ast.NavigateAST(tree), ast.NewExprVisitor(func(e ast.Expr) {
		node, ok := e.(ast.NavigableExpr)
		if !ok || e.Kind() != ast.IdentKind || e.AsIdent() != "tags" {
			return
		}
		use.read = true
		if name, ok := tagName(node); ok {
			use.names = append(use.names, name)
		} else {
			use.all = true
		}
	}))
	return use
}

// tagName returns the name of the tag that is read at this use of tags.
func tagName(node ast.NavigableExpr) (name string, ok bool) {
	parent, ok := node.Parent()
	switch {
	case !ok:
		return "", false
	case parent.Kind() == ast.SelectKind:
		return parent.AsSelect().FieldName(), true
	case parent.Kind() != ast.CallKind:
		return "", false
	}
	call := parent.AsCall()
	switch args := call.Args(); {
	case len(args) != 2:
		return "", false
	case call.FunctionName() == operators.Index && args[0].ID() == node.ID():
		return literal(args[1])
	case call.FunctionName() == operators.In && args[1].ID() == node.ID():
		return literal(args[0])
	}
	return "", false
}

func literal(e ast.Expr) (text string, ok bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().(types.String)
	return string(s), ok
}

// tagsOf returns the tags that an expression reads. known is false if it may read
// one that has not been fetched.
func (s *subject) tagsOf(use *tagUse) (tags map[string]string, known bool) {
	if s.facts != nil {
		if all, ok := s.facts.Tags[s.execution.ID]; ok {
			return all, true
		}
	}
	if use.all {
		return nil, false
	}
	tags = make(map[string]string, len(use.names))
	for _, name := range use.names {
		value, bears, known := s.facts.tag(s.execution.ID, name)
		if !known {
			return nil, false
		}
		if bears {
			tags[name] = value
		}
	}
	return tags, true
}
