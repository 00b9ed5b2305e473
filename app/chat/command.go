package chat

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"linli/app/person"
	"linli/app/report"
)

// How many recent reports of a resident the chat looks at.
const recent = 10

var (
	satisfied   = regexp.MustCompile(`^(1[ .、，,]?满意|满意|解决了|已解决)[。！!]?$`)
	unsatisfied = regexp.MustCompile(`^(?:2[ .、，,]?没解决|2[ .、，,]?没有解决|没解决|没有解决|不满意|未解决)[。！!，,：: ]*(.*)$`)
	adding      = regexp.MustCompile(`^补充[：:，, ]?(.+)$`)
	answering   = regexp.MustCompile(`^(?:答|回答)[：: ]?(.+)$`)
)

// command returns what a short message orders, if anything. Its meaning depends on the open question: "1" hands in a
// draft that waits for it, and else says that a solved matter is solved.
func (t *turn) command(said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	drafting := t.draft.asks()
	if do, ok := t.topicCommand(word); ok {
		return do, true
	}
	switch word {
	case "进展", "进度", "查询", "查进展", "办得怎么样了":
		return t.progress, true
	case "催办", "催", "催一下":
		return t.urge, true
	case "撤回":
		return t.withdraw, true
	case "菜单", "帮助", "help", "你好", "您好", "在吗":
		return func() (string, error) { return sayMenu, nil }, !drafting || word != "在吗"
	case "0", "取消", "不交了":
		return t.drop, true
	case "改地点", "地点不对":
		return t.again, drafting
	case "1", "提交", "确认", "交", "好", "是的":
		if t.draft.Stage == Confirm {
			return t.submit, true
		}
		if word == "1" && !drafting {
			return func() (string, error) { return t.agree(true) }, true
		}
		return nil, false
	case "2":
		if !drafting {
			return func() (string, error) { return t.agree(false) }, true
		}
		return nil, false
	}
	if n, ok := report.ParseNumber(word); ok {
		return func() (string, error) { return t.number(n) }, true
	}
	if satisfied.MatchString(said) {
		return func() (string, error) { return t.review(true, "") }, true
	}
	if m := unsatisfied.FindStringSubmatch(said); m != nil && !drafting {
		return func() (string, error) { return t.review(false, m[1]) }, true
	}
	if m := adding.FindStringSubmatch(said); m != nil && !drafting {
		return func() (string, error) { return t.add(m[1]) }, true
	}
	if m := answering.FindStringSubmatch(said); m != nil && !drafting {
		return func() (string, error) { return t.answer(m[1]) }, true
	}
	return nil, false
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
	d := t.draft
	if d.empty() {
		d.Text = textLost
	}
	r, err := t.reports.Submit(t.ctx, t.who, report.Draft{
		Source: report.Chat, Text: d.Text, Place: d.Place, Area: t.where(), Lat: d.Lat, Lng: d.Lng, Files: d.Files,
		Account: t.account, OpenID: t.push.From,
	})
	if err != nil {
		return "", err
	}
	if err := t.tx.DeleteDraft(t.ctx, t.person.ID); err != nil {
		return "", err
	}
	known := t.person.Community == 0 || t.person.Home == 0 && t.person.Community == r.Community
	if known && r.Building != 0 { // the next report starts with the resident's home
		home := person.Home{Community: r.Community, Building: r.Building, Area: r.Building}
		err := person.Settle(t.ctx, t.tx, &t.person, home, t.tree.Path, t.now())
		if err == nil {
			err = t.tx.SavePerson(t.ctx, t.person)
		}
		if err != nil && !errors.Is(err, person.ErrMoves) {
			return "", err
		}
	}
	by, err := t.by(r)
	return missing + saySubmitted(r, by), err
}

func (t *turn) where() int64 {
	if t.draft.Area != 0 {
		return t.draft.Area
	}
	return t.draft.Community
}

func (t *turn) by(r report.Report) (string, error) {
	return report.Held(t.ctx, t.tx, t.tree, r.Holder)
}

func (t *turn) drop() (string, error) {
	if t.draft.Stage == "" || t.draft.Stage == BookMine {
		return sayNoDraft, nil
	}
	said := sayDropped
	if one, ok := t.draft.topic(); ok {
		said = one.dropped
	}
	return said, t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// again asks for the place once more.
func (t *turn) again() (string, error) {
	t.draft.Area, t.draft.Place, t.draft.Lat, t.draft.Lng, t.draft.Choices = 0, "", 0, 0, nil
	t.draft.Stage, t.draft.Asked = Place, 0
	return askPlace, t.save()
}

// progress tells about what is open, or about the last matter.
func (t *turn) progress() (string, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, recent)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return sayNothing, nil
	}
	var open []report.Report
	for _, r := range all {
		if r.Open() || r.State == report.Resolved || r.State == report.Merged {
			open = append(open, r)
		}
	}
	switch len(open) {
	case 0:
		return t.one(all[0])
	case 1:
		return t.one(open[0])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "您有 %d 件事在办：", len(open))
	for _, r := range open {
		fmt.Fprintf(&b, "\n%s %s：%s", r.Say(), r.Title(), r.State.Name())
	}
	b.WriteString("\n回复编号看详情。")
	return b.String(), nil
}

func (t *turn) number(n report.Said) (string, error) {
	r, err := t.tx.LatestReport(t.ctx, t.person.ID, n)
	if errors.Is(err, report.ErrMissing) {
		return sayNoNumber, nil
	}
	if err != nil {
		return "", err
	}
	return t.one(r)
}

func (t *turn) one(r report.Report) (string, error) {
	next, err := t.reports.Explain(t.ctx, t.tx, r)
	return sayProgress(r, next), err
}

// first returns the newest of the resident's reports that fits.
func (t *turn) first(fits func(report.Report) bool) (report.Report, bool, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, recent)
	for _, r := range all {
		if fits(r) {
			return r, true, err
		}
	}
	return report.Report{}, false, err
}

// asked returns the report with an open question of staff.
func (t *turn) asked() (report.Report, bool, error) {
	return t.first(func(r report.Report) bool { return r.Question != "" })
}

func (t *turn) answer(said string) (string, error) {
	r, ok, err := t.asked()
	if err != nil || !ok {
		return sayMenu, err
	}
	return t.answerTo(r, said)
}

func (t *turn) answerTo(r report.Report, said string) (string, error) {
	_, err := t.reports.Answer(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(said, report.MaxWords)})
	return sayAnswered, err
}

// add gives more words to the newest open matter.
func (t *turn) add(said string) (string, error) {
	r, ok, err := t.first(report.Report.Open)
	if err != nil || !ok {
		return sayNothing, err
	}
	_, err = t.reports.Add(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(said, report.MaxWords)})
	return fmt.Sprintf(sayAdded, r.Say()), err
}

// review judges the newest matter that waits for it.
func (t *turn) review(happy bool, said string) (string, error) {
	r, ok, err := t.first(func(r report.Report) bool { return r.State == report.Resolved })
	if err != nil || !ok {
		return sayMenu, err
	}
	if happy {
		_, err = t.reports.Review(t.ctx, t.who, r.ID, report.Review{Satisfied: true})
		return sayThanks, err
	}
	r, err = t.reports.Reopen(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(strings.TrimSpace(said), report.MaxWords)})
	if err != nil {
		return "", err
	}
	by, err := t.by(r)
	return fmt.Sprintf(sayAgain, by), err
}

func (t *turn) urge() (string, error) {
	r, ok, err := t.first(report.Report.Open)
	if err != nil || !ok {
		return sayNothing, err
	}
	r, err = t.reports.Urge(t.ctx, t.who, r.ID, report.Handling{})
	return fmt.Sprintf(sayUrged, r.Say(), r.Urges), err
}

func (t *turn) withdraw() (string, error) {
	r, ok, err := t.first(func(r report.Report) bool { return r.State == report.Submitted })
	if err != nil {
		return "", err
	}
	if !ok {
		return "已经受理的事件不能撤回。如不用办了，请回复“进展”找到编号后联系社区。", nil
	}
	r, err = t.reports.Withdraw(t.ctx, t.who, r.ID, report.Handling{})
	return fmt.Sprintf(sayBack, r.Say()), err
}
