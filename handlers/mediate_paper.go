package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/mediate"
	"linli/app/when"
)

// paper prints what the parties sign, A4: that they agree to mediation (调解同意书), once there is an agreement it (调解协议书).
func (h mediations) paper(c *fiber.Ctx, _ caller, one mediate.Case) error {
	v, err := h.file(c, one)
	if err != nil {
		return err
	}
	file, err := drawMediation(v, h.now().In(when.Beijing).Format("2006年1月2日"))
	if err != nil {
		return err
	}
	return sendPDF(c, "mediation.pdf", file)
}

// mediationSheet writes lines from the top of a page down, and goes on with the next page.
type mediationSheet struct {
	pdf
	y float64
}

const (
	sheetFrom  = 70.0
	sheetWidth = pageWidth - 140
)

func (p *mediationSheet) say(size float64, words string) {
	for _, said := range strings.Split(words, "\n") {
		for _, line := range wrap(said, size, sheetWidth) {
			p.room(size * 1.7)
			p.left(sheetFrom, p.y, size, sheetWidth, line)
			p.y -= size * 1.7
		}
	}
	p.y -= size * 0.4
}

// room begins a new page when the rest of this one is too short.
func (p *mediationSheet) room(height float64) {
	if p.y-height < 60 {
		p.page()
		p.ink(black)
		p.y = 770
	}
}

func (p *mediationSheet) sign(who string) {
	p.room(46)
	p.y -= 30
	p.left(sheetFrom, p.y, 15, 230, who)
	p.box(sheetFrom+240, p.y-4, 200, 0.8)
}

// drawMediation draws a paper with room for everybody's signature.
func drawMediation(v caseFileView, today string) ([]byte, error) {
	p := mediationSheet{}
	p.page()
	p.ink(black)
	title := "调 解 同 意 书"
	if v.Agreement.Text != "" {
		title = "调 解 协 议 书"
	}
	p.centred(pageWidth/2, 770, 28, sheetWidth, title)
	p.centred(pageWidth/2, 742, 13, sheetWidth, v.Community+"　编号 "+v.Number+"　类别 "+v.KindName)
	p.y = 700
	for _, one := range v.Parties {
		p.say(15, one.SideName+"："+one.Name)
	}
	var names []string
	for _, m := range v.Mediators {
		names = append(names, m.Name+"（"+m.Body+"）")
	}
	if len(names) > 0 {
		p.say(15, "调解员："+strings.Join(names, "、"))
	}
	if v.Agreement.Text == "" {
		p.say(15, "我同意请上面的调解员调解这件事。调解自愿、免费；我可以随时不再调解，不影响我找司法所、仲裁机构或者人民法院。调解中说的话保密。")
		for _, t := range v.Talks {
			if t.State == mediate.Planned {
				p.say(15, "约定时间："+strings.Replace(t.From[:16], "T", " ", 1)+"　地点："+t.Where)
			}
		}
	} else {
		p.say(15, "经调解，双方自愿达成下面的协议：")
		p.say(15, v.Agreement.Text)
		for i, one := range v.Promises {
			p.say(15, text(int64(i+1))+". "+one.Name+" 在 "+one.Due+" 前："+one.What)
		}
		p.say(12, "协议自双方签名、调解员签名并盖章之日起生效。双方认为有必要的，可以从生效之日起 30 日内一起向人民法院申请司法确认。调解不收费。")
	}
	for _, one := range v.Parties {
		p.sign(one.SideName + " " + one.Name + " 签名：")
	}
	p.sign("调解员签名（盖章）：")
	p.y -= 40
	p.say(12, "打印日期："+today)
	return p.bytes()
}
