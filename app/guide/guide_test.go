package guide

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/when"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)

func content() Content {
	return Content{
		Family: Community, Heading: "救助", Name: "最低生活保障", Others: []string{"低保"}, Modes: []Mode{Accept}, Fee: "不收费",
		Materials: []Material{{Name: "身份证", Form: Original, From: "本人", Reusable: true}},
		Steps:     []Step{{Name: "受理", Who: "窗口", Limit: when.Term{N: 1, Unit: when.WorkingDays}}},
	}
}

func TestTheLifeOfAnItem(t *testing.T) {
	t.Parallel()
	today, year := when.DateOf(monday), when.DateOf(monday.AddDate(1, 0, 0))
	r := Row{Item: Item{State: Drafted, Content: content()}}
	if err := r.withdraw(); !errors.Is(err, ErrState) {
		t.Error(err)
	}
	for _, day := range []when.Date{0, today, when.DateOf(monday.AddDate(3, 0, 0))} {
		if _, err := r.publish(day, monday); !errors.Is(err, ErrReview) {
			t.Errorf("%s: %v", day, err)
		}
	}
	if made, err := r.publish(year, monday); err != nil || !made || r.Version != 1 || r.Changed() {
		t.Fatalf("%+v %t %v", r, made, err)
	}
	if made, err := r.publish(year, monday); err != nil || made || r.Version != 1 {
		t.Errorf("the same content again: %t %v", made, err)
	}
	r.Fee = "5 元"
	if !r.Changed() {
		t.Error("a draft that differs")
	}
	if made, err := r.publish(year, monday); err != nil || !made || r.Version != 2 || r.Published.Fee != "5 元" {
		t.Errorf("%+v %v", r, err)
	}
	if r.review(year) {
		t.Error("on its last day an item is not stale")
	}
	if next := year.Next(); !r.review(next) || r.State != ToReview || r.review(next) {
		t.Errorf("the day after: %s", r.State)
	}
	if err := r.withdraw(); err != nil || r.State != Withdrawn || !slices.Equal(r.Can(), []string{"change", "publish"}) {
		t.Errorf("%s %v", r.State, err)
	}
}

func TestContentIsWrittenDownWhole(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*Content){
		"":     func(c *Content) { c.Name = " 最低\u200b生活保障 " },
		"类别":   func(c *Content) { c.Family = "x" },
		"主题":   func(c *Content) { c.Heading = "" },
		"名称":   func(c *Content) { c.Name = "一" },
		"办理方式": func(c *Content) { c.Modes = nil },
		"法定时限": func(c *Content) { c.Legal = when.Term{N: 0, Unit: when.Days} },
		"承诺时限": func(c *Content) { c.Flags.Limited = true },
		"材料":   func(c *Content) { c.Materials[0].Form = "" },
		"步骤":   func(c *Content) { c.Steps[0].Name = "" },
		"费用":   func(c *Content) { c.Fee = "" },
		"任务清单": func(c *Content) { c.Tasks = []string{fmt.Sprintf("%070d", 1)} },
	} {
		c, got := content(), ""
		change(&c)
		if wrong := c.check(); len(wrong) > 0 {
			got = wrong[0].column
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Every item of a workbook is read as it was written.
func TestASheetIsReadAsWritten(t *testing.T) {
	t.Parallel()
	tree, today := area.NewTree(nil, nil), when.DateOf(monday)
	rows, wrong := parse(tree, Shipped(today), today)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	sheet := [][]string{Columns()}
	for _, r := range rows {
		sheet = append(sheet, cells(tree, Row{Item: Item{Code: r.Code, ReviewBy: r.reviewBy, Content: r.Content}}))
	}
	again, wrong := parse(tree, sheet, today)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for n := range rows {
		if diff := cmp.Diff(rows[n].Content, again[n].Content); diff != "" {
			t.Errorf("row %d:\n%s", rows[n].row, diff)
		}
	}
}

func TestFaultsOfASheet(t *testing.T) {
	t.Parallel()
	tree, today := area.NewTree(nil, nil), when.DateOf(monday)
	for name, c := range map[string]struct {
		change func([][]string) [][]string
		want   []string
	}{
		"nothing":        {func([][]string) [][]string { return nil }, []string{"1 编码"}},
		"heads only":     {func(s [][]string) [][]string { return s[:1] }, []string{"2 编码"}},
		"a column less":  {func(s [][]string) [][]string { s[0][9] = "时限"; return s }, []string{"1 承诺时限"}},
		"a blank row":    {func(s [][]string) [][]string { return append(s, nil, []string{" "}) }, nil},
		"twice":          {func(s [][]string) [][]string { return append(s, s[1]) }, []string{"4 编码"}},
		"an unknown org": {func(s [][]string) [][]string { s[1][5] = "某局"; return s }, []string{"2 主管单位"}},
		"a past review":  {func(s [][]string) [][]string { s[2][19] = "2026-11-23"; return s }, []string{"3 复核日期"}},
		"a stored date":  {func(s [][]string) [][]string { s[2][19] = "46569"; return s }, nil},
		"three wrong": {func(s [][]string) [][]string {
			s[1][0], s[1][7], s[2][8] = "S Q", "好好办", "二十天"
			return s
		}, []string{"2 编码", "2 服务承诺", "3 法定时限"}},
	} {
		_, wrong := parse(tree, c.change(Shipped(today)[:3]), today)
		var got []string
		for _, p := range wrong {
			got = append(got, fmt.Sprintf("%d %s", p.Row, p.Column))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
