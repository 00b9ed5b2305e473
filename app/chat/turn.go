package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/danger"
	"linli/app/family"
	"linli/app/inbox"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
)

// turn is one message of a resident with everything needed to answer it.
type turn struct {
	*Service
	ctx      context.Context
	tx       Tx
	tree     *area.Tree
	who      auth.Actor
	account  auth.Account
	push     inbox.Push
	person   person.Person
	draft    Draft
	reports  *report.Service // inside this transaction
	desk     *booking.Desk   // likewise
	loans    *loan.Service   // likewise
	families *family.Service // likewise
	weeks    map[int64][]booking.Scheduled
}

func (s *Service) turn(ctx context.Context, tx Tx, i person.Identity, in *inbox.Taken, said saying) (string, error) {
	p := said.push
	known, err := tx.LockPerson(ctx, i.Person)
	if err != nil {
		return "", err
	}
	t := &turn{
		Service: s, ctx: ctx, tx: tx, tree: said.tree, account: p.Account, push: p, person: known,
		who: auth.Actor{Person: known.ID, Request: "chat:" + p.Key}, reports: s.reports.Within(tx), weeks: said.weeks,
	}
	desk, committed := s.desk.Within(tx)
	t.desk = desk
	in.After(committed)
	t.loans, t.families = s.loans.Within(tx), s.families.Within(tx)
	if t.draft, err = tx.Draft(ctx, known.ID); err != nil {
		return "", err
	}
	if t.draft.Stage == "" || t.draft.ExpiresAt.Before(s.now()) {
		t.draft = Draft{Person: known.ID}
	}
	switch p.Kind {
	case inbox.Follow:
		return t.follow()
	case inbox.Scan:
		return t.scan(p.Scene)
	case inbox.Click:
		return t.click()
	case inbox.Location:
		return t.location()
	case inbox.Photo:
		return t.file(media.Photo)
	case inbox.Voice:
		return t.file(media.Voice)
	case inbox.Text:
		return t.words(strings.TrimSpace(p.Text))
	}
	return "", nil
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

// scan puts the draft, or the one to come, into the building whose board was scanned.
func (t *turn) scan(scene string) (string, error) {
	if reply, ok, err := t.topicScan(scene); ok {
		return reply, err
	}
	token, ok := strings.CutPrefix(scene, BoardScene)
	a, err := t.tree.OfBoard(token)
	if !ok || err != nil {
		return sayMenu, nil //nolint:nilerr // a foreign code, or an old one
	}
	t.leaveTopic()
	t.draft.Place = ""
	t.draft.at(a.ID, a.Community)
	if t.draft.empty() {
		t.draft.Stage = Begin
		return fmt.Sprintf(sayHere, t.tree.Say(a.ID)), t.save()
	}
	return t.confirm("")
}

// location takes a place from the map: the building if one is very near, else the grid around it, else words.
func (t *turn) location() (string, error) {
	p := t.push
	if err := area.CheckPosition(p.Lat, p.Lng); err != nil {
		return "", err
	}
	t.leaveTopic()
	t.draft.Lat, t.draft.Lng, t.draft.Place = p.Lat, p.Lng, report.Cut(strings.TrimSpace(p.Label), report.MaxPlace)
	const sameBuilding = 30 // metres; the position of a phone is not more exact
	a, err := t.tree.Near(p.Lat, p.Lng, sameBuilding)
	if err != nil {
		a, err = t.tree.At(p.Lat, p.Lng)
	}
	switch {
	case err == nil:
		t.draft.at(a.ID, a.Community)
	case t.draft.Community != 0 || t.person.Community != 0:
		t.draft.at(0, t.home())
	default:
		return t.askCommunity()
	}
	if t.draft.empty() {
		t.draft.Stage = Begin
		return fmt.Sprintf(sayHere, sayPlace(t.tree, t.draft)), t.save()
	}
	return t.confirm("")
}

func (t *turn) home() int64 {
	if t.draft.Community != 0 {
		return t.draft.Community
	}
	return t.person.Community
}

// file takes a photo or a voice message into the draft. The platform's transcript of the voice counts as words.
func (t *turn) file(kind media.Kind) (string, error) {
	said := strings.TrimSpace(t.push.Text)
	if kind == media.Voice && said != "" {
		if command, ok := t.command(said); ok {
			return command()
		}
		if _, ok := spoken(said); ok {
			if reply, ok, err := t.topicAnswer(said); ok {
				return reply, err
			}
		}
	}
	t.leaveTopic()
	file, err := t.media.Await(t.ctx, t.tx, t.person.ID, t.account, t.push.MediaID, kind, said, t.now())
	if err != nil {
		return "", err
	}
	got := ""
	if !t.draft.attach(file, media.MostPerReport) {
		got = sayFull
	}
	warning := t.describe(said)
	if got == "" && t.draft.Stage != Confirm {
		got = "收到照片。"
		if kind == media.Voice {
			got = "收到语音。"
		}
	}
	return t.next(warning, got)
}

// words takes typed text: a command, an answer to the open question, or a problem.
func (t *turn) words(said string) (string, error) {
	if command, ok := t.command(said); ok {
		return command()
	}
	switch t.draft.Stage {
	case Place:
		return t.place(said)
	case Pick, Community:
		return t.pick(said)
	case Confirm:
		return t.next(t.describe(said), "好的，已补充。")
	}
	if reply, ok, err := t.topicAnswer(said); ok {
		return reply, err
	}
	t.leaveTopic()
	if said == "" || !worthReporting(said) && t.draft.Stage != Begin {
		return sayMenu, nil
	}
	r, ok, err := t.asked()
	if err != nil {
		return "", err
	}
	if ok {
		return t.answerTo(r, said)
	}
	warning := t.describe(said)
	if t.draft.Area == 0 { // the sentence may name the place itself
		if found := t.find(said); len(found) == 1 {
			t.draft.at(found[0].ID, found[0].Community)
		}
	}
	return t.next(warning, "收到。")
}

// describe adds words to the draft and returns the warning that must come first when they speak of danger.
func (t *turn) describe(said string) string {
	t.draft.add(report.Cut(said, report.MaxText-utf8.RuneCountInString(t.draft.Text)-1))
	if d, ok := danger.Read(said); ok {
		return d.Say + "\n"
	}
	return ""
}

// also takes words said together with the place: words of danger always, and known kinds of problem while there are no
// others. It returns the warning that must come first.
func (t *turn) also(said string) string {
	_, threatens := danger.Read(said)
	if threatens || t.draft.Text == "" && report.Guess(said) != report.Other {
		return t.describe(said)
	}
	return ""
}

// next asks for what is still missing, or for the confirmation.
func (t *turn) next(warning, got string) (string, error) {
	if t.draft.Area != 0 || t.draft.Stage == Confirm {
		return t.confirm(warning)
	}
	switch t.draft.Stage {
	case Pick, Community:
		return warning + got + askNumber, t.save()
	}
	t.draft.Stage = Place
	return warning + got + askPlace, t.save()
}

func (t *turn) confirm(first string) (string, error) {
	missing, err := t.dropLost()
	if err != nil {
		return "", err
	}
	t.draft.Stage = Confirm
	if t.draft.empty() {
		return first + missing + sayOnlyPlace, t.save()
	}
	return first + missing + sayConfirm(t.tree, t.draft), t.save()
}

// dropLost removes the files that the platform no longer provides, and returns what to say about it. The rest of the
// draft stays.
func (t *turn) dropLost() (string, error) {
	kept, lost := []int64{}, map[media.Kind]int{}
	for _, id := range t.draft.Files {
		f, err := t.tx.LockFile(t.ctx, id)
		switch {
		case errors.Is(err, media.ErrMissing):
			lost[media.Photo]++
		case err != nil:
			return "", err
		case f.State == media.Lost:
			lost[f.Kind]++
		default:
			kept = append(kept, id)
		}
	}
	t.draft.Files = kept
	return sayLost(lost[media.Photo], lost[media.Voice]), nil
}

func (t *turn) find(said string) []area.Area {
	if home := t.home(); home != 0 {
		if found := t.tree.Find(home, said); len(found) > 0 {
			return found
		}
	}
	return t.tree.Find(0, said)
}

// place reads the place: clear words settle it, several matches are numbered, unknown words are asked for once more;
// after that staff look at them.
func (t *turn) place(said string) (string, error) {
	warning := t.also(said)
	found := t.find(said)
	switch {
	case len(found) == 1:
		t.draft.at(found[0].ID, found[0].Community)
		t.draft.Place = report.Cut(said, report.MaxPlace)
		return t.confirm(warning)
	case len(found) > 1:
		t.draft.Stage, t.draft.Choices = Pick, ids(found)
		return warning + sayChoices(t.tree, askPick, t.draft.Choices), t.save()
	}
	t.draft.Place = report.Cut(said, report.MaxPlace)
	t.draft.Asked++
	if t.home() != 0 {
		if t.draft.Asked > 1 {
			t.draft.at(t.home(), t.home())
			return t.confirm(warning)
		}
		return warning + askPlaceAgain, t.save()
	}
	said, err := t.askCommunity()
	return warning + said, err
}

// askCommunity asks for the community when it is not known.
func (t *turn) askCommunity() (string, error) {
	communities := t.tree.Under("/", area.Community)
	if len(communities) == 1 || len(communities) > 9 && t.draft.Asked > 1 {
		t.draft.at(0, communities[0].Community)
		return t.confirm("")
	}
	if len(communities) > 9 { // too many to number: the resident names it
		t.draft.Stage = Place
		return askPlaceAgain, t.save()
	}
	t.draft.Stage, t.draft.Choices = Community, ids(communities)
	return sayChoices(t.tree, askCommunity, t.draft.Choices), t.save()
}

// pick reads a number of the list, or other words for the place.
func (t *turn) pick(said string) (string, error) {
	n, err := strconv.Atoi(strings.TrimRight(said, "。.、 "))
	if err != nil {
		if found := t.find(said); len(found) > 0 {
			return t.place(said)
		}
		return t.also(said) + sayChoices(t.tree, askNumber, t.draft.Choices), t.save()
	}
	if n < 1 || n > len(t.draft.Choices) {
		return sayChoices(t.tree, askNumber, t.draft.Choices), nil
	}
	a, err := t.tree.Get(t.draft.Choices[n-1])
	if err != nil {
		return "", err
	}
	t.draft.at(a.ID, a.Community)
	return t.confirm("")
}

func (t *turn) save() error {
	t.draft.ExpiresAt = t.now().Add(DraftLife)
	return t.tx.SaveDraft(t.ctx, t.draft)
}

func ids(areas []area.Area) []int64 {
	all := make([]int64, len(areas))
	for i, a := range areas {
		all[i] = a.ID
	}
	return all
}

// worthReporting tells a problem from a greeting: it names a known kind of problem or a danger, or is a sentence.
func worthReporting(said string) bool {
	if report.Guess(said) != report.Other {
		return true
	}
	letters := 0
	for _, r := range said {
		if r >= 0x4e00 && r <= 0x9fff {
			letters++
		}
	}
	if letters >= 6 {
		return true
	}
	_, threatens := danger.Read(said)
	return threatens
}
