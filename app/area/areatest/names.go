package areatest

import (
	"strconv"
	"strings"

	"linli/app/area"
)

// estate is a row of buildings that are named alike.
type estate struct {
	name  string // as residents say it
	form  string // of the building's name, with the estate
	count int
	own   bool     // it has grids of its own
	list  []string // the names of its buildings instead of numbers
}

// estates reads the line of a community.
func estates(parts []string) []estate {
	var all []estate
	left := buildingsEach
	for _, p := range parts {
		f := strings.Fields(p)
		e := estate{name: f[0]}
		form := f[1]
		if e.own = strings.HasPrefix(form, "!"); e.own {
			form = strings.TrimPrefix(form, "!")
		}
		switch whole, ok := strings.CutPrefix(form, "="); {
		case form == ".":
			e.count, e.form = 1, e.name
		case ok:
			e.form = whole
		case e.own:
			e.form = form
		case !strings.Contains(form, "%"):
			e.list = strings.Split(form, "、")
			e.count, e.form = len(e.list), e.name+"%s"
		default:
			e.form = e.name + form
		}
		if len(f) == 3 && f[2] == "*" {
			e.count = left
		} else if len(f) == 3 {
			e.count, _ = strconv.Atoi(f[2])
		}
		left -= e.count
		all = append(all, e)
	}
	return all
}

// building returns the k-th building of an estate.
func (e estate) building(k int) Building {
	n := strconv.Itoa(k + 1)
	b := Building{Estate: e.name, Number: n}
	if e.list != nil {
		b.Number, n = e.list[k], e.list[k]
	}
	letter := string(rune('A' + k))
	b.Name = strings.NewReplacer("%s", n, "%d", n, "%c", chinese(k+1), "%a", letter).Replace(e.form)
	b.Kind = area.Building
	b.said(e, letter)
	b.Households = 36
	if k%11 == 3 { // the example of the template, left in by a clerk
		b.Aliases = append(b.Aliases, "三号楼")
	}
	if strings.HasSuffix(e.name, "花园") && k%5 == 0 && e.list == nil && strings.HasPrefix(b.Name, e.name) {
		b.Aliases = append(b.Aliases, strings.TrimSuffix(e.name, "花园")+n+"号楼")
	}
	return b
}

// said sets estate and number to what residents say: 阳光花园二期 and 3, 翰林府邸 and a, 钢铁厂家属院 and 甲3.
func (b *Building) said(e estate, letter string) {
	own, _ := strings.CutPrefix(e.form, e.name)
	before, _, _ := strings.Cut(own, "%")
	before = strings.Trim(before, "（）")
	switch {
	case e.form == e.name:
		b.Number = ""
	case strings.Contains(e.form, "二期%d-1"):
		b.Number += "-1"
	case strings.Contains(e.form, "%a区1号楼"):
		b.Estate, b.Number = e.name+letter+"区", "1"
	case strings.Contains(e.form, "%a"):
		b.Number = letter
	case e.form == e.name+"%d号院":
		b.Estate, b.Number = e.name+b.Number+"号院", ""
	case strings.HasSuffix(before, "区"), strings.HasSuffix(before, "期"):
		b.Estate += before
	case before != "" && own != e.form:
		b.Number = before + b.Number
	}
}

// chinese writes a number below 100.
func chinese(n int) string {
	digits := []rune("零一二三四五六七八九十")
	switch {
	case n <= 10:
		return string(digits[n])
	case n < 20:
		return "十" + string(digits[n%10])
	case n%10 == 0:
		return string(digits[n/10]) + "十"
	}
	return string(digits[n/10]) + "十" + string(digits[n%10])
}

// Ways returns how residents who name the estate say the building, and a unit of it if the roster lists units.
func (b Building) Ways() []string {
	if b.Number == "" {
		return []string{b.Estate, "你好，" + b.Estate + "的灯坏了", b.Estate + "门口有垃圾", "我住" + b.Estate + "，水管漏了"}
	}
	if strings.HasSuffix(b.Number, "楼") {
		return []string{b.Estate + b.Number, b.Estate + "的" + b.Number + "漏水", "我家在" + b.Estate + "，" + b.Number, b.Estate + " " + b.Number + "三楼"}
	}
	if strings.Contains(b.Number, "-") {
		return []string{b.Estate + b.Number, b.Estate + " " + b.Number, "我是" + b.Estate + b.Number + "的，停电了"}
	}
	spoken := b.Number
	if n, err := strconv.Atoi(strings.TrimLeft(b.Number, "甲乙老附")); err == nil {
		spoken = strings.TrimRight(b.Number, "0123456789") + chinese(n)
	}
	return []string{
		b.Estate + b.Number + "号楼", b.Estate + spoken + "号楼", b.Estate + b.Number + "栋", b.Estate + b.Number + "#",
		"在" + b.Estate + "，" + spoken + "号楼，灯不亮。", b.Number + "号楼" + b.Estate, "你好我是" + b.Estate + "的，我们" + spoken + "号楼停水了",
		b.Estate + " " + b.Number + "号楼 三楼", "路灯坏了，" + b.Estate + "那个" + b.Number + "号楼",
	}
}
