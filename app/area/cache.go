package area

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// recheck is how long a tree is used before the version is asked for again.
const recheck = 3 * time.Second

// Cache hands out the current Tree. It asks the store for the version at most every three seconds and loads the
// areas again only when that grew, so an import is seen by every process within seconds.
type Cache struct {
	store   Store
	now     func() time.Time
	mu      sync.Mutex
	tree    *Tree
	version int64
	checked time.Time
}

// NewCache returns an empty cache over s.
func NewCache(s Store, now func() time.Time) *Cache { return &Cache{store: s, now: now} }

// Tree returns the territory as of at most three seconds ago. While the database is away it returns the last one.
func (c *Cache) Tree(ctx context.Context) (*Tree, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.tree != nil && now.Sub(c.checked).Abs() < recheck {
		return c.tree, nil
	}
	tree, version, err := c.load(ctx)
	if err != nil {
		if c.tree != nil {
			return c.tree, nil //nolint:nilerr // an old tree serves; whoever writes next meets the outage
		}
		return nil, err
	}
	c.tree, c.version, c.checked = tree, version, now
	return c.tree, nil
}

// Refresh makes the next Tree ask for the version: this process knows that it grew.
func (c *Cache) Refresh() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.checked = time.Time{}
}

func (c *Cache) load(ctx context.Context) (*Tree, int64, error) {
	version, err := c.store.AreasVersion(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("areas version: %w", err)
	}
	if c.tree != nil && version == c.version {
		return c.tree, version, nil
	}
	areas, err := c.store.Areas(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("areas: %w", err)
	}
	orgs, err := c.store.Orgs(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("orgs: %w", err)
	}
	return NewTree(areas, orgs), version, nil
}
