package main

import (
	"fmt"
	"log"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// mostVisits is how many households are in the plan: each is visited once.
const mostVisits = 60_000

// firstResident is the id before that of the first resident of housed.
const firstResident = 3_000_000

// visits is figure (l): grid officers record visits to people who need care. The floor locks the row of the
// person and writes the same rows.
func (b *bench) visits(e lab.Engine) error {
	officers := lab.Names("staff", lab.Communities*lab.Grids)
	gridOf := map[*lab.Place][]int{}
	prepared := func(name string) (*lab.Place, error) {
		p, err := b.Place(e, name)
		if err != nil {
			return nil, err
		}
		if err := lab.County(b.Ctx, p); err != nil {
			return nil, err
		}
		gridOf[p], err = b.cared(p, mostVisits)
		return p, err
	}
	bare, err := prepared("lfloor")
	if err != nil {
		return err
	}
	defer bare.Drop()
	if err := lab.People(b.Ctx, bare, "staff", 5_000_000, officers); err != nil {
		return err
	}
	floor, err := b.Start(bare, b.Floor, "visits")
	if err != nil {
		return err
	}
	defer floor.Stop()
	tokens := lab.Names("token", len(officers))
	if err := b.keepSessions(floor, tokens, officers); err != nil {
		return err
	}
	p, err := prepared("l")
	if err != nil {
		return err
	}
	defer p.Drop()
	role := e.Roles()[0]
	ours, err := b.Start(p, b.Linli, "serve", "--role", role)
	if err != nil {
		return err
	}
	defer ours.Stop()
	entries, err := b.Login(ours, "staff", "staff", len(officers))
	if err != nil {
		return err
	}
	ids := make([]string, len(officers))
	for i := range officers {
		ids[i] = fmt.Sprint(5_000_000 + i)
	}
	for r, persons := range map[*lab.Place][]string{bare: ids, p: persons(entries)} {
		if err := b.officers(r, persons); err != nil {
			return err
		}
	}
	last := map[*lab.Program]int{}
	request := func(r *lab.Program, i int) []byte {
		token := tokens[gridOf[bare][i]]
		if r == ours {
			token = entries[gridOf[p][i]].Token
		}
		return load.Request("POST", fmt.Sprintf("/api/v1/staff/care/%d/visits", i), map[string]string{
			"Authorization": "Bearer " + token, "Content-Type": "application/json",
		}, []byte(`{"way":"door","outcome":"well","words":"都好，按时吃药"}`))
	}
	run := func(r *lab.Program, d time.Duration) (load.Result, error) {
		begin := last[r] + 1
		got, err := b.written(r, "care_visit", d, func(i int) []byte {
			if begin+i >= len(gridOf[p]) || begin+i >= len(gridOf[bare]) {
				return nil
			}
			return request(r, begin+i)
		})
		last[r] = begin + got.Done + 64 // those under way at the end
		return got, err
	}
	for _, r := range []*lab.Program{floor, ours} { // warm-up
		if _, err := run(r, pick(b, 500*time.Millisecond, 5*time.Second)); err != nil {
			return err
		}
	}
	rates, err := alternate(pick(b, 2, 7), ours, floor, func(r *lab.Program) (float64, error) {
		got, err := run(r, pick(b, time.Second, 2*time.Second))
		return got.Rate(), err
	})
	if err != nil {
		return err
	}
	met := b.table.rates("(l) a visit recorded through the API, of a bare handler that writes the same rows (0.77 is 1.3 times as long)", e.Name, rates, 0.77)
	if err := b.compareStatements("(l) one visit", e, ours, floor, func(r *lab.Program) error {
		last[r]++
		return once(r, request(r, last[r]), 201)
	}); err != nil {
		return err
	}
	if !met && !b.quick || b.profile {
		floor.Pause()
		b.profiled(ours, "l-"+e.Name, pick(b, 1, 5), func() {
			if _, err := run(ours, pick(b, 2500*time.Millisecond, 8500*time.Millisecond)); err != nil {
				log.Print(err)
			}
		})
		floor.Resume()
	}
	return nil
}

func persons(entries []lab.Entry) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.Person
	}
	return all
}

// officers gives each grid its officer.
func (b *bench) officers(p *lab.Place, persons []string) error {
	var postings [][]any
	for i, person := range persons {
		postings = append(postings, []any{person, "grid_officer", (i/lab.Grids+1)*1000 + 1 + i%lab.Grids, 0, 0, 0, 0, 0, 0})
	}
	return p.Insert(b.Ctx, "person_posting", "person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to", postings)
}

// housed writes so many dwellings in the first communities, each with a household of one person.
func (b *bench) housed(p *lab.Place, n, communities int) error {
	var dwellings, households, residences, persons [][]any
	for i := 1; i <= n; i++ {
		community := (1 + i%communities) * 1000
		nth := i / communities % lab.Buildings
		building, grid, who := community+10+nth, community+1+nth%lab.Grids, firstResident+i
		dwellings = append(dwellings, []any{i, building, building, grid, community, 1, fmt.Sprint(100 + i), "home", "owned", 0, 0})
		households = append(households, []any{
			i, i, building, grid, community, who, 1, 0, 0, "confirmed", "confirmed", "staff", 0, 0, 0, 0, 0, 0, 0, "",
		})
		residences = append(residences, []any{i, who, who, who, "permanent", "head", 0, 0, "staff", "confirmed", 0, 0})
		persons = append(persons, []any{who, nil, community, building, "居民", "", "", 0, 0, 0})
	}
	for _, t := range []struct {
		name, columns string
		rows          [][]any
	}{
		{"household_dwelling", "id, area_id, building_id, grid_id, community_id, floor, room, kind, tenure, checked_at, checked_by", dwellings},
		{"household", `id, dwelling_id, building_id, grid_id, community_id, contact_id, size, since_on, until_on, state, slot, source,
			reported_by, reported_at, due_at, decided_by, decided_at, ended_by, ended_at, deed`, households},
		{"household_residence", `household_id, person_id, bound_id, open_id, stay, relation, from_on, until_on, source, state, made_at,
			ended_at`, residences},
		{"person", "id, code, community_id, home_id, name, phone_sealed, phone_index, shown, created_at, merged_into", persons},
	} {
		if err := p.Insert(b.Ctx, t.name, t.columns, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// cared writes so many dwellings, each with a person of a tag that is visited, and lets the program make the plan of them. It returns
// the grid of each in the plan by its number.
func (b *bench) cared(p *lab.Place, n int) ([]int, error) {
	if err := b.housed(p, n, lab.Communities); err != nil {
		return nil, err
	}
	var tags [][]any
	for i := 1; i <= n; i++ {
		tags = append(tags, []any{firstResident + i, "hardship", (1 + i%lab.Communities) * 1000, 0, 0})
	}
	if err := p.Insert(b.Ctx, "person_tag", "person_id, tag, community_id, by_id, at", tags); err != nil {
		return nil, err
	}
	planner, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return nil, err
	}
	defer planner.Stop()
	if err := b.planned(p, n); err != nil {
		return nil, err
	}
	rows, err := p.DB.QueryContext(b.Ctx, `SELECT id, grid_id FROM care_cared ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []int
	for rows.Next() {
		var id, grid int
		if err := rows.Scan(&id, &grid); err != nil {
			return nil, err
		}
		for len(found) <= id {
			found = append(found, -1)
		}
		found[id] = (grid/1000-1)*lab.Grids + grid%1000 - 1
	}
	return found, rows.Err()
}
