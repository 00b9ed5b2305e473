package handlers

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/person"
)

// Areas gives the places of the county.
type Areas interface {
	Tree(ctx context.Context) (*area.Tree, error)
}

// Names gives the names of persons.
type Names interface {
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
}

// Limiter counts how often something was done.
type Limiter interface {
	// Allow says whether the key may do it once more, at most n times per span. With an error it could not count.
	Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error)
}

// web is what the handlers of every capability have.
type web struct {
	areas   Areas
	names   Names
	limiter Limiter
	log     *slog.Logger
	now     func() time.Time
}

func (w web) tree(c *fiber.Ctx) (*area.Tree, error) { return w.areas.Tree(c.UserContext()) }

// limit refuses what is done too often. When it cannot be counted, it is let through: people come before limits.
func (w web) limit(c *fiber.Ctx, what, who string, n int, per time.Duration) error {
	ok, err := w.limiter.Allow(c.UserContext(), what+":"+who, n, per)
	if err != nil {
		w.log.Error("limit", "what", what, "err", err)
		return nil
	}
	if !ok {
		return errOften
	}
	return nil
}

// distinct returns the ids that are not 0, each once.
func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
}
