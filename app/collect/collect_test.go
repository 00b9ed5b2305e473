package collect

import (
	"errors"
	"maps"
	"slices"
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
		change household.Learned
		state  Answered
		err    error
	}{
		{"nothing changed", Values{3: "煤"}, Values{3: "煤"}, household.Learned{}, Confirmed, nil},
		{"the same again", Values{1: "3", 2: "自住", 3: "煤"}, Values{3: "煤"}, household.Learned{}, Confirmed, nil},
		{"a child was born", Values{1: "4", 3: "煤"}, Values{3: "煤"}, household.Learned{Check: household.Check{Size: 4}}, Changed, nil},
		{"let now", Values{2: "出租", 3: "集中"}, Values{3: "集中"}, household.Learned{Check: household.Check{Tenure: household.Rented}}, Changed, nil},
		{"a question is left out", Values{1: "4"}, nil, household.Learned{}, "", ErrAnswer},
		{"no choice of it", Values{3: "电"}, nil, household.Learned{}, "", ErrAnswer},
		{"too many", Values{1: "31", 3: "煤"}, nil, household.Learned{}, "", ErrAnswer},
		{"no such question", Values{3: "煤", 4: "是"}, nil, household.Learned{}, "", ErrAnswer},
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

// The contact person is one of the grown-ups who live there; nobody is named.
func TestTheContactPersonIsAsked(t *testing.T) {
	t.Parallel()
	c := Campaign{From: 20261201, Questions: []Question{{Text: "联系人是谁", Kind: Choice, Known: Contact}}}
	family := []household.Reach{
		{Person: 1, Relation: household.Contact, Phone: true, Born: 1950},
		{Person: 2, Relation: household.Spouse, Born: 1952},
		{Person: 3, Relation: household.Child, Phone: true},
		{Person: 4, Relation: household.Child, Phone: true, Born: 1980},
		{Person: 5, Relation: household.Grand, Born: 2012},
	}
	for _, one := range []struct {
		name    string
		contact int64
		people  []household.Reach
		choices []string
		said    string
		to      int64
		state   Answered
		err     error
	}{
		{"as before", 1, family, []string{"联系人不变（有手机号）", "改为配偶（没有手机号）", "改为子女（有手机号）", "改为子女2（有手机号）"}, "", 0, Confirmed, nil},
		{"the second child", 1, family, nil, "改为子女2（有手机号）", 4, Changed, nil},
		{"a grandchild of 14", 1, family, nil, "改为祖孙（没有手机号）", 0, "", ErrAnswer},
		{"nobody is known", 0, nil, []string{"没有登记的联系人"}, "", 0, Confirmed, nil},
		{"the contact has left", 9, family[1:2], []string{"没有登记的联系人", "改为配偶（没有手机号）"}, "改为配偶（没有手机号）", 2, Changed, nil},
	} {
		d := Door{Lives: household.Household{Contact: one.contact}, People: one.people}
		at := c.at(d)
		known := at.Prefilled(d.Home, d.Lives)
		if one.choices != nil && !slices.Equal(at.Questions[0].Choices, one.choices) {
			t.Errorf("%s: %v", one.name, at.Questions[0].Choices)
		}
		said := Values{}
		if one.said != "" {
			said[1] = one.said
		}
		kept, change, state, err := at.settle(known, said)
		if !errors.Is(err, one.err) || state != one.state || change.Contact != one.to || len(kept) > 0 {
			t.Errorf("%s: %v, %d, %s, %v", one.name, kept, change.Contact, state, err)
		}
		if !at.OneTap(known) {
			t.Errorf("%s: not one tap", one.name)
		}
	}
	if len(c.Questions[0].Choices) > 0 {
		t.Error("the campaign keeps the choices of a door")
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
