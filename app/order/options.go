package order

import (
	"context"
	"fmt"
	"slices"

	"linli/app/auth"
)

// Yuan returns an amount as people say it: "46.80 元".
func Yuan(fen int) string {
	if fen%100 == 0 {
		return fmt.Sprintf("%d 元", fen/100)
	}
	return fmt.Sprintf("%d.%02d 元", fen/100, fen%100)
}

// Can names what the actor may do with an order as a keeper.
func (s *Service) Can(ctx context.Context, who auth.Actor, o Order) ([]string, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	can := []string{}
	add := func(name string, ok bool, in ...State) {
		if ok && slices.Contains(in, o.State) {
			can = append(can, name)
		}
	}
	if desk(t, who, o) != nil {
		return can, nil //nolint:nilerr // others can do nothing
	}
	clear := apart(t, who, o) == nil
	add("agree", true, Asked)
	add("vouch", clear && o.DoorAt.IsZero(), Agreed, Coming)
	add("paper", clear, Handed)
	add("replace", true, Agreed, Coming)
	add("move", true, Agreed)
	add("raise", o.Buy.Wanted(), ahead...)
	add("slip", clear && o.Shows(), Agreed, Coming)
	add("fail", true, ahead...)
	return can, nil
}

// CanVisit names what somebody who comes may do.
func (s *Service) CanVisit(o Order) []string {
	can := []string{}
	if o.State == Agreed {
		can = append(can, "come")
	}
	if o.State == Agreed || o.State == Coming {
		if o.DoorAt.IsZero() {
			can = append(can, "open")
		} else {
			can = append(can, "finish")
		}
		can = append(can, "fail")
	}
	return can
}

// CanOwn names what the resident may do.
func (s *Service) CanOwn(o Order) []string {
	can := []string{}
	if o.State == Handed {
		can = append(can, "yes", "no")
	}
	if o.Shows() {
		can = append(can, "renew")
	}
	if slices.Contains(ahead, o.State) {
		can = append(can, "cancel")
	}
	return can
}
