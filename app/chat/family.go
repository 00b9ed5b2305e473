package chat

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/app/family"
	"linli/app/text"
)

// FamilyAsk is the question whether the maker of a family code becomes family; the draft keeps the code as its place.
const FamilyAsk Stage = "family"

// What the chat says about family.
const (
	askFamily   = "添加%s（您的%s）为家人吗？\n他就可以替您预约、看您的预约。\n1 同意　2 同意，我也替他办事\n不同意回复 0。"
	askNumbers  = "请回复 1、2 或者 0。"
	sayNotAdded = "好的，没有添加。"
	sayKin      = "已添加：%s（您的%s）可以替您预约和办事了。\n不要了，可以在“我的家人”里解除，或者告诉社区。"
	sayKinBoth  = "已添加：您和%s（您的%s）可以互相替对方预约和办事了。\n不要了，可以在“我的家人”里解除，或者告诉社区。"
)

// mostCodeWords is how many characters are said besides a family code at most.
const mostCodeWords = 12

var (
	familyCodeWords = regexp.MustCompile(`家人|亲情码|邀请码`)
	codeLetters     = regexp.MustCompile(`[0-9A-Za-z\s\-]+`)
)

// readFamilyCode returns the code in a message that is about nothing else: alone, or with a few words about a code. Eight
// digits may be a telephone number; they are a code only when a family code is spoken of, and then a wrong one is read, too.
func readFamilyCode(said string) (code string, ok bool) {
	said = text.Narrow(said)
	words := strings.Trim(codeLetters.ReplaceAllString(said, ""), ".,:!?、；")
	named := familyCodeWords.MatchString(words)
	if words != "" && !named && !strings.Contains(words, "码") && digits.Replace(words) == words || utf8.RuneCountInString(words) > mostCodeWords {
		return "", false
	}
	for _, tried := range []string{said, digits.Replace(said)} { // a voice message may have Chinese numbers
		code = text.Code(tried)
		if _, err := family.ReadCode(code); err == nil {
			return code, named || strings.Trim(code, "0123456789") != ""
		}
	}
	return code, named && len(code) >= leastCode
}

// leastCode is how many letters and digits may be a code with some missing.
const leastCode = 5

// familyCommand takes a family code.
func (t *turn) familyCommand(word string) (func() (string, error), bool) {
	code, ok := readFamilyCode(word)
	if !ok || t.draft.asks() && t.draft.Stage != FamilyAsk {
		return nil, false
	}
	return func() (string, error) { return t.offerFamily(code) }, true
}

// offerFamily asks whether the maker of the code becomes family.
func (t *turn) offerFamily(code string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	o, err := t.families.Offered(t.ctx, t.who, code)
	if err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID, Stage: FamilyAsk, Place: code}
	return fmt.Sprintf(askFamily, nameOfKin(o.Carer.Name), o.Relation.Name()), t.save()
}

func nameOfKin(name string) string {
	if name == "" {
		return "给您码的人"
	}
	return name
}

// answerFamily reads the answer. false: the words are about a problem to report.
func (t *turn) answerFamily(said string) (string, bool, error) {
	n, ok := spoken(said)
	if !ok {
		switch strings.TrimRight(said, "。.！! ") {
		case "同意", "好", "好的", "是", "是的", "可以", "行":
			n, ok = 1, true
		}
	}
	if ok && (n == 1 || n == 2) {
		reply, err := t.addFamily(n == 2)
		return reply, true, err
	}
	if !ok && worthReporting(said) {
		return "", false, nil
	}
	return askNumbers, true, nil
}

func (t *turn) addFamily(back bool) (string, error) {
	code := t.draft.Place
	if err := t.tx.DeleteDraft(t.ctx, t.person.ID); err != nil {
		return "", err
	}
	l, err := t.families.Accept(t.ctx, t.who, code, back)
	if err != nil {
		return "", err
	}
	carer, err := t.tx.LockPerson(t.ctx, l.Carer)
	said := sayKin
	if back {
		said = sayKinBoth
	}
	return fmt.Sprintf(said, nameOfKin(carer.Name), l.Relation.Inverse().Name()), err
}
