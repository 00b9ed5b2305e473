package chat

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/inbox"
	"linli/app/intent"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
)

// What comes after a report that needed no confirmation belongs to it for a while: the place, the name and the number, or more.

// nameless says whether staff could not ring the resident.
func (t *turn) nameless() bool { return t.person.Name == "" || t.person.Dial() == "" }

// further takes what is said or sent after words of danger: the name and the number, the place, or more about it. more: the words
// tell more than the place.
func (t *turn) further(said string, more bool) (string, error) {
	told, err := t.contact(&said)
	if err != nil {
		return "", err
	}
	reply, placed, err := t.alarmPlace(said)
	switch {
	case err != nil:
		return "", err
	case placed && !more:
		return reply, nil
	case told && utf8.RuneCountInString(said) <= shortContact:
		return t.stillAsk(sayAlarmWho)
	}
	if err := t.addMore(said); err != nil {
		return "", err
	}
	if placed {
		return reply, t.save()
	}
	return t.stillAsk(sayAlarmMore)
}

// belongs takes what is sent while a report of danger is fresh. false: there is none, or it has ended.
func (t *turn) belongs(said string) (string, bool, error) {
	if !t.urgent() {
		return "", false, nil
	}
	reply, err := t.further(said, true)
	if errors.Is(err, errOver) {
		return "", false, nil
	}
	return reply, true, err
}

// shortContact is how many letters beside the number say no more than a name.
const shortContact = 12

// The holder is notified of the first loudAdditions additions to an urgent report; later ones are only in the timeline.
const loudAdditions = 5

// addMore adds words and the file of this push to the report. errOver: it has ended.
func (t *turn) addMore(said string) error {
	h := report.Handling{Words: report.Cut(said, report.MaxWords), Quiet: t.draft.Asked >= loudAdditions}
	if kind := kindOf(t.push.Kind); kind != "" {
		file, err := t.media.Await(t.ctx, t.tx, t.person.ID, t.account, t.push.MediaID, kind, said, t.now())
		if err != nil {
			return err
		}
		h.Files = []int64{file}
	}
	who := t.who
	who.Request += ":more" // the same message may also have moved the report
	_, err := t.reports.Add(t.ctx, who, t.draft.Report, h)
	if errors.Is(err, report.ErrState) { // it has ended: what is said now is something else
		t.clear()
		return errOver
	}
	t.draft.Asked++
	return err
}

// stillAsk repeats what staff still need to know.
func (t *turn) stillAsk(said string) (string, error) {
	switch {
	case t.draft.Area != 0:
	case len(t.draft.Choices) > 0:
		said += "\n" + sayChoices(t.tree, askAlarmPick, t.draft.Choices)
	default:
		said += "\n" + askAlarmPlace
	}
	return said, t.save()
}

// kindOf returns the kind of file that a push brings, "" for none.
func kindOf(k inbox.Kind) media.Kind {
	switch k {
	case inbox.Photo:
		return media.Photo
	case inbox.Voice:
		return media.Voice
	}
	return ""
}

// afterReport takes what is said after a report was made. false: it is about something else.
func (t *turn) afterReport(r intent.Reading, said string) (string, bool, error) {
	switch r.Kind {
	case intent.No, intent.Withdraw:
		return t.done(t.takeBack())
	case intent.Choose:
		if r.N == 0 {
			return t.done(t.takeBack())
		}
		if r.N <= len(t.draft.Choices) {
			return t.done(t.alarmAt(t.draft.Choices[r.N-1], ""))
		}
	case intent.Thanks, intent.Yes:
		return t.done(t.stillAsk(sayAlarmStay))
	case intent.Relocate:
		t.draft.Area, t.draft.Choices = 0, nil
		if r.Words != "" {
			if reply, ok, err := t.alarmPlace(r.Words); ok || err != nil {
				return reply, true, err
			}
		}
		return t.done(t.stillAsk(""))
	}
	if !t.urgent() { // only a missing place belongs to a report that was handed in
		if r.Kind == intent.Place && t.draft.Area == 0 {
			return t.alarmPlace(said)
		}
		return "", false, nil
	}
	switch r.Kind {
	case intent.Place, intent.Problem, intent.Other, intent.Add, intent.Choose, intent.Solved, intent.Unsolved, intent.Question:
		return t.done(t.further(said, r.Kind != intent.Place && r.Kind != intent.Choose))
	}
	return "", false, nil
}

// errOver says that the report of the draft has ended.
var errOver = errors.New("the report has ended")

// alarmPlace takes the answer to where the danger is. false: the words name no place.
func (t *turn) alarmPlace(said string) (string, bool, error) {
	found := t.readOn(said)
	switch {
	case len(found.Areas) == 1 && found.Areas[0].ID == t.draft.Area:
		return "", false, nil
	case len(found.Areas) == 1 && t.covers(found.Areas[0]):
		return t.done(t.alarmAt(found.Areas[0].ID, said))
	case len(choices(found)) > 0 && t.draft.Area == 0:
		t.draft.Choices, t.draft.Place = ids(choices(found)), report.Cut(said, report.MaxPlace)
		return t.done(sayChoices(t.tree, askAlarmPick, t.draft.Choices), t.save())
	case found.Ask == area.AskEstate || found.Ask == area.AskBuilding:
		t.draft.Place = report.Cut(said, report.MaxPlace) // the next answer may say the rest
	}
	return "", false, nil
}

// alarmAt corrects the place of the report; one that is already handled gets it as an addition.
func (t *turn) alarmAt(at int64, said string) (string, error) {
	if at == t.draft.Area {
		return sayAlarmMore, t.save()
	}
	a, err := t.tree.Get(at)
	if err != nil {
		return "", err
	}
	_, err = t.reports.Relocate(t.ctx, t.who, t.draft.Report, report.Handling{Area: at, Place: report.Cut(said, report.MaxPlace), Lat: t.draft.Lat, Lng: t.draft.Lng})
	if errors.Is(err, report.ErrState) || errors.Is(err, report.ErrMoved) {
		_, err = t.reports.Add(t.ctx, t.who, t.draft.Report, report.Handling{Words: "地点：" + t.tree.Say(at)})
	}
	if errors.Is(err, report.ErrState) {
		t.clear()
		return "", errOver
	}
	if err != nil {
		return "", err
	}
	stage := t.draft.Stage
	t.draft.at(at, a.Community)
	t.draft.Stage = stage
	said = fmt.Sprintf(sayAlarmAt, t.tree.Say(at))
	if t.urgent() && t.nameless() {
		said += "\n" + askAlarmWho
	}
	return said, t.save()
}

// contact keeps the name and the number in the words for staff, and takes the number out of them: a report is read by more people
// than a number. false: the words say neither, or both are known.
func (t *turn) contact(said *string) (bool, error) {
	name, phone := person.ReadContact(*said)
	if utf8.RuneCountInString(*said) > 2*shortContact { // a name in a long sentence may be anybody's
		name = ""
	}
	if !t.nameless() || name == "" && phone == "" {
		return false, nil
	}
	if t.person.Name == "" {
		t.person.Name = name
	}
	if t.person.Phone == "" && phone != "" {
		t.person.Callback = phone
	}
	*said = person.WithoutNumber(*said)
	return true, t.tx.SavePerson(t.ctx, t.person)
}

// takeBack withdraws the report that was just made; one that is already handled gets a line that it was a mistake.
func (t *turn) takeBack() (string, error) {
	id := t.draft.Report
	r, err := t.reports.Withdraw(t.ctx, t.who, id, report.Handling{})
	said := sayAlarmBack
	if errors.Is(err, report.ErrState) || errors.Is(err, report.ErrUrgent) {
		said = sayAlarmStands
		r, err = t.reports.Add(t.ctx, t.who, id, report.Handling{Words: wordsMistaken})
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(said, r.Say()), t.forget()
}
