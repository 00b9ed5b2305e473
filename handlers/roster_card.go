package handlers

import (
	"fmt"

	"linli/app/person"
	"linli/app/when"
)

// cardsAPage is how many invitation cards fit on a sheet, in two columns.
const cardsAPage = 8

// drawCards draws invitations to be cut and handed over.
func drawCards(made []person.Invitation) ([]byte, error) {
	var p pdf
	for i, m := range made {
		code, err := matrixOf(m.Code)
		if err != nil {
			return nil, fmt.Errorf("code of an invitation: %w", err)
		}
		if i%cardsAPage == 0 {
			p.page()
		}
		const wide, high = pageWidth / 2, pageHeight / (cardsAPage / 2)
		p.inside(float64(i%2)*wide, pageHeight-float64(i%cardsAPage/2+1)*high, 1, func() { p.card(m, code, wide, high) })
	}
	return p.bytes()
}

func (p *pdf) card(m person.Invitation, code [][]bool, wide, high float64) {
	const edge, side = 10.0, 118.0
	p.ink(black)
	p.frame(edge, edge, wide-2*edge, high-2*edge)
	p.code(edge+8, (high-side)/2, side, code)
	x, most := edge+side+18, wide-2*edge-side-28
	p.ink(red)
	p.left(x, high-48, 17, most, "工作身份邀请")
	p.ink(black)
	p.left(x, high-76, 16, most, m.Person.Name)
	p.left(x, high-100, 12, most, fmt.Sprintf("%s-%s-%s-%s", m.Code[:4], m.Code[4:8], m.Code[8:12], m.Code[12:]))
	p.left(x, high-124, 9, most, "打开工作人员小程序，在“绑定工作身份”")
	p.left(x, high-138, 9, most, "里扫这个码，或输入上面的 16 位邀请码")
	p.left(x, high-160, 9, most, m.Expires.In(when.Beijing).Format("1月2日 15:04")+" 前有效，只能用一次")
	p.left(x, high-174, 9, most, "请当面交给本人，不要拍照转发")
}
