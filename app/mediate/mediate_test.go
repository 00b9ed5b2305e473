package mediate

import (
	"errors"
	"testing"
	"time"

	"linli/app/when"
)

// Every state and every deed: what is not listed is refused and changes nothing.
func TestWhatCanBeDoneInEachState(t *testing.T) {
	allowed := map[State]map[Deed]State{
		Asked:    {DidAccept: Accepted, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
		Accepted: {DidName: Accepted, DidJoin: Accepted, DidAgree: Accepted, DidAll: Agreed, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
		Agreed:   {DidName: Agreed, DidJoin: Accepted, DidPlan: Talking, DidMinute: Talking, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
		Talking: {
			DidName: Talking, DidPlan: Talking, DidCancel: Talking, DidMinute: Talking, DidDraft: Talking, DidSign: Settled, DidFail: Failed,
			DidStop: Withdrawn, DidLapse: Closed,
		},
		Settled:   {DidDo: Settled, DidBreak: Settled, DidAgain: Talking, DidFollow: Followed, DidLapse: Closed},
		Failed:    {DidFollow: Followed, DidLapse: Closed},
		Withdrawn: {DidFollow: Followed, DidLapse: Closed},
		Followed:  {DidDo: Followed, DidBreak: Followed, DidAgain: Talking, DidFollow: Followed, DidClose: Closed, DidLapse: Closed},
		Closed:    {},
	}
	for _, from := range States {
		for d := range deedNames {
			c := Case{State: from}
			err := c.do(d)
			to, ok := allowed[from][d]
			if !ok {
				to = from
			}
			if c.State != to || ok != (err == nil) || !ok && !errors.Is(err, ErrState) {
				t.Errorf("%s in %s: %s, %v; want %s", d, from, c.State, err, to)
			}
		}
		if from.Name() == "" {
			t.Errorf("%s has no name", from)
		}
	}
	if _, err := Next("gone", DidClose); !errors.Is(err, ErrState) {
		t.Error("an unknown state is left")
	}
}

func TestBothSidesAgree(t *testing.T) {
	yes := func(s Side) Party { return Party{Side: s, Answer: Yes} }
	for name, c := range map[string]struct {
		all  []Party
		want bool
	}{
		"nobody":                  {nil, false},
		"one side":                {[]Party{yes(First), yes(First)}, false},
		"both":                    {[]Party{yes(First), yes(Second)}, true},
		"one has not answered":    {[]Party{yes(First), yes(Second), {Side: Second}}, false},
		"one of a side says no":   {[]Party{yes(First), {Side: Second, Answer: No}}, false},
		"two against one, agreed": {[]Party{yes(First), yes(Second), yes(Second)}, true},
	} {
		if got := (Case{Parties: c.all}).unanimous(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A party reads their own side: neither what the other said, nor who they are before all agreed, nor any number.
func TestWhatAPartyReads(t *testing.T) {
	whole := Case{
		State: Talking, By: 7, Words: "楼上漏水", Reason: "秘密", Agreement: Agreement{Text: "草稿"}, Promises: []Promise{{ID: 1, Party: 2, What: "修管道"}},
		Parties: []Party{
			{ID: 1, Side: First, Person: 7, Answer: Yes},
			{ID: 2, Side: Second, Name: "孙大爷", Phone: "13900007788", Answer: Yes, How: OnPaper},
			{ID: 3, Side: First, Name: "小王", Phone: "13900007799"},
		},
		Talks: []Talk{{Where: "居委会", Notes: "对方说的话", Came: "双方"}},
	}
	o, err := narrow(whole, 7)
	if err != nil || o.Words != "楼上漏水" || o.Reason != "" || o.Agreement.Text != "" || o.Promises != nil || o.Talks[0].Notes != "" || o.Talks[0].Came != "" {
		t.Errorf("%+v %v", o, err)
	}
	for _, p := range o.Parties {
		if p.Phone != "" || p.Side == Second && (p.Answer != Unasked || p.How != Undecided || p.Name != "孙大爷") {
			t.Errorf("%+v", p)
		}
	}
	if whole.Talks[0].Notes == "" || whole.Parties[1].Phone == "" {
		t.Error("narrowing changed the file")
	}
	whole.State = Accepted
	if o, _ = narrow(whole, 7); o.Parties[1].Name != "" {
		t.Error("the other side is named before it agreed")
	}
	whole.State, whole.Agreement.Way = Settled, OnPaper
	whole.Agreement.Paper = 5
	if o, _ = narrow(whole, 7); o.Agreement.Text != "草稿" || len(o.Promises) != 1 || o.Agreement.Paper != 0 {
		t.Errorf("%+v", o)
	}
	if _, err := narrow(whole, 8); !errors.Is(err, ErrMissing) {
		t.Error("a stranger reads it")
	}
	if _, err := narrow(whole, 0); !errors.Is(err, ErrMissing) {
		t.Error("nobody reads it")
	}
}

func TestTheCourtConfirmsAWrittenAgreement(t *testing.T) {
	on, _ := when.ParseDate("2026-11-30")
	until, _ := when.ParseDate("2026-12-30")
	if got := (Agreement{Way: OnPaper, On: on}).ConfirmUntil(); got != until {
		t.Errorf("until %s", got)
	}
	if got := (Agreement{Way: ByMouth, On: on}).ConfirmUntil(); got != 0 {
		t.Errorf("an oral one until %s", got)
	}
}

func TestWhenATalkCanBe(t *testing.T) {
	now := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC) // 09:00
	at := func(h float64) time.Time { return now.Add(time.Duration(h * float64(time.Hour))) }
	for name, c := range map[string]struct {
		p  Planning
		ok bool
	}{
		"two hours":     {Planning{From: at(1), To: at(3), Where: "居委会"}, true},
		"in a place":    {Planning{From: at(1), To: at(3), Place: 4}, true},
		"nowhere":       {Planning{From: at(1), To: at(3)}, false},
		"in the past":   {Planning{From: at(-1), To: at(3), Place: 4}, false},
		"backwards":     {Planning{From: at(3), To: at(1), Place: 4}, false},
		"a whole day":   {Planning{From: at(1), To: at(10), Place: 4}, false},
		"over midnight": {Planning{From: at(14), To: at(16), Place: 4}, false},
	} {
		if err := c.p.check(now); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the page offers is what the case allows.
func TestWhatIsOffered(t *testing.T) {
	broken := []Promise{{ID: 1, Party: 1, State: Broken}}
	for name, c := range map[string]struct {
		c    Case
		has  Deed
		want bool
	}{
		"sign without a draft":        {Case{State: Talking}, DidSign, false},
		"sign a draft":                {Case{State: Talking, Agreement: Agreement{Text: "好"}}, DidSign, true},
		"cancel nothing":              {Case{State: Talking}, DidCancel, false},
		"cancel a talk":               {Case{State: Talking, Talks: []Talk{{State: Planned}}}, DidCancel, true},
		"talk again without a breach": {Case{State: Settled, Result: Settled, Promises: []Promise{{State: Open}}}, DidAgain, false},
		"talk again":                  {Case{State: Settled, Result: Settled, Promises: broken}, DidAgain, true},
		"nothing left to do":          {Case{State: Settled, Promises: []Promise{{State: Done}}}, DidDo, false},
		"a fourth mediator":           {Case{State: Talking, Mediators: make([]Mediator, 3)}, DidName, false},
	} {
		found := false
		for _, one := range c.c.Can() {
			found = found || one == string(c.has)
		}
		if found != c.want {
			t.Errorf("%s: %v", name, c.c.Can())
		}
	}
}
