package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/app/notify"
)

// tellers are the functions of the capabilities that take the kind of a notice.
var tellers = []string{"tell", "author", "holder", "ask", "orgs", "community", "remind"}

var (
	kindName = regexp.MustCompile(`^[a-z]+\.[a-z_]+$`)
	factName = regexp.MustCompile(`\{(\w+)\}`)
)

// A kind that is not listed would be shown as 通知 with a bare title, open nothing and be sent nowhere; a kind that is listed
// by half would be half of that. Their pages are checked by TestNoticesOpenPagesThatExist, their templates by
// TestExampleTemplatesFit.
func TestEveryNoticeKindIsWhole(t *testing.T) {
	t.Parallel()
	said, told := literals(t)
	listed := map[string]bool{}
	for _, k := range notify.Kinds {
		if listed[k.Name] {
			t.Errorf("%s stands twice in notify.Kinds", k.Name)
		}
		listed[k.Name] = true
		switch {
		case k.Title == "" || k.Text == "":
			t.Errorf("%s has no title or no text", k.Name)
		case k.Name != notify.DigestKind && !said[k.Name]:
			t.Errorf("nobody sends %s", k.Name)
		}
		for _, fact := range factName.FindAllStringSubmatch(k.Text, -1) {
			if !said[fact[1]] {
				t.Errorf("%s speaks of {%s}, which nobody gives", k.Name, fact[1])
			}
		}
	}
	for kind, where := range told {
		if !listed[kind] {
			t.Errorf("%s: %s is not in notify.Kinds", where, kind)
		}
	}
}

// literals returns every string that stands in the rules, and the kinds that they tell of, each with a place.
func literals(t *testing.T) (said map[string]bool, told map[string]token.Position) {
	t.Helper()
	said, told = map[string]bool{}, map[string]token.Position{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		path = filepath.ToSlash(path)
		if d != nil && d.IsDir() && path == "internal" {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "notify/notify.go" {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				said[unquoted(n)] = true
			case *ast.CallExpr:
				for _, arg := range n.Args {
					if kind := unquoted(arg); slices.Contains(tellers, called(n)) && kindName.MatchString(kind) {
						told[kind] = files.Position(arg.Pos())
					}
				}
			case *ast.CompositeLit:
				if s, ok := n.Type.(*ast.SelectorExpr); !ok || s.Sel.Name != "Notice" {
					return true
				}
				for _, e := range n.Elts {
					kv, ok := e.(*ast.KeyValueExpr)
					if !ok {
						continue
					}
					if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Kind" && unquoted(kv.Value) != "" {
						told[unquoted(kv.Value)] = files.Position(kv.Pos())
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said, told
}

func unquoted(n ast.Node) string {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return s
}
