package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/errand"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/household"
	"linli/app/inbox"
	"linli/app/inquiry"
	"linli/app/loan"
	"linli/app/meal"
	"linli/app/media"
	"linli/app/mediate"
	"linli/app/order"
	"linli/app/person"
	"linli/app/report"
)

// turn is one message of a resident with everything needed to answer it.
type turn struct {
	*Service
	ctx        context.Context
	tx         Tx
	tree       *area.Tree
	matters    report.Catalogue
	who        auth.Actor
	account    auth.Account
	push       inbox.Push
	person     person.Person
	draft      Draft
	reports    *report.Service    // inside this transaction
	desk       *booking.Desk      // likewise
	loans      *loan.Service      // likewise
	errands    *errand.Service    // likewise
	orders     *order.Service     // likewise
	feedbacks  *feedback.Service  // likewise
	meals      *meal.Service      // likewise
	mediations *mediate.Service   // likewise
	families   *family.Service    // likewise
	inquiries  *inquiry.Service   // likewise
	households *household.Service // likewise
	weeks      map[int64][]booking.Scheduled
}

func (s *Service) turn(ctx context.Context, tx Tx, i person.Identity, in *inbox.Taken, said saying) (string, error) {
	t, err := s.begin(ctx, tx, i.Person, said.tree, "chat:"+said.push.Key)
	if err != nil {
		return "", err
	}
	t.account, t.push, t.weeks = said.push.Account, said.push, said.weeks
	desk, committed := s.desk.Within(tx)
	t.desk = desk
	in.After(committed)
	if err := t.resume(); err != nil {
		return "", err
	}
	switch t.push.Kind {
	case inbox.Text, inbox.Voice:
		return t.hear(strings.TrimSpace(t.push.Text))
	case inbox.Follow:
		return t.follow()
	case inbox.Scan:
		return t.scan(t.push.Scene)
	case inbox.Click:
		return t.click()
	case inbox.Location:
		return t.location()
	case inbox.Photo:
		return t.photo()
	}
	return "", nil
}

// begin locks the person and returns a turn with their draft.
func (s *Service) begin(ctx context.Context, tx Tx, who int64, tree *area.Tree, request string) (*turn, error) {
	known, err := tx.LockPerson(ctx, who)
	if err != nil {
		return nil, err
	}
	t := &turn{
		Service: s, ctx: ctx, tx: tx, tree: tree, account: auth.OA, person: known,
		who: auth.Actor{Person: known.ID, Request: request}, reports: s.reports.Within(tx), loans: s.loans.Within(tx), errands: s.errands.Within(tx), orders: s.orders.Within(tx), feedbacks: s.feedbacks.Within(tx), meals: s.meals.Within(tx), mediations: s.mediations.Within(tx),
		families: s.families.Within(tx), inquiries: s.inquiries.Within(tx), households: s.households.Within(tx),
	}
	if t.matters, err = s.reports.CatalogueIn(ctx, known.Community); err != nil {
		return nil, err
	}
	if t.draft, err = tx.Draft(ctx, known.ID); err != nil {
		return nil, err
	}
	return t, t.represent()
}

// represent lets a contact report and answer in the name of their orgs. No other post has power in the chat.
func (t *turn) represent() error {
	who, err := t.lead()
	t.who.Postings = slices.DeleteFunc(who.Postings, func(p auth.Posting) bool { return p.Role != auth.OrgContact })
	return err
}

// resume drops a question that was open for too long. A problem that was begun is never dropped: at the end of its life it is
// handed in as it is.
func (t *turn) resume() error {
	d := t.draft
	switch {
	case d.Stage == "":
		t.clear()
	case !d.about():
		if d.SaidAt.Add(d.life()).Before(t.now()) {
			t.clear()
		}
	case d.ExpiresAt.Before(t.now()):
		return t.handOver()
	}
	return nil
}

// clear forgets the draft.
func (t *turn) clear() { t.draft = Draft{Person: t.person.ID} }

// hear takes what was typed or spoken. Danger goes first, whatever is open.
func (t *turn) hear(said string) (string, error) {
	if d, ok := t.matters.Dangers.Read(said); ok {
		return t.alarm(d, said)
	}
	if said == "" {
		return t.unheard()
	}
	return t.words(said)
}

// unheard answers a voice message without a transcript, and what the chat cannot read. A question stays open.
func (t *turn) unheard() (string, error) {
	if t.push.Kind != inbox.Voice {
		return t.again(sayUnreadable)
	}
	if t.draft.Stage == Inquiring {
		return t.inquireFile(media.Voice)
	}
	if _, ok := t.draft.topic(); ok || t.draft.Stage == Which {
		return t.again(sayUnheard)
	}
	if reply, ok, err := t.belongs(""); ok || err != nil {
		return reply, err
	}
	return t.fileArrives(media.Voice, askWords)
}

// keep adds the photo or the voice message of this push to the draft, and returns what to say when there are too many.
func (t *turn) keep(kind media.Kind) (string, error) {
	file, err := t.media.Await(t.ctx, t.tx, t.person.ID, t.account, t.push.MediaID, kind, strings.TrimSpace(t.push.Text), t.now())
	if err != nil {
		return "", err
	}
	if !t.draft.attach(file, media.MostPerReport) {
		return sayFull + "\n", nil
	}
	return "", nil
}

// keepVoice is keep for words that were spoken; typed words have no file.
func (t *turn) keepVoice() (string, error) {
	if t.push.Kind != inbox.Voice {
		return "", nil
	}
	return t.keep(media.Voice)
}

func (t *turn) follow() (string, error) {
	if t.push.Scene != "" {
		said, err := t.scan(t.push.Scene)
		return "欢迎关注！\n" + said, err
	}
	return sayWelcome, nil
}

// click answers the menu keys that depend on the resident.
func (t *turn) click() (string, error) {
	switch t.push.MenuKey {
	case keyBook:
		return t.book("")
	case keyBookings:
		return t.mine()
	}
	return t.progress()
}

// BoardScene is the prefix in the QR of a building's board; the board's token follows.
const BoardScene = "b_"

// scan begins anew in the building whose board was scanned; a problem without a place gets this one.
func (t *turn) scan(scene string) (string, error) {
	if reply, ok, err := t.topicScan(scene); ok {
		return reply, err
	}
	token, ok := strings.CutPrefix(scene, BoardScene)
	a, err := t.tree.OfBoard(token)
	if !ok || err != nil {
		return sayMenu, nil //nolint:nilerr // a foreign code, or an old one
	}
	if t.reported() && t.draft.Area == 0 {
		if reply, err := t.alarmAt(a.ID, ""); !errors.Is(err, errOver) {
			return reply, err
		}
	}
	if !t.draft.about() {
		t.clear()
	}
	t.draft.Place = ""
	t.draft.at(a.ID, a.Community)
	if t.draft.empty() {
		return t.stand(a.ID)
	}
	return t.confirm("")
}

// stand waits for what is wrong at a place that is known.
func (t *turn) stand(at int64) (string, error) {
	t.draft.Stage = Begin
	return fmt.Sprintf(sayHere, sayPlace(t.tree, t.draft)), t.save()
}

func (t *turn) home() int64 {
	if t.draft.Community != 0 {
		return t.draft.Community
	}
	return t.person.Community
}

// save keeps the draft from now on.
func (t *turn) save() error {
	t.draft.SaidAt, t.draft.Reminded = t.now(), time.Time{}
	t.draft.ExpiresAt = t.now().Add(DraftLife)
	return t.tx.SaveDraft(t.ctx, t.draft)
}

// forget deletes the draft.
func (t *turn) forget() error {
	t.clear()
	return t.tx.DeleteDraft(t.ctx, t.person.ID)
}
