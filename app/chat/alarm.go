package chat

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/danger"
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
		reply, err := t.further(said, true)
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
	if _, err := t.contact(&said); err != nil {
		return "", err
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
