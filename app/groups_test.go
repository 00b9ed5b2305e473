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

// notGroups are the places outside app/auth whose lists of roles give no power.
var notGroups = map[string]string{
	"pace/ladder.go rungs":        "the ladder: a rung's number is its place in the list",
	"steward/policy.go Ordinary":  "the steps of a paging, in time",
	"steward/policy.go Emergency": "the steps of a paging, in time",
	"handlers/routes.go powers":   "a table: the names under which clients know the groups",
	"cadence/cadence.go Shipped":  "data of the county: to whom a cadence applies until it decides",
}

// Groups of roles are declared in app/auth only. A list elsewhere (a literal, arguments, a case with two roles, an alias) could
// contradict them.
func TestGroupsOfRolesHaveOneHome(t *testing.T) {
	t.Parallel()
	groups, excused, used := authVars(t), map[string]bool{}, map[string]bool{}
	for _, root := range []string{"../app", "../handlers", "../store"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(filepath.ToSlash(path), "../app/auth/") {
				return err
			}
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			short := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(path), "../"), "app/")
			for _, place := range declared(f) {
				ast.Inspect(place.node, func(n ast.Node) bool {
					if group := ofAuth(n); slices.Contains(groups, group) {
						used[group] = true
					}
					return true
				})
				wrong := listsRoles(place.node)
				if len(wrong) == 0 && place.isVar && names(place.node, groups) {
					wrong = []token.Pos{place.node.Pos()}
				}
				if name := short + " " + place.name; len(wrong) > 0 && notGroups[name] != "" {
					excused[name] = true
					continue
				}
				for _, pos := range wrong {
					t.Errorf("%s: %s lists roles; use a group of app/auth, or add one there", files.Position(pos), place.name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range notGroups {
		if !excused[name] {
			t.Errorf("%s lists no roles any more: take it out of notGroups", name)
		}
	}
	for _, g := range groups {
		if !used[g] {
			t.Errorf("nothing uses auth.%s", g)
		}
	}
}

// authVars returns the groups declared in app/auth/group.go.
func authVars(t *testing.T) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "auth/group.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, place := range declared(f) {
		all = append(all, place.name)
	}
	return all
}

// place is one function or one package variable of a file.
type place struct {
	name  string
	isVar bool
	node  ast.Node
}

func declared(f *ast.File) []place {
	var all []place
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			all = append(all, place{d.Name.Name, false, d})
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok {
					all = append(all, place{v.Names[0].Name, true, v})
				}
			}
		}
	}
	return all
}

// listsRoles returns the places that list two or more roles.
func listsRoles(n ast.Node) []token.Pos {
	var wrong []token.Pos
	ast.Inspect(n, func(n ast.Node) bool {
		var side []ast.Expr
		switch n := n.(type) {
		case *ast.CompositeLit:
			side = n.Elts
		case *ast.CallExpr:
			side = n.Args
		case *ast.CaseClause:
			side = n.List
		}
		roles := 0
		for _, e := range side {
			if isRole(e) {
				roles++
			}
		}
		if roles > 1 {
			wrong = append(wrong, n.Pos())
		}
		return true
	})
	return wrong
}

// names says whether a variable is built from one of the groups.
func names(n ast.Node, groups []string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		found = found || slices.Contains(groups, ofAuth(n))
		return !found
	})
	return found
}

// roleNames are the single roles of app/auth.
var roleNames = []string{
	"Resident", "Steward", "BuildingLead", "UnitLead", "GridOfficer", "GridLead", "Clerk", "Secretary", "Street", "Centre", "OrgStaff", "Mediator", "Operator",
	"PropertySecretary", "SocialWorker", "FirstSecretary", "ResidentCadre", "StreetLeader", "Liaison", "Cleaner", "CommitteeMember", "ResidentDelegate",
	"OwnerDelegate", "Delegate", "Volunteer",
}

func isRole(n ast.Node) bool { return slices.Contains(roleNames, ofAuth(n)) }

// ofAuth returns X of auth.X, or "".
func ofAuth(n ast.Node) string {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if x, ok := s.X.(*ast.Ident); ok && x.Name == "auth" {
		return s.Sel.Name
	}
	return ""
}
