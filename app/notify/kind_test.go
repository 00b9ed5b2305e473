package notify

import (
	"encoding/json"
	"testing"
)

func TestANoticeShowsItsKind(t *testing.T) {
	var kinds Kinds
	lent := kinds.Add(Kind{Name: "loan.lent", Title: "已借出", Text: "{title}请在{due}前归还。", Page: "loan/index?id={id}"})
	ladder := kinds.Fact("ladder", "梯子多长")
	stored, err := json.Marshal(Facts{FactTitle: "梯子", FactDue: "周五", ladder: "3 米"})
	if err != nil || string(stored) != `{"due":"周五","ladder":"3 米","title":"梯子"}` {
		t.Fatalf("facts are stored as %s: %v", stored, err)
	}
	known := newCatalogue(kinds.All())
	for name, want := range map[string]struct{ title, text, page string }{
		lent.Name: {"已借出", "梯子请在周五前归还。", "loan/index?id=7"},
		"old.one": {"通知", "梯子", ""}, // a kind that no longer exists
	} {
		n := Notice{Kind: known.of(name), About: "loan:7"}
		if err := json.Unmarshal(stored, &n.Facts); err != nil {
			t.Fatal(err)
		}
		if n.Title() != want.title || n.Text() != want.text || n.page() != want.page || n.Kind.Name != name {
			t.Errorf("%s shows %s: %s (%s)", name, n.Title(), n.Text(), n.page())
		}
	}
}

func TestMustKnow(t *testing.T) {
	for name, c := range map[string]struct {
		kind         Kind
		urgentCase   bool
		urgent, must bool
	}{
		"plain":             {Kind{}, false, false, false},
		"must know":         {Kind{MustKnow: true}, false, false, true},
		"urgent":            {Kind{Urgent: true}, false, true, true},
		"prompt":            {Kind{Prompt: true}, false, true, false},
		"of an urgent case": {Kind{}, true, true, true},
	} {
		n := c.kind.To(1, 2, "loan:7", nil)
		n.Urgent = n.Urgent || c.urgentCase
		if n.Urgent != c.urgent || n.MustKnow() != c.must {
			t.Errorf("%s: urgent %v, must know %v", name, n.Urgent, n.MustKnow())
		}
	}
}

func TestTheUrgentFormOfAKind(t *testing.T) {
	var kinds Kinds
	calm := kinds.Add(Kind{Name: "loan.lent", Title: "已借出", Text: "{title}", Page: "p", ForStaff: true, Wakes: true})
	plain := kinds.Add(Kind{Name: "loan.late"})
	loud := kinds.AddUrgent(calm, "{title}，请马上看。")
	if want := (Kind{
		Name: "loan.lent_urgent", Title: "紧急：已借出", Text: "{title}，请马上看。", Page: "p", ForStaff: true, Wakes: true, Urgent: true,
		Instead: "loan.lent",
	}); loud != want {
		t.Errorf("%+v", loud)
	}
	for _, c := range []struct {
		urgent    bool
		one, want Kind
	}{{true, calm, loud}, {false, calm, calm}, {true, plain, plain}, {true, loud, loud}} {
		if got := kinds.When(c.urgent, c.one); got != c.want {
			t.Errorf("%s, urgent %v: %s", c.one.Name, c.urgent, got.Name)
		}
	}
}
