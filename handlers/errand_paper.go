package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/errand"
	"linli/app/when"
)

// paper prints the mandate of an errand for signing (委托书), A4.
func (h errands) paper(c *fiber.Ctx, _ caller, e errand.Errand) error {
	ctx := c.UserContext()
	m, err := h.service.MandateOf(ctx, e)
	if err != nil {
		return err
	}
	if m.ID == 0 {
		return errand.ErrNoMandate
	}
	names, err := h.names.Persons(ctx, distinct([]int64{e.Person, m.Proxy}))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	file, err := drawMandate(e, m, names[e.Person].Name, names[m.Proxy].Name, t.Say(e.Community), h.now().In(when.Beijing).Format("2006年1月2日"))
	if err != nil {
		return err
	}
	return sendPDF(c, "mandate.pdf", file)
}

// drawMandate draws what the resident lets the proxy do, what not, and until when.
func drawMandate(e errand.Errand, m errand.Mandate, resident, proxy, community, today string) ([]byte, error) {
	const from, most = 70.0, pageWidth - 140
	var p pdf
	p.page()
	p.ink(black)
	p.centred(pageWidth/2, 760, 30, most, "委 托 书")
	p.centred(pageWidth/2, 732, 13, most, community+"　编号 "+e.Say())
	y := 680.0
	say := func(size float64, words string) {
		for _, line := range wrap(words, size, most) {
			p.left(from, y, size, most, line)
			y -= size * 1.7
		}
		y -= size * 0.4
	}
	say(16, "委托人："+resident)
	say(16, "受托人："+proxy)
	say(16, "事　项："+e.Title)
	say(16, "我委托受托人就上面这一件事，代我做下面这些，别的不行：")
	for _, power := range errand.Powers {
		mark := "□ "
		if strings.Contains(errand.SayPowers(m.Powers), power.Name()) {
			mark = "■ "
		}
		say(16, "　"+mark+power.Name())
	}
	say(16, "期限：到"+m.Until.Time().Format("2006年1月2日")+"为止，最长 30 天。我随时可以收回。")
	say(13, "受托人不能代我签字，不能代我领钱。材料只用于这件事，办完 30 天后删除。")
	y -= 30
	for _, line := range []string{"委托人签字：", "受托人签字：", "在场的另一位工作人员："} {
		p.left(from, y, 16, most, line)
		p.box(from+180, y-4, 220, 0.8)
		y -= 46
	}
	p.left(from, y, 13, most, "打印日期："+today)
	return p.bytes()
}
