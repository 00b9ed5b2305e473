package chat

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/danger"
	"linli/app/inbox"
	"linli/app/intent"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
)

// alarmFor is how long what a resident says after words of danger belongs to the same report.
const alarmFor = 30 * time.Minute

// What the chat says about danger.
const (
	sayAlarm       = "已报给%s，编号 %s。"
	sayAlarmPlace  = "地点：%s。"
	sayAlarmHome   = "没说地点，先按您家（%s）报了。在别处吗？请说在哪里。"
	sayAlarmUndo   = "弄错了请回复 0。"
	sayAlarmMore   = "已告诉办理人员。\n请保持电话畅通，有变化接着说。"
	sayAlarmAt     = "地点已改为%s，已重新通知。"
	askAlarmPlace  = "请马上说在什么地方，比如“阳光花园3号楼2单元”。"
	askAlarmPick   = "是哪一处？回复数字："
	askAlarmWho    = "请说一下您的姓名和电话，方便我们找您。"
	sayAlarmWho    = "记下了，谢谢。请保持电话畅通。"
	sayAlarmStay   = "请保持电话畅通，有变化接着说。"
	sayRaised      = "已补充到 %s，转为紧急，已通知办理人员。"
	sayAlarmBack   = "%s 已撤回，也告诉了去看的人。"
	sayAlarmStands = "%s 已经有人在办，不能撤回。\n已告诉他们您说弄错了。"
	wordsMistaken  = "反映人回复 0：弄错了。"
	placeUnknown   = "地点待核实"
)

// alarm hands in what a resident in danger said, at once and whatever else is open, and answers with the number to ring.
func (t *turn) alarm(d danger.Danger, said string) (string, error) {
	found := t.read(said)
	if found.Ask == area.AskPlace && t.draft.Stage == Pick { // the places that were asked about
		found = area.Found{Maybe: t.areas(t.draft.Choices)}
	}
	if t.urgent() && (len(found.Areas) != 1 || t.covers(found.Areas[0])) {
		reply, err := t.further(said)
		if !errors.Is(err, errOver) {
			return d.Say + "\n" + reply, err
		}
	}
	if reply, ok, err := t.alarmAbout(said); ok || err != nil {
		return d.Say + "\n" + reply, err
	}
	if !t.draft.about() && t.draft.Stage != Begin {
		t.clear()
	}
	if _, err := t.describe(said); err != nil {
		return "", err
	}
	where, sure := t.scene(t.draft, found)
	r, err := t.handIn(t.draft, where)
	if err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID, Stage: Alarmed, Report: r.ID, Community: r.Community}
	if sure {
		t.draft.Area = r.Area
	}
	return t.sayAlarm(d, r, found, sure)
}

// alarmAbout adds words of danger to the report that they say they belong to: 补充, 催办. false: they do not say so.
func (t *turn) alarmAbout(said string) (string, bool, error) {
	if !aboutEarlier.MatchString(said) {
		return "", false, nil
	}
	r, ok, err := t.first(report.Report.Open)
	if err != nil || !ok {
		return "", false, err
	}
	if _, err := t.reports.Add(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(said, report.MaxWords)}); err != nil {
		return "", true, err
	}
	return fmt.Sprintf(sayRaised, r.Say()), true, nil
}

var aboutEarlier = regexp.MustCompile(`^(补充|催办|催一下|再催|追加)`)

// scene returns where the danger is, as well as it is known, and whether the resident said so: the one place in the words, the
// place of the draft, what is sure of the place in the words, the home if no place was named, the community, the county.
func (t *turn) scene(d Draft, found area.Found) (where int64, sure bool) {
	switch {
	case len(found.Areas) == 1:
		return found.Areas[0].ID, true
	case len(choices(found)) == 0 && d.Area != 0:
		return d.Area, true
	case found.Within.ID != 0:
		return found.Within.ID, false
	case found.Ask == area.AskPlace && t.person.Home != 0:
		return t.person.Home, false
	}
	return t.person.Community, false
}

// covers says whether the place is the one of the open report, or that place is not known yet.
func (t *turn) covers(a area.Area) bool {
	return t.draft.Area == 0 || t.tree.Related(a.ID, t.draft.Area)
}

// reported says whether a report was just made of what the resident said.
func (t *turn) reported() bool { return t.draft.Stage == Alarmed || t.draft.Stage == HandedIn }

// urgent says whether that was a report of danger.
func (t *turn) urgent() bool { return t.draft.Stage == Alarmed }

func (t *turn) sayAlarm(d danger.Danger, r report.Report, found area.Found, sure bool) (string, error) {
	by, err := t.by(r)
	if err != nil {
		return "", err
	}
	lines := []string{d.Say, fmt.Sprintf(sayAlarm, by, r.Say())}
	switch {
	case sure:
		lines = append(lines, fmt.Sprintf(sayAlarmPlace, t.tree.Say(r.Area))+sayAlarmUndo)
		if t.nameless() {
			lines = append(lines, askAlarmWho)
		}
	case len(choices(found)) > 0:
		t.draft.Choices = ids(choices(found))
		lines = append(lines, sayAlarmUndo, sayChoices(t.tree, askAlarmPick, t.draft.Choices))
	case r.Building != 0:
		lines = append(lines, fmt.Sprintf(sayAlarmHome, t.tree.Say(r.Area)), sayAlarmUndo)
	default:
		lines = append(lines, askAlarmPlace, sayAlarmUndo)
	}
	return strings.Join(lines, "\n"), t.save()
}

// nameless says whether staff could not ring the resident.
func (t *turn) nameless() bool { return t.person.Name == "" || t.person.Dial() == "" }

// further takes what is said or sent after words of danger: the place, the name and the number, or more about it.
func (t *turn) further(said string) (string, error) {
	if name, phone := person.ReadContact(said); (name != "" || phone != "") && t.nameless() {
		return t.contact(name, phone)
	}
	if reply, ok, err := t.alarmPlace(said); ok || err != nil {
		return reply, err
	}
	var files []int64
	if kind := kindOf(t.push.Kind); kind != "" {
		file, err := t.media.Await(t.ctx, t.tx, t.person.ID, t.account, t.push.MediaID, kind, said, t.now())
		if err != nil {
			return "", err
		}
		files = []int64{file}
	}
	_, err := t.reports.Add(t.ctx, t.who, t.draft.Report, report.Handling{Words: report.Cut(said, report.MaxWords), Files: files})
	if errors.Is(err, report.ErrState) { // it has ended: what is said now is something else
		t.clear()
		return "", errOver
	}
	if err != nil {
		return "", err
	}
	return t.stillAsk(sayAlarmMore)
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
	if !t.urgent() {
		return t.alarmPlaceOnly(r, said)
	}
	switch r.Kind {
	case intent.Place, intent.Problem, intent.Other, intent.Add, intent.Choose, intent.Solved, intent.Unsolved, intent.Question:
		reply, err := t.further(said)
		if errors.Is(err, errOver) {
			return "", false, nil
		}
		return reply, true, err
	}
	return "", false, nil
}

// alarmPlaceOnly takes a place for a report that was handed in without one.
func (t *turn) alarmPlaceOnly(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Place && t.draft.Area == 0 {
		return t.alarmPlace(said)
	}
	return "", false, nil
}

// errOver says that the report of the draft has ended.
var errOver = errors.New("the report has ended")

// alarmPlace takes the answer to where the danger is. false: the words name no place.
func (t *turn) alarmPlace(said string) (string, bool, error) {
	found := t.readOn(said)
	switch {
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

// contact keeps the name and the number for staff.
func (t *turn) contact(name string, phone person.Phone) (string, error) {
	if t.person.Name == "" {
		t.person.Name = name
	}
	if t.person.Phone == "" && phone != "" {
		t.person.Callback = phone
	}
	if err := t.tx.SavePerson(t.ctx, t.person); err != nil {
		return "", err
	}
	return t.stillAsk(sayAlarmWho)
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
