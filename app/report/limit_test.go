package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/fault"
	"linli/app/pace"
	"linli/app/when"
)

func TestTheFirstLineThatFitsCounts(t *testing.T) {
	own := Limits{
		{Urgent: true, Intake: minutes(10), Whole: hours(1), Escalate: minutes(5)},
		{Category: "sanitation", Topic: "greenery", Intake: hours(1), Whole: workingDays(3), Escalate: hours(1)},
		{Category: "sanitation", Intake: hours(1), Whole: workingDays(2), Escalate: hours(1)},
	}
	for _, tt := range []struct {
		name  string
		table Limits
		r     Report
		want  when.Term
	}{
		{"own: urgent", own, Report{Category: "sanitation", Urgent: true}, hours(1)},
		{"own: topic", own, Report{Category: "sanitation", Topic: "greenery"}, workingDays(3)},
		{"own: category", own, Report{Category: "sanitation", Topic: "street_cleaning"}, workingDays(2)},
		{"no own line matches", own, Report{Category: "noise"}, days(7)},
		{"default: urgent, any category", nil, Report{Category: "illegal", Urgent: true}, hours(2)},
		{"default: complex before its category", nil, Report{Category: "illegal", Topic: "complex"}, days(15)},
		{"default: rubbish", nil, Report{Category: "sanitation", Topic: "exposed_rubbish"}, workingHours(4)},
		{"default: street", nil, Report{Category: "sanitation", Topic: "street_cleaning"}, workingHours(2)},
		{"default: greenery", nil, Report{Category: "sanitation", Topic: "greenery"}, workingDays(5)},
		{"default: standing water", nil, Report{Category: "hazard", Topic: "standing_water"}, workingHours(4)},
		{"default: hazard", nil, Report{Category: "hazard"}, hours(24)},
		{"default: illegal building", nil, Report{Category: "illegal"}, workingDays(20)},
		{"default: the rest", nil, Report{Category: "other"}, days(7)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.table.Of(tt.r).Whole; got != tt.want {
				t.Fatalf("%s, want %s", got.Say(), tt.want.Say())
			}
		})
	}
	if err := DefaultLimits.Check(Shipped); err != nil {
		t.Fatal(err)
	}
}

// said returns the text of a fault for people.
func said(err error) string {
	f, ok := fault.As(err)
	if !ok {
		return ""
	}
	return f.Text
}

func TestBadLimitsNameTheirLine(t *testing.T) {
	good := Limit{Intake: hours(1), Whole: days(1), Escalate: hours(1)}
	with := func(change func(*Limit)) Limit { l := good; change(&l); return l }
	for _, tt := range []struct {
		name string
		l    Limit
		want string
	}{
		{"valid", good, ""},
		{"no such category", with(func(l *Limit) { l.Category = "x" }), "没有这个类别"},
		{"a topic of another category", with(func(l *Limit) { l.Category, l.Topic = "noise", "greenery" }), "事项不属于这个类别"},
		{"no such topic", with(func(l *Limit) { l.Topic = "x" }), "没有这个事项"},
		{"a topic across categories", with(func(l *Limit) { l.Category, l.Topic = "noise", "complex" }), ""},
		{"no intake", with(func(l *Limit) { l.Intake = when.Term{} }), "受理时限必须填写"},
		{"no whole", with(func(l *Limit) { l.Whole = when.Term{} }), "全程时限必须填写"},
		{"no escalation", with(func(l *Limit) { l.Escalate = when.Term{} }), "上报时限必须填写"},
		{"zero of a unit", with(func(l *Limit) { l.Take = when.Term{Unit: when.Hours} }), "时限数值不对"},
		{"a negative term", with(func(l *Limit) { l.Take = hours(-1) }), "时限数值不对"},
		{"a century", with(func(l *Limit) { l.Whole = days(36_500) }), "时限数值不对"},
		{"no such unit", with(func(l *Limit) { l.Whole = when.Term{N: 1, Unit: "week"} }), "时限数值不对"},
		{"a step without a name", with(func(l *Limit) { l.Steps = []pace.Step{{Name: "", Term: hours(1)}} }), "分步名称 1 至 10 字，并填写时限"},
		{"a step with a long name", with(func(l *Limit) { l.Steps = []pace.Step{{Name: strings.Repeat("步", 11), Term: hours(1)}} }), "分步名称 1 至 10 字，并填写时限"},
		{"a step without a term", with(func(l *Limit) { l.Steps = []pace.Step{{Name: "停工"}} }), "分步名称 1 至 10 字，并填写时限"},
		{"a step name that breaks the stored form", with(func(l *Limit) { l.Steps = []pace.Step{{Name: "a=1;b", Term: hours(1)}} }), "分步名称 1 至 10 字，并填写时限"},
		{"too many steps", with(func(l *Limit) { l.Steps = make([]pace.Step, 7) }), "最多 6 个分步"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Limits{good, tt.l}.Check(Shipped)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, ErrLimits) || !strings.HasSuffix(said(err), "时限表第 2 行："+tt.want) {
				t.Fatalf("%v", err)
			}
		})
	}
	if err := make(Limits, 101).Check(Shipped); !errors.Is(err, ErrLimits) {
		t.Fatal(err)
	}
}

func TestTopicsBelongToCategories(t *testing.T) {
	for _, tt := range []struct {
		code string
		c    Category
		ok   bool
	}{{"", "noise", true}, {"complex", "noise", true}, {"greenery", "sanitation", true}, {"greenery", "noise", false}, {"x", "noise", false}} {
		if ok := Shipped.HasTopic(tt.code, tt.c); ok != tt.ok {
			t.Errorf("%s of %s: %v", tt.code, tt.c, ok)
		}
	}
}

// A community's own table replaces the county's; its own routes come before the county's.
func TestRulingOfACommunity(t *testing.T) {
	line := func(n int) Limit { return Limit{Intake: hours(n), Whole: days(n), Escalate: hours(n)} }
	book := NewRulebook(Shipped, map[int64]Ruling{
		0: {Limits: Limits{line(1)}, Routes: Routes{{Name: "county"}}},
		7: {Limits: Limits{line(2)}, Routes: Routes{{Name: "seven"}}},
		8: {Routes: Routes{{Name: "eight"}}},
	})
	for _, tt := range []struct {
		community int64
		want      Ruling
	}{
		{7, Ruling{Limits: Limits{line(2)}, Routes: Routes{{Name: "seven"}, {Name: "county"}}}},
		{8, Ruling{Limits: Limits{line(1)}, Routes: Routes{{Name: "eight"}, {Name: "county"}}}},
		{9, Ruling{Limits: Limits{line(1)}, Routes: Routes{{Name: "county"}}}},
	} {
		if diff := cmp.Diff(tt.want, book.Of(tt.community)); diff != "" {
			t.Errorf("community %d (-want +got)\n%s", tt.community, diff)
		}
	}
	if n := len(book.Own(7).Routes); n != 1 {
		t.Fatalf("reading changed the book: %d routes", n)
	}
	steps := (&Rulebook{}).Steps(Report{Category: "illegal", Clocks: pace.Clocks{StepsDone: 2}})
	if len(steps) != 1 || steps[0].Name != "拆除" || len((&Rulebook{}).Steps(Report{Category: "illegal", Clocks: pace.Clocks{StepsDone: 9}})) != 0 {
		t.Fatalf("%v", steps)
	}
}
