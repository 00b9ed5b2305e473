package notify

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// wordedKinds are kinds as a capability declares them.
func wordedKinds() (*Kinds, map[string]Kind) {
	var k Kinds
	floor := k.Fact("floor", "几楼")
	kinds := map[string]Kind{
		"plain":  k.Add(Kind{Name: "loan.lent", Title: "已借出", Text: "{title}请在{due}前还到{floor}。"}),
		"asks":   k.Add(Kind{Name: "loan.offer", Title: "有了", Text: "{title}有了，要就回复“要”，否则“不要”。", Answers: "“要” “不要”"}),
		"chat":   k.Add(Kind{Name: "loan.done", Title: "已还", Text: "{title}已还：{words}满意回复 1。", Chat: "{number} {title} 已还：\n{words}\n满意回复 1。", Answers: "1"}),
		"danger": k.Add(Kind{Name: "loan.danger", Title: "危险", Text: "{title}在{floor}冒烟，请马上看。", Urgent: true, Wakes: true}),
		"bare":   k.Add(Kind{Name: "loan.away", Title: "代班", Text: "由您代班。"}),
	}
	k.Describe(Subject{
		Name: "借还", Also: []Fact{FactTitle, FactNumber, FactPlace}, Bare: []string{"loan.away"}, Labels: map[Fact]string{FactTitle: "物品"},
		Example: Facts{FactTitle: "梯子", FactNumber: "7", floor: "二楼", FactDue: "周五", FactWords: "谢谢", FactPlace: "大厅"},
		Words:   map[string]string{"loan.done": "完好"}, Danger: "电动车",
	})
	return &k, kinds
}

func TestWordsOfACounty(t *testing.T) {
	k, kinds := wordedKinds()
	for _, c := range []struct {
		name, kind, text string
		want             error
	}{
		{"in another order", "plain", "请在{due}前把{title}还到{floor}，谢谢您。", nil},
		{"with a fact that each notice has", "plain", "{title}（{number}，{place}）请在{due}前还到{floor}。", nil},
		{"the program's own", "asks", "{title}有了，要就回复“要”，否则“不要”。", nil},
		{"in two lines", "plain", "{title}请在{due}前还到{floor}。\n谢谢。", nil},
		{"in five lines", "plain", "{title}\n{due}\n{floor}\n谢\n谢", ErrLongText},
		{"as long as may be", "plain", "{title}{due}{floor}" + strings.Repeat("好", MostText), nil},
		{"one character longer", "plain", "{title}{due}{floor}" + strings.Repeat("好", MostText+1), ErrLongText},
		{"without a fact", "plain", "{title}请还到{floor}。", ErrLostFact},
		{"without a fact of danger", "danger", "{title}冒烟，请马上看。", ErrLostFact},
		{"without any fact", "danger", "请马上看。", ErrLostFact},
		{"without a fact that only the chat says", "chat", "{title}还了：{words}满意回复 1。", ErrLostFact},
		{"with all that the chat says", "chat", "{title}（{number}）已还：{words}满意回复 1。", nil},
		{"with a fact of other kinds", "plain", "{title}请在{due}前还到{floor}，{words}。", ErrUnknownFact},
		{"with a fact that nobody knows", "plain", "{title}请在{due}前还到{floor}，{phone}。", ErrUnknownFact},
		{"with a fact that this kind lacks", "bare", "{title}由您代班。", ErrUnknownFact},
		{"with an empty fact", "plain", "{title}请在{due}前还到{floor}{}。", ErrUnknownFact},
		{"with an open brace", "plain", "{title}请在{due}前还到{floor}{。", ErrUnknownFact},
		{"with braces in braces", "plain", "{title}请在{due}前还到{{floor}}。", ErrUnknownFact},
		{"with full-width braces", "plain", "{title}请在{due}前还到{floor}｛x｝。", ErrUnknownFact},
		{"with a fact twice", "plain", "{title}、{title}请在{due}前还到{floor}。", ErrRepeatedFact},
		{"without an answer", "asks", "{title}有了，请回复“要”。", ErrLostAnswer},
		{"with a number that is no answer", "chat", "{title}（{number}）已还：{words}满意回复 10。", ErrLostAnswer},
		{"with an address", "plain", "{title}请在{due}前还到{floor}，见 https://x.example/a", ErrAddressInText},
		{"with the name of a site", "plain", "{title}请在{due}前还到{floor}，见linli.com", ErrAddressInText},
		{"with a full-width name of a site", "plain", "{title}请在{due}前还到{floor}，见ｌｉｎｌｉ．ｃｏｍ。", ErrAddressInText},
		{"with a telephone number", "plain", "{title}请在{due}前还到{floor}，电话0512 6666-7777。", ErrAddressInText},
		{"with a full-width number", "plain", "{title}请在{due}前还到{floor}，电话１３９００００００００。", ErrAddressInText},
		{"with a short number", "plain", "{title}请在{due}前还到{floor}，也可以打12345。", nil},
	} {
		if err := k.CheckText(kinds[c.kind], c.text); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("words %s: %v", c.name, err)
		}
	}
}

func TestTheNewWordsAreSaidEverywhere(t *testing.T) {
	_, kinds := wordedKinds()
	n := kinds["chat"].worded("{number} 的{title}还了，{words}满意回复 1。").To(1, 2, "loan:7", Facts{FactTitle: "梯子", FactNumber: "7", FactWords: "谢谢。"})
	if want := "7 的梯子还了，谢谢。满意回复 1。"; n.Text() != want || n.ChatText() != want {
		t.Errorf("inbox %q, chat %q", n.Text(), n.ChatText())
	}
	if one := kinds["plain"].worded("{title}"); one.Chat != "" {
		t.Errorf("the chat says %q", one.Chat)
	}
}

func TestAValueIsNotReadAsAFact(t *testing.T) {
	n := Notice{Kind: Kind{Text: "{words}：{title}"}, Facts: Facts{FactTitle: "{words}", FactWords: "{title}"}}
	for range 20 { // the order of a map
		if n.Text() != "{title}：{words}" {
			t.Fatal(n.Text())
		}
	}
}

// frame is a carrier that shows the name of the template alone.
type frame struct {
	Sender
	off string
}

func (f frame) Shown(m Message) (Shown, bool) {
	return Shown{Fields: []Field{{Name: "thing1", Fact: "title", Value: m.Facts["title"]}}}, m.Kind != "" && m.Kind != f.off
}

func (f frame) Spoken(text string) (Shown, bool) { return Shown{Text: text, Length: len(text)}, true }

func TestPreviewsAreOfTheChannelsThatAKindUses(t *testing.T) {
	k, kinds := wordedKinds()
	s := &Service{out: frame{off: "loan.away"}, dialer: frame{}}
	long := Kind{Name: "loan.long", Title: "说明", Text: "{words}", AtDoor: true, MustKnow: true}
	for _, c := range []struct {
		name string
		kind Kind
		want []Channel
	}{
		{"plain", kinds["plain"], []Channel{InInbox, "oa", "mp"}},
		{"with words for the chat", kinds["chat"], []Channel{InInbox, InChat, "oa", "mp"}},
		{"of danger", kinds["danger"], []Channel{InInbox, "oa", "mp", SMS, Voice}},
		{"that a template cuts, and must be known, also at the door", long, []Channel{InInbox, InChat, "oa", "mp", SMS, AtTheDoor}},
		{"for staff", Kind{Name: "loan.work", ForStaff: true}, []Channel{InInbox, "oa", "staff"}},
	} {
		facts := k.example(c.kind)
		if c.name == "that a template cuts, and must be known, also at the door" {
			facts[FactWords] = strings.Repeat("好", 21)
		}
		var got []Channel
		for _, p := range s.previews(c.kind.To(0, 0, "", facts)) {
			if got = append(got, p.Channel); p.Off {
				t.Errorf("%s: %s is off", c.name, p.Channel)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("a kind %s is shown on %v", c.name, got)
		}
	}
	if all := s.previews(kinds["bare"].To(0, 0, "", nil)); !all[1].Off || !all[2].Off {
		t.Error("a channel without a template is shown as if it sent something")
	}
	if facts := k.example(kinds["danger"]); facts[FactTitle] != "电动车" || k.example(kinds["chat"])[FactWords] != "完好" {
		t.Error("the examples do not fit their kinds")
	}
}

// Words that may be saved say every fact, and leave no name of one behind.
func FuzzWordsOfACounty(f *testing.F) {
	k, kinds := wordedKinds()
	for _, one := range kinds {
		f.Add(one.Name, one.Text)
	}
	f.Add("loan.lent", "{title}{{due}{floor}}")
	f.Fuzz(func(t *testing.T, name, text string) {
		for _, one := range kinds {
			if one.Name != name || k.CheckText(one, text) != nil {
				continue
			}
			said := one.worded(text).To(1, 2, "", k.example(one)).Text()
			if text != one.Text && strings.ContainsAny(said, "{}") {
				t.Errorf("%q is said as %q", text, said)
			}
			for _, must := range factsIn(one.Text) {
				if !strings.Contains(said, k.example(one)[must]) {
					t.Errorf("%q does not say %v", said, must)
				}
			}
		}
	})
}
