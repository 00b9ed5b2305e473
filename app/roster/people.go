package roster

import (
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

func (l *loader) loadPersons(ctx context.Context, rows []Person) error {
	all, err := l.tx.RosterPersons(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]person.Person, len(all))
	for code, p := range all {
		known[plainCode(code)] = p
	}
	if taken := takenNumbers(known, rows); len(taken) > 0 {
		return taken
	}
	for _, row := range rows {
		old := known[row.Code]
		if old.ID != 0 && another(old, row) {
			if err := l.release(ctx, old, row); err != nil {
				return err
			}
			old = person.Person{}
		}
		if err := l.loadPerson(ctx, old, row); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) loadPerson(ctx context.Context, old person.Person, row Person) error {
	home := l.areas[row.Area].Area
	p := old
	p.Name, p.Shown, p.Community, p.Home = row.Name, row.Shown, home.Community, 0
	if home.Kind == area.Building || home.Kind == area.Unit {
		p.Home = home.ID
	}
	if row.Phone != "" {
		p.Phone = row.Phone
	}
	if old.ID == 0 {
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
	if p.Phone == old.Phone {
		return nil
	}
	return l.find(ctx, p.Phone)
}

// takenNumbers returns the rows whose number belongs to another code after the import.
func takenNumbers(known map[string]person.Person, rows []Person) (taken Problems) {
	of := map[person.Phone]string{}
	planned := map[string]bool{}
	for _, row := range rows {
		planned[row.Code] = true
		phone := row.Phone
		if old := known[row.Code]; phone == "" && !another(old, row) {
			phone = old.Phone
		}
		if phone != "" {
			of[phone] = row.Code
		}
	}
	for code, p := range known {
		if !planned[code] && p.Phone != "" { // a person outside the workbook keeps the number
			of[p.Phone] = code
		}
	}
	for _, row := range rows {
		if owner := of[row.Phone]; row.Phone != "" && owner != row.Code {
			taken = append(taken, Problem{
				SheetPersons, row.Row, colPhone,
				"这个手机号已登记在编号 " + owner + " 名下：一个号码只能属于一个人，请核对后改掉其中一个",
			})
		}
	}
	return taken
}

// another says that a row names another human than the owner of its code: name and number differ, or a number is missing
// and the names share no word.
func another(old person.Person, row Person) bool {
	switch {
	case old.ID == 0 || old.Name == "" || old.Name == row.Name:
		return false
	case old.Phone != "" && row.Phone != "":
		return old.Phone != row.Phone
	}
	return !strings.ContainsAny(old.Name, row.Name)
}

// release takes the code from its person, who keeps their identities and history, without the posting.
func (l *loader) release(ctx context.Context, old person.Person, row Person) error {
	old.Shown = false
	if err := l.tx.SavePerson(ctx, old); err != nil {
		return err
	}
	l.sum.Notes = append(l.sum.Notes, Problem{
		SheetPersons, row.Row, colNumber,
		"编号 " + row.Code + " 换了人：原来的人已解除这个编号和任职，其微信不再是工作人员；新的人请用手机号或邀请码重新绑定",
	})
	return l.tx.ReleaseCode(ctx, old.Code, l.now)
}

// find merges persons for whom WeChat confirmed a number that is new in the roster into the roster's person.
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

// seat identifies a posting: rows with the same seat are one posting.
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
		if p.ID = old.ID; p.Substitute == 0 { // stewards also choose their substitute themselves
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

// unite keeps the last of the postings that became one when two persons were merged.
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
