package post

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/when"
)

// The reminders before the end of a term. A term has one only when at least as long again goes before it.
const (
	firstWarning = 60 * 24 * time.Hour
	lastWarning  = 14 * 24 * time.Hour
)

// warned returns which reminder of a posting is due, in days before its end; 0: none.
func warned(p person.Posting, now time.Time) int {
	left := p.To.Sub(now)
	for _, w := range []time.Duration{lastWarning, firstWarning} {
		if left <= w && (p.From.IsZero() || p.To.Sub(p.From) >= 2*w) {
			return int(w / (24 * time.Hour))
		}
	}
	return 0
}

// Vacancy is a post that should be filled and is not (空缺), or whose term ends soon.
type Vacancy struct {
	Area   int64
	Seat   roster.Seat
	Person int64     // whose term ends; 0: nobody holds the post
	Until  time.Time // the end of the term
}

// vacancies returns the empty seats at and below a path, by place.
func vacancies(t *area.Tree, path string, holding []person.Posting) (found []Vacancy) {
	at := map[int64][]person.Posting{}
	for _, p := range holding {
		at[p.Area] = append(at[p.Area], p)
	}
	for _, seat := range roster.Staffing {
		for _, a := range t.Under(path, seat.In) {
			if !slices.ContainsFunc(at[a.ID], seat.Takes) {
				found = append(found, Vacancy{Area: a.ID, Seat: seat})
			}
		}
	}
	return found
}

// Vacancies returns one page of what is empty in the actor's areas, or in one of them (0: all), or of what ends soon, and how many
// there are. Faults: ErrList, area.ErrMissing.
func (s *Service) Vacancies(ctx context.Context, who auth.Actor, list string, in, beyond int64) (p pages.Page[Vacancy], all int, err error) {
	if err := who.Need(auth.Managers...); err != nil {
		return p, 0, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, 0, err
	}
	paths := who.Paths(auth.Managers...)
	if in != 0 {
		a, err := t.Get(in)
		if err != nil || !who.Covers(a.Path, auth.Managers...) {
			return p, 0, area.ErrMissing
		}
		paths = []string{a.Path}
	}
	var found []Vacancy
	switch list {
	case "vacant":
		found, err = s.vacantIn(ctx, t, paths)
	case "ending":
		found, err = s.endingIn(ctx, t, paths)
	default:
		err = ErrList
	}
	if err != nil {
		return p, 0, err
	}
	rest := found[min(int(beyond), len(found)):]
	p = pages.Page[Vacancy]{Items: rest[:min(len(rest), pages.Size)]}
	if len(rest) > pages.Size {
		p.Next = pages.Cursor{ID: beyond + pages.Size}
	}
	return p, len(found), nil
}

// vacantIn returns the vacancies below the paths, each once.
func (s *Service) vacantIn(ctx context.Context, t *area.Tree, paths []string) ([]Vacancy, error) {
	holding, err := s.store.Holding(ctx, s.now())
	if err != nil {
		return nil, err
	}
	var found []Vacancy
	for _, path := range top(paths) {
		found = append(found, vacancies(t, path, holding)...)
	}
	return found, nil
}

// top leaves out paths below another one, repeated ones, and those of areas that are gone.
func top(paths []string) (kept []string) {
	slices.Sort(paths)
	for _, p := range paths {
		if p != "" && (len(kept) == 0 || !strings.HasPrefix(p, kept[len(kept)-1])) {
			kept = append(kept, p)
		}
	}
	return kept
}

// endingIn returns the terms that end within the first warning below the paths, the earliest first.
func (s *Service) endingIn(ctx context.Context, t *area.Tree, paths []string) ([]Vacancy, error) {
	now := s.now()
	ending, err := s.store.Ending(ctx, now, now.Add(firstWarning))
	if err != nil {
		return nil, err
	}
	var found []Vacancy
	for _, p := range ending {
		path := t.Path(p.Area)
		if path != "" && slices.ContainsFunc(paths, func(own string) bool { return own != "" && strings.HasPrefix(path, own) }) {
			found = append(found, Vacancy{p.Area, roster.Seat{Role: p.Role, Class: p.Class}, p.Person, p.To})
		}
	}
	slices.SortStableFunc(found, func(a, b Vacancy) int { return cmp.Or(a.Until.Compare(b.Until), cmp.Compare(a.Area, b.Area)) })
	return found, nil
}

// CountVacant counts the vacancies in the actor's communities.
func (s *Service) CountVacant(ctx context.Context, who auth.Actor) (int, error) {
	if who.Need(auth.Publishers...) != nil {
		return 0, nil //nolint:nilerr // there is nothing for other roles
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, err
	}
	found, err := s.vacantIn(ctx, t, who.Paths(auth.Publishers...))
	return len(found), err
}

// Watch tells of terms that end in 60 and in 14 days, of bodies in six and in two months, and on Monday mornings of vacancies. Each
// is told once.
func (s *Service) Watch(ctx context.Context) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if err := s.watchTerms(ctx, t); err != nil {
		return fmt.Errorf("watch terms: %w", err)
	}
	if err := s.watchVacancies(ctx, t); err != nil {
		return fmt.Errorf("watch vacancies: %w", err)
	}
	if err := s.watchBodies(ctx, t); err != nil {
		return fmt.Errorf("watch bodies: %w", err)
	}
	return nil
}

func (s *Service) watchTerms(ctx context.Context, t *area.Tree) error {
	now := s.now()
	ending, err := s.store.Ending(ctx, now, now.Add(firstWarning))
	if err != nil {
		return err
	}
	for _, p := range ending {
		days := warned(p, now)
		if days == 0 {
			continue
		}
		key := fmt.Sprintf("ending:%d:%d:%d", p.ID, p.To.Unix(), days)
		if err := s.once(ctx, key, func(tx Tx) error { return s.tellEnding(ctx, tx, t, p) }); err != nil {
			return err
		}
	}
	return nil
}

// once runs do in a transaction unless it was run under this key before.
func (s *Service) once(ctx context.Context, key string, do func(Tx) error) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		fresh, err := tx.TellOnce(ctx, key, s.now())
		if err != nil || !fresh {
			return err
		}
		return do(tx)
	})
}

// tellEnding tells the holder, and the secretary of the community; of the secretary's own term the street.
func (s *Service) tellEnding(ctx context.Context, tx Tx, t *area.Tree, p person.Posting) error {
	a, err := t.Get(p.Area)
	if err != nil {
		return nil //nolint:nilerr // the area is gone, and with it the post
	}
	name, err := tx.NameOf(ctx, p.Person)
	if err != nil {
		return err
	}
	boss, roles := a.Community, auth.Chiefs
	if p.Role == auth.Secretary {
		up, _ := t.Up(a.ID, area.Street)
		boss, roles = up.ID, auth.Overseers
	}
	told, err := person.Acting(ctx, tx, s.now(), []int64{boss}, roles...)
	if err != nil {
		return err
	}
	if !slices.Contains(told, p.Person) {
		told = append(told, p.Person)
	}
	facts := notify.Facts{
		notify.FactTitle: p.Role.Name(), notify.FactPlace: sayArea(t, p.Area), notify.FactWords: name, notify.FactState: "任期将满",
		notify.FactDue: when.Full(p.To.Add(-time.Minute)), notify.FactAt: when.Full(s.now()), notify.FactBy: sayArea(t, a.Community),
	}
	for _, who := range told {
		if err := notify.Tell(ctx, tx, noticeEnding.To(who, a.Community, fmt.Sprintf("posting:%d", p.ID), facts), s.now()); err != nil {
			return err
		}
	}
	return nil
}

// watchVacancies tells each secretary once a week, from Monday nine o'clock on.
func (s *Service) watchVacancies(ctx context.Context, t *area.Tree) error {
	now := s.now().In(when.Beijing)
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	if now.Weekday() == time.Monday && now.Hour() < 9 {
		return nil
	}
	holding, err := s.store.Holding(ctx, now)
	if err != nil {
		return err
	}
	for _, c := range t.Under("", area.Community) {
		found := vacancies(t, c.Path, holding)
		if len(found) == 0 {
			continue
		}
		key := fmt.Sprintf("vacant:%d:%s", c.ID, monday.Format(time.DateOnly))
		if err := s.once(ctx, key, func(tx Tx) error { return s.tellVacant(ctx, tx, t, c, found) }); err != nil {
			return err
		}
	}
	return nil
}

// named is how many vacancies a notice names.
const named = 3

func (s *Service) tellVacant(ctx context.Context, tx Tx, t *area.Tree, c area.Area, found []Vacancy) error {
	told, err := person.Acting(ctx, tx, s.now(), []int64{c.ID}, auth.Secretary)
	if err != nil {
		return err
	}
	var words []string
	for _, v := range found[:min(len(found), named)] {
		a, _ := t.Get(v.Area) //nolint:errcheck // it is of the same tree
		words = append(words, a.Name+v.Seat.Name())
	}
	said := strings.Join(words, "、")
	if len(found) > named {
		said += "等"
	}
	facts := notify.Facts{
		notify.FactTitle: "岗位空缺", notify.FactPlace: c.Name, notify.FactCount: fmt.Sprint(len(found)), notify.FactWords: said, notify.FactState: "空缺",
		notify.FactBy: c.Name, notify.FactDue: when.Full(s.now()), notify.FactAt: when.Full(s.now()),
	}
	for _, who := range told {
		if err := notify.Tell(ctx, tx, noticeVacant.To(who, c.ID, fmt.Sprintf("community:%d", c.ID), facts), s.now()); err != nil {
			return err
		}
	}
	return nil
}
