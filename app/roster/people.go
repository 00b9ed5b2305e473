package roster

import (
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/person"
)

func (l *loader) loadPersons(ctx context.Context, rows []Person) error {
	known := l.records.persons
	if taken := l.takenNumbers(known, rows); len(taken) > 0 {
		return taken
	}
	for _, row := range rows {
		old := known[row.Code]
		if old.ID != 0 && another(old, row) && l.covers(auth.Managers, l.before[old.Community].Path) {
			l.reachPerson(row, old, old)
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
	if old.ID != 0 && !l.covers(auth.Managers, l.before[old.Community].Path) {
		row.Phone = "" // whether a number is right is not told of a person outside the actor's reach
	}
	home := l.areas[row.Area].Area
	p := old
	p.Name, p.Community, p.Home = row.Name, home.Community, 0
	if home.Kind == area.Building || home.Kind == area.Unit {
		p.Home = home.ID
	}
	if row.Phone != "" {
		p.Phone = row.Phone
	}
	deed := Added
	if old.ID == 0 {
		p.Code, p.CreatedAt = row.Code, l.now
		l.sum.Added[SheetPersons]++
		if err := l.tx.AddPerson(ctx, &p); err != nil {
			return err
		}
		l.codes.persons[p.ID] = row.Code
	}
	if err := l.show(ctx, &p, row); err != nil {
		return err
	}
	if old.ID != 0 {
		if deed = l.count(SheetPersons, p == old); deed == Changed {
			if err := l.tx.SavePerson(ctx, p); err != nil {
				return err
			}
		}
	}
	if deed != Same {
		l.reachPerson(row, old, p)
	}
	l.notePerson(row, deed, old, p)
	l.persons[row.Code], l.people[p.ID] = p.ID, p
	if p.Phone == old.Phone {
		return nil
	}
	return l.find(ctx, p.Phone)
}

// show follows the row's consent to stand on boards, unless the person decided otherwise themselves.
func (l *loader) show(ctx context.Context, p *person.Person, row Person) error {
	if row.Shown == p.Shown {
		return nil
	}
	followed, err := consent.Follow(ctx, l.tx, p.ID, consent.Boards, row.Shown, l.who.Person, l.now)
	if err != nil {
		return err
	}
	if followed {
		p.Shown = row.Shown
		return nil
	}
	l.sum.Notes = append(l.sum.Notes, Problem{SheetPersons, row.Row, colShown, "编号 " + row.Code + " 本人已在手机上选择是否公开，以本人的选择为准，这一格没有导入"})
	return nil
}

// takenNumbers returns the rows whose number belongs to another code after the import.
func (l *loader) takenNumbers(known map[string]person.Person, rows []Person) (taken Problems) {
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
			whose := "编号 " + owner + " 名下"
			if !planned[owner] && !l.covers(auth.Managers, l.placeOf(known[owner])) {
				whose = "其他社区的人员名下"
			}
			taken = append(taken, Problem{
				SheetPersons, row.Row, colPhone, "这个手机号已登记在" + whose + "：一个号码只能属于一个人，请核对后改掉其中一个",
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
	if _, err := consent.Follow(ctx, l.tx, old.ID, consent.OfRoster, false, l.who.Person, l.now); err != nil {
		return err
	}
	l.sum.Notes = append(l.sum.Notes, Problem{
		SheetPersons, row.Row, colNumber,
		"编号 " + row.Code + " 换了人：原来的人已解除这个编号和任职，其微信不再是工作人员；新的人请用手机号或邀请码重新绑定",
	})
	for i := range l.records.postings {
		p := &l.records.postings[i]
		if p.Substitute == old.ID {
			p.Substitute = 0
		}
		if p.Person != old.ID || !p.To.IsZero() && !p.To.After(l.now) {
			continue
		}
		p.To = l.now
		l.ended = append(l.ended, *p)
		if err := l.handBack(ctx, *p); err != nil {
			return err
		}
	}
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

// planned is a row of 任职 and the posting that it makes.
type planned struct {
	row Posting
	person.Posting
}

func (l *loader) loadPostings(ctx context.Context, rows []Posting) error {
	known := map[seat]person.Posting{}
	for _, p := range l.records.postings {
		known[seatOf(p)] = p
	}
	postings := make([]planned, len(rows))
	for i, row := range rows {
		postings[i] = planned{row, person.Posting{
			Person: l.persons[row.Person], Role: row.Role, Area: l.areas[row.Area].ID, Org: l.orgs[row.Org],
			From: row.From, To: row.To, Substitute: l.persons[row.Substitute], Work: row.Work.over(person.Work{}),
		}}
		l.needKnown(row)
	}
	for _, p := range unite(postings) {
		if err := l.loadPosting(ctx, p.row, known[seatOf(p.Posting)], p.Posting); err != nil {
			return err
		}
	}
	l.needAlone()
	return nil
}

func (l *loader) loadPosting(ctx context.Context, row Posting, old, p person.Posting) error {
	if old.ID == 0 {
		l.sum.Added[SheetPostings]++
		if err := l.tx.AddPosting(ctx, &p); err != nil {
			return err
		}
		l.given = append(l.given, p)
		l.begun = append(l.begun, begun{row.Row, p})
		l.reachPosting(row, old, p)
		l.notePosting(row, Added, old, p)
		return nil
	}
	if p.ID = old.ID; p.Substitute == 0 { // stewards also choose their substitute themselves
		p.Substitute = old.Substitute
	}
	if dayText(p.From) == dayText(old.From) {
		p.From = old.From
	}
	if !row.Now && lastDay(p.To) == lastDay(old.To) { // it may have ended in the course of its last day
		p.To = old.To
	}
	p.AwayFrom, p.AwayTo, p.Work = old.AwayFrom, old.AwayTo, row.Work.over(old.Work)
	l.given = append(l.given, p)
	if !p.From.Equal(old.From) || !p.To.Equal(old.To) || p.Class != old.Class {
		l.begun = append(l.begun, begun{row.Row, p})
	}
	deed := l.count(SheetPostings, p.From.Equal(old.From) && p.To.Equal(old.To) && p.Substitute == old.Substitute && p.Work == old.Work)
	l.notePosting(row, deed, old, p)
	if deed == Same {
		return nil
	}
	l.reachPosting(row, old, p)
	if !p.To.IsZero() && (old.To.IsZero() || p.To.Before(old.To)) {
		l.ended = append(l.ended, p)
	}
	if err := l.tx.SavePosting(ctx, p); err != nil || !old.Holds(l.now) || p.Holds(l.now) {
		return err
	}
	return l.handBack(ctx, p)
}

// handBack gives the reports of a handler back to the post. What a steward looks after stays with the person: the post of
// another steward is not asked.
func (l *loader) handBack(ctx context.Context, p person.Posting) error {
	if !slices.Contains(auth.Handlers, p.Role) {
		return nil
	}
	return l.tx.HandBack(ctx, p, l.now)
}

// unite keeps the last of the postings that became one when two persons were merged.
func unite(postings []planned) []planned {
	last := map[seat]int{}
	for i, p := range postings {
		last[seatOf(p.Posting)] = i
	}
	var kept []planned
	for i, p := range postings {
		if last[seatOf(p.Posting)] == i {
			kept = append(kept, p)
		}
	}
	return kept
}

// warnOfLast notes the communities that a plan leaves without a clerk or a secretary.
func (l *loader) warnOfLast() {
	now := map[int64]person.Posting{}
	for _, p := range l.records.postings {
		now[p.ID] = p
	}
	for _, p := range l.given {
		now[p.ID] = p
	}
	for _, p := range l.ended {
		if p.Role != auth.Clerk && p.Role != auth.Secretary {
			continue
		}
		others := false
		for _, o := range now {
			others = others || o.ID != p.ID && o.Role == p.Role && o.Area == p.Area && o.Holds(p.To)
		}
		if !others {
			l.sum.Notes = append(l.sum.Notes, Problem{
				Sheet: SheetPostings, Reason: l.nameOf(p.Area) + "将没有" + p.Role.Name() + "：新来的事件会转到上一级，请尽快任命",
			})
		}
	}
}
