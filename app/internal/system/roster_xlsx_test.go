package system

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/roster"
)

func templateFile(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteTemplate(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "roster.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTemplateParses(t *testing.T) {
	t.Parallel()
	path := templateFile(t)
	sheets, err := ReadWorkbook(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, problems := roster.Parse(sheets)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	counts := []int{len(plan.Areas), len(plan.Orgs), len(plan.Persons), len(plan.Postings)}
	if diff := cmp.Diff([]int{6, 1, 2, 3}, counts); diff != "" {
		t.Error(diff)
	}
	if p := plan.Postings[0]; p.Role != auth.Steward || p.Substitute != "R002" || p.From.IsZero() {
		t.Errorf("%+v", p)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if diff := cmp.Diff([]string{"说明", "区划", "部门", "人员", "任职", "党组织", "党员", "网格编码", "房屋", "住户"}, book.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	for _, s := range roster.Sheets() {
		notes, err := book.GetComments(s.Name)
		if err != nil || len(notes) != len(s.Columns) {
			t.Errorf("%s: %d notes, %v", s.Name, len(notes), err)
		}
	}
	lists, err := book.GetDataValidations("任职")
	if err != nil || len(lists) != 3 || !strings.Contains(lists[0].Formula1, "楼道红管家") {
		t.Errorf("drop-down lists of 任职: %+v, %v", lists, err)
	}
}

// Numbers and dates typed as such are read, whatever the template's cell format is.
func TestCellsAsExcelKeepsThem(t *testing.T) {
	t.Parallel()
	path := templateFile(t)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		book.SetCellValue("人员", "C2", 13800000002),
		book.SetCellValue("任职", "E2", 46023), // 2026-01-01
		book.SetCellStyle("任职", "E2", "E2", date),
		book.SetCellValue("区划", "F6", 34.275612),
		book.SetCellValue("区划", "A12", "  "), // a blank row, then nothing
		book.Save(), book.Close(),
	)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := ReadWorkbook(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, problems := roster.Parse(sheets)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if p := plan.Persons[0].Phone; p != "13800000002" {
		t.Errorf("phone %s", p.Masked())
	}
	if d := plan.Postings[0].From.Format("2006-01-02"); d != "2026-01-01" {
		t.Errorf("from %s", d)
	}
	if a := plan.Areas[4]; a.Lat != 34.275612 {
		t.Errorf("lat %v", a.Lat)
	}
}

// Workbooks of other programs may merge cells, count days from 1904, or store numbers with an exponent.
func TestCellsAsOtherProgramsKeepThem(t *testing.T) {
	t.Parallel()
	path := templateFile(t)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	old := true
	err = errors.Join(
		book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}),
		book.SetCellValue("任职", "E2", 44561.375), // 2026-01-01 09:00
		book.SetCellStr("人员", "C2", "1.3800000002E10"),
		book.SetSheetRow("区划", "A8", &[]any{"SL-01-01-G1-04", "SL-01-01-G1", "楼栋", "示例花园4号楼"}),
		book.SetSheetRow("区划", "A9", &[]any{"SL-01-01-G1-05", "", "楼栋", "示例花园5号楼"}),
		book.SetSheetRow("区划", "A10", &[]any{"SL-01-01-G1-06", "", "", "示例花园6号楼"}),
		book.MergeCell("区划", "B8", "B12"), book.MergeCell("区划", "C9", "C10"),
		book.Save(), book.Close(),
	)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := ReadWorkbook(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, problems := roster.Parse(sheets)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if d := plan.Postings[0].From.Format("2006-01-02"); d != "2026-01-01" || plan.Persons[0].Phone != "13800000002" {
		t.Errorf("from %s, phone %s", d, plan.Persons[0].Phone.Masked())
	}
	for _, a := range plan.Areas[5:8] {
		if a.Parent != "SL-01-01-G1" || a.Kind != area.Building {
			t.Errorf("%+v", a)
		}
	}
}

func TestRowNumbersAreExcels(t *testing.T) {
	t.Parallel()
	path := templateFile(t)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(book.SetCellStr("人员", "A9", "R009"), book.Save(), book.Close())
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := ReadWorkbook(path)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := roster.Parse(sheets)
	want := []roster.Problem{{Sheet: "人员", Row: 9, Column: "姓名", Reason: "必填"}, {Sheet: "人员", Row: 9, Column: "所属区划编码", Reason: "必填"}}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestOddWorkbooks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge, err := os.Create(filepath.Join(dir, "huge.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(huge.Truncate(workbookBytes+1), huge.Close()); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"absent":  filepath.Join(dir, "absent.xlsx"),
		"huge":    huge.Name(),
		"no zip":  write("words.xlsx", []byte("花名册")),
		"old xls": write("old.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")),
		"a bomb":  write("bomb.xlsx", zipBomb(t)),
	} {
		if sheets, err := ReadWorkbook(path); err == nil {
			t.Errorf("%s: read %d sheets", name, len(sheets))
		}
	}
}

// zipBomb declares a larger unpacked size than the limit.
func zipBomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 3 {
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", i), Method: zip.Deflate,
			CompressedSize64: 4, UncompressedSize64: workbookUnpacked / 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("zzzz")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEndlessSheetIsRefused(t *testing.T) {
	t.Parallel()
	path := templateFile(t)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(book.SetCellStr("人员", "A100003", "x"), book.Save(), book.Close())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWorkbook(path); !errors.Is(err, errWorkbookRows) {
		t.Errorf("got %v", err)
	}
}
