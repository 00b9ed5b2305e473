package notify

import (
	"slices"
	"testing"
	"time"

	"linli/app/auth"
)

var nine = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

func TestAnAlarmRisesToTheTelephone(t *testing.T) {
	p, alarm := DefaultPhone, Notice{ID: 1, CreatedAt: nine}
	at := func(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }
	for name, c := range map[string]struct {
		attempt Attempt
		due     time.Time // zero: never
	}{
		"an SMS at once":                        {Attempt{Channel: SMS}, at(0)},
		"a call after two minutes":              {Attempt{Channel: Voice}, at(2)},
		"sent, and no receipt yet":              {Attempt{ID: 1, Channel: SMS, Outcome: Sent, At: at(0)}, time.Time{}},
		"the receipt says that it arrived":      {Attempt{ID: 1, Channel: SMS, Outcome: Sent, Final: true}, time.Time{}},
		"refused for good":                      {Attempt{ID: 1, Channel: Voice, Outcome: Refused, Final: true}, time.Time{}},
		"a mistake of ours":                     {Attempt{ID: 1, Channel: Voice, Outcome: Wrong, Final: true}, time.Time{}},
		"the provider says later":               {Attempt{ID: 1, Channel: SMS, Outcome: Later, Again: at(1)}, at(1)},
		"no answer: given up, never repeated":   {Attempt{ID: 1, Channel: SMS, Outcome: Unknown, At: at(0)}, at(10)},
		"the process died before the answer":    {Attempt{ID: 1, Channel: Voice, At: at(2)}, at(12)},
		"given up":                              {Attempt{ID: 1, Channel: Voice, Outcome: Unknown, Final: true}, time.Time{}},
		"nobody answered: again in two minutes": {p.missed(Attempt{ID: 1, Channel: Voice, Outcome: Sent, Tries: 1}, at(3)), at(5)},
		"nobody answered twice":                 {p.missed(Attempt{ID: 1, Channel: Voice, Outcome: Sent, Tries: 2}, at(6)), time.Time{}},
	} {
		due, ever := p.due(alarm, c.attempt)
		if ever == c.due.IsZero() || !due.Equal(c.due) {
			t.Errorf("%s: due %v (%v), want %v", name, due, ever, c.due)
		}
	}
}

func TestChannelsOfANotice(t *testing.T) {
	for name, c := range map[string]struct {
		kind   Kind
		urgent bool
		want   []Channel
		wakes  bool
	}{
		"plain, of a resident":            {Kind{}, false, []Channel{auth.OA, auth.MP}, false},
		"plain, of staff":                 {Kind{ForStaff: true}, false, []Channel{auth.OA, auth.Staff}, false},
		"must be known":                   {Kind{MustKnow: true}, false, []Channel{auth.OA, auth.MP, SMS}, false},
		"urgent":                          {Kind{Urgent: true}, true, []Channel{auth.OA, auth.MP, SMS}, false},
		"a call in a queue":               {Kind{Prompt: true}, true, []Channel{auth.OA, auth.MP}, false},
		"an alarm that is not urgent":     {Kind{Wakes: true, ForStaff: true}, false, []Channel{auth.OA, auth.Staff}, false},
		"an urgent alarm has its own SMS": {Kind{Wakes: true, ForStaff: true}, true, []Channel{auth.OA, auth.Staff}, true},
	} {
		n := Notice{Kind: c.kind, Urgent: c.urgent}
		if got := n.channels(); !slices.Equal(got, c.want) || n.Wakes() != c.wakes {
			t.Errorf("%s: %v, wakes %v", name, got, n.Wakes())
		}
	}
}

func TestTheStateAfterTheTelephone(t *testing.T) {
	sms := func(o Outcome, final bool) Attempt { return Attempt{ID: 1, Channel: SMS, Outcome: o, Final: final} }
	card := Attempt{ID: 2, Channel: auth.OA, Outcome: Sent}
	for name, c := range map[string]struct {
		was   State
		tried []Attempt
		want  State
	}{
		"WeChat still tries":              {Pending, []Attempt{sms(Sent, true)}, Pending},
		"WeChat refused, the SMS is sent": {Undelivered, []Attempt{sms(Sent, false)}, SentOut},
		"the SMS arrived":                 {SentOut, []Attempt{sms(Sent, true)}, Delivered},
		"the SMS did not, nor the card":   {SentOut, []Attempt{sms(Refused, true)}, Undelivered},
		"the SMS did not, the card did":   {SentOut, []Attempt{card, sms(Refused, true)}, SentOut},
		"nobody knows":                    {Undelivered, []Attempt{sms(Unknown, false)}, Undelivered},
		"staff have told":                 {Told, []Attempt{sms(Sent, true)}, Told},
		"words in the chat are no proof":  {Undelivered, []Attempt{{ID: 3, Channel: InChat, Outcome: Sent, Final: true}}, Undelivered},
	} {
		if got := (Notice{State: c.was}).afterPhone(c.tried); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestACapNeverSilencesDanger(t *testing.T) {
	p := Phone{Caps: map[Channel]Caps{SMS: {Person: 2, County: 10}}}
	if got := p.allows(SMS, false); got != (Caps{2, 10}) {
		t.Errorf("ordinary: %+v", got)
	}
	if got := p.allows(SMS, true); got != (Caps{10, 50}) {
		t.Errorf("urgent: %+v", got)
	}
	if got := p.allows(Voice, true); got != (Caps{}) {
		t.Errorf("no cap: %+v", got)
	}
}

func TestATokenCannotBeGuessedOrRead(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token := newToken()
		if len(token) != 15 || seen[token] || len(sum(token)) != 32 || sum(token) == sum(newToken()) {
			t.Fatalf("token %q", token)
		}
		seen[token] = true
	}
	if sum("") != "" {
		t.Error("nothing has a sum")
	}
}
