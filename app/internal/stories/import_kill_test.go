package stories

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"linli/app/internal/fixture"
	"linli/app/roster"
)

// manyHomes are so many that what an import writes does not fit into the cache of SQLite.
const manyHomes = 20_000

// An import that is killed in the middle of the homes leaves nothing of them; the second run loads all.
func TestAnImportKilledInTheMiddle(t *testing.T) {
	if testing.Short() {
		t.Skip("loads twenty thousand homes")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); importKilled(t, newVictim(t, nil)) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); importKilled(t, newVictim(t, serverEnv(t))) })
}

func importKilled(t *testing.T, v *victim) {
	t.Helper()
	book := v.workbookOfHomes()
	before := v.importKilledAt(book, v.halfWritten())
	same(v.world, "nothing is left", before, v.householdTables())
	v.must(v.raw.Close())
	v.raw = nil

	said, err := v.importing(book).CombinedOutput()
	if err != nil {
		t.Fatalf("the second run: %v\n%s", err, said)
	}
	v.expect(string(said), fmt.Sprintf("房屋: %d added", manyHomes), fmt.Sprintf("住户: %d added", manyHomes))
	for table, want := range map[string]int{"household_dwelling": manyHomes, "household": manyHomes, "household_residence": manyHomes} {
		same(v.world, table, want, v.count(`SELECT COUNT(*) FROM `+table))
	}
}

// importing returns the command that loads a workbook.
func (v *victim) importing(book string) *exec.Cmd {
	cmd := exec.Command(v.binary, "import", book)
	cmd.Env = append(os.Environ(), v.env...)
	return cmd
}

// importKilledAt kills an import as soon as half says that it has begun to write homes, and returns what was there before it.
func (v *victim) importKilledAt(book string, half func() bool) (before string) {
	v.Helper()
	before = fmt.Sprint(0, 0, 0, v.count(`SELECT COUNT(*) FROM person`))
	v.must(v.raw.Close()) // the last connection empties the log of SQLite
	v.raw = nil
	var said bytes.Buffer
	cmd := v.importing(book)
	cmd.Stdout, cmd.Stderr = &said, &said
	v.must(cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	v.until(func() bool {
		select {
		case err := <-done:
			v.Fatalf("the import ended first: %v\n%s", err, said.String())
		default:
		}
		return half()
	})
	v.must(cmd.Process.Kill())
	var killed *exec.ExitError
	if err := <-done; !errors.As(err, &killed) || killed.Exited() {
		v.Fatalf("the import was not killed: %v\n%s", err, said.String())
	}
	return before
}

// halfWritten returns what says that homes were written and not committed: a dirty read, or the growing log of SQLite.
func (v *victim) halfWritten() func() bool {
	v.Helper()
	if v.config.MySQL == "" {
		log := filepath.Join(v.config.Data, "linli.db-wal")
		return func() bool {
			info, err := os.Stat(log)
			return err == nil && info.Size() > 1<<20
		}
	}
	db, err := sql.Open("mysql", v.config.MySQL)
	v.must(err)
	v.Cleanup(func() { _ = db.Close() })
	return func() bool {
		tx, err := db.BeginTx(v.ctx, &sql.TxOptions{Isolation: sql.LevelReadUncommitted})
		v.must(err)
		defer tx.Rollback() //nolint:errcheck // it has read only
		var n int
		v.must(tx.QueryRowContext(v.ctx, `SELECT COUNT(*) FROM household_dwelling`).Scan(&n))
		return n > 1000
	}
}

// workbookOfHomes writes the county of the stories with many homes.
func (v *victim) workbookOfHomes() string {
	v.Helper()
	f := excelize.NewFile()
	defer f.Close()
	write := func(sheet string, rows func(yield func([]string) bool)) {
		_, err := f.NewSheet(sheet)
		v.must(err)
		w, err := f.NewStreamWriter(sheet)
		v.must(err)
		n := 0
		for row := range rows {
			n++
			cells := make([]any, len(row))
			for i, c := range row {
				cells[i] = c
			}
			v.must(w.SetRow(fmt.Sprintf("A%d", n), cells))
		}
		v.must(w.Flush())
	}
	county := fixture.County()
	for _, sheet := range slices.Sorted(maps.Keys(county)) {
		write(sheet, slices.Values(county[sheet]))
	}
	write(roster.SheetDwellings, func(yield func([]string) bool) {
		yield(dwellingHead)
		for n := range manyHomes {
			yield([]string{"A-3-1", fmt.Sprint(n + 1), "", "", "自住", "2026-10-01"})
		}
	})
	write(roster.SheetResidents, func(yield func([]string) bool) {
		yield(residentHead)
		for n := range manyHomes {
			yield([]string{"A-3-1", fmt.Sprint(n + 1), fmt.Sprint("王", n), "", fmt.Sprint(13_800_000_000 + n), "1948", "本人"})
		}
	})
	v.must(f.DeleteSheet("Sheet1"))
	path := filepath.Join(v.TempDir(), "homes.xlsx")
	v.must(f.SaveAs(path))
	return path
}
