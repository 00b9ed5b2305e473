package store

import (
	"io/fs"
	"testing"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"
	_ "github.com/pingcap/tidb/pkg/parser/test_driver"
)

// TiDB's own parser reads every migration, and sees in each table that its ids grow in the order of the inserts.
func TestTiDBReadsTheMigrations(t *testing.T) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	p, tables := parser.New(), 0
	for _, f := range files {
		text, err := migrations.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range mysqlEngine.statements(string(text)) {
			node, err := p.ParseOneStmt(s, "", "")
			if err != nil {
				t.Errorf("%s: %v", f, err)
				continue
			}
			made, ok := node.(*ast.CreateTableStmt)
			if !ok {
				continue
			}
			tables++
			cache := uint64(0)
			for _, o := range made.Options {
				if o.Tp == ast.TableOptionAutoIdCache {
					cache = o.UintValue
				}
			}
			if cache != 1 {
				t.Errorf("%s: %s has AUTO_ID_CACHE %d", f, made.Table.Name, cache)
			}
		}
	}
	if tables < 100 {
		t.Fatalf("only %d tables", tables)
	}
}
