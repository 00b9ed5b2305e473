package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/intent"
	"linli/app/report"
)

// words routes what was typed or spoken: the open question first, then what the resident wants done, then a new problem.
func (t *turn) words(said string) (string, error) {
	r := t.intents.ReadCalm(said)
	if do, ok := t.offerReply(said); ok { // an offer expires, whatever is open
		return do()
	}
	if reply, ok, err := t.answer(r, said); ok || err != nil {
		return reply, err
	}
	if reply, ok, err := t.answerStaff(r, said); ok || err != nil {
		return reply, err
	}
	if do, ok := t.wish(r, said); ok {
		reply, err := do()
		return t.remind(reply), err
	}
	return t.fresh(r, said)
}

// answer takes the words as the answer to the open question. false: none is open, or they are about something else.
func (t *turn) answer(r intent.Reading, said string) (string, bool, error) {
	if one, ok := t.draft.topic(); ok {
		if r.Kind == intent.No || r.Kind == intent.Choose && r.N == 0 {
			return t.done(one.dropped, t.forget())
		}
		return one.answer(t, r, said)
	}
	switch t.draft.Stage {
	case Alarmed, HandedIn:
		reply, ok, err := t.afterReport(r, said)
		if errors.Is(err, errOver) {
			return "", false, nil
		}
		return reply, ok, err
	case Place, Pick, Community, Confirm:
		return t.answerProblem(r, said)
	case Which:
		return t.which(r)
	case Whose:
		return t.whose(r)
	case Matter:
		return t.matter(r)
	case Detail:
		return t.answerDetail(r, said)
	case Home:
		return t.settleHome(r, said)
	}
	return "", false, nil
}

// remind adds to a reply about something else that a problem still waits, where there is room for it.
func (t *turn) remind(reply string) string {
	if !t.draft.about() || t.draft.empty() || strings.Count(reply, "\n") > 2 || strings.Contains(reply, sayUnfinished) {
		return reply
	}
	if t.draft.Stage == Confirm {
		return reply + "\n刚才说的那件事还没交，回复 1 提交。"
	}
	return reply + "\n刚才说的那件事，请说一下在什么地方。"
}

// again says what cannot be done with the words, and repeats the open question.
func (t *turn) again(first string) (string, error) {
	if first != "" {
		first += "\n"
	}
	if one, ok := t.draft.topic(); ok {
		return first + one.again(t), nil
	}
	switch t.draft.Stage {
	case Place:
		return first + askPlaceAgain, t.save()
	case Pick, Community:
		return first + sayChoices(t.tree, askNumber, t.draft.Choices), t.save()
	case Confirm:
		return t.confirm(first)
	case Alarmed, HandedIn:
		return first + sayAlarmMore, nil
	case Detail:
		return first + fmt.Sprintf(askDetail, t.draft.Text), nil
	case "", Begin:
		return first + askWords, nil
	}
	return first + askNumber, nil
}

// kindsOfWish are what the chat offers when it does not understand, or when two readings are near.
var kindsOfWish = []intent.Kind{
	intent.Problem, intent.Book, intent.Human, intent.Progress, intent.Urge, intent.Withdraw, intent.Add, intent.Solved,
	intent.Unsolved, intent.Bookings, intent.Cancel, intent.Move, intent.Queue, intent.Borrow, intent.Question, intent.Thanks,
}

// sayWish names a wish in a list.
var sayWish = map[intent.Kind]string{
	intent.Problem: "反映问题", intent.Book: "预约服务", intent.Human: "找工作人员", intent.Progress: "查办理进展", intent.Urge: "催办",
	intent.Withdraw: "撤回反映的事", intent.Add: "补充情况", intent.Solved: "已经解决了", intent.Unsolved: "还没解决",
	intent.Bookings: "看我的预约", intent.Cancel: "取消预约", intent.Move: "改预约时间", intent.Queue: "看排队到几号",
	intent.Borrow: "借东西", intent.Question: "问问题", intent.Thanks: "没别的事了",
}

// askWhich asks which of some wishes is meant. What was said is kept.
func (t *turn) askWhich(said string, kinds ...intent.Kind) (string, error) {
	t.draft = Draft{Person: t.person.ID, Stage: Which, Text: report.Cut(said, report.MaxText)}
	if _, err := t.keepVoice(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(askWhich)
	for _, k := range kinds {
		i := slices.Index(kindsOfWish, k)
		if i < 0 || slices.Contains(t.draft.Choices, int64(i)) {
			continue
		}
		t.draft.Choices = append(t.draft.Choices, int64(i))
		fmt.Fprintf(&b, "\n%d %s", len(t.draft.Choices), sayWish[k])
	}
	return b.String(), t.save()
}

// which takes the number of a wish, and does what was said before in that sense.
func (t *turn) which(r intent.Reading) (string, bool, error) {
	if r.Kind == intent.No || r.Kind == intent.Choose && r.N == 0 {
		return t.done(sayDropped, t.forget())
	}
	if r.Kind != intent.Choose {
		return "", false, t.forget()
	}
	if r.N > len(t.draft.Choices) {
		return askNumber, true, nil
	}
	kind, before := kindsOfWish[t.draft.Choices[r.N-1]], t.draft
	meant := t.intents.ReadCalm(before.Text)
	meant.Kind, meant.Or = kind, ""
	if err := t.forget(); err != nil {
		return "", true, err
	}
	if kind == intent.Problem {
		t.draft.Files = before.Files
		return t.done(t.problem(before.Text))
	}
	if do, ok := t.wish(meant, before.Text); ok {
		return t.done(do())
	}
	return t.done(sayMenu, nil)
}

// answerStaff takes the words as the answer to a question of staff, if they can be one. Where they may be a new problem, or
// several questions are open, it asks.
func (t *turn) answerStaff(r intent.Reading, said string) (string, bool, error) {
	if t.draft.Stage != "" && t.draft.Stage != BookMine && t.draft.Stage != Home {
		return "", false, nil
	}
	switch r.Kind {
	case intent.Yes, intent.No, intent.Choose, intent.Place, intent.Other, intent.Problem:
	default:
		return "", false, nil
	}
	t.clear()
	open, err := t.questions()
	if err != nil || len(open) == 0 {
		return "", false, err
	}
	if later, err := t.markedSince(r, open[0].AskedAt); err != nil || len(later) > 0 { // asked after the question of staff
		return "", false, err
	}
	got, err := t.keepVoice()
	if err != nil {
		return "", true, err
	}
	if len(open) > 1 || r.Kind == intent.Problem && !answers(open[0], said) {
		return t.done(t.askWhose(open, got, said))
	}
	return t.done(t.answerTo(open[0].ID, said, t.draft.Files))
}

// answers says whether words about something wrong answer the question rather than tell of another problem: they are short and
// speak of what was asked.
func answers(r report.Report, said string) bool { return answersQuestion(r.Question, said) }

func answersQuestion(question, said string) bool {
	const empty = "的是了在有没几什么哪里个吗呢请问您这那一不上下楼号单元门口"
	return utf8.RuneCountInString(said) <= 20 && strings.ContainsFunc(said, func(c rune) bool {
		return unicode.Is(unicode.Han, c) && strings.ContainsRune(question, c) && !strings.ContainsRune(empty, c)
	})
}

// questions returns the resident's reports with an open question of staff, newest first.
func (t *turn) questions() ([]report.Report, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, t.who.Represents(), recent)
	return slices.DeleteFunc(all, func(r report.Report) bool { return r.Question == "" }), err
}

// askWhose asks which question the words and files of the draft answer, or whether they are a new problem.
func (t *turn) askWhose(open []report.Report, got, said string) (string, error) {
	t.draft = Draft{Person: t.person.ID, Stage: Whose, Text: report.Cut(said, report.MaxText), Files: t.draft.Files}
	var b strings.Builder
	b.WriteString(got + askWhose)
	for i, r := range open[:min(len(open), mostPicks-1)] {
		t.draft.Choices = append(t.draft.Choices, r.ID)
		fmt.Fprintf(&b, "\n%d 回答“%s”", i+1, report.Cut(r.Question, 20))
	}
	fmt.Fprintf(&b, "\n%d 都不是，是新的问题", len(t.draft.Choices)+1)
	return b.String(), t.save()
}

// whose takes the number of a question. Other words leave what was said before as a new problem.
func (t *turn) whose(r intent.Reading) (string, bool, error) {
	before := t.draft
	switch {
	case r.Kind == intent.Choose && r.N >= 1 && r.N <= len(before.Choices):
		return t.done(t.answerTo(before.Choices[r.N-1], before.Text, before.Files))
	case r.Kind == intent.Choose && r.N == 0:
		return t.done(sayDropped, t.forget())
	case r.Kind == intent.Choose && r.N > len(before.Choices)+1:
		return askNumber, true, nil
	}
	t.clear()
	t.draft.Files = before.Files
	fresh := r.Kind == intent.Choose || r.Kind == intent.No
	reply, err := t.problem(before.Text)
	return reply, fresh, err
}

// answerTo answers a question of staff.
func (t *turn) answerTo(id int64, said string, files []int64) (string, error) {
	_, err := t.reports.Answer(t.ctx, t.who, id, report.Handling{Words: report.Cut(said, report.MaxWords), Files: files})
	if err != nil {
		return "", err
	}
	return sayAnswered, t.forget()
}

// fresh takes words that answer nothing: a problem, a place, or something that the chat does not understand.
func (t *turn) fresh(r intent.Reading, said string) (string, error) {
	switch {
	case r.Kind == intent.Place && t.draft.Stage != Begin:
		if found := t.read(said).Areas; len(found) == 1 {
			t.clear()
			t.draft.at(found[0].ID, found[0].Community)
			return t.stand(found[0].ID)
		}
	case r.Kind == intent.Problem, t.draft.Stage == Begin:
		return t.problem(said)
	}
	return t.askWhich(said, intent.Problem, intent.Book, intent.Human)
}

// problem begins a problem with its first words.
func (t *turn) problem(said string) (string, error) {
	if t.draft.Stage != Begin {
		files := t.draft.Files
		t.clear()
		t.draft.Files = files
	}
	got, err := t.describe(said)
	if err != nil {
		return "", err
	}
	if t.draft.Area != 0 {
		return t.next(got + "收到。\n")
	}
	found := t.read(said) // the sentence may name the place itself
	switch {
	case len(found.Areas) == 1:
		t.draft.at(found.Areas[0].ID, found.Areas[0].Community)
	case len(choices(found)) > 0:
		return t.askPick(got, found)
	case found.Ask == area.AskEstate, found.Ask == area.AskBuilding, found.Ask == area.AskTwo:
		t.draft.Stage, t.draft.Place = Place, report.Cut(said, report.MaxPlace)
		return got + "收到。\n" + askAbout[found.Ask], t.save()
	}
	return t.next(got + "收到。\n")
}
