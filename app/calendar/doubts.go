package calendar

import (
	"cmp"
	"slices"

	"linli/app/when"
)

// Official lists so far had 27 to 33 days off and four to eight make-up days a year.
const (
	fewestOff, mostOff = 7, 60
	mostMakeUp         = 15
	lastWeek           = 1224 // from 24 December on a day may stand in the next year's list
	longestGap         = 7
)

// fixed are the public holidays with the same date every year.
var fixed = []struct {
	day  int
	name string
}{{101, "元旦"}, {501, "劳动节"}, {1001, "国庆节"}}

// finish sorts the days, finds the year and adds the doubts.
func (p *listParser) finish() {
	slices.SortFunc(p.Days, byDate)
	if len(p.Days) == 0 {
		if len(p.Problems) == 0 {
			p.wrong(0, "文件里没有任何日期")
		}
		return
	}
	p.Year = yearOf(p.Days)
	p.doubtNumbers()
	p.doubtDays()
	p.doubtFixed()
	p.doubtGaps()
	slices.SortStableFunc(p.Doubts, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}

func (p *listParser) doubtNumbers() {
	off := 0
	for _, d := range p.Days {
		if d.Off {
			off++
		}
	}
	if off < fewestOff || off > mostOff {
		p.doubt(0, "放假共%d天，应在%d到%d天之间", off, fewestOff, mostOff)
	}
	if work := len(p.Days) - off; work > mostMakeUp {
		p.doubt(0, "调休上班共%d天，最多应为%d天", work, mostMakeUp)
	}
}

// doubtDays reports a line with a day of another year, or with a day that works anyway.
func (p *listParser) doubtDays() {
	told := map[int]bool{}
	for _, d := range p.Days {
		line := p.lines[d.Date]
		switch {
		case told[line]:
			continue
		case d.Date.Year() != p.Year && (d.Date.Year() != p.Year-1 || int(d.Date)%10_000 < lastWeek):
			p.doubt(line, "%s 不在%d年", d.Date, p.Year)
		case !d.Off && !d.Date.Weekend():
			p.doubt(line, "%s 是周一至周五，本来就上班", d.Date)
		default:
			continue
		}
		told[line] = true
	}
}

// yearOf returns the year most of the days lie in.
func yearOf(days []when.Special) int {
	count := map[int]int{}
	best := days[0].Date.Year()
	for _, d := range days {
		year := d.Date.Year()
		if count[year]++; count[year] > count[best] {
			best = year
		}
	}
	return best
}

// doubtFixed reports missing holidays of fixed.
func (p *listParser) doubtFixed() {
	for _, f := range fixed {
		day := when.Date(p.Year*10_000 + f.day)
		if !slices.ContainsFunc(p.Days, func(d when.Special) bool { return d.Date == day && d.Off }) {
			p.doubt(0, "缺少 %s %s", day, f.name)
		}
	}
}

// doubtGaps reports a missing day in the middle of a holiday.
func (p *listParser) doubtGaps() {
	last := map[string]when.Date{}
	for _, d := range p.Days {
		if !d.Off {
			continue
		}
		before, again := last[d.Name]
		last[d.Name] = d.Date
		if again && before.Next() != d.Date && d.Date.Time().Sub(before.Time()).Hours() <= longestGap*24 {
			p.doubt(p.lines[d.Date], "%s不连续：%s 与 %s 之间没有放假", d.Name, before, d.Date)
		}
	}
}
