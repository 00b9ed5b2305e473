package lab

import (
	"context"
	"fmt"
)

// The county of the benchmark: 5 streets, 37 communities of 4 grids and 48 buildings. Community c has the id 1000c, then
// its grids; its buildings begin at 1000c+10. The floor relies on that.
const (
	CountyID    = 900_000
	Communities = 37
	Grids       = 4
	Buildings   = 48
	Clerks      = 2 // in each community; each building has one steward
	Orgs        = 8
)

// StreetOf returns the id of the street of a community, counted from 1.
func StreetOf(community int) int { return CountyID + 1 + community%5 }

// County writes the territory and its postings.
func County(ctx context.Context, p *Place) error {
	var areas, persons, postings [][]any
	root := fmt.Sprintf("/%d/", CountyID)
	area := func(id, parent, community int, kind, name, path string) {
		areas = append(areas, []any{id, parent, community, kind, fmt.Sprint("K", id), name, "", path, 100, 0.0, 0.0, "", fmt.Sprint("board", id)})
	}
	person := func(id, community int) {
		persons = append(persons, []any{id, fmt.Sprint("P", id), community, 0, "工作人员", "", "", 1, 0, 0})
	}
	posting := func(id int, role string, area, org int) {
		postings = append(postings, []any{id, role, area, org, 0, 0, 0, 0, 0})
	}
	area(CountyID, 0, CountyID, "county", "安平县", root)
	for s := range 5 {
		area(CountyID+1+s, CountyID, CountyID, "street", fmt.Sprintf("第%d街道", s+1), fmt.Sprintf("%s%d/", root, CountyID+1+s))
	}
	for c := 1; c <= Communities; c++ {
		id := c * 1000
		path := fmt.Sprintf("%s%d/%d/", root, StreetOf(c), id)
		area(id, StreetOf(c), id, "community", fmt.Sprintf("第%d社区", c), path)
		for k := range Clerks {
			person(1_500_000+id+k, id)
			posting(1_500_000+id+k, "clerk", id, 0)
		}
		person(1_700_000+id, id)
		posting(1_700_000+id, "secretary", id, 0)
		for g := range Grids {
			grid := id + 1 + g
			area(grid, id, id, "grid", fmt.Sprintf("第%d社区第%d网格", c, g+1), fmt.Sprintf("%s%d/", path, grid))
			person(1_000_000+grid, id)
			posting(1_000_000+grid, "grid_officer", grid, 0)
		}
		for n := range Buildings {
			building, grid := id+10+n, id+1+n%Grids
			area(building, grid, id, "building", fmt.Sprintf("第%d小区%d号楼", c, n+1), fmt.Sprintf("%s%d/%d/", path, grid, building))
			person(1_000_000+building, id)
			posting(1_000_000+building, "steward", building, 0)
		}
	}
	var offices [][]any
	for o := range Orgs {
		offices = append(offices, []any{o + 1, fmt.Sprint("O", o+1), fmt.Sprintf("第%d部门", o+1), "部门", CountyID})
	}
	for _, t := range []struct {
		name, columns string
		rows          [][]any
	}{
		{"area", "id, parent_id, community_id, kind, code, name, aliases, path, households, lat, lng, boundary, board", areas},
		{"area_org", "id, code, name, kind, area_id", offices},
		{"person", "id, code, community_id, home_id, name, phone_sealed, phone_index, shown, created_at, merged_into", persons},
		{"person_posting", "person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to", postings},
	} {
		if err := p.Insert(ctx, t.name, t.columns, t.rows); err != nil {
			return err
		}
	}
	_, err := p.DB.ExecContext(ctx, `UPDATE area_version SET version = version + 1`)
	return err
}

// People writes n residents known on one account under these openids, with ids from first on.
func People(ctx context.Context, p *Place, account string, first int, openids []string) error {
	var persons, identities [][]any
	for i, openid := range openids {
		persons = append(persons, []any{first + i, nil, 0, 0, "", "", "", 0, 0, 0})
		identities = append(identities, []any{account, openid, "union-" + openid, first + i, 1, 0})
	}
	if err := p.Insert(ctx, "person", "id, code, community_id, home_id, name, phone_sealed, phone_index, shown, created_at, merged_into", persons); err != nil {
		return err
	}
	return p.Insert(ctx, "person_identity", "account, openid, unionid, person_id, follows, changed_at", identities)
}

// Names returns n different names.
func Names(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s-%d", prefix, i)
	}
	return all
}
