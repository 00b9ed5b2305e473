package handlers

import (
	"fmt"
	"strings"
	"time"

	"github.com/yeqown/go-qrcode/v2"

	"linli/app/fault"
	"linli/app/steward"
	"linli/app/when"
)

var errNoBoards = fault.New(fault.Missing, "steward.no_boards", "这个社区还没有楼栋")

// drawSheets returns the boards of a community for printing, one or four on a page.
func drawSheets(boards []steward.Board, base string, four bool, printed time.Time) ([]byte, error) {
	if len(boards) == 0 {
		return nil, errNoBoards
	}
	var p pdf
	for i, b := range boards {
		code, err := matrixOf(strings.TrimSuffix(base, "/") + "/b/" + b.Area.Board)
		if err != nil {
			return nil, fmt.Errorf("code of board %d: %w", b.Area.ID, err)
		}
		if !four {
			p.page()
			p.sheet(b, code, printed)
			continue
		}
		if i%4 == 0 {
			p.page()
		}
		x, y := float64(i%2)*pageWidth/2, float64(1-i%4/2)*pageHeight/2
		p.inside(x, y, 0.5, func() { p.sheet(b, code, printed) }) // a quarter of A4 has the shape of A4
	}
	return p.bytes()
}

// The most stewards a sheet has room for; the code leads to all of them.
const mostKeepers = 4

// sheet draws one board.
func (p *pdf) sheet(b steward.Board, code [][]bool, printed time.Time) {
	const middle, most = pageWidth / 2, pageWidth - 80
	p.ink(red)
	p.box(30, 700, pageWidth-60, 112)
	p.ink(white)
	p.centred(middle, 752, 44, most, "楼道红管家")
	p.centred(middle, 716, 20, most, "有困难找党员")
	p.ink(black)
	p.centred(middle, 640, 36, most, b.Place)
	p.code(middle-115, 380, 230, code)
	p.ink(black)
	p.centred(middle, 350, 18, most, "微信扫一扫：找红管家、留言求助、看电话")
	y := 300.0
	for i, k := range b.Keepers {
		if i == mostKeepers {
			break
		}
		p.centred(middle, y, 22, most, sayKeeper(k))
		y -= 32
	}
	if b.Phones.Contact != "" {
		p.centred(middle, y, 22, most, "便民联系电话  "+b.Phones.Contact)
		y -= 32
	}
	if b.Phones.Supervision != "" {
		p.centred(middle, y, 22, most, "监督电话  "+b.Phones.Supervision)
		y -= 32
	}
	if line := sayHouse(b); line != "" && y > 120 {
		p.centred(middle, y, 14, most, line)
		y -= 22
	}
	if line := sayMembers(b); line != "" && y > 120 {
		p.centred(middle, y, 14, most, line)
	}
	p.centred(middle, 102, 11, most, "打印于 "+printed.In(when.Beijing).Format("2006年1月2日")+"，以扫码看到的最新公示为准")
	p.ink(red)
	p.box(30, 40, pageWidth-60, 52)
	p.ink(white)
	var lines []string
	for _, l := range steward.Lines {
		lines = append(lines, l.Name+" "+l.Number)
	}
	p.centred(middle, 57, 26, most, strings.Join(lines, "    "))
}

// sayHouse returns what is known of the building.
func sayHouse(b steward.Board) string {
	var parts []string
	if b.Units > 0 {
		parts = append(parts, fmt.Sprintf("%d 个单元", b.Units))
	}
	if b.Households > 0 {
		parts = append(parts, fmt.Sprintf("%d 户", b.Households))
	}
	if b.Grid != "" {
		parts = append(parts, b.Grid)
	}
	if b.Officer.Name != "" {
		parts = append(parts, sayKeeper(b.Officer))
	}
	if b.Property != "" {
		parts = append(parts, "物业："+b.Property)
	}
	return strings.Join(parts, "，")
}

// sayMembers returns the Party members as they agreed, and how many plates hang.
func sayMembers(b steward.Board) string {
	names := make([]string, len(b.Members))
	for i, k := range b.Members {
		names[i] = k.Name
		if k.Phone != "" {
			names[i] += " " + string(k.Phone)
		}
	}
	line := strings.Join(names, "、")
	if line != "" {
		line = "本楼党员：" + line
	}
	if b.Plates > 0 {
		line = strings.TrimPrefix(fmt.Sprintf("%s；共产党员户 %d 户", line, b.Plates), "；")
	}
	return line
}

// sayKeeper returns a steward as they agreed to be shown.
func sayKeeper(k steward.Keeper) string {
	if k.Name == "" {
		return "本楼" + k.Role.Name()
	}
	words := k.Role.Name() + "  " + k.Name
	if k.StandsIn {
		words += "（代班）"
	}
	if k.Phone != "" {
		words += "  " + string(k.Phone)
	}
	return words
}

// code draws a QR code with the white border it needs into a square whose lower left corner is at x, y.
func (p *pdf) code(x, y, side float64, matrix [][]bool) {
	const border = 4
	step := side / float64(len(matrix)+2*border)
	p.ink(white)
	p.box(x, y, side, side)
	p.ink(color{})
	for row, line := range matrix {
		for from := 0; from < len(line); from++ {
			if !line[from] {
				continue
			}
			to := from
			for to+1 < len(line) && line[to+1] {
				to++
			}
			p.box(x+float64(border+from)*step, y+side-float64(border+row+1)*step, float64(to-from+1)*step, step)
			from = to
		}
	}
}

// matrixOf returns the modules of the QR code of a text by row; true is dark.
func matrixOf(text string) ([][]bool, error) {
	q, err := qrcode.NewWith(text, qrcode.WithErrorCorrectionLevel(qrcode.ErrorCorrectionMedium))
	if err != nil {
		return nil, err
	}
	var m modules
	if err := q.Save(&m); err != nil {
		return nil, err
	}
	return m, nil
}

// modules takes what the encoder draws.
type modules [][]bool

// Write implements qrcode.Writer.
func (m *modules) Write(mat qrcode.Matrix) error {
	*m = make(modules, mat.Height())
	for y := range *m {
		(*m)[y] = make([]bool, mat.Width())
	}
	mat.Iterate(qrcode.IterDirection_ROW, func(x, y int, v qrcode.QRValue) { (*m)[y][x] = v.IsSet() })
	return nil
}

// Close implements qrcode.Writer.
func (m *modules) Close() error { return nil }
