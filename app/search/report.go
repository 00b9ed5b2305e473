package search

import (
	"slices"

	"linli/app/area"
	"linli/app/person"
	"linli/app/report"
)

// mostRead is how many texts one answer verifies. A search that has read as many says where it goes on.
const mostRead = 3000

// mostAsked is how many times one answer asks for texts.
const mostAsked = 150

// byWords returns the newest reports before an id that have the words, and where to go on. A department finds those that its orgs
// hold, other staff those of their territory.
func (q query) byWords(before int64, most int) (found []report.Report, next int64, err error) {
	newest, err := q.store.NewestReport(q.ctx)
	if err != nil {
		return nil, 0, err
	}
	if before == 0 || before > newest {
		before = newest + 1
	}
	in := Within{Communities: q.communities()}
	if !q.in.Everywhere && len(in.Communities) == 0 {
		if in.Orgs = q.in.Orgs; len(in.Orgs) == 0 {
			return nil, 0, nil
		}
	}
	all, err := q.candidates(in.Communities, newest)
	if err != nil {
		return nil, 0, err
	}
	read, asked := 0, 0
	for _, c := range spansOf(all, in) {
		if c.from >= before {
			continue
		}
		c.to = min(c.to, before-1)
		texts, err := q.store.Texts(q.ctx, c.Within, c.from, c.to)
		if err != nil {
			return nil, 0, err
		}
		hits, err := q.verified(texts)
		if err != nil {
			return nil, 0, err
		}
		if found = append(found, hits...); len(found) >= most {
			return found[:most], found[most-1].ID, nil
		}
		read, asked = read+len(texts), asked+1
		if c.from > 0 && (read >= mostRead || asked >= mostAsked) {
			return found, c.from, nil
		}
	}
	return found, 0, nil
}

// candidates returns the blocks that may have the words. Reports that the index does not have yet are all read.
func (q query) candidates(communities []int64, newest int64) ([]candidate, error) {
	indexed, err := q.store.Indexed(q.ctx)
	if err != nil {
		return nil, err
	}
	pairs := pairsOf(q.words...)
	if len(pairs) > mostPairs {
		pairs = pairs[:mostPairs]
	}
	rows, err := q.store.Rows(q.ctx, pairs, communities)
	if err != nil {
		return nil, err
	}
	var all []candidate
	fresh := blockOf(indexed + 1)
	for block := blockOf(newest); block >= fresh; block-- {
		all = append(all, candidate{block, communities})
	}
	return append(all, slices.DeleteFunc(candidates(pairs, rows), func(c candidate) bool { return c.block >= fresh })...), nil
}

// verified returns the reports whose texts have the words and whom the actor handles, the newest first.
func (q query) verified(texts []Text) ([]report.Report, error) {
	var ids []int64
	for _, t := range texts {
		if has(q.words, t.Text, t.Place) {
			ids = append(ids, t.Report)
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return int(b - a) })
	var found []report.Report
	for part := range slices.Chunk(ids, 2*Most) {
		all, err := q.store.ReportsIn(q.ctx, part)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			if report.Works(q.tree, q.who, r) {
				found = append(found, r)
			}
		}
		if len(found) > Most {
			break
		}
	}
	return found, nil
}

// communities returns those of the territory, nil for the county.
func (q query) communities() []int64 {
	if q.in.Everywhere {
		return nil
	}
	all := slices.Clone(q.in.Communities)
	for _, g := range q.in.Grids {
		if c, ok := q.tree.Up(g, area.Community); ok {
			all = append(all, c.ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func idsOfPersons(all []person.Person) []int64 {
	ids := make([]int64, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	return ids
}
