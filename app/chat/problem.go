package chat

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/intent"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
)

// A problem that is being described: what it is, where it is, and whether to hand it in.

// photo takes a photo.
func (t *turn) photo() (string, error) {
	if reply, ok, err := t.belongs(""); ok || err != nil {
		return reply, err
	}
	if reply, ok, err := t.paperArrives(); ok || err != nil {
		return reply, err
	}
	return t.fileArrives(media.Photo, "收到照片。")
}

// fileArrives takes a photo, or a voice message that nobody recognised. While staff wait for an answer it may be the answer.
func (t *turn) fileArrives(kind media.Kind, got string) (string, error) {
	if t.draft.Stage == Inquiring {
		return t.inquireFile(kind)
	}
	var open []report.Report
	if !t.draft.about() && t.draft.Stage != Begin {
		t.clear()
		var err error
		if open, err = t.questions(); err != nil {
			return "", err
		}
	}
	full, err := t.keep(kind)
	switch {
	case err != nil:
		return "", err
	case len(open) > 0:
		return t.askWhose(open, got+"\n", "")
	case full != "":
		got = full
	case t.draft.Stage == Confirm && kind == media.Photo:
		got = ""
	}
	if kind == media.Voice { // words are asked for first
		if t.draft.Stage == "" || t.draft.Stage == Begin {
			t.draft.Stage = Place
			if t.draft.Area != 0 {
				t.draft.Stage = Confirm
			}
		}
		return got, t.save()
	}
	return t.next(got)
}

// describe adds words, and the voice message that they came from, to the problem.
func (t *turn) describe(said string) (string, error) {
	got, err := t.keepVoice()
	t.draft.add(report.Cut(said, report.MaxText-utf8.RuneCountInString(t.draft.Text)-1))
	return got, err
}

// next asks for what is still missing, or for the confirmation.
func (t *turn) next(got string) (string, error) {
	if t.draft.Area != 0 || t.draft.Stage == Confirm {
		return t.confirm(got)
	}
	switch t.draft.Stage {
	case Pick, Community:
		return got + sayChoices(t.tree, askNumber, t.draft.Choices), t.save()
	}
	t.draft.Stage = Place
	return got + askPlace, t.save()
}

func (t *turn) confirm(first string) (string, error) {
	missing, err := t.dropLost()
	if err != nil {
		return "", err
	}
	t.draft.Stage = Confirm
	if missing != "" {
		first = missing
	}
	if t.draft.empty() {
		return first + sayOnlyPlace, t.save()
	}
	return first + sayConfirm(t.tree, t.draft), t.save()
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

// answerProblem takes the answer to an open question about a problem. false: the words are no answer.
func (t *turn) answerProblem(r intent.Reading, said string) (string, bool, error) {
	switch {
	case r.Kind == intent.Relocate:
		return t.done(t.relocate(r.Words))
	case r.Kind == intent.Add && t.draft.Stage == Confirm:
		return t.done(t.more(r.Words))
	case r.Kind == intent.No || r.Kind == intent.Choose && r.N == 0:
		return t.done(t.refuse(r, said))
	case r.Or != "" && r.Kind.Deed():
		return t.done(t.again(""))
	}
	switch t.draft.Stage {
	case Confirm:
		return t.confirmed(r, said)
	case Pick, Community:
		if r.Kind == intent.Choose {
			return t.done(t.pick(r.N))
		}
	}
	switch r.Kind {
	case intent.Place, intent.Problem, intent.Other, intent.Home:
		return t.done(t.place(r, said))
	case intent.Yes, intent.Choose:
		return t.done(t.again(""))
	}
	return "", false, nil
}

// done returns an answer that was taken.
func (t *turn) done(reply string, err error) (string, bool, error) { return reply, true, err }

// confirmed takes the answer to whether the problem shall be handed in.
func (t *turn) confirmed(r intent.Reading, said string) (string, bool, error) {
	if r.Or == intent.Yes || r.Or == intent.No || r.Or == intent.Choose {
		return t.done(t.again(askSure))
	}
	switch r.Kind {
	case intent.Yes:
		return t.done(t.submit())
	case intent.Choose:
		if r.N == 1 {
			return t.done(t.submit())
		}
		return t.done(t.again(""))
	case intent.Place:
		if found := t.read(said); found.Ask == area.AskPlace {
			return t.done(t.more(said))
		}
		return t.done(t.place(r, said))
	case intent.Problem, intent.Other:
		return t.done(t.more(said))
	}
	return "", false, nil
}

// more adds words to a problem that waits for the confirmation.
func (t *turn) more(said string) (string, error) {
	got, err := t.describe(said)
	if err != nil {
		return "", err
	}
	return t.next(got + "好的，已补充。\n")
}

// refuse drops the problem, or asks what is wrong with it.
func (t *turn) refuse(r intent.Reading, said string) (string, error) {
	wrong := strings.Contains(said, "不对") || strings.Contains(said, "错") || strings.HasPrefix(said, "不是")
	if wrong && r.Kind == intent.No && t.draft.Stage != Place {
		return askWrong, t.save()
	}
	return sayDropped, t.forget()
}

// submit makes the draft a report. When none of the files could be fetched, the resident is asked for words first; a
// second "1" hands the draft in without any.
func (t *turn) submit() (string, error) {
	missing, err := t.dropLost()
	if err != nil {
		return "", err
	}
	if t.draft.empty() && missing != "" {
		return missing + sayOnlyPlace, t.save()
	}
	r, err := t.handIn(t.draft, t.where())
	if err != nil {
		return "", err
	}
	by, err := t.by(r)
	if err != nil {
		return "", err
	}
	said := missing + saySubmitted(r, by)
	var home []int64
	if missing == "" && t.person.Community == 0 && r.Building != 0 { // the home is asked for, never taken from where a problem is
		home = []int64{r.Building}
	}
	if asked, ok, err := t.askDetails(r, said, home); ok || err != nil {
		return asked, err
	}
	if home != nil {
		t.draft = Draft{Person: t.person.ID, Stage: Home, Choices: home}
		return said + "\n" + askHome, t.save()
	}
	return said, t.forget()
}

// handIn submits a draft at a place.
func (t *turn) handIn(d Draft, where int64) (report.Report, error) {
	if d.empty() {
		d.Text = textLost
	}
	if d.Place == "" && (where == 0 || !at(t.tree, where, area.Building, area.Unit)) && d.Lat == 0 {
		d.Place = placeUnknown
	}
	return t.reports.Submit(t.ctx, t.who, report.Draft{
		Source: report.Chat, Text: d.Text, Place: d.Place, Area: where, Lat: d.Lat, Lng: d.Lng, Files: d.Files,
		Account: t.account, OpenID: t.push.From,
	})
}

func (t *turn) where() int64 {
	if t.draft.Area != 0 {
		return t.draft.Area
	}
	return t.draft.Community
}

// livesHere are the words that answer where the resident lives. A number or a mere 好的 is no answer: it may be meant for a
// notice that came meanwhile.
var livesHere = regexp.MustCompile(`^(是|对|嗯|住)(的|啊|呀|这|这里|这儿|我家|本人)*[。！!.]?$`)

// settleHome takes the answer to whether the resident lives where the problem is.
func (t *turn) settleHome(r intent.Reading, said string) (string, bool, error) {
	lives := livesHere.MatchString(said)
	if !lives && r.Kind != intent.No {
		return "", false, nil
	}
	building := t.draft.Choices[0]
	if err := t.forget(); err != nil || !lives {
		return sayNoHome, true, err
	}
	a, err := t.tree.Get(building)
	if err != nil {
		return sayNoHome, true, nil //nolint:nilerr // the building is gone
	}
	home := person.Home{Community: a.Community, Building: a.ID, Area: a.ID}
	err = person.Settle(t.ctx, t.tx, &t.person, home, t.tree.Path, t.now())
	if err == nil {
		err = t.tx.SavePerson(t.ctx, t.person)
	}
	if errors.Is(err, person.ErrMoves) {
		return sayNoHome, true, nil
	}
	return sayHome, true, err
}
