package system

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"

	"linli/app/ledger"
	"linli/app/when"
	"linli/handlers"
)

const guideSheet = "说明"

// workbook is a ledger being written to a file: rows go to disk one by one, so its memory is bounded.
type workbook struct {
	dir    string // the folder of its temporary files, readable by this user only
	book   *excelize.File
	sheet  *excelize.StreamWriter
	rows   int
	width  int // in columns
	moment int // style of a date with its time
	bold   int
}

// NewWorkbook creates a ledger of a kind with its titles.
func NewWorkbook(of ledger.Kind) (_ handlers.Workbook, err error) {
	look := of.Sheet()
	w := &workbook{rows: 1, width: len(look.Headings)}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("begin workbook: %w", err), w.Close())
		}
	}()
	if w.dir, err = os.MkdirTemp("", "linli-ledger-"); err != nil {
		return nil, err
	}
	w.book = excelize.NewFile(excelize.Options{TmpDir: w.dir})
	if err := w.book.SetSheetName("Sheet1", guideSheet); err != nil {
		return nil, err
	}
	rows, err := w.book.NewSheet(look.Rows)
	if err != nil {
		return nil, err
	}
	w.book.SetActiveSheet(rows) // opening the file shows the rows, not the sheet about the export
	format := "yyyy-mm-dd hh:mm"
	if w.moment, err = w.book.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return nil, err
	}
	if w.bold, err = w.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	if w.sheet, err = w.book.NewStreamWriter(look.Rows); err != nil {
		return nil, err
	}
	return w, w.titles(look.Headings)
}

func (w *workbook) titles(all []ledger.Heading) error {
	titles := make([]any, len(all))
	for i, c := range all {
		if err := w.sheet.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
		titles[i] = excelize.Cell{StyleID: w.bold, Value: c.Title}
	}
	if err := w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return w.sheet.SetRow("A1", titles)
}

// Row implements ledger.Book.
func (w *workbook) Row(cells []any) error {
	w.rows++
	for i, c := range cells {
		if at, ok := c.(time.Time); ok {
			cells[i] = excelize.Cell{StyleID: w.moment, Value: wallClock(at)}
		}
	}
	return w.sheet.SetRow(fmt.Sprintf("A%d", w.rows), cells)
}

// wallClock returns Beijing time as if it were UTC, because a workbook has no time zones.
func wallClock(t time.Time) time.Time {
	t = t.In(when.Beijing)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Guide implements ledger.Book.
func (w *workbook) Guide(lines [][2]string) error {
	for i, line := range lines {
		for j, s := range line {
			if err := w.book.SetCellStr(guideSheet, fmt.Sprintf("%c%d", 'A'+j, i+1), s); err != nil {
				return err
			}
		}
	}
	return errors.Join(w.book.SetColWidth(guideSheet, "A", "A", 14), w.book.SetColWidth(guideSheet, "B", "B", 70),
		w.book.SetCellStyle(guideSheet, "A1", "A1", w.bold))
}

// Finish implements handlers.Workbook.
func (w *workbook) Finish() (_ io.ReadCloser, size int, err error) {
	if err := w.filter(); err != nil {
		return nil, 0, fmt.Errorf("finish workbook: %w", err)
	}
	if err := w.sheet.Flush(); err != nil {
		return nil, 0, fmt.Errorf("finish workbook: %w", err)
	}
	file, err := os.Create(filepath.Join(w.dir, "ledger.xlsx"))
	if err != nil {
		return nil, 0, fmt.Errorf("finish workbook: %w", err)
	}
	// The library would collect the whole zip in memory; this writer goes to the file instead.
	w.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(file) })
	_, err = w.book.WriteTo(io.Discard)
	at, seekErr := file.Seek(0, io.SeekCurrent)
	_, rewindErr := file.Seek(0, io.SeekStart)
	if err := errors.Join(err, seekErr, rewindErr); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("finish workbook: %w", err), file.Close())
	}
	return file, int(at), w.Close() // an open file stays readable after its name is removed
}

// filter adds a filter button to every title.
func (w *workbook) filter() error {
	last, err := excelize.CoordinatesToCellName(w.width, max(w.rows, 2))
	if err != nil {
		return err
	}
	return w.sheet.AddTable(&excelize.Table{Range: "A1:" + last, StyleName: "TableStyleLight1"})
}

// Close implements handlers.Workbook.
func (w *workbook) Close() error {
	var err error
	if w.book != nil {
		err, w.book = w.book.Close(), nil
	}
	if w.dir != "" {
		err, w.dir = errors.Join(err, os.RemoveAll(w.dir)), ""
	}
	return err
}
