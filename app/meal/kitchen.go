package meal

import (
	"context"
	"errors"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/when"
)

// ErrKitchen says that an org does not cook there.
var ErrKitchen = fault.New(fault.Missing, "meal.kitchen", "未找到这个单位，请重新选择谁做饭")

// cookedBy takes the name of the org that cooks, if one does; else words say it. Fault: ErrKitchen.
func (p *Programme) cookedBy(t *area.Tree) error {
	if p.KitchenID == 0 {
		return nil
	}
	o, err := t.Org(p.KitchenID)
	if err != nil {
		return ErrKitchen.Because(err)
	}
	p.Kitchen = o.Name
	return nil
}

// cooks says whether the actor works in the org that cooks for a programme: there, or for the whole org.
func cooks(t *area.Tree, who auth.Actor, p Programme) bool {
	o, err := t.Org(p.KitchenID)
	return err == nil && slices.ContainsFunc(who.Postings, func(h auth.Posting) bool {
		return h.Role == auth.OrgStaff && h.Org == o.ID && (strings.HasPrefix(t.Path(p.Community), h.Path) || strings.HasPrefix(t.Path(o.Area), h.Path))
	})
}

// Kitchens returns how many portions the actor's org cooks today and tomorrow, by programme and day: numbers only.
func (s *Service) Kitchens(ctx context.Context, who auth.Actor) ([]Sheet, error) {
	if err := who.Need(auth.Departments...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.CookedBy(ctx, who.Orgs())
	if err != nil {
		return nil, err
	}
	today := when.DateOf(s.now())
	var found []Sheet
	for _, p := range all {
		if !cooks(t, who, p) {
			continue
		}
		for _, day := range []when.Date{today, today.Next()} {
			sheet, err := s.sheet(ctx, p, day)
			if err != nil {
				return nil, err
			}
			sheet.Stops = nil
			if p.Week.Has(day) || sheet.Day.ID != 0 {
				found = append(found, sheet)
			}
		}
	}
	return found, nil
}

// Kitchen returns the list of a day as the kitchen reads it: portions, whose bag they go into and who may not eat what; no door, no
// telephone and no call. Fault: ErrProgramme for everybody but the staff of the org that cooks.
func (s *Service) Kitchen(ctx context.Context, who auth.Actor, programme int64, day when.Date) (Sheet, error) {
	if err := who.Need(auth.Departments...); err != nil {
		return Sheet{}, err
	}
	p, err := s.store.Programme(ctx, programme)
	if err != nil {
		return Sheet{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Sheet{}, err
	}
	if !cooks(t, who, p) || !p.EndedAt.IsZero() {
		return Sheet{}, ErrProgramme
	}
	sheet, err := s.sheet(ctx, p, day)
	if err != nil || sheet.Day.ID == 0 {
		return sheet, err
	}
	if err := s.addDiets(ctx, &sheet); err != nil {
		return sheet, err
	}
	for i := range sheet.Stops {
		one := &sheet.Stops[i]
		one.Building, one.Area, one.Room = 0, 0, ""
	}
	return sheet, s.read(ctx, who, audit.ReadMeals, p.Community, "kitchen")
}

// PrintKitchen is Kitchen for paper; when a list was printed first is kept. Faults: ErrProgramme, ErrDay.
func (s *Service) PrintKitchen(ctx context.Context, who auth.Actor, programme int64, day when.Date) (Sheet, error) {
	sheet, err := s.Kitchen(ctx, who, programme, day)
	if err != nil {
		return sheet, err
	}
	return sheet, s.printed(ctx, who, sheet)
}

// sheet returns the list of a day with its stops, or how many would eat while it is not fixed.
func (s *Service) sheet(ctx context.Context, p Programme, day when.Date) (Sheet, error) {
	sheet := Sheet{Programme: p, Eating: map[Way]int{}, Rounds: map[int64]Round{}}
	menu, err := s.store.Menu(ctx, p.ID, day, day)
	if err != nil {
		return sheet, err
	}
	sheet.Dish = dishOf(menu, day)
	sheet.Day, err = s.store.DayOf(ctx, p.ID, day)
	switch {
	case errors.Is(err, ErrDay) && p.Week.Has(day):
		sheet.Day = Day{Programme: p.ID, Community: p.Community, On: day}
		sheet.Eating, err = s.store.CountEating(ctx, p.ID, day)
		return sheet, err
	case errors.Is(err, ErrDay):
		sheet.Day = Day{Programme: p.ID, Community: p.Community, On: day}
		return sheet, nil
	case err != nil:
		return sheet, err
	}
	if sheet.Stops, err = s.store.Stops(ctx, sheet.Day.ID); err != nil {
		return sheet, err
	}
	for _, one := range sheet.Stops {
		sheet.Eating[one.Way]++
	}
	return sheet, nil
}

// addDiets adds along the way who brings what, and what members may not eat.
func (s *Service) addDiets(ctx context.Context, sheet *Sheet) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	along(t, sheet.Stops)
	members := make([]int64, len(sheet.Stops))
	for i, one := range sheet.Stops {
		members[i] = one.Member
	}
	rounds, err := s.store.Rounds(ctx, sheet.Day.ID)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		sheet.Rounds[r.ID] = r
	}
	sheet.Diets, err = s.store.Diets(ctx, members)
	return err
}

// printed notes that a list was printed. Fault: ErrDay for one that is not fixed.
func (s *Service) printed(ctx context.Context, who auth.Actor, sheet Sheet) error {
	if sheet.Day.ID == 0 {
		return ErrDay
	}
	return s.inTx(ctx, func(tx Tx) error {
		if err := tx.Printed(ctx, sheet.Day.ID, s.now()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.ofProgramme(who, sheet.Programme, "print"))
	})
}
