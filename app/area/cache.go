package area

import (
	"context"
	"fmt"
	"time"

	"linli/app/fresh"
)

// Source gives the tree as it is now.
type Source interface {
	Tree(ctx context.Context) (*Tree, error)
}

// Cache hands out the current Tree: every process sees an import within seconds.
type Cache struct{ *fresh.Value[*Tree] }

// NewCache returns an empty cache over s.
func NewCache(s Store, now func() time.Time) *Cache {
	return &Cache{fresh.New(fresh.Source[*Tree]{Version: s.AreasVersion, Load: func(ctx context.Context) (*Tree, error) {
		areas, err := s.Areas(ctx)
		if err != nil {
			return nil, fmt.Errorf("areas: %w", err)
		}
		orgs, err := s.Orgs(ctx)
		if err != nil {
			return nil, fmt.Errorf("orgs: %w", err)
		}
		return NewTree(areas, orgs), nil
	}}, now)}
}

// Tree returns the territory as of at most three seconds ago, or the last one while the database is unavailable.
func (c *Cache) Tree(ctx context.Context) (*Tree, error) { return c.Get(ctx) }
