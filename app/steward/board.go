package steward

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/mark"
	"linli/app/person"
)

// Level is what a steward allows the boards to show of them.
type Level int

// The levels.
const (
	ShowNothing Level = iota // 本楼红管家, without a name
	ShowAll                  // name and telephone
	ShowName                 // name only
)

// Phones are a community's telephones on its boards (S047).
type Phones struct {
	Contact     string // 便民联系电话
	Supervision string // 监督电话
}

// Line is a telephone for emergencies.
type Line struct{ Number, Name string }

// Lines are the first lines of every board.
var Lines = []Line{{"119", "火警"}, {"120", "急救"}, {"110", "报警"}}

// Keeper is what a board shows of a steward.
type Keeper struct {
	Role     auth.Role
	Name     string // "" without the steward's consent
	Phone    person.Phone
	StandsIn bool // substitutes for an absent steward
}

// Board is the board of a building or unit. What is not known is zero and left out.
type Board struct {
	Area      area.Area
	Place     string // in words
	Community string
	Keepers   []Keeper
	Phones    Phones

	Units      int // of a building
	Households int
	Estate     string
	Property   string // the org that manages the estate
	Grid       string
	Officer    Keeper   // of the grid; no role: none
	Members    []Keeper // Party members who live here and agreed to be named, without those among Keepers
	Plates     int      // households with the plate 共产党员户, of members who agreed to it
}

// Settled is what the boards of a building show of its estate.
type Settled struct {
	Estate   string
	Property int64  // org
	Phones   Phones // the estate's own; "" as the community's
}

// Neighbour is a Party member who lives in a building or unit and agreed to be named or to the plate on their door.
type Neighbour struct {
	Person    int64
	Home      int64
	Household int64 // 0 unknown: then a household of their own
	Named     bool
	Plate     bool
}

var office = regexp.MustCompile(`^\d(?:-?\d){2,18}$`)

// Check returns ErrBoard for an invalid telephone number. Both numbers are optional.
func (p Phones) Check() error {
	for _, n := range []string{p.Contact, p.Supervision} {
		if n != "" && (len(n) > 20 || !office.MatchString(n)) {
			return ErrBoard
		}
	}
	return nil
}

// Board returns the board with the token, or area.ErrMissing.
func (s *Service) Board(ctx context.Context, token string) (Board, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Board{}, err
	}
	a, err := t.OfBoard(token)
	if err != nil {
		return Board{}, err
	}
	return s.board(ctx, t, a)
}

// BoardOf is Board for a resident who is logged in and names the building or unit. Residents of the building, those who act
// for one, and its stewards also see names and numbers. Faults: area.ErrMissing.
func (s *Service) BoardOf(ctx context.Context, who auth.Actor, building int64) (Board, error) {
	t, a, err := s.dwelling(ctx, who, building)
	if err != nil {
		return Board{}, err
	}
	b, err := s.board(ctx, t, a)
	if err != nil || who.Covers(a.Path, auth.Helpers...) {
		return b, err
	}
	homes, err := s.store.HomesOf(ctx, who.Person)
	if err != nil {
		return Board{}, err
	}
	if at, ok := t.Up(a.ID, area.Building); !ok || !person.Homes(homes).At(at.ID, t.Path) {
		b.withoutNames()
	}
	return b, nil
}

// BoardToPrint returns the place of a board if the actor manages its community, else area.ErrMissing.
func (s *Service) BoardToPrint(ctx context.Context, who auth.Actor, id int64) (area.Area, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	a, err := t.Get(id)
	if err != nil || !who.Covers(a.Path, auth.Dispatchers...) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// withoutNames removes the names and telephones of the stewards and the Party members; how many stewards there are stays
// visible.
func (b *Board) withoutNames() {
	b.Members, b.Plates, b.Officer.Name, b.Officer.Phone = nil, 0, "", ""
	for i := range b.Keepers {
		b.Keepers[i].Name, b.Keepers[i].Phone = "", ""
	}
}

// dwelling returns the building or unit with this id; area.ErrMissing for any other area.
func (s *Service) dwelling(ctx context.Context, who auth.Actor, id int64) (*area.Tree, area.Area, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, area.Area{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, area.Area{}, err
	}
	a, err := t.Get(id)
	if err != nil || a.Kind != area.Building && a.Kind != area.Unit {
		return nil, area.Area{}, area.ErrMissing
	}
	return t, a, nil
}

func (s *Service) board(ctx context.Context, t *area.Tree, a area.Area) (Board, error) {
	phones, err := s.store.PhonesOf(ctx, a.Community)
	if err != nil {
		return Board{}, err
	}
	boards, err := s.boards(ctx, t, phones, []area.Area{a})
	if err != nil {
		return Board{}, err
	}
	return boards[0], nil
}

// Boards returns every board of a community, buildings and units in the order of the tree. Faults: area.ErrMissing.
func (s *Service) Boards(ctx context.Context, who auth.Actor, community int64) ([]Board, error) {
	c, err := s.needCommunity(ctx, who, community)
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	phones, err := s.store.PhonesOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var all []area.Area
	for _, b := range t.Under(c.Path, area.Building) {
		all = append(all, b)
		all = append(all, t.Children(b.ID)...)
	}
	return s.boards(ctx, t, phones, slices.DeleteFunc(all, func(a area.Area) bool { return a.Board == "" }))
}

// boards fills the boards of areas in one community.
func (s *Service) boards(ctx context.Context, t *area.Tree, phones Phones, areas []area.Area) ([]Board, error) {
	var where []int64
	for _, a := range areas {
		where = append(where, a.ID)
		if a.Kind == area.Unit {
			where = append(where, a.Parent)
		} else if len(areas) == 1 {
			where = append(where, places(t, a.ID)...)
		}
	}
	slices.Sort(where)
	postings, err := s.store.PostingsAt(ctx, slices.Compact(where), auth.Stewards)
	if err != nil {
		return nil, err
	}
	var acting []int64
	for _, p := range postings {
		acting = append(acting, p.ActsFor(s.now()))
	}
	house, err := s.house(ctx, t, areas)
	if err != nil {
		return nil, err
	}
	for _, n := range house.members {
		if n.Named {
			acting = append(acting, n.Person)
		}
	}
	for _, p := range house.officers {
		acting = append(acting, p.ActsFor(s.now()))
	}
	if house.people, house.agreed, err = s.known(ctx, acting); err != nil {
		return nil, err
	}
	boards := make([]Board, len(areas))
	for i, a := range areas {
		c, _ := t.Get(a.Community) //nolint:errcheck // a deleted community has no name
		boards[i] = Board{Area: a, Place: t.Say(a.ID), Community: c.Name, Phones: phones}
		here := places(t, a.ID)
		var shown []int64
		for _, p := range postings {
			if who := p.ActsFor(s.now()); who != 0 && slices.Contains(here, p.Area) {
				shown = append(shown, who)
				boards[i].Keepers = append(boards[i].Keepers, keeper(p, house.people[who], house.agreed[who], who != p.Person))
			}
		}
		house.fill(t, &boards[i], shown, s.now())
	}
	return boards, nil
}

// levelOf returns what a person agreed to show.
func levelOf(agreed []consent.Kind) Level {
	switch {
	case slices.Contains(agreed, consent.BoardPhone):
		return ShowAll
	case slices.Contains(agreed, consent.BoardName):
		return ShowName
	}
	return ShowNothing
}

// keeper returns what a person consented to show.
func keeper(p person.Posting, who person.Person, agreed []consent.Kind, standsIn bool) Keeper {
	level := levelOf(agreed)
	k := Keeper{Role: p.Role, StandsIn: standsIn}
	if level != ShowNothing {
		k.Name = who.Name
	}
	if level == ShowAll {
		k.Phone = who.Phone
	}
	return k
}

// Consents returns what a steward is asked to agree to; nothing for anybody else.
func (s *Service) Consents(ctx context.Context, who int64) ([]consent.Kind, error) {
	all, err := s.store.PostingsOf(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if slices.Contains(auth.Stewards, p.Role) && p.ActsFor(s.now()) == who {
			return []consent.Kind{consent.BoardName, consent.BoardPhone}, nil
		}
	}
	return nil, nil
}

// Show sets what the boards show of the actor. Faults: ErrLevel.
func (s *Service) Show(ctx context.Context, who auth.Actor, l Level) error {
	if err := who.Need(auth.Stewards...); err != nil {
		return err
	}
	if l < ShowNothing || l > ShowName {
		return ErrLevel
	}
	now := s.now()
	return s.store.InTx(ctx, func(tx Tx) error {
		if l != ShowAll {
			if err := consent.Withdraw(ctx, tx, who.Person, consent.BoardPhone, consent.Self, 0, now); err != nil {
				return err
			}
		}
		if l == ShowNothing {
			return consent.Withdraw(ctx, tx, who.Person, consent.BoardName, consent.Self, 0, now)
		}
		kind := map[Level]consent.Kind{ShowName: consent.BoardName, ShowAll: consent.BoardPhone}[l]
		return consent.Give(ctx, tx, consent.Consent{Person: who.Person, Kind: kind, Wording: consent.Wording, How: consent.Self, From: now})
	})
}

// Phones returns the telephones on a community's boards. Faults: area.ErrMissing.
func (s *Service) Phones(ctx context.Context, who auth.Actor, community int64) (Phones, error) {
	if _, err := s.needCommunity(ctx, who, community); err != nil {
		return Phones{}, err
	}
	return s.store.PhonesOf(ctx, community)
}

// SetPhones changes them for all boards of the community. With seen, the mark that the actor read, a change from older ones is
// refused. Faults: ErrBoard, mark.ErrStale, area.ErrMissing.
func (s *Service) SetPhones(ctx context.Context, who auth.Actor, community int64, p Phones, seen string) error {
	if _, err := s.needCommunity(ctx, who, community); err != nil {
		return err
	}
	if err := p.Check(); err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, community); err != nil {
			return err
		}
		was, err := tx.PhonesOf(ctx, community)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was); err != nil {
			return err
		}
		if err := tx.SavePhones(ctx, community, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: community, At: s.now(), Person: who.Person, Action: "steward.board",
			About: fmt.Sprintf("community:%d", community),
		})
	})
}
