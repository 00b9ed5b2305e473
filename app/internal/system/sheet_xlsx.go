package system

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"linli/app/roster"
)

// Sheet implements handlers.Workbooks.
func (f RosterFiles) Sheet(ctx context.Context, file []byte, name string) ([][]string, error) {
	book, closed, err := f.open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer closed()
	for _, sheet := range book.GetSheetList() {
		if strings.TrimSpace(sheet) != name {
			continue
		}
		cells, err := readSheet(book, sheet)
		if err != nil {
			return nil, refusal(err)
		}
		return cells, nil
	}
	return nil, roster.ErrFile.Say("工作簿里没有“%s”这张表，请用导出的工作簿填写", name)
}

// WriteSheet implements handlers.Workbooks. Every cell is text, so that a code or a number of a telephone stays as it is.
func (RosterFiles) WriteSheet(w io.Writer, name string, rows [][]string) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := writeSheet(book, name, rows); err != nil {
		return fmt.Errorf("write sheet %s: %w", name, err)
	}
	return book.Write(w)
}

func writeSheet(book *excelize.File, name string, rows [][]string) error {
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	asText, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(max(1, len(rows[0])))
	if err != nil {
		return err
	}
	if err := book.SetColStyle(name, "A:"+last, asText); err != nil {
		return err
	}
	if err := book.SetColWidth(name, "A", last, 18); err != nil {
		return err
	}
	for n, row := range rows {
		for k, s := range row {
			cell, err := excelize.CoordinatesToCellName(k+1, n+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(name, cell, s); err != nil {
				return err
			}
		}
	}
	if err := book.SetCellStyle(name, "A1", last+"1", head); err != nil {
		return err
	}
	return book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
