package booking

import (
	"context"
	"fmt"
	"time"

	"linli/app/when"
)

// Catalogue is what every community offers and when. It never changes, so goroutines may share it.
type Catalogue struct {
	services    map[int64]Service
	byCommunity map[int64][]Service
	entries     map[int64][]Entry // by service
	exceptions  []Exception
}

// loadCatalogue reads it. Exceptions of the past do not matter.
func loadCatalogue(ctx context.Context, s Store, now time.Time) (*Catalogue, error) {
	c := &Catalogue{services: map[int64]Service{}, byCommunity: map[int64][]Service{}, entries: map[int64][]Entry{}}
	services, err := s.Services(ctx)
	if err != nil {
		return nil, fmt.Errorf("services: %w", err)
	}
	for _, one := range services {
		c.services[one.ID] = one
		c.byCommunity[one.Community] = append(c.byCommunity[one.Community], one)
	}
	entries, err := s.Entries(ctx)
	if err != nil {
		return nil, fmt.Errorf("timetable: %w", err)
	}
	for _, e := range entries {
		c.entries[e.Service] = append(c.entries[e.Service], e)
	}
	c.exceptions, err = s.Exceptions(ctx, when.DateOf(now.AddDate(0, 0, -1)))
	return c, err
}

// Service returns one; a service that is no longer offered has only its id.
func (c *Catalogue) Service(id int64) Service {
	if s, ok := c.services[id]; ok {
		return s
	}
	return Service{ID: id, Name: "服务", Rules: DefaultRules, EndedAt: time.Unix(1, 0)}
}

// Of returns what a community offers, in order of id.
func (c *Catalogue) Of(community int64) []Service { return c.byCommunity[community] }

// Entries returns the timetable of a service, in order of id.
func (c *Catalogue) Entries(service int64) []Entry { return c.entries[service] }

// Planned returns the sessions of a community on a day according to the timetable, whether they exist yet or not.
func (c *Catalogue) Planned(community int64, day when.Date, days Holidays) []Session {
	var all []Session
	for _, s := range c.Of(community) {
		if !s.EndedAt.IsZero() {
			continue
		}
		for _, e := range c.Entries(s.ID) {
			if held, ok := e.On(day, days, c.exceptions); ok {
				all = append(all, Plan(s, held, day))
			}
		}
	}
	return all
}
