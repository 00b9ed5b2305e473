package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/area"
)

var areaData = data{tables: []Table{
	{Name: "area", Impersonal: "places"},
	{Name: "area_org", Impersonal: "departments"},
	{Name: "area_version", Impersonal: "a counter"},
}}

// Areas implements area.Store.
type Areas struct{ db *DB }

// LockCommunity serialises the changes of a community's rules until the transaction ends.
func (t *tx) LockCommunity(ctx context.Context, id int64) error {
	var found int64
	return get(ctx, t.q, &found, area.ErrMissing, `SELECT id FROM area WHERE id = ?`+t.e.forUpd, id)
}

// NewAreas returns the records of areas and orgs.
func NewAreas(db *DB) *Areas { return &Areas{db} }

type areaRow struct {
	ID         int64     `db:"id"`
	Parent     int64     `db:"parent_id"`
	Community  int64     `db:"community_id"`
	Kind       area.Kind `db:"kind"`
	Code       string    `db:"code"`
	Name       string    `db:"name"`
	Aliases    string    `db:"aliases"`
	Path       string    `db:"path"`
	Households int       `db:"households"`
	Lat        float64   `db:"lat"`
	Lng        float64   `db:"lng"`
	Boundary   string    `db:"boundary"`
	Board      string    `db:"board"`
}

const areaColumns = `id, parent_id, community_id, kind, code, name, aliases, path, households, lat, lng, boundary, board`

func (r areaRow) area() area.Area {
	a := area.Area{
		ID: r.ID, Parent: r.Parent, Community: r.Community, Kind: r.Kind, Code: r.Code, Name: r.Name, Path: r.Path,
		Households: r.Households, Lat: r.Lat, Lng: r.Lng, Boundary: r.Boundary, Board: r.Board,
	}
	if r.Aliases != "" {
		a.Aliases = strings.Split(r.Aliases, "、")
	}
	return a
}

// Areas implements area.Store.
func (s *Areas) Areas(ctx context.Context) ([]area.Area, error) {
	areas, err := allAreas(ctx, s.db.pool)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Area int64 `db:"area_id"`
		N    int   `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT area_id, COUNT(*) AS n FROM household_dwelling WHERE kind = 'home' AND tenure <> 'vacant' GROUP BY area_id`); err != nil {
		return nil, fmt.Errorf("homes of areas: %w", err)
	}
	homes := make(map[int64]int, len(rows))
	for _, r := range rows {
		homes[r.Area] = r.N
	}
	for i := range areas {
		areas[i].Homes = homes[areas[i].ID]
	}
	return areas, nil
}

// allAreas returns every area, parents before children: a path is longer than its parent's.
func allAreas(ctx context.Context, q sqlx.QueryerContext) ([]area.Area, error) {
	var rows []areaRow
	if err := list(ctx, q, &rows, `
		SELECT `+areaColumns+`
		FROM   area
		ORDER  BY LENGTH(path) - LENGTH(REPLACE(path, '/', '')), id
		LIMIT  200000`); err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	areas := make([]area.Area, len(rows))
	for i, r := range rows {
		areas[i] = r.area()
	}
	return areas, nil
}

// Orgs implements area.Store.
func (s *Areas) Orgs(ctx context.Context) ([]area.Org, error) { return allOrgs(ctx, s.db.pool) }

func allOrgs(ctx context.Context, q sqlx.QueryerContext) ([]area.Org, error) {
	var rows []struct {
		ID   int64  `db:"id"`
		Code string `db:"code"`
		Name string `db:"name"`
		Kind string `db:"kind"`
		Area int64  `db:"area_id"`

		Parent int64 `db:"parent_id"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, code, name, kind, area_id, parent_id FROM area_org ORDER BY id LIMIT 20000`); err != nil {
		return nil, fmt.Errorf("orgs: %w", err)
	}
	orgs := make([]area.Org, len(rows))
	for i, r := range rows {
		orgs[i] = area.Org(r)
	}
	return orgs, nil
}

// AreasVersion returns the number of the last change.
func (s *Areas) AreasVersion(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, area.ErrMissing, `SELECT version FROM area_version WHERE id = 1`)
	return v, err
}
