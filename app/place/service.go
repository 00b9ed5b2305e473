package place

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
)

// Store is what places need from the database.
type Store interface {
	// Places returns those of a community that exist, by name.
	Places(ctx context.Context, community int64) ([]Place, error)
	// Place returns one, also one that was given up, or ErrMissing.
	Place(ctx context.Context, id int64) (Place, error)
	// Events returns the sessions of a community's services that begin between two times and were not cancelled, in order of time.
	Events(ctx context.Context, community int64, from, to time.Time) ([]Event, error)
	// Persons returns persons by id.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together.
type Tx interface {
	audit.Log
	media.Claims
	// LockPlace returns one for update, or ErrMissing.
	LockPlace(ctx context.Context, id int64) (Place, error)
	// AddPlace saves a new one and sets its ID. Fault: ErrTaken.
	AddPlace(ctx context.Context, p *Place) error
	// SavePlace writes everything but the community. Fault: ErrTaken.
	SavePlace(ctx context.Context, p Place) error
	// PlaceServices writes the name and the building of a place into its services, and those with its name as words become its.
	// Services of one that was given up keep the words.
	PlaceServices(ctx context.Context, p Place) error
	// UsesOfPlace counts the half-hours from a time on that groups have borrowed.
	UsesOfPlace(ctx context.Context, place int64, from time.Time) (int, error)
	// PlaceThings does the same for what is lent there.
	PlaceThings(ctx context.Context, p Place) error
}

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c.Store, c.Areas, c.Now} }

// Around is the places of a community and what is on there in the next week.
type Around struct {
	Places []Place
	On     map[int64][]Event // by place
}

const week = 7 * 24 * time.Hour

// Around returns the places of a community for anybody who is logged in. Fault: area.ErrMissing.
func (s *Service) Around(ctx context.Context, who auth.Actor, community int64) (Around, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Around{}, err
	}
	if _, err := s.community(ctx, community); err != nil {
		return Around{}, err
	}
	return s.around(ctx, community)
}

func (s *Service) around(ctx context.Context, community int64) (a Around, err error) {
	if a.Places, err = s.store.Places(ctx, community); err != nil {
		return a, err
	}
	events, err := s.store.Events(ctx, community, s.now(), s.now().Add(week))
	a.On = map[int64][]Event{}
	for _, e := range events {
		a.On[e.Place] = append(a.On[e.Place], e)
	}
	return a, err
}

// Get returns one place and what is on there, as the code on its door opens it. Fault: ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Around, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Around{}, err
	}
	p, err := s.store.Place(ctx, id)
	if err != nil {
		return Around{}, err
	}
	if !p.EndedAt.IsZero() {
		return Around{}, ErrMissing
	}
	a, err := s.around(ctx, p.Community)
	a.Places = []Place{p}
	return a, err
}

func (s *Service) community(ctx context.Context, id int64) (area.Area, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	return t.Community(id)
}

// Desk returns the places of a community in which the actor acts. Fault: area.ErrMissing.
func (s *Service) Desk(ctx context.Context, who auth.Actor, community int64) (Around, error) {
	if err := s.needDesk(ctx, who, community, area.ErrMissing); err != nil {
		return Around{}, err
	}
	return s.around(ctx, community)
}

func (s *Service) needDesk(ctx context.Context, who auth.Actor, community int64, missing error) error {
	if err := who.Need(auth.Publishers...); err != nil {
		return err
	}
	c, err := s.community(ctx, community)
	if err != nil || !who.Covers(c.Path, auth.Publishers...) {
		return missing
	}
	return nil
}

// Add adds a place. Faults: area.ErrMissing, person.ErrMissing, ErrTaken, those of check and of media.Claim.
func (s *Service) Add(ctx context.Context, who auth.Actor, p Place) (Place, error) {
	if err := s.needDesk(ctx, who, p.Community, area.ErrMissing); err != nil {
		return Place{}, err
	}
	if err := s.needPlace(ctx, &p); err != nil {
		return Place{}, err
	}
	p.Mark = newMark()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := photograph(ctx, tx, who, p, Place{}); err != nil {
			return err
		}
		if err := tx.AddPlace(ctx, &p); err != nil {
			return err
		}
		if err := tx.PlaceServices(ctx, p); err != nil {
			return err
		}
		if err := tx.PlaceThings(ctx, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, "place.add"))
	})
	return p, err
}

// photograph gives a new photo to the place; the old one is deleted later.
func photograph(ctx context.Context, tx Tx, who auth.Actor, p, was Place) error {
	if p.Photo == was.Photo {
		return nil
	}
	if was.Photo != 0 {
		if err := tx.ReleaseFiles(ctx, []int64{was.Photo}); err != nil {
			return err
		}
	}
	if p.Photo == 0 {
		return nil
	}
	return media.Claim(ctx, tx, who.Person, []int64{p.Photo}, p.Community)
}

// needPlace refuses a place that is wrong, that lies outside its community or is kept by nobody of the roster.
func (s *Service) needPlace(ctx context.Context, p *Place) error {
	if p.clean(); !p.Lending.said() {
		p.Lending = DefaultLending
	}
	if err := p.check(); err != nil {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if p.Area == 0 {
		p.Area = p.Community
	}
	if c, ok := t.Up(p.Area, area.Community); !ok || c.ID != p.Community {
		return area.ErrMissing
	}
	if p.Keeper == 0 {
		return nil
	}
	known, err := s.store.Persons(ctx, []int64{p.Keeper})
	if err == nil && known[p.Keeper].Code == "" {
		err = person.ErrMissing
	}
	return err
}

// Change writes what is known of a place; its services follow a new name and another building. Faults: those of Add, ErrMissing.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, p Place) (Place, error) {
	return s.change(ctx, who, id, "place.change", func(tx Tx, was Place) (Place, error) {
		p.ID, p.Community, p.Mark = was.ID, was.Community, was.Mark
		if !p.Lending.said() {
			p.Lending = was.Lending
		}
		if err := s.needPlace(ctx, &p); err != nil {
			return p, err
		}
		return p, photograph(ctx, tx, who, p, was)
	})
}

// End gives a place up; services keep its name in words. Faults: ErrMissing, ErrLent.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) error {
	_, err := s.change(ctx, who, id, "place.end", func(tx Tx, p Place) (Place, error) {
		p.EndedAt = s.now()
		n, err := tx.UsesOfPlace(ctx, p.ID, p.EndedAt)
		if err == nil && n > 0 {
			err = ErrLent
		}
		return p, err
	})
	return err
}

func (s *Service) change(ctx context.Context, who auth.Actor, id int64, action string, do func(Tx, Place) (Place, error)) (p Place, err error) {
	known, err := s.store.Place(ctx, id)
	if err != nil {
		return p, err
	}
	if err := s.needDesk(ctx, who, known.Community, ErrMissing); err != nil {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		was, err := tx.LockPlace(ctx, id)
		if err != nil {
			return err
		}
		if !was.EndedAt.IsZero() {
			return ErrMissing
		}
		if p, err = do(tx, was); err != nil {
			return err
		}
		if err := tx.SavePlace(ctx, p); err != nil {
			return err
		}
		if err := tx.PlaceServices(ctx, p); err != nil {
			return err
		}
		if err := tx.PlaceThings(ctx, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, action))
	})
	return p, err
}

// Door returns a place whose code the actor may print; one from before there were marks gets its mark. Fault: ErrMissing.
func (s *Service) Door(ctx context.Context, who auth.Actor, id int64) (Place, error) {
	p, err := s.store.Place(ctx, id)
	if err != nil {
		return p, err
	}
	if err := s.needDesk(ctx, who, p.Community, ErrMissing); err != nil || p.Mark != "" {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if p, err = tx.LockPlace(ctx, id); err != nil || p.Mark != "" {
			return err
		}
		p.Mark = newMark()
		return tx.SavePlace(ctx, p)
	})
	return p, err
}

func (s *Service) line(who auth.Actor, p Place, action string) audit.Record {
	return audit.Record{Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("place:%d", p.ID)}
}
