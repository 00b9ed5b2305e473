package chat

import (
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/intent"
)

// bookingWish returns what words order about bookings. The bare name of a service counts only while no question about
// something else is open: it may be part of an answer.
func (t *turn) bookingWish(r intent.Reading, said string) (func() (string, error), bool) {
	switch r.Kind {
	case intent.Bookings:
		return t.mine, true
	case intent.Queue:
		return t.queue, true
	case intent.Move:
		return t.rebook, true
	case intent.Cancel:
		return func() (string, error) { return t.cancelBooking(r.N) }, true
	case intent.Book:
		return func() (string, error) { return t.book(r.Words) }, true
	case intent.Other, intent.Question, intent.Problem:
		if name := strings.TrimRight(said, "。！!.？? "); !t.draft.about() && utf8.RuneCountInString(name) <= 10 && t.offers(name) {
			return func() (string, error) { return t.book(name) }, true
		}
	}
	return nil, false
}

// offerWords are the words that the notice of an offer names.
var offerWords = map[string]bool{"要": true, "要的": true, "接受": true, "不要": false, "不要了": false, "放弃": false}

// offerReply answers an offer. false: there is none, and a question is open or the words do not speak of one.
func (t *turn) offerReply(said string) (func() (string, error), bool) {
	yes, spoken := offerWords[strings.TrimRight(said, "。！!. ")]
	if !spoken {
		return nil, false
	}
	b, offered, err := t.offer()
	switch {
	case err != nil:
		return func() (string, error) { return "", err }, true
	case offered:
		return func() (string, error) { return t.replyTo(b, yes) }, true
	}
	return func() (string, error) { return sayNoOffer, nil }, !t.draft.asks() && !t.draft.about()
}

// offers says whether the words name a service of the resident's community, or of any while it is not known.
func (t *turn) offers(what string) bool {
	return slices.ContainsFunc(t.communities(), func(c int64) bool { return len(t.named(c, what)) > 0 })
}

// named returns the services of a community that the words mean: the one of that name, or those whose names hold a word.
func (t *turn) named(community int64, what string) []int64 {
	services, _, err := t.desk.Services(t.ctx, community)
	if err != nil {
		return nil // it is then read as something else
	}
	var found []int64
	for _, word := range strings.Fields(what) {
		if utf8.RuneCountInString(word) < 2 {
			continue
		}
		for _, s := range services {
			if s.Name == word {
				return []int64{s.ID}
			}
			if (strings.Contains(s.Name, word) || strings.Contains(word, s.Name)) && !slices.Contains(found, s.ID) {
				found = append(found, s.ID)
			}
		}
	}
	return found
}
