package roster

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

func (l *loader) loadPersons(ctx context.Context, rows []Person) error {
	known, err := l.tx.RosterPersons(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		home := l.areas[row.Area].Area
		old, exists := known[row.Code]
		p := old
		p.Name, p.Shown, p.Community, p.Home = row.Name, row.Shown, home.Community, 0
		if home.Kind == area.Building || home.Kind == area.Unit {
			p.Home = home.ID
		}
		if row.Phone != "" {
			p.Phone = row.Phone
		}
		if !exists {
			p.Code, p.CreatedAt = row.Code, l.now
			l.sum.Added[SheetPersons]++
			if err := l.tx.AddPerson(ctx, &p); err != nil {
				return err
			}
		} else if l.count(SheetPersons, p == old) {
			if err := l.tx.SavePerson(ctx, p); err != nil {
				return err
			}
		}
		l.persons[row.Code] = p.ID
		if p.Phone != old.Phone {
			if err := l.find(ctx, p.Phone); err != nil {
				return err
			}
		}
	}
	return nil
}

// find lets those whose WeChat has proved a number that is new in the roster become the roster's person.
func (l *loader) find(ctx context.Context, phone person.Phone) error {
	ids, err := l.tx.ProvedBy(ctx, phone)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := l.tx.AddJob(ctx, person.LinkJob, id, l.now); err != nil {
			return err
		}
	}
	return nil
}

// seat is what makes two rows the same posting.
type seat struct {
	person int64
	role   auth.Role
	area   int64
	org    int64
}

func seatOf(p person.Posting) seat { return seat{p.Person, p.Role, p.Area, p.Org} }

func (l *loader) loadPostings(ctx context.Context, rows []Posting) error {
	all, err := l.tx.RosterPostings(ctx)
	if err != nil {
		return err
	}
	known := map[seat]person.Posting{}
	for _, p := range all {
		known[seatOf(p)] = p
	}
	postings := make([]person.Posting, len(rows))
	for i, row := range rows {
		postings[i] = person.Posting{
			Person: l.persons[row.Person], Role: row.Role, Area: l.areas[row.Area].ID, Org: l.orgs[row.Org],
			From: row.From, To: row.To, Substitute: l.persons[row.Substitute],
		}
	}
	postings = l.unite(postings)
	for _, p := range postings {
		old, exists := known[seatOf(p)]
		if !exists {
			l.sum.Added[SheetPostings]++
			if err := l.tx.AddPosting(ctx, &p); err != nil {
				return err
			}
			continue
		}
		if p.ID = old.ID; p.Substitute == 0 { // stewards also name theirs themselves
			p.Substitute = old.Substitute
		}
		same := p.From.Equal(old.From) && p.To.Equal(old.To) && p.Substitute == old.Substitute
		if l.count(SheetPostings, same) {
			if err := l.tx.SavePosting(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// unite keeps the last of postings that have become one because two persons of the workbook were merged since.
func (l *loader) unite(postings []person.Posting) []person.Posting {
	last := map[seat]int{}
	for i, p := range postings {
		last[seatOf(p)] = i
	}
	var kept []person.Posting
	for i, p := range postings {
		if last[seatOf(p)] == i {
			kept = append(kept, p)
		}
	}
	return slices.Clip(kept)
}
