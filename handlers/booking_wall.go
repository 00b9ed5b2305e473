package handlers

import (
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/chat"
	"linli/app/fault"
	"linli/app/when"
)

var errNoWeek = fault.New(fault.Missing, "booking.no_week", "这一周没有服务安排")

// printWeek prints the week of a community for its wall, with the code that opens its timetable in the chat. Without an
// answer of the platform it is printed without the code.
func (h bookings) printWeek(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	day, err := h.dayOf(c)
	if err != nil {
		return err
	}
	held, err := h.service.WeekToPrint(c.UserContext(), who.Actor, id, day)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	w := week{tree: tree, name: tree.Say(id), monday: booking.Monday(day), held: held}
	_, address, err := h.codes.SceneQR(c.UserContext(), chat.TimetableScene+text(id), 0)
	if err != nil {
		h.log.Error("code of a timetable", "community", id, "err", err)
	} else if w.code, err = matrixOf(address); err != nil {
		return fmt.Errorf("code of timetable %d: %w", id, err)
	}
	file, err := w.draw()
	if err != nil {
		return err
	}
	return sendPDF(c, "timetable.pdf", file)
}

// week is the content of the printed week.
type week struct {
	tree   *area.Tree
	name   string // of the community
	monday when.Date
	held   []booking.Scheduled
	code   [][]bool // nil: none
}

// wallLine is a line of the table: a day, or a session on it.
type wallLine struct {
	day         string
	when, where string
}

// The table of a page lies between these heights.
const (
	wallTop    = 684.0
	wallBottom = 210.0
	wallMost   = 22 // lines of a page
)

// lines returns the week from top to bottom.
func (w week) lines() []wallLine {
	var all []wallLine
	last := when.Date(0)
	for _, h := range w.held {
		if h.Session.Day != last {
			last = h.Session.Day
			all = append(all, wallLine{day: sayDay(h.Session.BeginAt)})
		}
		line := wallLine{when: sayHours(h.Session.BeginAt, h.Session.EndAt) + "  " + h.Service.Name}
		if h.Session.Host != "" {
			line.when += "（" + h.Session.Host + "）"
		}
		if line.where = strings.TrimPrefix(booking.SayPlace(w.tree, h.Service), w.name+" "); h.Session.State == booking.CalledOff {
			line.where = "停开：" + h.Session.Reason
		}
		all = append(all, line)
	}
	return all
}

// draw returns the document, of as many pages as the week needs. Faults: errNoWeek.
func (w week) draw() ([]byte, error) {
	lines := w.lines()
	if len(lines) == 0 {
		return nil, errNoWeek
	}
	var p pdf
	for _, some := range paged(lines) {
		p.page()
		p.wall(w, some)
	}
	return p.bytes()
}

// paged divides a table into pages. No day's heading is the last line of a page, and a day that continues is named
// again.
func paged(lines []wallLine) [][]wallLine {
	var pages [][]wallLine
	day := ""
	for len(lines) > 0 {
		var page []wallLine
		if lines[0].day == "" {
			page = append(page, wallLine{day: day + "（续）"})
		}
		n := min(len(lines), wallMost-len(page))
		if n < len(lines) && lines[n-1].day != "" {
			n--
		}
		for _, l := range lines[:n] {
			if l.day != "" {
				day = l.day
			}
		}
		pages = append(pages, append(page, lines[:n]...))
		lines = lines[n:]
	}
	return pages
}

func (p *pdf) wall(w week, lines []wallLine) {
	const middle, most = pageWidth / 2, pageWidth - 80
	p.ink(red)
	p.box(30, 728, pageWidth-60, 84)
	p.ink(white)
	p.centred(middle, 770, 36, most, w.name+"服务时间表")
	sunday := w.monday.Time().AddDate(0, 0, 6)
	p.centred(middle, 740, 18, most, sayDay(w.monday.Time())+" 至 "+sayDay(sunday))
	step := min(30, (wallTop-wallBottom)/float64(len(lines)))
	y := wallTop
	for _, l := range lines {
		if l.day != "" {
			p.ink(red)
			p.left(44, y, step*0.75, 250, l.day)
			p.box(44, y-step*0.2, pageWidth-88, 1)
		} else {
			p.ink(black)
			p.left(60, y, step*0.72, 270, l.when)
			p.left(345, y, step*0.68, pageWidth-44-345, l.where)
		}
		y -= step
	}
	p.ink(black)
	if w.code == nil {
		p.centred(middle, 120, 22, most, "预约请找社区服务台，或打社区电话")
		return
	}
	p.code(middle-75, 48, 150, w.code)
	p.ink(black)
	p.centred(middle, 30, 18, most, "微信扫一扫：看时间、约服务")
}
