package feedback

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/wordlist"

	"linli/app/when"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAQuestionIsAnsweredOnceAndInTime(t *testing.T) {
	t.Parallel()
	asked := at("2026-11-02 10:00")
	for name, c := range map[string]struct {
		now  string
		mark Mark
		want error
	}{
		"at once":                 {"2026-11-02 10:00", None, nil},
		"in the last minute":      {"2026-11-09 09:59", None, nil},
		"after seven days":        {"2026-11-09 10:00", None, ErrExpired},
		"again":                   {"2026-11-03 10:00", Good, ErrAnswered},
		"again, after seven days": {"2026-11-10 10:00", Good, ErrAnswered},
	} {
		f := Feedback{Kind: Booking, AskedAt: asked, ExpiresAt: asked.Add(Open), Mark: c.mark}
		err := f.answer(Answer{Mark: Poor, Way: ByChat}, nil, 0, "k", at(c.now))
		if !errors.Is(err, c.want) || err == nil && (f.Mark != Poor || f.Deed != "k" || f.Way != ByChat) || err != nil && f.Mark != c.mark {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

func TestAnAnswerIsOneOfThreeMarks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a    Answer
		want error
	}{
		"the least":               {Answer{Mark: Good}, nil},
		"each chip once":          {Answer{Mark: Poor, Chips: []string{"taste", "cold", "taste"}}, nil},
		"none":                    {Answer{}, ErrMark},
		"four":                    {Answer{Mark: 4}, ErrMark},
		"less than none":          {Answer{Mark: -1}, ErrMark},
		"too many chips":          {Answer{Mark: Poor, Chips: strings.Split("abcdefg", "")}, ErrChips},
		"too many words":          {Answer{Mark: Fair, Words: strings.Repeat("慢", MaxWords+1)}, ErrWords},
		"as many words as it may": {Answer{Mark: Fair, Words: strings.Repeat("慢", MaxWords)}, nil},
	} {
		err := c.a.check()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && len(c.a.Chips) > 1 && !slices.Equal(c.a.Chips, []string{"cold", "taste"}) {
			t.Errorf("%s: %v", name, c.a.Chips)
		}
	}
	for _, k := range Kinds {
		words := Shipped(lists[k].list)
		if k.Name() == "" || lists[k].list.Name() == "" || len(words) == 0 || len(words) > MaxChips {
			t.Errorf("%s: %q has the chips %v", k, k.Name(), words)
		}
	}
}

func TestAnAnswerKeepsHowItsChipsWereCalled(t *testing.T) {
	t.Parallel()
	words := []wordlist.Word{{Code: "cold", Name: "不热"}, {Code: "taste", Name: "口味", Hidden: true}}
	names, err := pick(words, []string{"cold", "taste"})
	if err != nil || !slices.Equal(names, []string{"不热", "口味"}) {
		t.Errorf("%v %v", names, err)
	}
	if _, err := pick(words, []string{"skill"}); !errors.Is(err, ErrChips) {
		t.Errorf("a chip of another kind: %v", err)
	}
	for name, c := range map[string]struct {
		f    Feedback
		want []string
	}{
		"as called then":      {Feedback{Kind: Meal, Chips: []string{"cold"}, Names: []string{"不热"}}, []string{"不热"}},
		"of an older version": {Feedback{Kind: Meal, Chips: []string{"cold", "taste"}}, []string{"凉了", "口味"}},
		"none picked":         {Feedback{Kind: Meal}, []string{}},
	} {
		if diff := cmp.Diff(c.want, c.f.NamesOf()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWordsComeAfterTheMark(t *testing.T) {
	t.Parallel()
	f := Feedback{Mark: Poor, Words: "等了一小时"}
	if err := f.add(" 还没人理 "); err != nil || f.Words != "等了一小时\n还没人理" {
		t.Fatalf("%q %v", f.Words, err)
	}
	if err := f.add(strings.Repeat("慢", MaxWords)); !errors.Is(err, ErrWords) || f.Words != "等了一小时\n还没人理" {
		t.Fatalf("%q %v", f.Words, err)
	}
}

func TestFewAnswersAreNotShown(t *testing.T) {
	t.Parallel()
	in := []Figure{
		{Title: "理发", Service: 1, Asked: 30, Answered: 9, Good: 8, Fair: 1},
		{Title: "义诊", Service: 2, Asked: 12, Answered: 10, Good: 7, Fair: 2, Poor: 1},
		{Kind: Errand, Title: "给我妈办残疾证", Asked: 11, Answered: 11, Good: 11},
		{Title: "轮椅", Service: 3, Asked: 5},
		{Kind: Order, Sort: "haircut", Title: "理发", Asked: 12, Answered: 10, Good: 10},
		{Kind: Order, Sort: "escort", Title: "陪诊", Asked: 12, Answered: 9, Good: 9},
	}
	want := []Figure{
		{Title: "理发", Service: 1, Asked: 30, Few: true},
		{Title: "义诊", Service: 2, Asked: 12, Answered: 10, Good: 7, Fair: 2, Poor: 1},
		{Kind: Errand, Title: "帮办代办（其他）", Asked: 11, Answered: 11, Good: 11},
		{Title: "轮椅", Service: 3, Asked: 5, Few: true},
		{Kind: Order, Sort: "haircut", Title: "理发", Asked: 12, Answered: 10, Good: 10},
		{Kind: Order, Sort: "escort", Title: "陪诊", Asked: 12, Few: true},
	}
	var counted []Counted
	for _, f := range in {
		counted = append(counted, Count(f))
	}
	got := Shown(counted)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i, percent := range []int{-1, 70, 100, -1, 100, -1} {
		if got[i].Percent() != percent {
			t.Errorf("%s: %d", got[i].Title, got[i].Percent())
		}
	}
}

func TestACallIsDueAndLateOnceEach(t *testing.T) {
	t.Parallel()
	due := at("2026-11-05 17:30")
	for name, c := range map[string]struct {
		call FollowUp
		now  string
		want Told
	}{
		"days before":      {FollowUp{DueAt: due}, "2026-11-04 17:30", Untold},
		"on the day":       {FollowUp{DueAt: due}, "2026-11-05 08:30", ToldDue},
		"on the day again": {FollowUp{DueAt: due, Told: ToldDue}, "2026-11-05 17:30", ToldDue},
		"after it":         {FollowUp{DueAt: due, Told: ToldDue}, "2026-11-05 17:31", ToldLate},
		"after a pause":    {FollowUp{DueAt: due}, "2026-11-09 09:00", ToldLate},
		"without a limit":  {FollowUp{}, "2026-11-09 09:00", Untold},
		"called":           {FollowUp{DueAt: due, DoneAt: due}, "2026-11-09 09:00", Untold},
	} {
		if got := c.call.step(at(c.now)); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
	var f FollowUp
	if err := f.end("说明了", 7, "k", due); err != nil || f.DoneBy != 7 {
		t.Fatal(err)
	}
	if err := f.end("又打", 8, "l", due); !errors.Is(err, ErrCalled) || f.DoneBy != 7 {
		t.Fatal(err)
	}
}

func TestMonthsAreCountedBack(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]int{202511, 202512, 202601}, Months(20260131, 3)); diff != "" {
		t.Error(diff)
	}
	if got := len(Months(20260131, 1000)); got != mostMonths {
		t.Error(got)
	}
	if got := (Feedback{Part: 20261130, AskedAt: at("2026-12-07 10:00")}).Month(); got != 202611 {
		t.Errorf("a week of meals counts in %d", got)
	}
}
