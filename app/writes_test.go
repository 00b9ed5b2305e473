package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// joinable are the calls allowed in errors.Join: they close something or create an error, and write no record.
var joinable = []string{"Close", "Sync", "Chmod", "RemoveAll", "Rollback", "Err", "Errorf", "New", "SyncFolder", "Write"}

// errors.Join evaluates all its arguments: a write among them would run after another one failed. Rules and the store therefore
// join values, not calls.
func TestNoWriteRunsInsideErrorsJoin(t *testing.T) {
	for _, root := range []string{"../app", "../store"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			if dir := filepath.ToSlash(filepath.Dir(path)); dir == "../app" || strings.HasPrefix(dir, "../app/internal/") {
				return nil // commands and wiring close processes and files, and write no records
			}
			for _, wrong := range joinedCalls(t, path) {
				t.Error(wrong)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// joinedCalls returns "file:line call" for each call that is an argument of errors.Join.
func joinedCalls(t *testing.T, path string) []string {
	t.Helper()
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var wrong []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || called(call) != "Join" || !isErrors(call) {
			return true
		}
		for _, arg := range call.Args {
			inner, ok := arg.(*ast.CallExpr)
			if !ok || slices.Contains(joinable, called(inner)) {
				continue
			}
			if called(inner) == "append" && !slices.ContainsFunc(inner.Args, func(e ast.Expr) bool { _, ok := e.(*ast.CallExpr); return ok }) {
				continue
			}
			wrong = append(wrong, files.Position(arg.Pos()).String()+": "+called(inner)+" is called inside errors.Join; return at the first error instead")
		}
		return true
	})
	return wrong
}

// called returns the last part of the called name.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func isErrors(c *ast.CallExpr) bool {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "errors"
}
