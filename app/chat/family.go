package chat

import (
	"fmt"

	"linli/app/intent"
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

// familyWish takes a family code.
func (t *turn) familyWish(r intent.Reading, _ string) (func() (string, error), bool) {
	return func() (string, error) { return t.offerFamily(r.Code) }, r.Kind == intent.Family
}

// offerFamily asks whether the maker of the code becomes family.
func (t *turn) offerFamily(code string) (string, error) {
	if t.draft.about() {
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

// answerFamily reads the answer. false: the words are about something else.
func (t *turn) answerFamily(r intent.Reading, _ string) (string, bool, error) {
	switch {
	case r.Kind == intent.Choose && (r.N == 1 || r.N == 2):
		return t.done(t.addFamily(r.N == 2))
	case r.Kind == intent.Yes:
		return t.done(t.addFamily(false))
	case r.Kind == intent.Choose || r.Kind == intent.Place || r.Kind == intent.Other:
		return askNumbers, true, nil
	}
	return "", false, nil
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
