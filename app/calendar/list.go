package calendar

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/when"
)

// Problem is a wrong line of a list. Line 0 is the list as a whole.
type Problem struct {
	Line   int
	Reason string
}

// List is a year's list of special days as a file gives it.
type List struct {
	Year     int
	Days     []when.Special // in order
	Problems []Problem      // what cannot be parsed: such a list is never loaded
	Doubts   []Problem      // what no official list had so far: loaded only when forced
}

const (
	mostBytes = 16 << 10
	mostName  = 20
	minYear   = 2020
	maxYear   = 2045 // package when keeps no sums beyond
)

var kinds = map[string]bool{"off": true, "放假": true, "work": false, "上班": false}

// ParseList reads lines such as "2027-01-01..2027-01-03,off,元旦" and "2027-01-10,work,元旦". Empty lines, comments after # and
// a header are skipped; dates may also be written 2027/1/1, as spreadsheets do.
func ParseList(text []byte) List {
	p := listParser{lines: map[when.Date]int{}, places: map[when.Date]int{}}
	switch {
	case len(text) > mostBytes:
		p.wrong(0, "文件太大，一年的放假安排只有几十行")
	case !utf8.Valid(text):
		p.wrong(0, "文件不是 UTF-8 编码，请另存为 UTF-8 再导入")
	default:
		n := 0
		for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
			n++
			p.line(n, strings.TrimSpace(line))
		}
	}
	p.finish()
	return p.List
}

type listParser struct {
	List
	lines  map[when.Date]int // line of a day in the file
	places map[when.Date]int // index of a day in Days
	begun  bool
}

func (p *listParser) wrong(line int, format string, args ...any) {
	p.Problems = append(p.Problems, Problem{line, fmt.Sprintf(format, args...)})
}

func (p *listParser) doubt(line int, format string, args ...any) {
	p.Doubts = append(p.Doubts, Problem{line, fmt.Sprintf(format, args...)})
}

func (p *listParser) line(n int, line string) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	cells := strings.Split(strings.ReplaceAll(line, "，", ","), ",")
	for len(cells) > 3 && strings.TrimSpace(cells[len(cells)-1]) == "" { // empty columns of a spreadsheet
		cells = cells[:len(cells)-1]
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	head := !p.begun && (cells[0] == "date" || cells[0] == "日期")
	p.begun = true
	switch {
	case head:
		return
	case len(cells) != 3:
		p.wrong(n, "应有三列：日期,off 或 work,名称")
		return
	}
	from, to, ok := readDays(cells[0])
	off, known := kinds[cells[1]]
	switch {
	case !ok:
		p.wrong(n, "日期“%s”看不懂，请写 2027-01-01 或 2027-01-01..2027-01-03", clip(cells[0]))
	case from.Year() < minYear || to.Year() > maxYear:
		p.wrong(n, "年份应在%d到%d之间", minYear, maxYear)
	case from > to || to.Time().Sub(from.Time()).Hours() > 31*24:
		p.wrong(n, "日期范围不对：结束早于开始，或超过31天")
	case !known:
		p.wrong(n, "第二列“%s”看不懂，请写 off（放假）或 work（上班）", clip(cells[1]))
	case cells[2] == "" && off || !goodName(cells[2]):
		p.wrong(n, "节日名称请填 1 至 %d 个字", mostName)
	default:
		p.add(n, from, to, when.Special{Off: off, Name: cells[2]})
	}
}

func (p *listParser) add(n int, from, to when.Date, s when.Special) {
	for d := from; d <= to; d = d.Next() {
		s.Date = d
		before, twice := p.lines[d]
		p.lines[d] = n
		if !twice {
			p.places[d] = len(p.Days)
			p.Days = append(p.Days, s)
			continue
		}
		i := p.places[d]
		if p.Days[i].Off == s.Off {
			p.doubt(n, "%s 与第%d行重复", d, before)
		} else {
			p.doubt(n, "%s 与第%d行矛盾：一处放假，一处上班", d, before)
		}
		p.Days[i] = s
	}
}

var dayText = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$`)

func readDays(s string) (from, to when.Date, ok bool) {
	first, last, ranged := strings.Cut(s, "..")
	if from, ok = readDay(first); !ok || !ranged {
		return from, from, ok
	}
	to, ok = readDay(last)
	return from, to, ok
}

func readDay(s string) (when.Date, bool) {
	m := dayText.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, false
	}
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	return when.ParseDate(fmt.Sprintf("%s-%02d-%02d", m[1], month, day))
}

func goodName(s string) bool {
	return utf8.RuneCountInString(s) <= mostName && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// clip shortens a cell for a problem.
func clip(s string) string {
	r := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s))
	return string(r[:min(len(r), 40)])
}

// Run is consecutive days of one kind and name.
type Run struct {
	From, To when.Date
	Off      bool
	Name     string
}

// Runs joins consecutive special days.
func Runs(days []when.Special) []Run {
	var runs []Run
	for _, d := range slices.SortedFunc(slices.Values(days), byDate) {
		if n := len(runs); n > 0 && runs[n-1].To.Next() == d.Date && runs[n-1].Off == d.Off && runs[n-1].Name == d.Name {
			runs[n-1].To = d.Date
			continue
		}
		runs = append(runs, Run{d.Date, d.Date, d.Off, d.Name})
	}
	return runs
}

func byDate(a, b when.Special) int { return cmp.Compare(a.Date, b.Date) }
