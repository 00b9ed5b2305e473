package family

import (
	"fmt"

	"linli/app/notify"
	"linli/app/when"
)

// accepted tells the carer that the cared-for has agreed.
func (d deed) accepted(l Link, back bool) error {
	words := fmt.Sprintf("家人（%s）已同意，您可以代为预约和办理了。", l.Relation.Name())
	if back {
		words = fmt.Sprintf("家人（%s）已同意，双方可以互相代为预约和办理了。", l.Relation.Name())
	}
	return d.tell(l, l.Carer, noticeConfirmed, words)
}

// confirmed tells both sides what the community confirmed. name is the name the carer wrote, or "".
func (d deed) confirmed(l Link, name string) error {
	if name == "" {
		name = "家人"
	}
	err := d.tell(l, l.Carer, noticeConfirmed, fmt.Sprintf("社区已确认，您可以代%s（%s）预约和办理了。", name, l.Relation.Name()))
	if err != nil {
		return err
	}
	return d.tell(l, l.Cared, noticeConfirmed, fmt.Sprintf(
		"社区已登记：您的家人（%s）可以代您预约和办理。如不同意，请在“家人”里解除，或告诉社区。", l.Relation.Inverse().Name()))
}

// refused tells the carer the reason.
func (d deed) refused(l Link) error {
	return d.tell(l, l.Carer, noticeRefused, fmt.Sprintf("您为%s（%s）提出的家人申请没有通过：%s", l.Name, l.Relation.Name(), l.Reason))
}

// ended tells the side that did not end it; after staff ended it, both.
func (d deed) ended(l Link) error {
	if d.who.Person != l.Carer {
		said := fmt.Sprintf("与家人（%s）的关系已解除，您不能再代为预约和办理。", l.Relation.Name())
		if err := d.tell(l, l.Carer, noticeEnded, said); err != nil {
			return err
		}
	}
	if d.who.Person != l.Cared {
		said := fmt.Sprintf("与家人（%s）的关系已解除，他不再代您预约和办理。", l.Relation.Inverse().Name())
		return d.tell(l, l.Cared, noticeEnded, said)
	}
	return nil
}

func (d deed) tell(l Link, to int64, kind notify.Kind, words string) error {
	return notify.Tell(d.ctx, d.tx, kind.To(to, l.Community, fmt.Sprintf("family:%d", l.ID), notify.Facts{
		notify.FactTitle: "家人代办", notify.FactNumber: fmt.Sprintf("JR%d", l.ID), notify.FactPlace: d.tree.Say(l.Community), notify.FactState: l.State.Name(),
		notify.FactWords: words, notify.FactAt: when.Full(d.now),
	}), d.now)
}
