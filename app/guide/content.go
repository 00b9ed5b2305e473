package guide

import (
	"slices"
	"strings"
	"unicode"

	"linli/app/text"
	"linli/app/when"
)

// part is one wrong part of a content, named as the workbook's column names it.
type part struct{ column, reason string }

// check cleans the words and returns what is wrong, in the order of the columns.
func (c *Content) check() (wrong []part) {
	bad := func(column, reason string) { wrong = append(wrong, part{column, reason}) }
	line := func(column string, s *string, least, most int) {
		if *s = text.Line(*s); !text.Within(*s, least, most) {
			bad(column, lengths(least, most))
		}
	}
	if c.Family.Name() == "" {
		bad(colFamily, "请填社区服务、民生服务、政务服务或志愿服务")
	}
	line(colHeading, &c.Heading, 1, 10)
	line(colName, &c.Name, 2, MaxName)
	c.Others = lines(c.Others)
	if !eachWithin(c.Others, MaxName, MaxParts) {
		bad(colOthers, "最多 30 个，每个最多 30 字")
	}
	if len(c.Modes) == 0 || slices.ContainsFunc(c.Modes, func(m Mode) bool { return m.Name() == "" }) {
		bad(colModes, "请填咨询、受理、办理、帮办代办中的一种或几种")
	}
	c.Modes = inOrder(Modes, c.Modes)
	for column, limit := range map[string]when.Term{colLegal: c.Legal, colPromised: c.Promised} {
		if limit.Check() != nil || !limit.IsZero() && limit.Unit != when.WorkingDays && limit.Unit != when.Days && limit.Unit != when.WorkingHours {
			bad(column, "请填如“20 个工作日”的时限")
		}
	}
	if c.Flags.Limited && c.Promised.IsZero() {
		bad(colPromised, "承诺限时办结的，请填承诺时限")
	}
	wrong = append(wrong, c.checkMaterials()...)
	wrong = append(wrong, c.checkSteps()...)
	line(colFee, &c.Fee, 1, MaxWord)
	for column, s := range map[string]*string{colWhere: &c.Where, colWhen: &c.When, colGets: &c.Gets, colPhone: &c.Phone} {
		line(column, s, 0, MaxWord)
	}
	for column, s := range map[string]*[]string{colTasks: &c.Tasks, colDuties: &c.Duties} {
		if *s = lines(*s); !eachWithin(*s, MaxWord, MaxParts) {
			bad(column, "最多 30 条，每条最多 60 字")
		}
	}
	slices.SortStableFunc(wrong, func(a, b part) int { return slices.Index(columnNames, a.column) - slices.Index(columnNames, b.column) })
	return wrong
}

func (c *Content) checkMaterials() (wrong []part) {
	for i := range c.Materials {
		m := &c.Materials[i]
		m.Name, m.From, m.Blank = text.Line(m.Name), text.Line(m.From), text.Line(m.Blank)
		if m.Form.Name() == "" || !text.Within(m.Name, 1, MaxWord) || !text.Within(m.From, 0, MaxName) || !text.Within(m.Blank, 0, MaxWord) {
			return []part{{colMaterials, "每样材料请写：名称|原件、复印件或照片|谁有|可重复使用（可不填）|空表在哪（可不填）"}}
		}
	}
	if len(c.Materials) > MaxParts {
		return []part{{colMaterials, "最多 30 样"}}
	}
	return nil
}

func (c *Content) checkSteps() (wrong []part) {
	for i := range c.Steps {
		s := &c.Steps[i]
		s.Name, s.Who, s.Where = text.Line(s.Name), text.Line(s.Who), text.Line(s.Where)
		if s.Limit.Check() != nil || !text.Within(s.Name, 1, MaxWord) || !text.Within(s.Who, 0, MaxName) || !text.Within(s.Where, 0, MaxWord) {
			return []part{{colSteps, "每一步请写：做什么|谁办|在哪|时限（可不填，如“5 个工作日”）"}}
		}
	}
	if len(c.Steps) > MaxParts {
		return []part{{colSteps, "最多 30 步"}}
	}
	return nil
}

// fault returns ErrContent with the first thing that is wrong.
func (c *Content) fault() error {
	if wrong := c.check(); len(wrong) > 0 {
		return ErrContent.Say("%s：%s", wrong[0].column, wrong[0].reason)
	}
	return nil
}

func lengths(least, most int) string {
	if least == 0 {
		return "最多 " + itoa(most) + " 字"
	}
	return "请填 " + itoa(least) + " 至 " + itoa(most) + " 字"
}

// lines returns the words of a list, without blank and repeated ones.
func lines(all []string) []string {
	var kept []string
	for _, s := range all {
		if s = text.Line(s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

func eachWithin(all []string, most, count int) bool {
	return len(all) <= count && !slices.ContainsFunc(all, func(s string) bool { return !text.Within(s, 1, most) })
}

// inOrder returns those of all that are in some.
func inOrder[T comparable](all, some []T) []T {
	var kept []T
	for _, one := range all {
		if slices.Contains(some, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// cleanCode returns a code as it is kept, or ErrCode.
func cleanCode(code string) (string, error) {
	code = text.Line(code)
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	}
	if !text.Within(code, 1, MaxCode) || strings.ContainsFunc(code, odd) {
		return "", ErrCode
	}
	return code, nil
}

// check cleans the words and returns ErrLocal when one is too long.
func (l *Local) check() error {
	for _, s := range []*string{&l.Who, &l.Where, &l.When, &l.Phone} {
		if *s = text.Line(*s); !text.Within(*s, 0, MaxWord) {
			return ErrLocal
		}
	}
	return nil
}
