package store

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/care"
	"linli/app/ledger"
	"linli/app/when"
)

// visitsIn is the condition for the visits of a part.
func visitsIn(p ledger.Part) (where string, args []any) {
	where, args = `community_id = ? AND day BETWEEN ? AND ?`, []any{p.Community, int(when.DateOf(p.From)), int(when.DateOf(p.To.Add(-1)))}
	column := map[area.Kind]string{area.Grid: "grid_id", area.Building: "building_id", area.Unit: "area_id"}[p.Area.Kind]
	if column != "" {
		where, args = where+` AND cared_id IN (SELECT id FROM care_cared WHERE `+column+` = ?)`, append(args, p.Area.ID)
	}
	return where, args
}

// CountVisits implements ledger.Store.
func (s *Ledgers) CountVisits(ctx context.Context, p ledger.Part) (n int, err error) {
	where, args := visitsIn(p)
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM care_visit WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count visits: %w", err)
	}
	return n, nil
}

// ReadVisits implements ledger.Store.
func (s *Ledgers) ReadVisits(ctx context.Context, p ledger.Part, after int64, most int) ([]ledger.Visited, error) {
	where, args := visitsIn(p)
	visits, err := careVisits(ctx, s.db.pool, where+` AND id > ? ORDER BY id LIMIT ?`, append(args, after, most)...)
	if err != nil || len(visits) == 0 {
		return nil, err
	}
	visitors, err := careVisitors(ctx, s.db.pool, visits)
	if err != nil {
		return nil, err
	}
	needs, err := s.needsOf(ctx, visits)
	if err != nil {
		return nil, err
	}
	of, err := s.caredOf(ctx, visits)
	if err != nil {
		return nil, err
	}
	rows := make([]ledger.Visited, len(visits))
	for i, v := range visits {
		rows[i] = of[v.Cared]
		rows[i].Visit, rows[i].Needs = v, needs[v.ID]
		for _, by := range visitors {
			if by.Visit == v.ID {
				rows[i].By = append(rows[i].By, by.Person)
			}
		}
	}
	return rows, nil
}

// caredOf returns where visits were, by id of the cared-for.
func (s *Ledgers) caredOf(ctx context.Context, visits []care.Visit) (map[int64]ledger.Visited, error) {
	ids := make([]int64, len(visits))
	for i, v := range visits {
		ids[i] = v.Cared
	}
	found, err := cared(ctx, s.db.pool, `id IN (`+marks(len(ids))+`) ORDER BY id`, anys(ids)...)
	if err != nil {
		return nil, err
	}
	var households, dwellings []int64
	for _, c := range found {
		households = append(households, c.Household)
	}
	homes := NewHouseholds(s.db)
	known, err := homes.HouseholdsByID(ctx, households)
	if err != nil {
		return nil, err
	}
	for _, h := range known {
		dwellings = append(dwellings, h.Dwelling)
	}
	rooms, err := homes.DwellingsByID(ctx, dwellings)
	of := map[int64]ledger.Visited{}
	for _, c := range found {
		h := known[c.Household]
		of[c.ID] = ledger.Visited{Cared: c, Contact: h.Contact, Home: rooms[h.Dwelling]}
	}
	return of, err
}

// needsOf returns the names of the needs found on visits.
func (s *Ledgers) needsOf(ctx context.Context, visits []care.Visit) (map[int64][]string, error) {
	ids := make([]int64, len(visits))
	for i, v := range visits {
		ids[i] = v.ID
	}
	var rows []struct {
		Visit int64  `db:"visit_id"`
		Name  string `db:"name"`
	}
	err := list(ctx, s.db.pool, &rows, `
		SELECT n.visit_id, w.name FROM care_need n JOIN wordlist_word w ON w.list = 'need' AND w.code = n.kind
		WHERE  n.visit_id IN (`+marks(len(ids))+`) ORDER BY n.visit_id, w.place`, anys(ids)...)
	names := map[int64][]string{}
	for _, r := range rows {
		names[r.Visit] = append(names[r.Visit], r.Name)
	}
	return names, err
}
