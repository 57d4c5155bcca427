package reaper_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// onlyIn says which files may use a name: only plan makes a condemned, and each
// request that changes something is sent from one place only.
var onlyIn = map[string][]string{
	"condemned": {"plan.go"},   // as a literal
	"Modify":    {"bulk.go"},   // the bulk call
	"Stop":      {"single.go"}, // the single calls
	"Delete":    {"single.go"},
}

func TestOnlyAPlanCondemns(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			name := ""
			switch n := n.(type) {
			case *ast.CompositeLit:
				if id, ok := n.Type.(*ast.Ident); ok && id.Name == "condemned" {
					name = id.Name
				}
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && isAPI(s.X) {
					name = s.Sel.Name
				}
			}
			if files, ruled := onlyIn[name]; ruled && !slices.Contains(files, path) {
				t.Errorf("%s uses %s, which belongs in %v", path, name, files)
			}
			return true
		})
	}
}

// isAPI reports whether an expression is the client of the AI API.
func isAPI(x ast.Expr) bool {
	s, ok := x.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "API"
}
