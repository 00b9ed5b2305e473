package meal

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
)

// Sheet is the list of a day as the counter and the kitchen read it.
type Sheet struct {
	Programme Programme
	Day       Day // without an ID while it is not fixed
	Dish      string
	Eating    map[Way]int // portions
	Stops     []Stop      // along the way
	Rounds    map[int64]Round
	Calls     map[int64]Call
	Diets     map[int64]string // by member
}

// SheetOf returns the list of a day, or how many would eat while it is not fixed. Fault: ErrProgramme.
func (s *Service) SheetOf(ctx context.Context, who auth.Actor, programme int64, day when.Date) (Sheet, error) {
	p, err := s.programme(ctx, who, programme)
	if err != nil {
		return Sheet{}, err
	}
	sheet, err := s.sheet(ctx, p, day)
	if err != nil || sheet.Day.ID == 0 {
		return sheet, err
	}
	if err := s.addDiets(ctx, &sheet); err != nil {
		return sheet, err
	}
	if sheet.Calls, err = s.store.Calls(ctx, sheet.Day.ID); err != nil {
		return sheet, err
	}
	return sheet, s.read(ctx, who, audit.ReadMeals, p.Community, "day")
}

// Print returns the list of a day for the kitchen; when it is printed first is kept. Faults: ErrProgramme, ErrDay.
func (s *Service) Print(ctx context.Context, who auth.Actor, programme int64, day when.Date) (Sheet, error) {
	sheet, err := s.SheetOf(ctx, who, programme, day)
	if err != nil {
		return sheet, err
	}
	return sheet, s.printed(ctx, who, sheet)
}

// Handing says who takes over which stops of a day.
type Handing struct {
	Buildings []int64 // empty: all
	Person    int64
	Stewards  bool // the steward of each building: on a day of a storm
}

// HandOver gives stops that are not done to somebody else, or to the stewards of their buildings; a building without a steward stays
// with its carrier. It returns how many changed hands. Faults: ErrProgramme, ErrDay, ErrCarrier.
func (s *Service) HandOver(ctx context.Context, who auth.Actor, programme int64, day when.Date, h Handing) (moved int, err error) {
	p, err := s.programme(ctx, who, programme)
	if err != nil {
		return 0, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		moved = 0
		d, err := tx.LockDay(ctx, programme, day)
		if err != nil {
			return err
		}
		to := map[int64][]int64{}
		if h.Stewards {
			to, err = s.stewards(ctx, tx, t, d, h.Buildings)
		} else if err = s.needCarrier(ctx, tx, t, p.Community, h.Person); err == nil {
			to[h.Person] = h.Buildings
		}
		if err != nil {
			return err
		}
		for _, one := range inOrder(to) {
			n, err := tx.HandStops(ctx, d, to[one], one)
			if err != nil {
				return err
			}
			moved += n
			if n == 0 {
				continue
			}
			if err := s.tellCarrier(ctx, tx, Round{ID: d.ID, Community: d.Community, On: d.On, Person: one}, n); err != nil {
				return err
			}
		}
		r := s.ofProgramme(who, p, "hand_over")
		r.Reason = fmt.Sprintf("%d 份", moved)
		return tx.AddAudit(ctx, r)
	})
	return moved, err
}

// stewards returns the buildings of a list by who acts as their steward.
func (s *Service) stewards(ctx context.Context, tx Tx, t *area.Tree, d Day, only []int64) (map[int64][]int64, error) {
	buildings := only
	if len(only) == 0 {
		var err error
		if buildings, err = tx.BuildingsToDo(ctx, d.ID); err != nil {
			return nil, err
		}
	}
	to := map[int64][]int64{}
	for _, b := range buildings {
		at, err := t.Get(b)
		if err != nil {
			continue
		}
		acting, err := person.Acting(ctx, tx, s.now(), append(t.AllUnder(at.Path), b), auth.Steward)
		if err != nil {
			return nil, err
		}
		if len(acting) > 0 {
			to[acting[0]] = append(to[acting[0]], b)
		}
	}
	return to, nil
}
