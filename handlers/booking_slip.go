package handlers

import (
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/booking"
	"linli/app/when"
)

// printSlip prints a booking for a person without a telephone.
func (h bookings) printSlip(c *fiber.Ctx, _ caller, m booking.Mine) error {
	v, err := h.bookingViewer(c.UserContext(), m)
	if err != nil {
		return err
	}
	file, err := drawSlip(m, v.names[m.Booking.Person].Name, booking.SayPlace(v.tree, m.Service))
	if err != nil {
		return err
	}
	return sendPDF(c, "slip.pdf", file)
}

func sendPDF(c *fiber.Ctx, name string, file []byte) error {
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(file)
}

// drawSlip draws a booking onto the upper left quarter of a sheet, which is A6 when cut.
func drawSlip(m booking.Mine, name, place string) ([]byte, error) {
	code, err := matrixOf(m.Booking.Code())
	if err != nil {
		return nil, fmt.Errorf("code of booking %d: %w", m.Booking.ID, err)
	}
	var p pdf
	p.page()
	p.inside(0, pageHeight/2, 0.5, func() { p.slip(m, name, place, code) })
	return p.bytes()
}

func (p *pdf) slip(m booking.Mine, name, place string, code [][]bool) {
	const middle, most = pageWidth / 2, pageWidth - 80
	b := m.Booking
	p.ink(black)
	p.frame(14, 14, pageWidth-28, pageHeight-28)
	p.centred(middle, 760, 48, most, m.Service.Name)
	p.centred(middle, 712, 30, most, sayTime(b.BeginAt, b.EndAt))
	p.centred(middle, 668, 28, most, place)
	p.centred(middle, 540, 110, most, sayNumber(b))
	p.centred(middle, 486, 28, most, name)
	p.code(middle-115, 236, 230, code)
	p.ink(black)
	p.centred(middle, 212, 24, most, b.Code())
	p.centred(middle, 176, 22, most, "到场请出示二维码签到，来不了请提前取消")
	y := 136.0
	for _, line := range wrap(m.Service.About, 24, most) {
		if y < 30 {
			break
		}
		p.centred(middle, y, 24, most, line)
		y -= 32
	}
}

// frame draws the outline of a rectangle whose lower left corner is at x, y.
func (p *pdf) frame(x, y, width, height float64) {
	const line = 2
	p.box(x, y, width, line)
	p.box(x, y+height-line, width, line)
	p.box(x, y, line, height)
	p.box(x+width-line, y, line, height)
}

// sayNumber returns the number or the rank, printed large.
func sayNumber(b booking.Booking) string {
	switch {
	case b.Number > 0:
		return fmt.Sprintf("%d 号", b.Number)
	case b.Rank > 0:
		return fmt.Sprintf("候补第 %d 位", b.Rank)
	}
	return b.State.Name()
}

var weekdayNames = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// sayTime says a time of one day: 11月23日 周一 14:00—16:00.
func sayTime(from, to time.Time) string {
	f := from.In(when.Beijing)
	return fmt.Sprintf("%s %s", sayDay(f), sayHours(f, to))
}

func sayDay(t time.Time) string {
	t = t.In(when.Beijing)
	return fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), weekdayNames[t.Weekday()])
}

func sayHours(from, to time.Time) string {
	return from.In(when.Beijing).Format("15:04") + "—" + to.In(when.Beijing).Format("15:04")
}

// wrap breaks a text into lines no wider than most; a Latin word is cut only if no space is before it.
func wrap(s string, size, most float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		line := ""
		for _, r := range strings.TrimSpace(paragraph) {
			if width(line+string(r))*size > most && line != "" {
				head, tail := breakAt(line, r)
				lines = append(lines, strings.TrimSpace(head))
				line = tail
			}
			line += string(r)
		}
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// breakAt divides a full line before next: at its last space when a word would be cut, otherwise at its end. Closing
// punctuation stays with its sentence.
func breakAt(line string, next rune) (head, tail string) {
	if all := []rune(line); len(all) > 1 && strings.ContainsRune("，。；：！？、）》”", next) {
		return string(all[:len(all)-1]), string(all[len(all)-1:])
	}
	last := line[len(line)-1]
	if next > '~' || next == ' ' || last > '~' || last == ' ' {
		return line, ""
	}
	if i := strings.LastIndexByte(line, ' '); i > 0 {
		return line[:i], line[i+1:]
	}
	return line, ""
}
