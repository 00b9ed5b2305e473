package chat

import (
	"fmt"
	"slices"
	"strings"

	"linli/app/errand"
	"linli/app/intent"
	"linli/app/media"
)

// ErrandPaper asks for the photo of what an errand lacks. Choices of the draft are errand, material, errand, material, …; its Place is the
// photo that waits for the answer what it shows, and that is no file before: it may be an identity card.
const ErrandPaper Stage = "errand_paper"

// mostHeld is the longest name of a photo that a draft can hold.
const mostHeld = 200

// What the chat says about photos for errands.
const (
	askPaperPhoto = "\n还缺：%s。可以直接拍照发来，只有您和办这件事的人能看。"
	askPaperPick  = "\n还缺下面几项。先回复数字，再拍照发来：%s"
	askPaperWhich = "收到照片。这是哪一项？%s\n%d 都不是，是要反映问题\n请回复数字。"
	askPaperFirst = "请先回复数字说上一张是哪一项，再发下一张。"
	askPaperNow   = "请发“%s”的照片，只有您和办这件事的人能看。不发了回复 0。"
	sayPaperSent  = "收到“%s”的照片，只有您和办这件事的人能看，办完 30 天后删除。"
	sayPaperMore  = "还缺：%s"
	sayNoPaper    = "好的。想补材料的时候回复“我的代办”。"
)

// lacks returns what the draft may be answered with.
func (t *turn) lacks() ([]errand.Lack, error) {
	all, err := t.errands.Lacks(t.ctx, t.who, true)
	if err != nil {
		return nil, err
	}
	var asked []errand.Lack
	for i := 0; i+1 < len(t.draft.Choices); i += 2 {
		for _, l := range all {
			if l.Errand == t.draft.Choices[i] && int64(l.N) == t.draft.Choices[i+1] {
				asked = append(asked, l)
			}
		}
	}
	return asked, nil
}

// awaitPapers makes the draft the question for these, with a photo that is already here.
func (t *turn) awaitPapers(lacks []errand.Lack, photo string) error {
	t.draft = Draft{Person: t.person.ID, Stage: ErrandPaper, Place: photo}
	for _, l := range lacks {
		t.draft.Choices = append(t.draft.Choices, l.Errand, int64(l.N))
	}
	return t.save()
}

func sayLacks(lacks []errand.Lack) string {
	var b strings.Builder
	several := slices.ContainsFunc(lacks, func(l errand.Lack) bool { return l.Errand != lacks[0].Errand })
	for i, l := range lacks {
		fmt.Fprintf(&b, "\n%d %s", i+1, l.Gap)
		if several {
			b.WriteString("（" + l.Title + "）")
		}
	}
	return b.String()
}

// offerPapers asks for photos of what the resident's errands lack, below the list of these. A problem that was begun goes first.
func (t *turn) offerPapers() (string, error) {
	switch {
	case t.draft.Stage == ErrandPaper && t.draft.Place != "":
		return "\n" + t.againPaper(), nil
	case t.draft.Stage != ErrandPaper && t.draft.asks():
		return "", nil
	}
	lacks, err := t.errands.Lacks(t.ctx, t.who, true)
	if err != nil || len(lacks) == 0 {
		return "", err
	}
	lacks = lacks[:min(len(lacks), mostPicks)]
	said := fmt.Sprintf(askPaperPick, sayLacks(lacks))
	if len(lacks) == 1 {
		said = fmt.Sprintf(askPaperPhoto, lacks[0].Gap)
	}
	return said, t.awaitPapers(lacks, "")
}

// paperArrives takes a photo for an errand: at once when one thing was asked for, else it is asked what it shows. false: no errand of the
// resident waits for anything, so the photo is a problem.
func (t *turn) paperArrives() (string, bool, error) {
	if t.draft.Stage == ErrandPaper {
		if t.draft.Place != "" {
			return askPaperFirst, true, nil
		}
		lacks, err := t.lacks()
		switch {
		case err != nil:
			return "", true, err
		case len(lacks) == 1:
			return t.done(t.sendPaper(lacks[0], t.push.MediaID))
		case len(lacks) > 1:
			return t.done(t.askPaper(lacks))
		}
	}
	if t.draft.about() || t.draft.Stage == Begin || t.draft.Stage == Inquiring {
		return "", false, nil
	}
	if open, err := t.questions(); err != nil || len(open) > 0 {
		return "", false, err
	}
	lacks, err := t.errands.Lacks(t.ctx, t.who, false)
	if err != nil || len(lacks) == 0 {
		return "", false, err
	}
	return t.done(t.askPaper(lacks[:min(len(lacks), mostPicks-1)]))
}

// askPaper asks what the photo of this push shows.
func (t *turn) askPaper(lacks []errand.Lack) (string, error) {
	if len(t.push.MediaID) > mostHeld {
		return fmt.Sprintf(askPaperPick, sayLacks(lacks)), t.awaitPapers(lacks, "")
	}
	return fmt.Sprintf(askPaperWhich, sayLacks(lacks), len(lacks)+1), t.awaitPapers(lacks, t.push.MediaID)
}

// sendPaper hands the photo to the errand and goes on with what that one still lacks.
func (t *turn) sendPaper(l errand.Lack, photo string) (string, error) {
	if err := t.errands.Send(t.ctx, t.who, l, photo); err != nil {
		return "", andThen(err, "回复“我的代办”可查看。")
	}
	said := fmt.Sprintf(sayPaperSent, l.Name)
	all, err := t.errands.Lacks(t.ctx, t.who, true)
	if err != nil {
		return "", err
	}
	var rest []errand.Lack
	var names []string
	for _, other := range all {
		if other.Errand == l.Errand && other.N != l.N && len(rest) < mostPicks-1 && t.draft.mayAsk(other) {
			rest, names = append(rest, other), append(names, other.Name)
		}
	}
	if len(rest) == 0 {
		return said, t.forget()
	}
	return said + "\n" + fmt.Sprintf(sayPaperMore, strings.Join(names, "、")), t.awaitPapers(rest, "")
}

// mayAsk says whether the open question names this material, or names one thing only.
func (d Draft) mayAsk(l errand.Lack) bool {
	if len(d.Choices) <= 2 {
		return true
	}
	for i := 0; i+1 < len(d.Choices); i += 2 {
		if d.Choices[i] == l.Errand && d.Choices[i+1] == int64(l.N) {
			return true
		}
	}
	return false
}

// answerPaper takes the number of a material. Words about a problem make a photo without an answer a part of it.
func (t *turn) answerPaper(r intent.Reading, said string) (string, bool, error) {
	lacks, err := t.lacks()
	if err != nil {
		return "", true, err
	}
	photo := t.draft.Place
	switch {
	case r.Kind == intent.Choose && r.N >= 1 && r.N <= len(lacks):
		l := lacks[r.N-1]
		if photo != "" {
			return t.done(t.sendPaper(l, photo))
		}
		return t.done(fmt.Sprintf(askPaperNow, l.Name), t.awaitPapers([]errand.Lack{l}, ""))
	case photo != "" && r.Kind == intent.Choose && r.N == len(lacks)+1:
		if err := t.asProblem(photo); err != nil {
			return "", true, err
		}
		return t.done(t.next("收到照片。"))
	case photo != "" && (r.Kind == intent.Problem || r.Kind == intent.Place):
		if err := t.asProblem(photo); err != nil {
			return "", true, err
		}
		t.draft.Stage = Place
		return t.answerProblem(r, said)
	case r.Kind == intent.Choose, r.Kind == intent.Yes:
		return t.done(t.again(""))
	}
	return "", false, nil
}

// asProblem makes the photo that waited the first of a problem.
func (t *turn) asProblem(photo string) error {
	own := t.push.MediaID
	t.push.MediaID, t.draft = photo, Draft{Person: t.person.ID}
	_, err := t.keep(media.Photo)
	t.push.MediaID = own
	return err
}

// againPaper repeats the open question.
func (t *turn) againPaper() string {
	lacks, err := t.lacks()
	switch {
	case err != nil || len(lacks) == 0:
		return sayNoPaper
	case t.draft.Place != "":
		return fmt.Sprintf(askPaperWhich, sayLacks(lacks), len(lacks)+1)
	case len(lacks) == 1:
		return fmt.Sprintf(askPaperNow, lacks[0].Name)
	}
	return strings.TrimPrefix(fmt.Sprintf(askPaperPick, sayLacks(lacks)), "\n")
}
