package chat

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"linli/app/booking"
	"linli/app/intent"
	"linli/app/order"
	"linli/app/report"
	"linli/app/wordlist"
)

// The stages of asking for a visit.
const (
	OrderWhat Stage = "order"      // which of these kinds?
	OrderSure Stage = "order_sure" // shall somebody come?
)

// What the chat says about visits.
const (
	askOrder      = "请回复上面的数字；不请了回复 0。"
	askOrderKind  = "想请人上门做什么？"
	askOrderSure  = "请人上门：%s。\n回复 1 登记，不请了回复 0。"
	sayNoOrder    = "好的。想请人上门时，回复“上门”加上要做的事，比如：上门 理发。"
	sayOrderAsked = "登记好了：%s，%s。\n社区一个工作日内跟您约好谁来、几点来。看进度回复“我的上门”。"
	sayOrderBuys  = "代购要写清买什么、最多花多少钱、谁先垫钱，请点：\n"
	sayNoOrders   = "您现在没有请人上门。想请人，回复“上门”加上要做的事，比如：上门 理发。"
	sayOrderYes   = "好的，谢谢您。"
	sayNoHanded   = "没有等您确认的代购。"
	sayOrderPlace = "还缺上门的楼栋和房号，请点：\n"
)

var (
	orderWords = regexp.MustCompile(`^(?:想|要|我|我想|我要|帮我|给我|能不能|可以|可不可以|麻烦|社区)*(?:请人上门|叫人上门|找人上门|派人上门|上门服务|上门)(?:来|给我|帮我)?[ ,，:：]*(.*)$`)
	orderRoom  = regexp.MustCompile(`[ ,，]*(\d{2,4})[室号房]?$`)
)

// orderWish returns what words order about visits. Words about danger belong to reports.
func (t *turn) orderWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	switch word {
	case "我的上门", "上门进度", "查上门", "谁来上门", "上门口令", "口令":
		return t.myOrders, true
	case "东西收到了", "收到东西了", "东西都收到了":
		return t.orderArrived, true
	}
	m := orderWords.FindStringSubmatch(word)
	if m == nil || t.draft.about() || t.booksAs(word) {
		return nil, false
	}
	if _, threatens := t.matters.Dangers.Read(said); threatens {
		return nil, false
	}
	return func() (string, error) { return t.wantOrder(m[1]) }, true
}

// booksAs says whether the words are the name of a service that the resident can book, such as 上门理发 on Fridays.
func (t *turn) booksAs(word string) bool {
	word = strings.ReplaceAll(word, " ", "")
	return slices.ContainsFunc(t.communities(), func(c int64) bool {
		services, _, err := t.desk.Services(t.ctx, c)
		return err == nil && slices.ContainsFunc(services, func(s booking.Service) bool { return s.Name == word })
	})
}

// orderKinds returns what people can ask for.
func (t *turn) orderKinds() ([]wordlist.Word, error) {
	all, err := t.orders.Kinds(t.ctx)
	var offered []wordlist.Word
	for _, w := range all {
		if !w.Hidden {
			offered = append(offered, w)
		}
	}
	return offered, err
}

// wantOrder offers the kind that the words name, or all of them.
func (t *turn) wantOrder(what string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	kinds, err := t.orderKinds()
	if err != nil {
		return "", err
	}
	for n, k := range kinds {
		if strings.Contains(what, k.Name) {
			return t.offerOrder(kinds, n, what)
		}
	}
	t.draft = Draft{Person: t.person.ID, Stage: OrderWhat, Place: report.Cut(what, 200)}
	var b strings.Builder
	b.WriteString(askOrderKind)
	for n, k := range kinds[:min(len(kinds), mostPicks)] {
		fmt.Fprintf(&b, "\n%d %s", n+1, k.Name)
		t.draft.Choices = append(t.draft.Choices, int64(n))
	}
	return b.String() + "\n" + askOrder, t.save()
}

// offerOrder asks whether somebody shall come. What is bought is written down on the page.
func (t *turn) offerOrder(kinds []wordlist.Word, n int, what string) (string, error) {
	if kinds[n].Code == order.Buying {
		return sayOrderBuys + t.page("life/order/index", "请人上门"), t.forget()
	}
	t.draft = Draft{Person: t.person.ID, Stage: OrderSure, Place: report.Cut(what, 200), Choices: []int64{int64(n)}}
	return fmt.Sprintf(askOrderSure, kinds[n].Name), t.save()
}

// answerOrder reads the answer to a question about a visit. false: the words are about something else.
func (t *turn) answerOrder(r intent.Reading, _ string) (string, bool, error) {
	if t.draft.Stage == OrderSure {
		if r.Kind == intent.Yes || r.Kind == intent.Choose && r.N == 1 {
			return t.done(t.askOrder())
		}
		return "", false, nil
	}
	switch r.Kind {
	case intent.Choose:
		kinds, err := t.orderKinds()
		if err != nil {
			return "", true, err
		}
		if r.N < 1 || r.N > len(t.draft.Choices) || int(t.draft.Choices[r.N-1]) >= len(kinds) {
			return askOrder, true, nil
		}
		return t.done(t.offerOrder(kinds, int(t.draft.Choices[r.N-1]), t.draft.Place))
	case intent.Yes, intent.Place, intent.Other:
		return askOrder, true, nil
	}
	return "", false, nil
}

// askOrder asks for the visit of the draft.
func (t *turn) askOrder() (string, error) {
	kinds, err := t.orderKinds()
	if err != nil {
		return "", err
	}
	n := int(t.draft.Choices[0])
	if n >= len(kinds) {
		return askOrder, t.forget()
	}
	w := order.Wish{Kind: kinds[n].Code, Words: t.draft.Place, Source: order.Chat}
	if m := orderRoom.FindStringSubmatch(w.Words); m != nil {
		w.Room = m[1]
	}
	if len([]rune(w.Words)) < 2 {
		w.Words = kinds[n].Name
	}
	o, err := t.orders.Ask(t.ctx, t.who, w)
	if errors.Is(err, order.ErrPlace) {
		return sayOrderPlace + t.page("life/order/index", "请人上门"), t.forget()
	}
	if err != nil {
		return "", andThen(err, "回复“我的上门”可查看。")
	}
	return fmt.Sprintf(sayOrderAsked, o.Say(), o.Title), t.forget()
}

// myOrders lists who comes to the resident, when, and the word at the door.
func (t *turn) myOrders() (string, error) {
	found, err := t.orders.OfMine(t.ctx, t.who, true, 0)
	if err != nil || len(found.Items) == 0 {
		return sayNoOrders, err
	}
	var b strings.Builder
	b.WriteString("请人上门：")
	for _, o := range found.Items[:min(len(found.Items), mostPicks)] {
		fmt.Fprintf(&b, "\n%s %s：%s", o.Say(), o.Title, o.State.Name())
		if o.State == order.Handed {
			b.WriteString("。收到了回复“东西收到了”")
		}
		if o.At.IsZero() || o.State == order.Handed {
			continue
		}
		comers, err := t.orders.Comers(t.ctx, o)
		if err != nil {
			return "", err
		}
		var names []string
		for _, c := range comers {
			if !c.Away {
				names = append(names, c.Name)
			}
		}
		fmt.Fprintf(&b, "，%s，%s来", o.SayTime(), strings.Join(names, "、"))
		if o.Shows() {
			fmt.Fprintf(&b, "。口令 %s，先看工牌再说", o.Word)
		}
	}
	return b.String() + "\n详细情况：" + t.page("life/order/index", "请人上门"), nil
}

// orderArrived closes the purchase that waits for the resident's yes.
func (t *turn) orderArrived() (string, error) {
	found, err := t.orders.OfMine(t.ctx, t.who, true, 0)
	if err != nil {
		return "", err
	}
	for _, o := range found.Items {
		if o.State == order.Handed {
			_, err := t.orders.Answer(t.ctx, t.who, o.ID, true, "", order.ByChat)
			return sayOrderYes, err
		}
	}
	return sayNoHanded, nil
}
