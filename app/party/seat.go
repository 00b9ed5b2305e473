package party

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
)

// Source says where a committee member comes from.
type Source string

// The sources.
const (
	LinkedBranch Source = "linked_branch" // 包联党支部
	Bureau       Source = "bureau"        // 机关单位
	Property     Source = "property"      // 物业
	Owners       Source = "owners"        // 业委会
	Stationed    Source = "stationed"     // 下沉单位
)

// Sources lists them all.
var Sources = []Source{LinkedBranch, Bureau, Property, Owners, Stationed}

var sourceNames = map[Source]string{LinkedBranch: "包联党支部", Bureau: "机关单位", Property: "物业", Owners: "业委会", Stationed: "下沉单位"}

// Name returns the source in Chinese, "" for any other text.
func (s Source) Name() string { return sourceNames[s] }

// Seat is the seat of a person in the committee of a branch.
type Seat struct {
	ID     int64
	Branch int64
	Person int64
	Org    int64 // for which the person sits there; 0 none
	Source Source
	Full   bool // 专职; else 兼职
	From   when.Date
	To     when.Date // the last day; 0 open-ended
}

// Ended says whether the last day is over.
func (s Seat) Ended(today when.Date) bool { return s.To != 0 && s.To < today }

// Seats returns the seats of the branches in a community or street, 0: of all that the actor covers. Fault: area.ErrMissing.
func (s *Service) Seats(ctx context.Context, who auth.Actor, in int64) ([]Seat, *Tree, error) {
	t, err := s.branches(ctx, who, in)
	if err != nil {
		return nil, nil, err
	}
	seats, err := s.store.Seats(ctx, t.ids())
	return seats, t, err
}

// AddSeat seats a person of the roster in a committee. Faults: ErrBranch, ErrNoSeats, ErrSource, ErrTerm, ErrSeated,
// person.ErrMissing.
func (s *Service) AddSeat(ctx context.Context, who auth.Actor, seat Seat) (Seat, error) {
	b, place, err := s.kept(ctx, who, seat.Branch)
	if err != nil {
		return Seat{}, err
	}
	rules, err := s.Rules(ctx)
	if err != nil {
		return Seat{}, err
	}
	if l, _ := rules.Level(b.Level); !l.Seats {
		return Seat{}, ErrNoSeats
	}
	if err := s.needSeat(ctx, seat); err != nil {
		return Seat{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.LockBranch(ctx, b.ID); err != nil {
			return err
		}
		if err := tx.AddSeat(ctx, &seat); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: place.Community, At: s.now(), Person: who.Person, Action: "party.seat", About: fmt.Sprintf("party_seat:%d", seat.ID),
		})
	})
	return seat, err
}

func (s *Service) needSeat(ctx context.Context, seat Seat) error {
	if seat.Source.Name() == "" {
		return ErrSource
	}
	if seat.From == 0 || seat.To != 0 && seat.To < seat.From {
		return ErrTerm
	}
	known, err := s.store.Persons(ctx, []int64{seat.Person})
	if err != nil {
		return err
	}
	if known[seat.Person].Code == "" {
		return person.ErrMissing
	}
	if seat.Org == 0 {
		return nil
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	_, err = t.Org(seat.Org)
	return err
}

// EndSeat ends a seat today. Doing it again changes nothing. Fault: ErrSeat.
func (s *Service) EndSeat(ctx context.Context, who auth.Actor, id int64) error {
	seat, err := s.store.Seat(ctx, id)
	if err != nil {
		return err
	}
	_, place, err := s.kept(ctx, who, seat.Branch)
	if err != nil {
		return ErrSeat.Because(err)
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		seat, err := tx.LockSeat(ctx, id)
		today := when.DateOf(s.now())
		if err != nil || seat.To != 0 && seat.To <= today {
			return err
		}
		if err := tx.EndSeat(ctx, id, today); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: place.Community, At: s.now(), Person: who.Person, Action: "party.end_seat", About: fmt.Sprintf("party_seat:%d", id),
		})
	})
}

// Propose returns the committees in which the holder of a post in a unit stationed in an area should sit: the head in the
// street's, the deputy in the community's, as the levels say. Faults: area.ErrMissing, ErrPost.
func (s *Service) Propose(ctx context.Context, who auth.Actor, in int64, p Post) ([]Branch, error) {
	if p != Head && p != Deputy {
		return nil, ErrPost
	}
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at, err := t.Get(in)
	if err != nil || !touches(who, at) {
		return nil, area.ErrMissing
	}
	rules, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Branches(ctx)
	if err != nil {
		return nil, err
	}
	return proposed(rules, t, all, at, p), nil
}

// proposed returns the committees at or above an area where the holder of a post sits.
func proposed(rules Rules, t *area.Tree, all []Branch, at area.Area, p Post) []Branch {
	var found []Branch
	for _, b := range all {
		l, _ := rules.Level(b.Level)
		path := t.Path(b.Area)
		if l.Sits == p && path != "" && strings.HasPrefix(at.Path, path) {
			found = append(found, b)
		}
	}
	slices.SortFunc(found, func(a, b Branch) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found
}

// ParseDay reads a day, "" as 0.
func ParseDay(day string) (when.Date, error) {
	if day == "" {
		return 0, nil
	}
	d, ok := when.ParseDate(day)
	if !ok {
		return 0, ErrTerm
	}
	return d, nil
}
