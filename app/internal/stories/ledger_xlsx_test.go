package stories

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"linli/app/booking"
	"linli/app/internal/fixture"
	"linli/app/internal/system"
	"linli/app/ledger"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/when"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readLedger returns the sheets of a workbook as text, one cell per line with the number format of its style.
func readLedger(t testing.TB, data []byte) (text string, rows [][]string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var b strings.Builder
	for _, sheet := range book.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		if rows, err = book.GetRows(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			fmt.Fprintf(&b, "-- %d\n", i+1)
			for j, cell := range row {
				if cell != "" {
					name, _ := excelize.CoordinatesToCellName(j+1, i+1)
					formula, _ := book.GetCellFormula(sheet, name)
					fmt.Fprintf(&b, "%s%s: %s\n", name, formula, cell)
				}
			}
		}
	}
	return b.String(), rows
}

func finished(t testing.TB, w interface {
	Finish() (io.ReadCloser, int, error)
},
) []byte {
	t.Helper()
	file, size, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil || len(data) != size {
		t.Fatalf("%d bytes of %d: %v", len(data), size, err)
	}
	return data
}

func TestLedgerMatchesGolden(t *testing.T) {
	t.Parallel()
	book, err := system.NewWorkbook(ledger.Reports)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	nine := time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)
	entries := []ledger.Entry{
		{
			Report: report.Report{
				Number: 261123_000001, Source: report.Hotline, External: "12345-7", Category: "facility", CategoryName: "公共设施", Urgent: true, Place: "东门外",
				Text: "路灯不亮 <b>&\n第二行", SubmittedAt: nine.UTC(), AcceptedAt: nine.Add(time.Hour), TakenAt: nine.Add(2 * time.Hour),
				ResolvedAt: nine.Add(26 * time.Hour), ClosedAt: nine.Add(27 * time.Hour), State: report.Closed, Outcome: report.Solved,
				Result: "换了灯泡", Urges: 2, Reopens: 1, Clocks: pace.Clocks{WholeDue: nine.Add(24 * time.Hour)},
			},
			Grid: "第一网格", Building: "3号楼", Holder: "综合执法大队", Review: &report.Review{Satisfied: true, Efficiency: 4, Result: 5, Attitude: 5, Words: "很快"},
			Reporter: "王建国", Phone: "199****0099",
		},
		{
			Report: report.Report{
				Number: 261123_000002, Source: report.Chat, Category: "other", CategoryName: "其他", Text: `=HYPERLINK("http://x","点我")`, Place: "-3号楼",
				SubmittedAt: nine, State: report.Submitted,
			},
			Holder: "阳光社区工作人员", Reporter: "@SUM(A1)",
		},
	}
	for _, e := range entries {
		if err := book.Row(e.Cells()); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Guide([][2]string{{"事件台账", ""}, {"导出人", "王芳"}, {"导出原因", "月报"}}); err != nil {
		t.Fatal(err)
	}
	got, _ := readLedger(t, finished(t, book))
	golden := filepath.Join("testdata", "ledger.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "the sheets", fixture.Text(t, golden), got)
}

func TestLedgerOfBookingsMatchesGolden(t *testing.T) {
	t.Parallel()
	book, err := system.NewWorkbook(ledger.Bookings)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	nine := time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)
	visits := []ledger.Visit{
		{
			Booking: booking.Booking{
				ID: 12, BeginAt: nine.UTC(), Number: 3, Rank: 2, State: booking.Done, Source: booking.Family, CreatedAt: nine.Add(-24 * time.Hour),
				ArrivedAt: nine.Add(5 * time.Minute), CalledAt: nine.Add(20 * time.Minute), EndedAt: nine.Add(35 * time.Minute), Result: "理短发",
				Answers: booking.Answers{Given: map[string]string{"well": "腰疼"}, Address: "3号楼101"},
			},
			Community: "阳光社区", Service: "理发", Name: "王建国", Phone: "199****0099",
		},
		{
			Booking: booking.Booking{
				ID: 13, BeginAt: nine, State: booking.Cancelled, Source: booking.Counter, CreatedAt: nine, EndedAt: nine,
				Reason: `=HYPERLINK("http://x","点我")`, Result: "-1",
			},
			Community: "阳光社区", Service: "@义诊", Name: "+SUM(A1)",
		},
	}
	for _, v := range visits {
		if err := book.Row(v.Cells()); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Guide([][2]string{{"预约台账", ""}, {"导出人", "王芳"}, {"导出原因", "月报"}}); err != nil {
		t.Fatal(err)
	}
	got, _ := readLedger(t, finished(t, book))
	golden := filepath.Join("testdata", "ledger_bookings.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "the sheets", fixture.Text(t, golden), got)
}

// Dates are real dates for sorting, and no temporary file remains.
func TestLedgerHasRealDatesAndNoTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	book, err := system.NewWorkbook(ledger.Reports)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, when.Beijing)
	if err := book.Row(ledger.Entry{Report: report.Report{SubmittedAt: at}}.Cells()); err != nil {
		t.Fatal(err)
	}
	data := finished(t, book)
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Fatalf("files remain: %v, %v", left, err)
	}
	read, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	raw, err := read.GetCellValue(ledger.Reports.Sheet().Rows, "J2", excelize.Options{RawCellValue: true})
	if err != nil || !strings.HasPrefix(raw, "46349.3958") { // days since 1900
		t.Fatalf("%q %v", raw, err)
	}
	unfinished, err := system.NewWorkbook(ledger.Reports)
	if err != nil {
		t.Fatal(err)
	}
	if err := unfinished.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Fatalf("files remain: %v, %v", left, err)
	}
}

// A full ledger needs memory for a page of reports only.
func TestAFullLedgerNeedsLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200,000 rows")
	}
	book, err := system.NewWorkbook(ledger.Reports)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var most, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&now)
	before := now.HeapInuse
	rows := 20_000
	if os.Getenv("LINLI_BENCH") != "" {
		rows = ledger.MaxRows
	}
	for i := range rows {
		e := ledger.Entry{
			Report: report.Report{
				Number: int64(261123_000000 + i), Category: "facility", Text: strings.Repeat("路灯不亮", 10), Place: "阳光花园3号楼东门外",
				SubmittedAt: at, AcceptedAt: at, TakenAt: at, ResolvedAt: at, ClosedAt: at, State: report.Closed, Result: "已经换了灯泡",
			},
			Holder: "综合执法大队", Grid: "阳光第一网格", Building: "阳光花园3号楼", Reporter: "王建国", Phone: "199****0099",
		}
		if err := book.Row(e.Cells()); err != nil {
			t.Fatal(err)
		}
		if i%5000 == 0 {
			runtime.ReadMemStats(&now)
			most.HeapInuse = max(most.HeapInuse, now.HeapInuse)
		}
	}
	file, size, err := book.Finish()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	runtime.ReadMemStats(&now)
	grown := (max(most.HeapInuse, now.HeapInuse) - min(before, now.HeapInuse)) >> 20
	t.Logf("%d rows, %d MB file, %d MB of memory", rows, size>>20, grown)
	if grown > 200 {
		t.Fatalf("%d rows took %d MB", rows, grown)
	}
}

func TestALedgerOpensOnItsRowsWithFilters(t *testing.T) {
	t.Parallel()
	for kind, sheet := range map[ledger.Kind]string{ledger.Reports: ledger.Reports.Sheet().Rows, ledger.Bookings: ledger.Bookings.Sheet().Rows} {
		w, err := system.NewWorkbook(kind)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		book, err := excelize.OpenReader(bytes.NewReader(finished(t, w)))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		tables, err := book.GetTables(sheet)
		if err != nil || len(tables) != 1 || book.GetSheetName(book.GetActiveSheetIndex()) != sheet {
			t.Errorf("%s: %d filters, the active sheet is %s, %v", sheet, len(tables), book.GetSheetName(book.GetActiveSheetIndex()), err)
		}
	}
}
