package chat

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// bookingCommand returns what a short message orders about bookings. Words for a service count only while no question
// is open: they may be part of an answer.
func (t *turn) bookingCommand(word string) (func() (string, error), bool) {
	switch word {
	case "我的预约", "查预约", "我的号", "预约查询":
		return t.mine, true
	case "要", "要的":
		return t.yesOrNo(true)
	case "不要", "不要了":
		return t.yesOrNo(false)
	case "接受":
		return func() (string, error) { return t.reply(true) }, !t.draft.asks()
	case "放弃":
		return func() (string, error) { return t.reply(false) }, !t.draft.asks()
	case "排队", "叫号", "到几号了", "几号了":
		return t.queue, true
	case "改约":
		return t.rebook, true
	}
	if n, ok := asksToCancel(word); ok {
		return func() (string, error) { return t.cancelBooking(n) }, true
	}
	what, ok := asksToBook(word)
	if ok && what == "" {
		return func() (string, error) { return t.book("") }, true
	}
	if !ok {
		what = word
	}
	if t.draft.asks() && !t.draft.booking() || !t.offers(what) {
		return nil, false
	}
	return func() (string, error) { return t.book(what) }, true
}

// yesOrNo answers an offer first, because it expires; without one the words answer the open question.
func (t *turn) yesOrNo(yes bool) (func() (string, error), bool) {
	b, offered, err := t.offer()
	switch {
	case err != nil:
		return func() (string, error) { return "", err }, true
	case offered:
		return func() (string, error) { return t.replyTo(b, yes) }, true
	case !t.draft.asks():
		return func() (string, error) { return sayNoOffer, nil }, true
	case t.draft.booking() && !yes:
		return t.drop, true
	}
	return nil, false
}

// offers says whether the words name a service of the resident's community, or of any while it is not known.
func (t *turn) offers(what string) bool {
	return slices.ContainsFunc(t.communities(), func(c int64) bool { return len(t.named(c, what)) > 0 })
}

// named returns the services of a community that the words mean: the one of that name, or those whose names hold them.
func (t *turn) named(community int64, what string) []int64 {
	services, _, err := t.desk.Services(t.ctx, community)
	if err != nil || utf8.RuneCountInString(what) < 2 {
		return nil // it is then read as something else
	}
	var found []int64
	for _, s := range services {
		if s.Name == what {
			return []int64{s.ID}
		}
		if strings.Contains(s.Name, what) {
			found = append(found, s.ID)
		}
	}
	return found
}
