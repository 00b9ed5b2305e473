package chat

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linli/app/fault"
	"linli/app/intent"
	"linli/app/loan"
)

// mostThing is how many characters the name of a wanted thing has at most.
const mostThing = 5

// The stages of borrowing.
const (
	LoanWhat  Stage = "loan"      // which of these things?
	LoanWhere Stage = "loan_area" // in which community?
)

// What the chat says about loans.
const (
	askLoan      = "请回复上面的数字；不借了回复 0。"
	askLoanWhich = "请说明是哪一样，比如：还%s。"
	sayNoThings  = "%s现在没有可以借的东西，请打社区电话问问。"
	sayNoLoans   = "您现在没有借东西。回复“借东西”看看可以借什么。"
	sayNotLent   = "好的。想借的时候回复“借东西”。"
	sayLent      = "借好了：%s。\n请到%s自取，%s前还回原处。\n还了请回复“还%s”，要多用几天回复“续借”。"
	sayReturned  = "%s已还，谢谢您。"
	sayLonger    = "%s可以用到 %s。"
)

var (
	returning = regexp.MustCompile(`^还了?(?:一?[把个辆台副件])?(.*)$`)
	borrowing = regexp.MustCompile(`^借(?:一?[把个辆台副件])?(.+)$`)
	extending = regexp.MustCompile(`^续借(.*)$`)
)

// loanWish returns what words order about loans. Words for a thing count only when such a thing is lent here, or the resident
// has borrowed it.
func (t *turn) loanWish(r intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	switch word {
	case "我借的", "借了什么", "查借用":
		return t.myLoans, true
	case "借东西", "借物", "借用", "借":
		return func() (string, error) { return t.borrow("") }, !t.draft.about()
	}
	if r.Kind == intent.Borrow && !t.draft.about() && (r.Words == "" || t.lends(r.Words)) {
		return func() (string, error) { return t.borrow(r.Words) }, true
	}
	if m := borrowing.FindStringSubmatch(word); m != nil && !t.draft.asks() && t.lends(m[1]) { // a thing whose name sounds like a problem
		return func() (string, error) { return t.borrow(m[1]) }, true
	}
	if m := extending.FindStringSubmatch(word); m != nil {
		return func() (string, error) { return t.onLoan(m[1], t.extend) }, true
	}
	if m := returning.FindStringSubmatch(word); m != nil && t.has(m[1]) {
		return func() (string, error) { return t.onLoan(m[1], t.giveBack) }, true
	}
	return nil, false
}

// lends says whether the words name a thing of their community, or of any while theirs is not known; or may name one that is
// not lent, in a community that lends others. What cannot be read now is read as something else.
func (t *turn) lends(what string) bool {
	all, err := t.loans.ThingsIn(t.ctx, t.who, t.communities())
	if err != nil || len(all) == 0 {
		return false
	}
	if len(named(all, what)) > 0 {
		return true
	}
	if t.home() == 0 || utf8.RuneCountInString(what) > mostThing {
		return false
	}
	_, threatens := t.matters.Dangers.Read(what)
	return !threatens
}

// named returns the things that the words mean; "" means all.
func named(all []loan.Thing, what string) []loan.Thing {
	return slices.DeleteFunc(slices.Clone(all), func(one loan.Thing) bool { return what != "" && !one.Named(what) })
}

// has says whether the words name a thing that the resident has borrowed.
func (t *turn) has(what string) bool {
	_, things, err := t.inHand()
	return err == nil && len(named(things, what)) > 0
}

// inHand returns the resident's open loans, each with its thing.
func (t *turn) inHand() ([]loan.Loan, []loan.Thing, error) {
	out, err := t.loans.Out(t.ctx, t.who)
	if err != nil || len(out) == 0 {
		return nil, nil, err
	}
	known, err := t.loans.ThingsOf(t.ctx, out)
	things := make([]loan.Thing, len(out))
	for i, l := range out {
		things[i] = known[l.Thing]
	}
	return out, things, err
}

// borrow lends the one thing that the words mean, or lists what there is.
func (t *turn) borrow(what string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(LoanWhere, what, t.borrowIn)
	}
	all, err := t.loans.Things(t.ctx, t.who, community)
	if err != nil {
		return "", err
	}
	if what != "" {
		found := named(all, what)
		if len(found) == 1 {
			return t.borrowThing(found[0].ID)
		}
		if len(found) > 0 {
			all = found
		}
	}
	if len(all) == 0 {
		return fmt.Sprintf(sayNoThings, t.tree.Say(community)), t.tx.DeleteDraft(t.ctx, t.person.ID)
	}
	return t.listThings(all)
}

func (t *turn) listThings(all []loan.Thing) (string, error) {
	all = all[:min(len(all), mostPicks)]
	t.draft = Draft{Person: t.person.ID, Stage: LoanWhat}
	var b strings.Builder
	b.WriteString("可以借：")
	for i, one := range all {
		fmt.Fprintf(&b, "\n%d %s %s", i+1, one.Name, sayLeft(one))
		t.draft.Choices = append(t.draft.Choices, one.ID)
	}
	b.WriteString("\n回复数字借用，不借了回复 0。")
	return b.String(), t.save()
}

func sayLeft(one loan.Thing) string {
	switch {
	case one.Left() == 0:
		return "借完了"
	case one.Self:
		return fmt.Sprintf("还有 %d 件", one.Left())
	}
	return fmt.Sprintf("还有 %d 件，请到%s办理", one.Left(), one.Place)
}

// borrowIn remembers the community and goes on there.
func (t *turn) borrowIn(community int64, what string) (string, error) {
	if err := t.settle(LoanWhere, community); err != nil {
		return "", err
	}
	return t.borrow(what)
}

// answerLoan reads the answer to a question about a loan. false: the words are about something else.
func (t *turn) answerLoan(r intent.Reading, said string) (string, bool, error) {
	n := r.N
	if r.Kind == intent.Yes && len(t.draft.Choices) == 1 {
		n = 1
	}
	if r.Kind == intent.Choose || n == 1 {
		if n < 1 || n > len(t.draft.Choices) {
			return askLoan, true, nil
		}
		pick := t.draft.Choices[n-1]
		if t.draft.Stage == LoanWhere {
			return t.done(t.borrowIn(pick, t.draft.Place))
		}
		return t.done(t.borrowThing(pick))
	}
	if t.draft.Stage == LoanWhere {
		if community := t.communityNamed(said); community != 0 {
			return t.done(t.borrowIn(community, t.draft.Place))
		}
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askLoan, true, nil
	}
	return "", false, nil
}

// borrowThing borrows a thing.
func (t *turn) borrowThing(thing int64) (string, error) {
	l, err := t.loans.Borrow(t.ctx, t.who, thing)
	if err != nil {
		return "", andThen(err, "回复“借东西”看看别的。")
	}
	things, err := t.loans.ThingsOf(t.ctx, []loan.Loan{l})
	if err != nil {
		return "", err
	}
	one := things[l.Thing]
	return fmt.Sprintf(sayLent, one.Name, one.Place, l.Due.Say(), one.Name), t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// myLoans lists the resident's open loans.
func (t *turn) myLoans() (string, error) {
	out, things, err := t.inHand()
	if err != nil || len(out) == 0 {
		return sayNoLoans, err
	}
	var b strings.Builder
	b.WriteString("您借的：")
	for i, l := range out[:min(len(out), mostPicks)] {
		fmt.Fprintf(&b, "\n%s %s前还到%s", things[i].Name, l.Due.Say(), things[i].Place)
	}
	b.WriteString("\n还了请回复“还”加名称；要多用几天回复“续借”加名称。")
	return b.String(), nil
}

// onLoan does something to the one loan that the words mean.
func (t *turn) onLoan(what string, do func(loan.Loan, loan.Thing) (string, error)) (string, error) {
	out, things, err := t.inHand()
	if err != nil {
		return "", err
	}
	found := -1
	for i, one := range things {
		switch {
		case what != "" && !one.Named(what):
		case found >= 0:
			return fmt.Sprintf(askLoanWhich, things[found].Name), nil
		default:
			found = i
		}
	}
	if found < 0 {
		return sayNoLoans, nil
	}
	said, err := do(out[found], things[found])
	if f, ok := fault.As(err); ok && f.Kind != fault.Busy {
		err = andThen(err, "回复“我借的”可查看。")
	}
	return said, err
}

func (t *turn) giveBack(l loan.Loan, one loan.Thing) (string, error) {
	_, err := t.loans.Return(t.ctx, t.who, l.ID)
	return fmt.Sprintf(sayReturned, one.Name), err
}

func (t *turn) extend(l loan.Loan, one loan.Thing) (string, error) {
	l, err := t.loans.Extend(t.ctx, t.who, l.ID)
	return fmt.Sprintf(sayLonger, one.Name, l.Due.Say()), err
}

// LoanScene is the prefix in the QR beside a thing; the thing's id follows.
const LoanScene = "t_"

// scanThing offers the thing whose code was scanned, in any community.
func (t *turn) scanThing(id string) (string, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return sayMenu, nil //nolint:nilerr // a foreign code
	}
	one, err := t.loans.Thing(t.ctx, t.who, n)
	switch {
	case errors.Is(err, loan.ErrThing):
		return sayMenu, nil // an old code
	case err != nil:
		return "", err
	case !t.draft.empty():
		return sayUnfinished, nil
	}
	return t.listThings([]loan.Thing{one})
}
