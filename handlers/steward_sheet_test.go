package handlers

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	gocolor "image/color"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/steward"
)

func someBoards(n int) []steward.Board {
	boards := make([]steward.Board, n)
	for i := range boards {
		boards[i] = steward.Board{
			Area:      area.Area{ID: int64(i + 1), Kind: area.Building, Board: fmt.Sprintf("abcdefghij%010d", i)},
			Place:     fmt.Sprintf("阳光社区 阳光花园%d号楼 1单元", i+1),
			Community: "阳光社区",
			Keepers: []steward.Keeper{
				{Role: auth.Steward, Name: "赵红", Phone: "13800000003"},
				{Role: auth.BuildingLead, Name: "孙伟", StandsIn: true},
				{Role: auth.UnitLead},
			},
			Phones: steward.Phones{Contact: "029-87010000", Supervision: "12345"},
		}
	}
	return boards
}

func drawn(t *testing.T, n int, four bool) []byte {
	t.Helper()
	file, err := drawSheets(someBoards(n), "https://linli.example.gov.cn/", four, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("LINLI_TEST_SHEETS"); dir != "" { // for viewing
		if err := os.WriteFile(fmt.Sprintf("%s/boards-%d-%v.pdf", dir, n, four), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// contents returns what is drawn on each page.
func contents(t *testing.T, file []byte) []string {
	t.Helper()
	var pages []string
	stream := regexp.MustCompile(`/Length (\d+) /Filter /FlateDecode >>\nstream\n`)
	for _, at := range stream.FindAllSubmatchIndex(file, -1) {
		length, err := strconv.Atoi(string(file[at[2]:at[3]]))
		if err != nil {
			t.Fatal(err)
		}
		z, err := zlib.NewReader(bytes.NewReader(file[at[1] : at[1]+length]))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil || !bytes.HasPrefix(file[at[1]+length:], []byte("\nendstream")) {
			t.Fatalf("page %d: %v", len(pages), err)
		}
		pages = append(pages, string(text))
	}
	return pages
}

func TestSheetsAreAPDF(t *testing.T) {
	for _, tt := range []struct {
		boards int
		four   bool
		pages  int
	}{{1, false, 1}, {3, false, 3}, {1, true, 1}, {4, true, 1}, {5, true, 2}} {
		file := drawn(t, tt.boards, tt.four)
		if !bytes.HasPrefix(file, []byte("%PDF-1.5\n")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) {
			t.Fatal("neither head nor end")
		}
		if n := len(contents(t, file)); n != tt.pages || !bytes.Contains(file, fmt.Appendf(nil, "/Type /Pages /Count %d ", tt.pages)) {
			t.Errorf("%d boards, four %v: %d pages", tt.boards, tt.four, n)
		}
		_, tail, _ := strings.Cut(string(file), "startxref\n")
		start, err := strconv.Atoi(strings.Fields(tail)[0])
		if err != nil || !bytes.HasPrefix(file[start:], []byte("xref\n0 ")) {
			t.Fatalf("startxref %d: %v", start, err)
		}
		lines := strings.Split(string(file[start:]), "\n")
		var size int
		if _, err := fmt.Sscanf(lines[1], "0 %d", &size); err != nil {
			t.Fatal(err)
		}
		for n := 1; n < size; n++ {
			line := lines[2+n]
			at, err := strconv.Atoi(line[:10])
			if err != nil || len(line) != 19 || !bytes.HasPrefix(file[at:], fmt.Appendf(nil, "%d 0 obj\n", n)) {
				t.Errorf("object %d is not at %q", n, line)
			}
		}
	}
}

func TestSheetsSayWhatStandsOnABoard(t *testing.T) {
	page := contents(t, drawn(t, 1, false))[0]
	for _, want := range []string{"楼道红管家", "有困难找党员", "阳光社区", "号楼", "赵红", "孙伟（代班）", "本楼单元长", "便民联系电话", "监督电话", "火警"} {
		if !strings.Contains(page, strings.Trim(hexOf(want), "<>")) {
			t.Errorf("%s is not there", want)
		}
	}
	for _, want := range []string{"13800000003", "029-87010000", "12345", " 119"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not there", want)
		}
	}
	if got := hexOf("灯𠮷"); got != "<706FD842DFB7>" {
		t.Errorf("text as UTF-16: %s", got)
	}
	if _, err := drawSheets(nil, "", false, time.Now()); !errors.Is(err, errNoBoards) {
		t.Errorf("no boards: %v", err)
	}
}

// The drawn rectangles, put on a grid again, are the modules of the code.
func TestACodeIsDrawnAsItIs(t *testing.T) {
	want, err := matrixOf("https://linli.example.gov.cn/b/abcdefghij0000000000")
	if err != nil {
		t.Fatal(err)
	}
	var p pdf
	p.page()
	p.code(pageWidth/2-115, 380, 230, want)
	if diff := cmp.Diff(want, grid(t, p.pages[0].String(), len(want))); diff != "" {
		t.Fatal(diff)
	}
}

// A telephone that scans a sheet finds the board's address.
func TestTheCodeOnASheetCanBeRead(t *testing.T) {
	const address = "https://linli.example.gov.cn/b/abcdefghij0000000000"
	same, err := matrixOf(address) // the encoder may choose any of several equally good masks
	if err != nil {
		t.Fatal(err)
	}
	if said := scan(t, grid(t, contents(t, drawn(t, 1, false))[0], len(same))); said != address {
		t.Fatalf("a telephone reads %q", said)
	}
}

// grid returns the modules of a code of so many rows that is drawn on a page.
func grid(t *testing.T, page string, rows int) [][]bool {
	t.Helper()
	return gridAt(t, page, rows, square{pageWidth/2 - 115, 380, 230})
}

// square is where a code is drawn.
type square struct{ x, y, side float64 }

func gridAt(t *testing.T, page string, rows int, at square) [][]bool {
	t.Helper()
	_, after, found := strings.Cut(page, "0.00 0.00 0.00 rg\n")
	if !found {
		t.Fatal("no code")
	}
	code, _, _ := strings.Cut(after, "0.13 0.12 0.11 rg\n")
	got := make([][]bool, rows)
	for i := range got {
		got[i] = make([]bool, rows)
	}
	step := at.side / float64(rows+8)
	for line := range strings.Lines(code) {
		var x, y, width, height float64
		if _, err := fmt.Sscanf(line, "%f %f %f %f re f", &x, &y, &width, &height); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		column := int(math.Round((x-at.x)/step)) - 4
		row := rows + 3 - int(math.Round((y-at.y)/step))
		for n := range int(math.Round(width / step)) {
			got[row][column+n] = true
		}
	}
	return got
}

// scan reads a code as a telephone would.
func scan(t *testing.T, code [][]bool) string {
	t.Helper()
	const scale, border = 4, 4
	side := (len(code) + 2*border) * scale
	img := image.NewGray(image.Rect(0, 0, side, side))
	for x := range side {
		for y := range side {
			row, column := y/scale-border, x/scale-border
			if row < 0 || column < 0 || row >= len(code) || column >= len(code) || !code[row][column] {
				img.Set(x, y, gocolor.White)
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func TestWhatIsNotKnownOfABuildingIsLeftOut(t *testing.T) {
	for _, tt := range []struct {
		b    steward.Board
		want string
	}{
		{steward.Board{}, ""},
		{steward.Board{Households: 48}, "48 户"},
		{steward.Board{Units: 3, Households: 48, Grid: "第一网格", Property: "阳光物业"}, "3 个单元，48 户，第一网格，物业：阳光物业"},
		{steward.Board{Estate: "电业小区", Grid: "第三网格"}, "第三网格"},
	} {
		if got := sayHouse(tt.b); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
