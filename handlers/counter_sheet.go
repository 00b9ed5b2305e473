package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/counter"
	"linli/app/fault"
)

var errNoCounter = fault.New(fault.Missing, "counter.none", "还没有登记窗口")

// print prints the hours of a community's counters for the wall of the hall.
func (h counters) print(c *fiber.Ctx, _ caller, all []counter.Open) error {
	if len(all) == 0 {
		return errNoCounter
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	file, err := drawHours(t.Say(all[0].Community), all)
	if err != nil {
		return err
	}
	return sendPDF(c, "counters.pdf", file)
}

// hoursPerPage is how many counters a sheet shows.
const hoursPerPage = 4

// drawHours draws the sheet, of as many pages as there are counters for.
func drawHours(community string, all []counter.Open) ([]byte, error) {
	var p pdf
	for len(all) > 0 {
		n := min(len(all), hoursPerPage)
		p.page()
		p.hours(community, all[:n])
		all = all[n:]
	}
	return p.bytes()
}

func (p *pdf) hours(community string, all []counter.Open) {
	const middle, most = pageWidth / 2, pageWidth - 80
	p.ink(red)
	p.box(30, 728, pageWidth-60, 84)
	p.ink(white)
	p.centred(middle, 770, 36, most, community+" 窗口办公时间")
	p.centred(middle, 740, 18, most, "先取号，按号办；也可以先预约")
	y := 690.0
	for _, o := range all {
		p.ink(red)
		p.left(44, y, 28, most, o.Name+"（"+o.Kind.Name()+"）")
		p.box(44, y-8, pageWidth-88, 1)
		p.ink(black)
		for _, line := range hoursLines(o) {
			y -= 26
			p.left(60, y, 17, pageWidth-120, line)
		}
		y -= 48
	}
	p.ink(black)
	p.centred(middle, 36, 18, most, "A 岗不在，B 岗办；请不要空跑，可先打社区电话")
}

// hoursLines says where a counter is, what it takes and when it is open.
func hoursLines(o counter.Open) []string {
	takes := "全部事项"
	if len(o.Headings) > 0 {
		takes = strings.Join(o.Headings, "、")
	}
	lines := []string{"地点：" + o.Where, "办理：" + takes}
	if o.Working != "" {
		said := "工作日：" + sayOpen(o.Working)
		if o.Noon {
			said += "，中午不休息"
		}
		lines = append(lines, said)
	}
	if o.Resting != "" {
		said := "双休日：" + sayOpen(o.Resting)
		if o.Holidays {
			said = "双休日、节假日：" + sayOpen(o.Resting)
		}
		lines = append(lines, said)
	}
	return lines
}

// sayOpen says hours as people write them: 08:30-12:00、14:00-18:00.
func sayOpen(hours string) string { return strings.ReplaceAll(hours, ",", "、") }
