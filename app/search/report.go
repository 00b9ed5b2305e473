package search

import (
	"slices"

	"linli/app/area"
	"linli/app/person"
	"linli/app/report"
)

// mostRead is how many texts one answer verifies. A search that has read as many says where it goes on.
const mostRead = 6000

// byWords returns the newest reports before an id that have the words, and where to go on.
func (q query) byWords(before int64, most int) (found []report.Report, next int64, err error) {
	newest, err := q.store.NewestReport(q.ctx)
	if err != nil {
		return nil, 0, err
	}
	if before == 0 || before > newest {
		before = newest + 1
	}
	communities := q.communities()
	if !q.in.Everywhere && len(communities) == 0 {
		return q.ofOrgs(before, most)
	}
	all, err := q.candidates(communities, newest)
	if err != nil {
		return nil, 0, err
	}
	read := 0
	for _, c := range all {
		from, to := idsOf(c.block)
		if from >= before {
			continue
		}
		texts, err := q.store.Texts(q.ctx, narrow(c.communities), from, min(to, before-1))
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
		if read += len(texts); read >= mostRead && from > 0 {
			return found, from, nil
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

// narrow returns the communities that are asked for by name; of many, all are read.
func narrow(communities []int64) []int64 {
	const few = 8
	if len(communities) > few {
		return nil
	}
	return communities
}

// ofOrgs is byWords for a department: it reads the reports that its orgs hold.
func (q query) ofOrgs(before int64, most int) (found []report.Report, next int64, err error) {
	if len(q.in.Orgs) == 0 {
		return nil, 0, nil
	}
	texts, err := q.store.TextsOf(q.ctx, q.in.Orgs, before, mostRead)
	if err != nil {
		return nil, 0, err
	}
	if len(texts) == mostRead {
		next = texts[len(texts)-1].Report
	}
	if found, err = q.verified(texts); len(found) > most {
		return found[:most], found[most-1].ID, err
	}
	return found, next, err
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
