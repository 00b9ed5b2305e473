package handlers

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/person"
	"linli/app/wordlist"
)

// Names gives the names of persons.
type Names interface {
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
}

// Limiter counts how often something was done.
type Limiter interface {
	// Allow says whether the key may do it once more, at most n times per span. With an error it could not count.
	Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error)
}

// web is shared by the handlers of every capability.
type web struct {
	areas   area.Source
	names   Names
	words   wordlist.Source
	limiter Limiter
	log     *slog.Logger
	now     func() time.Time
}

// tagNames returns how the county calls the tags of residents, by code.
func (w web) tagNames(ctx context.Context) (map[person.Tag]string, error) {
	all, err := w.words.Words(ctx, wordlist.Tags)
	names := make(map[person.Tag]string, len(all))
	for _, word := range all {
		names[person.Tag(word.Code)] = word.Name
	}
	return names, err
}

func (w web) tree(c *fiber.Ctx) (*area.Tree, error) { return w.areas.Tree(c.UserContext()) }

// limit refuses a caller over the rate limit. Without an answer of the limiter it allows the call.
func (w web) limit(c *fiber.Ctx, what, who string, n int, per time.Duration) error {
	ok, err := w.limiter.Allow(c.UserContext(), what+":"+who, n, per)
	if err != nil {
		w.log.Error("rate limit not counted, call allowed", "what", what, "err", err)
		return nil
	}
	if !ok {
		return errOften
	}
	return nil
}

// dwelling returns the building or unit with this id; a home is nothing else.
func (w web) dwelling(c *fiber.Ctx, home string) (person.Home, error) {
	id, err := number(home)
	if err != nil {
		return person.Home{}, err
	}
	t, err := w.tree(c)
	if err != nil {
		return person.Home{}, err
	}
	a, err := t.Get(id)
	if err != nil || a.Kind != area.Building && a.Kind != area.Unit {
		return person.Home{}, area.ErrMissing
	}
	b, _ := t.Up(id, area.Building)
	return person.Home{Community: a.Community, Building: b.ID, Area: a.ID}, nil
}

// community reads the id of a community, and refuses other areas.
func (w web) community(c *fiber.Ctx, of string) (int64, error) {
	id, err := number(of)
	if err != nil {
		return 0, err
	}
	t, err := w.tree(c)
	if err != nil {
		return 0, err
	}
	if _, err := t.Community(id); err != nil {
		return 0, person.ErrPlace
	}
	return id, nil
}

// distinct returns the ids that are not 0, each once.
func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
}

// peopleOf returns the persons that the rows of a list name.
func peopleOf[T any](ctx context.Context, w web, found []T, id func(T) int64) (map[int64]person.Person, error) {
	ids := make([]int64, len(found))
	for i, one := range found {
		ids[i] = id(one)
	}
	return w.names.Persons(ctx, distinct(ids))
}
