package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A client shows the menu of each power it is told of; a power without a route would show pages that answer 403.
func TestEveryPowerOpensARoute(t *testing.T) {
	t.Parallel()
	routes, named := (Config{}).routes(), map[string]bool{}
	for _, p := range powers {
		if named[p.name] {
			t.Errorf("%s stands twice", p.name)
		}
		named[p.name] = true
		if !slices.ContainsFunc(routes, func(r route) bool { return slices.Equal(r.roles, p.roles) }) {
			t.Errorf("%s opens no route", p.name)
		}
	}
}

// The callers allowed on a route are a group of app/auth, so that a route line names all of them.
func TestRoutesNameGroups(t *testing.T) {
	t.Parallel()
	found := 0
	for _, r := range routeLiterals(t) {
		found++
		switch who := r.roles.(type) {
		case *ast.Ident:
			if who.Name == "anyone" {
				continue
			}
		case *ast.SelectorExpr:
			if x, ok := who.X.(*ast.Ident); ok && x.Name == "auth" {
				continue
			}
		}
		t.Errorf("%s: the roles of a route are a group of app/auth", r.at)
	}
	if all := len((Config{}).routes()); found != all {
		t.Errorf("%d routes are written as literals, %d are served", found, all)
	}
}

type routeLiteral struct {
	at    token.Position
	roles ast.Expr
}

// routeLiterals returns the route lines of this package: five fields, the first an HTTP method.
func routeLiterals(t *testing.T) []routeLiteral {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	var all []routeLiteral
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.CompositeLit); ok && len(l.Elts) == 5 {
				if method, ok := l.Elts[0].(*ast.BasicLit); ok && slices.Contains(methods, strings.Trim(method.Value, `"`)) {
					all = append(all, routeLiteral{files.Position(l.Pos()), l.Elts[3]})
				}
			}
			return true
		})
	}
	return all
}

// The first route that fits an address counts: a word is before an id in the same place.
func TestNoRouteHidesAnother(t *testing.T) {
	t.Parallel()
	routes := (Config{}).routes()
	guide := newSignpost(routes)
	for _, r := range routes {
		for _, first := range guide.at(r.path) {
			if first.method == r.method && first.path != r.path {
				t.Errorf("%s %s is served as %s", r.method, r.path, first.path)
			}
		}
	}
}
