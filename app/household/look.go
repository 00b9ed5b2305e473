package household

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
)

// mostEvents is how many contacts the page of a household shows.
const mostEvents = 60

// Counts are the figures of a building.
type Counts struct {
	Rooms, Households, People, Rented, Vacant, Unchecked int
	Permanent, Temporary                                 int // persons known by name
	Came, Went                                           int // residences that began and ended within a year
}

// Room is a dwelling and who lives there.
type Room struct {
	Dwelling
	Household Household // the confirmed one, else the reported one; ID 0: none
	Waiting   bool      // newcomers wait for the officer
	Contact   string    // name of the contact person, as far as the reader may know it
}

// Building is a building with its rooms, as far as the reader may know them.
type Building struct {
	Area   area.Area
	Rooms  []Room
	Counts Counts
	Full   bool // the reader keeps the residents and may open a household
}

// Rooms returns a building for a keeper, who reads everything and leaves a line, or for a steward or a higher post, who read
// rooms and numbers of persons. Fault: area.ErrMissing.
func (s *Service) Rooms(ctx context.Context, who auth.Actor, building int64) (Building, error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return Building{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Building{}, err
	}
	b := Building{}
	if b.Area, err = tree.Get(building); err != nil || b.Area.Kind != area.Building {
		return b, area.ErrMissing
	}
	b.Full = who.Covers(b.Area.Path, auth.Keepers...)
	sees := func(id int64) bool { return who.Covers(tree.Path(id), auth.Helpers...) }
	if !sees(building) && !slices.ContainsFunc(tree.Children(building), func(u area.Area) bool { return sees(u.ID) }) {
		return b, area.ErrMissing
	}
	dwellings, err := s.store.Dwellings(ctx, building)
	if err != nil {
		return b, err
	}
	dwellings = slices.DeleteFunc(dwellings, func(d Dwelling) bool { return !sees(d.Area) })
	living, err := s.store.Living(ctx, building)
	if err != nil {
		return b, err
	}
	b.Rooms = rooms(dwellings, living)
	if err := s.nameContacts(ctx, &b); err != nil {
		return b, err
	}
	if sees(building) {
		since := when.DateOf(s.now().AddDate(-1, 0, 0))
		if b.Counts, err = s.store.Moves(ctx, building, since); err != nil {
			return b, err
		}
	}
	b.Counts.add(b.Rooms, s.now())
	if !b.Full {
		return b, nil
	}
	return b, s.noteReading(ctx, audit.Record{
		Community: b.Area.Community, Person: who.Person, Action: string(audit.ReadRooms), About: fmt.Sprintf("area:%d", building),
		Reason: fmt.Sprintf("%d 间", len(b.Rooms)),
	})
}

func rooms(dwellings []Dwelling, living []Household) []Room {
	at := map[int64]int{}
	found := make([]Room, len(dwellings))
	for i, d := range dwellings {
		found[i].Dwelling, at[d.ID] = d, i
	}
	for _, h := range living {
		i, ok := at[h.Dwelling]
		if !ok {
			continue
		}
		r := &found[i]
		r.Waiting = r.Waiting || h.State == Reported
		if r.Household.ID == 0 || h.State == Confirmed {
			r.Household = h
		}
	}
	return found
}

func (c *Counts) add(all []Room, now time.Time) {
	c.Rooms = len(all)
	for _, r := range all {
		if r.Household.ID != 0 {
			c.Households++
			c.People += r.Household.Size
		}
		if r.Household.ID == 0 && r.Tenure == Vacant {
			c.Vacant++
		}
		if r.Tenure == Rented {
			c.Rented++
		}
		if r.Unchecked(now) {
			c.Unchecked++
		}
	}
}

// nameContacts fills in the contact persons: their names for a keeper, for others how to address those who agreed to it.
func (s *Service) nameContacts(ctx context.Context, b *Building) error {
	var contacts []int64
	for _, r := range b.Rooms {
		if r.Household.Contact != 0 {
			contacts = append(contacts, r.Household.Contact)
		}
	}
	people, err := s.store.Persons(ctx, contacts)
	if err != nil {
		return err
	}
	may := map[int64]bool{}
	if !b.Full {
		if may, err = s.store.NeighboursMayKnow(ctx, contacts); err != nil {
			return err
		}
	}
	for i := range b.Rooms {
		r := &b.Rooms[i]
		name := people[r.Household.Contact].Name
		switch {
		case b.Full:
			r.Contact = name
		case may[r.Household.Contact]:
			r.Contact = Address(name)
		}
		if !b.Full {
			r.Household.Contact = 0
		}
	}
	return nil
}

func (s *Service) noteReading(ctx context.Context, r audit.Record) error {
	r.At = s.now()
	return s.store.InTx(ctx, func(tx Tx) error { return audit.AddReading(ctx, tx, r) })
}

// Member is one person of a household.
type Member struct {
	Residence
	Who      person.Person
	Tags     []person.Tag
	Consents []string // titles of what they agree to now
}

// Event is a contact of a person with the community: something they reported, booked, asked, borrowed or were told.
type Event struct {
	At     time.Time
	Kind   string // report, booking, call, loan, inquiry, told
	ID     int64
	Person int64
	Title  string
	State  string
}

// Page is a household with everything that is known about it; it stores nothing of its own.
type Page struct {
	Household
	Home    Dwelling
	Members []Member
	Events  []Event
}

// Page returns a household for a keeper of the place and leaves a line of who read it. Fault: ErrMissing.
func (s *Service) Page(ctx context.Context, who auth.Actor, id int64) (p Page, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return p, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	if p.Household, err = s.store.Household(ctx, id); err != nil {
		return p, err
	}
	homes, err := s.store.DwellingsByID(ctx, []int64{p.Dwelling})
	if err != nil {
		return p, err
	}
	p.Home = homes[p.Dwelling]
	if !who.Covers(tree.Path(p.Home.Area), auth.Keepers...) {
		return Page{}, ErrMissing
	}
	if err := s.fill(ctx, &p); err != nil {
		return p, err
	}
	return p, s.noteReading(ctx, audit.Record{
		Community: p.Community, Person: who.Person, Action: string(audit.ReadHousehold), About: about(p.Household),
	})
}

func (s *Service) fill(ctx context.Context, p *Page) error {
	found, err := s.store.Members(ctx, p.ID)
	if err != nil {
		return err
	}
	var all, open []int64
	for _, r := range found {
		all = append(all, r.Person)
		if r.State != Ended {
			open = append(open, r.Person)
		}
	}
	people, err := s.store.Persons(ctx, all)
	if err != nil {
		return err
	}
	for _, r := range found {
		m := Member{Residence: r, Who: people[r.Person]}
		if m.Tags, err = s.store.TagsOf(ctx, r.Person); err != nil {
			return err
		}
		agreed, err := s.store.ConsentsOf(ctx, r.Person)
		if err != nil {
			return err
		}
		for _, c := range agreed {
			if c.Withdrawn.IsZero() {
				m.Consents = append(m.Consents, c.Kind.Title())
			}
		}
		p.Members = append(p.Members, m)
	}
	if p.State == Ended {
		return nil
	}
	p.Events, err = s.store.Events(ctx, open, []int64{p.Community}, mostEvents)
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind == "told" {
			e.Title = s.titles[e.Title]
		}
	}
	return err
}

// Row is a household to confirm, with its room.
type Row struct {
	Household
	Home Dwelling
}

// ToConfirm returns one page of the newcomers that the actor's grids have to confirm, oldest first.
func (s *Service) ToConfirm(ctx context.Context, who auth.Actor, after int64) (pages.Page[Row], error) {
	none := pages.Page[Row]{}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return none, err
	}
	if err := who.Need(auth.Keepers...); err != nil {
		return none, err
	}
	found, err := s.store.Reported(ctx, placesOf(tree, who), after, pages.Size+1)
	if err != nil {
		return none, err
	}
	page := pages.Cut(found, pages.Size, func(h Household) pages.Cursor { return pages.Cursor{ID: h.ID} })
	homes, err := s.store.DwellingsByID(ctx, ids(page.Items, func(h Household) int64 { return h.Dwelling }))
	if err != nil {
		return none, err
	}
	rows := pages.Page[Row]{Next: page.Next}
	for _, h := range page.Items {
		rows.Items = append(rows.Items, Row{h, homes[h.Dwelling]})
	}
	return rows, nil
}

// ToCheck returns one page of the rooms of the actor's grids that nobody has looked at for a year, in the order in which they
// became known.
func (s *Service) ToCheck(ctx context.Context, who auth.Actor, after int64) (pages.Page[Dwelling], error) {
	none := pages.Page[Dwelling]{}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return none, err
	}
	if err := who.Need(auth.Keepers...); err != nil {
		return none, err
	}
	found, err := s.store.Unchecked(ctx, placesOf(tree, who), s.now().Add(-CheckAfter), after, pages.Size+1)
	return pages.Cut(found, pages.Size, func(d Dwelling) pages.Cursor { return pages.Cursor{ID: d.ID} }), err
}

func ids[T any](all []T, id func(T) int64) []int64 {
	found := make([]int64, len(all))
	for i, one := range all {
		found[i] = id(one)
	}
	return found
}
