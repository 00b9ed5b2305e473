package system

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"linli/app/roster"
)

// Limits for reading a workbook: it is a zip, and a small file can unpack to any size.
const (
	workbookBytes    = 32 << 20
	workbookUnpacked = 256 << 20
	workbookInMemory = 64 << 20 // larger sheets are unpacked to a temporary file
	workbookRows     = 100_001
	workbookColumns  = 64
)

var (
	errWorkbookSize = errors.New("工作簿太大，最大 32 MB")
	errWorkbookRows = errors.New("行数太多，最多 100000 行")
)

// ReadWorkbook returns the cells of the roster's sheets as stored: a date is Excel's number, a phone number has all its digits.
// The result has no entry for a missing sheet; other sheets are not read.
func ReadWorkbook(path string) (map[string][][]string, error) {
	book, err := OpenWorkbook(path)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	return book.Sheets, nil
}

// Workbook is an open workbook: the sheets of the roster in memory, and the long ones to be read row by row.
type Workbook struct {
	Sheets map[string][][]string
	book   *excelize.File
	old    bool // days are counted from 1904
}

// OpenWorkbook opens the file and reads the sheets of the roster.
func OpenWorkbook(path string) (*Workbook, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	if info.Size() > workbookBytes {
		return nil, errWorkbookSize
	}
	book, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: workbookUnpacked, UnzipXMLSizeLimit: workbookInMemory,
	})
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	w := &Workbook{book: book}
	if w.Sheets, err = readBook(book); err != nil {
		return nil, errors.Join(err, book.Close())
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read workbook: %w", err), book.Close())
	}
	w.old = props.Date1904 != nil && *props.Date1904
	return w, nil
}

// Close closes the file.
func (w *Workbook) Close() error { return w.book.Close() }

// Rows implements roster.Rows: the rows of a long sheet, none if the workbook leaves it out. Blank rows are counted as Excel
// counts them.
func (w *Workbook) Rows(sheet string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, name := range w.book.GetSheetList() {
			if strings.TrimSpace(name) != sheet {
				continue
			}
			if err := w.each(name, yield); err != nil {
				yield(nil, fmt.Errorf("read sheet %s: %w", sheet, err))
			}
			return
		}
	}
}

func (w *Workbook) each(name string, yield func([]string, error) bool) error {
	rows, err := w.book.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close()
	var header []string
	for rows.Next() {
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		row = row[:min(len(row), workbookColumns)]
		if header == nil {
			header = slices.Clone(row)
		} else if w.old {
			roster.From1904(map[string][][]string{name: {header, row}})
		}
		if !yield(row, nil) {
			return nil
		}
	}
	return rows.Error()
}

// readBook reads the roster's sheets of an open workbook.
func readBook(book *excelize.File) (sheets map[string][][]string, err error) {
	wanted := map[string]bool{}
	for _, s := range roster.Sheets() {
		wanted[s.Name] = true
	}
	sheets = map[string][][]string{}
	for _, name := range book.GetSheetList() {
		trimmed := strings.TrimSpace(name)
		if !wanted[trimmed] {
			continue
		}
		if sheets[trimmed], err = readSheet(book, name); err != nil {
			return nil, fmt.Errorf("read sheet %s: %w", trimmed, err)
		}
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if props.Date1904 != nil && *props.Date1904 {
		roster.From1904(sheets)
	}
	return sheets, nil
}

// readSheet returns the rows up to the last one that is not blank.
func readSheet(book *excelize.File, name string) ([][]string, error) {
	rows, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var cells [][]string
	for blank := 0; rows.Next(); {
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		row = slices.Clone(row[:min(len(row), workbookColumns)]) // a wide row must not stay in memory behind a few cells
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			blank++
			continue
		}
		if len(cells)+blank >= workbookRows {
			return nil, errWorkbookRows
		}
		cells = append(append(cells, make([][]string, blank)...), row)
		blank = 0
	}
	if err := rows.Error(); err != nil {
		return nil, err
	}
	return cells, unmerge(book, name, cells)
}

// unmerge copies the value of a merged cell to every covered row that has another value.
func unmerge(book *excelize.File, name string, cells [][]string) error {
	merged, err := book.GetMergeCells(name)
	if err != nil {
		return err
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return err
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return err
		}
		if left > workbookColumns || top > len(cells) || left > len(cells[top-1]) {
			continue
		}
		said := cells[top-1][left-1]
		for row := top - 1; row < min(bottom, len(cells)); row++ {
			if len(cells[row]) == 0 {
				continue
			}
			for column := left - 1; column < min(right, workbookColumns); column++ {
				if cells[row] = append(cells[row], make([]string, max(0, column+1-len(cells[row])))...); cells[row][column] == "" {
					cells[row][column] = said
				}
			}
		}
	}
	return nil
}

// templateRows is the number of rows with drop-down lists in the template.
const templateRows = 5000

// WriteTemplate writes the workbook to fill in: a sheet of instructions, then each sheet with its headers, a note on every
// header, example rows and drop-down lists.
func WriteTemplate(w io.Writer) error { return writeRoster(w, nil) }

// writeRoster writes the workbook with these sheets, or with the examples of the template.
func writeRoster(w io.Writer, sheets map[string][][]string) error {
	book := excelize.NewFile()
	defer book.Close()
	t := template{book: book}
	t.styles()
	t.guide()
	all := roster.Sheets()
	if sheets == nil {
		all = append(all, roster.HomeSheets()...)
	}
	for _, s := range all {
		t.sheet(s, sheets == nil)
		t.rows(s.Name, sheets[s.Name])
	}
	if t.err != nil {
		return fmt.Errorf("write template: %w", t.err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}

// template stops writing at the first error and keeps it.
type template struct {
	book                      *excelize.File
	err                       error
	header, must, text, plain int
}

func (t *template) do(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *template) style(s excelize.Style) int {
	id, err := t.book.NewStyle(&s)
	t.do(err)
	return id
}

func (t *template) styles() {
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	t.header = t.style(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill("DDEBF7")})
	t.must = t.style(excelize.Style{Font: &excelize.Font{Bold: true, Color: "C00000"}, Fill: fill("FCE4D6")})
	t.text = t.style(excelize.Style{NumFmt: 49}) // text: codes and numbers keep their zeros and digits
	t.plain = t.style(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
}

func (t *template) guide() {
	const name = "说明"
	t.do(t.book.SetSheetName("Sheet1", name))
	t.do(t.book.SetColWidth(name, "A", "A", 90))
	lines := []string{
		"花名册填写说明",
		"1. 依次填写“区划、部门、人员、任职”四个工作表；红色表头为必填，鼠标停在表头上可看填写说明。",
		"2. 每个工作表里的示例行仅供参考，填写前请先删除。",
		"3. 编码和编号由本单位自己定，定好后不要再改：再次导入时系统凭它找到原来的记录。",
		"4. 可以反复导入：没有变化的行不会重复，改过的行会更新。",
		"5. 从表里删掉一行，系统里的记录不会删除；某人离任请在“任职”表填写“止”的日期。",
		"6. 表中只要有一处错误，整个工作簿都不会导入，系统会列出全部错误的位置。",
		"7. “房屋、住户”两个工作表可以以后再填，也可以整张删除；它们由运维用 linli import 导入，行数可达几十万。不填身份证号。",
		"8. 本表含个人信息，请妥善保管，导入后及时删除。",
	}
	for i, s := range lines {
		cell := fmt.Sprintf("A%d", i+1)
		t.do(t.book.SetCellStr(name, cell, s))
		t.do(t.book.SetCellStyle(name, cell, cell, t.plain))
	}
}

// rows writes a table whose columns are those of the sheet, below the header.
func (t *template) rows(sheet string, table [][]string) {
	for i, row := range table {
		for j, cell := range row {
			if i == 0 || cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			t.do(err)
			t.do(t.book.SetCellStr(sheet, at, cell))
		}
	}
}

func (t *template) sheet(s roster.Sheet, examples bool) {
	_, err := t.book.NewSheet(s.Name)
	t.do(err)
	for i, c := range s.Columns {
		if !examples {
			c.Examples = nil
		}
		t.column(s.Name, i+1, c)
	}
	t.do(t.book.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

func (t *template) column(sheet string, n int, c roster.Column) {
	letter, err := excelize.ColumnNumberToName(n)
	t.do(err)
	head := letter + "1"
	style := t.header
	if c.Required {
		style = t.must
	}
	t.do(t.book.SetColWidth(sheet, letter, letter, 18))
	t.do(t.book.SetColStyle(sheet, letter, t.text))
	t.do(t.book.SetCellStr(sheet, head, c.Header))
	t.do(t.book.SetCellStyle(sheet, head, head, style))
	t.do(t.book.AddComment(sheet, excelize.Comment{Cell: head, Author: "说明", Text: c.Note, Width: 320, Height: 120}))
	for i, example := range c.Examples {
		if example != "" {
			t.do(t.book.SetCellStr(sheet, fmt.Sprintf("%s%d", letter, i+2), example))
		}
	}
	if c.Choices != nil {
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, templateRows))
		t.do(v.SetDropList(c.Choices))
		v.SetError(excelize.DataValidationErrorStyleStop, "填写有误", "请从下拉列表中选择")
		t.do(t.book.AddDataValidation(sheet, v))
	}
}
