package handlers

import (
	"cmp"
	"fmt"
	"time"

	"linli/app/meal"
	"linli/app/when"
)

const (
	listMargin = 42.0
	listFoot   = 50.0
)

// kitchenList draws the list of a day line by line, on as many A4 pages as it needs.
type kitchenList struct {
	pdf
	title string
	y     float64
}

// drawKitchenList draws what the kitchen cooks and packs: how many portions, who may not eat what, and the rounds in the order of the
// way.
func drawKitchenList(v mealSheetView, s meal.Sheet, printed time.Time) ([]byte, error) {
	l := kitchenList{title: fmt.Sprintf("%s　%s", v.Programme.Name, sayDay(s.Day.On.Time()))}
	l.next()
	l.line(12, fmt.Sprintf("厨房 %s　地点 %s　开餐 %s　名单 %s 定　打印 %s", v.Programme.Kitchen, v.Programme.Place, v.Programme.Serve, when.Say(s.Day.FixedAt), when.Say(printed)))
	if v.Dish != "" {
		l.line(14, "菜单　"+v.Dish)
	}
	l.y -= 10
	l.need(40)
	l.left(listMargin, l.y-26, 28, pageWidth-2*listMargin, fmt.Sprintf("共 %d 份　　到点 %d 份　　送餐 %d 份", v.EatIn+v.Deliver, v.EatIn, v.Deliver))
	l.y -= 44
	l.diets(v.Stops)
	l.eaters(v.Stops)
	l.rounds(v.Stops)
	return l.bytes()
}

// drawKitchenPortions draws what the kitchen itself prints: how many portions, whose bags they go into, and who may not eat what.
func drawKitchenPortions(v kitchenView, printed time.Time) ([]byte, error) {
	l := kitchenList{title: fmt.Sprintf("%s　%s", v.Name, v.Day)}
	l.next()
	l.line(12, fmt.Sprintf("地点 %s　开餐 %s　打印 %s", v.Place, v.Serve, when.Say(printed)))
	if v.Dish != "" {
		l.line(14, "菜单　"+v.Dish)
	}
	l.y -= 10
	l.need(40)
	l.left(listMargin, l.y-26, 28, pageWidth-2*listMargin, fmt.Sprintf("共 %d 份　　到点 %d 份　　送餐 %d 份", v.EatIn+v.Deliver, v.EatIn, v.Deliver))
	l.y -= 44
	if len(v.Diets) > 0 {
		l.heading("忌口")
	}
	for _, d := range v.Diets {
		l.line(14, fmt.Sprintf("%s（%s）：%s", d.Name, d.bag(), d.Diet))
	}
	if len(v.Bags) > 0 {
		l.heading("送餐")
	}
	for _, b := range v.Bags {
		l.line(14, fmt.Sprintf("□ %s　%d 份", cmp.Or(b.Carrier, "还没有人送"), b.Portions))
	}
	return l.bytes()
}

// next begins a page.
func (l *kitchenList) next() {
	l.page()
	l.ink(black)
	l.left(listMargin, pageHeight-60, 22, pageWidth-2*listMargin-60, l.title)
	l.left(pageWidth-listMargin-50, pageHeight-60, 12, 60, fmt.Sprintf("第 %d 页", len(l.pages)))
	l.box(listMargin, pageHeight-72, pageWidth-2*listMargin, 1)
	l.y = pageHeight - 84
}

// need begins a page unless so much is left of this one.
func (l *kitchenList) need(height float64) {
	if l.y-height < listFoot {
		l.next()
	}
}

// line writes words, broken where they are too long.
func (l *kitchenList) line(size float64, words string) {
	for _, part := range wrap(words, size, pageWidth-2*listMargin) {
		l.need(size * 1.6)
		l.y -= size * 1.6
		l.left(listMargin, l.y+size*0.4, size, pageWidth-2*listMargin, part)
	}
}

func (l *kitchenList) heading(words string) {
	l.need(60)
	l.y -= 14
	l.line(16, words)
	l.box(listMargin, l.y, pageWidth-2*listMargin, 0.6)
	l.y -= 4
}

func (l *kitchenList) diets(stops []mealStopView) {
	first := true
	for _, s := range stops {
		if s.Diet == "" {
			continue
		}
		if first {
			l.heading("忌口")
			first = false
		}
		l.line(14, fmt.Sprintf("%s（%s）：%s", s.Name, map[meal.Way]string{meal.EatIn: "到点", meal.Deliver: s.Place}[s.Way], s.Diet))
	}
}

func (l *kitchenList) eaters(stops []mealStopView) {
	names := ""
	n := 0
	for _, s := range stops {
		if s.Way == meal.EatIn {
			names += "□ " + s.Name + "　　"
			n++
		}
	}
	if n > 0 {
		l.heading(fmt.Sprintf("到点用餐　%d 份", n))
		l.line(14, names)
	}
}

// rounds writes the stops by carrier, each with a box to tick.
func (l *kitchenList) rounds(stops []mealStopView) {
	of, order := map[string][]mealStopView{}, []string{}
	for _, s := range stops {
		if s.Way != meal.Deliver {
			continue
		}
		if of[s.Carrier] == nil {
			order = append(order, s.Carrier)
		}
		of[s.Carrier] = append(of[s.Carrier], s)
	}
	for _, who := range order {
		name := who
		if name == "" {
			name = "还没有人送"
		}
		l.heading(fmt.Sprintf("送餐：%s　%d 份", name, len(of[who])))
		for _, s := range of[who] {
			l.need(22)
			l.y -= 22
			l.left(listMargin, l.y+6, 14, 20, "□")
			l.left(listMargin+22, l.y+6, 14, 290, s.Place)
			l.left(listMargin+322, l.y+6, 14, 80, s.Name)
			l.left(listMargin+410, l.y+6, 12, pageWidth-2*listMargin-410, s.Diet)
		}
	}
}
