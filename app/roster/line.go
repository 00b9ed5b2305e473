package roster

import (
	"context"
	"fmt"

	"linli/app/area"
)

// SheetCodes is the sheet with the codes of grids in other lines of work.
const SheetCodes = "网格编码"

// GridRow is one row of 网格编码: all codes of a grid.
type GridRow struct {
	Row   int // in the workbook
	Grid  string
	Codes area.Codes
	Lines map[area.Line]bool // the columns that the sheet has; the others stay as they are
}

// CodeTx is what an import changes of the codes of grids.
type CodeTx interface {
	// RosterCodes returns the codes of every grid that has any.
	RosterCodes(ctx context.Context) (map[int64]area.Codes, error)
	// SaveGridCodes replaces the codes of a grid.
	SaveGridCodes(ctx context.Context, grid int64, codes area.Codes) error
}

func codeSheet() Sheet {
	columns := []Column{{Header: colArea, Required: true, Note: "网格的编码；一个网格一行。", Examples: []string{"SL-01-01-G1"}}}
	examples := map[area.Line]string{"party": "DJ-0101", "law": "ZF-0101"}
	for _, l := range area.Lines {
		columns = append(columns, Column{
			Header: l.Name(), Later: true, Note: "这个网格在" + l.Name() + "条线里的编码，全县不重复；空着就是没有。", Examples: []string{examples[l]},
		})
	}
	return Sheet{Name: SheetCodes, Optional: true, Columns: columns}
}

// codeOf names a code of a line.
type codeOf struct {
	line area.Line
	code string
}

func (p *parser) readCodes(lines []line) []GridRow {
	var all []GridRow
	first := map[codeOf]int{}
	for _, l := range lines {
		g := GridRow{Row: l.row, Grid: p.areaRef(l, colArea), Codes: area.Codes{}, Lines: map[area.Line]bool{}}
		if a := p.areas[g.Grid]; a != nil && a.Kind != "" && a.Kind != area.Grid {
			l.bad(colArea, "请填网格的编码")
		}
		if g.Grid != "" && p.again(l, g.Grid) {
			l.bad(colArea, "编码重复：一个网格一行")
		}
		for _, w := range area.Lines {
			g.Lines[w] = p.told[SheetCodes+"/"+w.Name()]
			code := l.ref(w.Name())
			if code == "" || !l.goodCode(w.Name(), code) {
				continue
			}
			if row, twice := first[codeOf{w, code}]; twice {
				l.bad(w.Name(), fmt.Sprintf("与第 %d 行的编码相同：一个编码只属于一个网格", row))
				continue
			}
			first[codeOf{w, code}], g.Codes[w] = l.row, code
		}
		all = append(all, g)
	}
	return all
}

// over returns the codes of the grid as they are after the row.
func (g GridRow) over(old area.Codes) area.Codes {
	all := area.Codes{}
	for _, w := range area.Lines {
		code := old[w]
		if g.Lines[w] {
			code = g.Codes[w]
		}
		if code != "" {
			all[w] = code
		}
	}
	return all
}

// loadCodes writes the codes of the rows. A code may change from one grid of the workbook to another, so all are taken away first.
func (l *loader) loadCodes(ctx context.Context, rows []GridRow) error {
	taken, now := map[codeOf]int64{}, map[int64]area.Codes{}
	for _, row := range rows {
		id := l.areas[row.Grid].ID
		now[id] = row.over(l.records.codesOf[id])
	}
	for id, codes := range l.records.codesOf {
		for w, code := range codes {
			if now[id] == nil {
				taken[codeOf{w, code}] = id
			}
		}
	}
	var changed []int64
	for _, row := range rows {
		if id := l.areas[row.Grid].ID; l.noteCodes(row, id, now[id], taken) {
			changed = append(changed, id)
		}
	}
	for _, after := range []bool{false, true} {
		for _, id := range changed {
			codes := area.Codes{}
			if after {
				codes = now[id]
			}
			if err := l.tx.SaveGridCodes(ctx, id, codes); err != nil {
				return err
			}
		}
	}
	return nil
}

// noteCodes counts a row and says whether it changes something; a row that may not do it is refused.
func (l *loader) noteCodes(row GridRow, id int64, now area.Codes, taken map[codeOf]int64) bool {
	was, deed := l.records.codesOf[id], Added
	if len(was) > 0 || len(now) == 0 {
		deed = l.count(SheetCodes, now.Equal(was))
	} else {
		l.sum.Added[SheetCodes]++
	}
	n := l.areas[row.Grid]
	l.note(Change{
		Sheet: SheetCodes, Row: row.Row, Code: row.Grid, Title: n.Name, Deed: deed, id: id, place: n.Community,
	}, l.codes.grid(id, was), l.codes.grid(id, now))
	if deed == Same {
		return false
	}
	fits := true
	if !l.covers(areaKeepers(area.Grid), n.Path) {
		l.refuse(SheetCodes, row.Row, colArea, outside)
		fits = false
	}
	for _, w := range area.Lines {
		if code, ok := now[w]; ok && taken[codeOf{w, code}] != 0 {
			l.refuse(SheetCodes, row.Row, w.Name(), "这个编码在同一条线已属于另一个网格")
			fits = false
		}
	}
	return fits
}

// grid is the row of a grid with its codes.
func (c codes) grid(id int64, of area.Codes) cells {
	row := cells{colArea: c.areas[id]}
	for w, code := range of {
		row[w.Name()] = code
	}
	return row
}

// grids are the rows of the grids in a workbook.
func (d *download) grids() (rows []cells) {
	for _, a := range d.known.areas {
		if a.Kind == area.Grid && d.covers(a.ID) {
			rows = append(rows, d.codes.grid(a.ID, d.known.codesOf[a.ID]))
		}
	}
	return rows
}
