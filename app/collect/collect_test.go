package collect

import (
	"errors"
	"maps"
	"testing"
	"time"

	"linli/app/household"
	"linli/app/when"
)

var heating = Campaign{
	Title: "供暖核对", Purpose: "安排走访", Basis: "方案第三条", Decided: "党委会", From: 20261201, Until: 20261220, Drop: 20270131,
	Questions: []Question{
		{Text: "家里几口人", Kind: Number, Known: Size},
		{Text: "自住还是出租", Kind: Choice, Choices: []string{"自住", "出租"}, Known: Tenure},
		{Text: "用什么取暖", Kind: Choice, Choices: []string{"集中", "煤"}, Sealed: true},
	},
}

func TestWhatIsKnownIsPrefilled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		home   household.Dwelling
		size   int
		want   Values
		oneTap bool
	}{
		{"known", household.Dwelling{Tenure: household.Owned}, 3, Values{1: "3", 2: "自住"}, true},
		{"an unknown tenure", household.Dwelling{Tenure: household.Unknown}, 3, Values{1: "3"}, false},
		{"a room said to be empty", household.Dwelling{Tenure: household.Vacant}, 1, Values{1: "1"}, false},
	} {
		asked := heating
		asked.Questions = heating.Questions[:2]
		got := asked.Prefilled(c.home, household.Household{Size: c.size})
		if !maps.Equal(got, c.want) || asked.OneTap(got) != c.oneTap {
			t.Errorf("%s: %v, one tap %v", c.name, got, asked.OneTap(got))
		}
	}
}

func TestAChangeGoesToTheRegister(t *testing.T) {
	t.Parallel()
	known := Values{1: "3", 2: "自住"}
	for _, c := range []struct {
		name   string
		said   Values
		kept   Values
		change household.Check
		state  Answered
		err    error
	}{
		{"nothing changed", Values{3: "煤"}, Values{3: "煤"}, household.Check{}, Confirmed, nil},
		{"the same again", Values{1: "3", 2: "自住", 3: "煤"}, Values{3: "煤"}, household.Check{}, Confirmed, nil},
		{"a child was born", Values{1: "4", 3: "煤"}, Values{3: "煤"}, household.Check{Size: 4}, Changed, nil},
		{"let now", Values{2: "出租", 3: "集中"}, Values{3: "集中"}, household.Check{Tenure: household.Rented}, Changed, nil},
		{"a question is left out", Values{1: "4"}, nil, household.Check{}, "", ErrAnswer},
		{"no choice of it", Values{3: "电"}, nil, household.Check{}, "", ErrAnswer},
		{"too many", Values{1: "31", 3: "煤"}, nil, household.Check{}, "", ErrAnswer},
		{"no such question", Values{3: "煤", 4: "是"}, nil, household.Check{}, "", ErrAnswer},
	} {
		kept, change, state, err := heating.settle(known, c.said)
		if !errors.Is(err, c.err) || err == nil && (!maps.Equal(kept, c.kept) || change != c.change || state != c.state) {
			t.Errorf("%s: %v, %+v, %s, %v", c.name, kept, change, state, err)
		}
	}
	open, sealed := heating.split(Values{3: "煤"})
	if len(open) != 0 || sealed[3] != "煤" {
		t.Errorf("open %v, sealed %v", open, sealed)
	}
}

func TestTheLifeOfACampaign(t *testing.T) {
	t.Parallel()
	at := func(d when.Date) deedBy { return deedBy{7, d.Time().Add(9 * time.Hour)} }
	undecided := heating
	undecided.State, undecided.Decided = Drafted, ""
	if _, err := undecided.start(at(20261130)); !errors.Is(err, ErrUndecided) || undecided.State != Drafted {
		t.Errorf("without a decision: %v", err)
	}
	late := heating
	late.State = Drafted
	if _, err := late.start(at(20261221)); !errors.Is(err, ErrDays) {
		t.Errorf("after its last day: %v", err)
	}
	c := heating
	c.State = Drafted
	if reason, err := c.start(at(20261130)); err != nil || c.State != Agreed || reason != "依据：方案第三条；决定：党委会" {
		t.Fatalf("%v, %s, %q", err, c.State, reason)
	}
	if _, err := c.start(at(20261130)); !errors.Is(err, ErrState) {
		t.Errorf("twice: %v", err)
	}
	if c.open(20261130) || !c.open(20261201) || c.over(20261220) || !c.over(20261221) {
		t.Errorf("open or over on a wrong day: %+v", c)
	}
	if err := c.end(Counts{Confirmed: 2, Todo: 1, Absent: 1}, at(20261221)); err != nil || c.Counts.Left() != 2 || c.Counts.Total() != 4 {
		t.Errorf("%v, %v", err, c.Counts)
	}
	if c.droppable(20270130) || !c.droppable(20270131) {
		t.Error("dropped on a wrong day")
	}
}

func TestACampaignIsChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(*Campaign)
		want error
	}{
		{"whole", func(*Campaign) {}, nil},
		{"no title", func(c *Campaign) { c.Title = "" }, ErrTitle},
		{"no purpose", func(c *Campaign) { c.Purpose = " " }, ErrTitle},
		{"begins before today", func(c *Campaign) { c.From = 20261129 }, ErrDays},
		{"93 days", func(c *Campaign) { c.Until = 20270304 }, ErrDays},
		{"kept for a year", func(c *Campaign) { c.Drop = 20271220 }, ErrDays},
		{"dropped while it runs", func(c *Campaign) { c.Drop = c.Until }, ErrDays},
		{"an empty flat", func(c *Campaign) { c.Tenure = household.Vacant }, ErrFilter},
		{"no question", func(c *Campaign) { c.Questions = nil }, ErrQuestions},
		{"13 questions", func(c *Campaign) { c.Questions = make([]Question, 13) }, ErrQuestions},
		{"a census that asks", func(c *Campaign) { c.Doors = true }, ErrQuestions},
		{"one choice", func(c *Campaign) { c.Questions = []Question{{Text: "取暖", Kind: Choice, Choices: []string{"煤"}}} }, ErrQuestions},
		{"the same fact twice", func(c *Campaign) {
			c.Questions = []Question{{Text: "几口", Known: Size}, {Text: "几人", Known: Size}}
		}, ErrQuestions},
		{"a fact that nobody registers", func(c *Campaign) { c.Questions = []Question{{Text: "收入", Known: "income"}} }, ErrQuestions},
	} {
		one := heating
		one.Questions = append([]Question{}, heating.Questions...)
		c.do(&one)
		if err := one.check(20261130); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
