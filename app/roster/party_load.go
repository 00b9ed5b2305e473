package roster

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/notify"
	"linli/app/party"
	"linli/app/person"
)

// PartyTx is what an import changes of Party organisations.
type PartyTx interface {
	// PartyRules returns the rules that the centre wrote, false while there are none.
	PartyRules(ctx context.Context) (party.Rules, bool, error)
	// RosterBranches returns every branch, RosterMembers every member.
	RosterBranches(ctx context.Context) ([]party.Branch, error)
	RosterMembers(ctx context.Context) ([]party.Member, error)
	// AddBranch saves a new branch and sets its ID.
	AddBranch(ctx context.Context, b *party.Branch) error
	SaveBranch(ctx context.Context, b party.Branch) error
	// AddMember saves a new member. Fault: party.ErrTwice.
	AddMember(ctx context.Context, m party.Member) error
	SaveMember(ctx context.Context, m party.Member) error
	DeleteMember(ctx context.Context, who int64) error
}

func (r *records) readParty(ctx context.Context, tx PartyTx) (err error) {
	if r.branches, err = tx.RosterBranches(ctx); err != nil {
		return err
	}
	if r.members, err = tx.RosterMembers(ctx); err != nil {
		return err
	}
	written := false
	if r.rules, written, err = tx.PartyRules(ctx); err == nil && !written {
		r.rules = party.DefaultRules()
	}
	return err
}

// partyLoad is the Party organisations of a loader.
type partyLoad struct {
	rules    party.Rules
	branches map[string]party.Branch // by code, also the new ones
	members  map[int64]party.Member
	seen     map[int64]bool // persons of the rows read so far
	tell     bool
	assigned []int64 // members whose duties changed
}

func newPartyLoad(known records) partyLoad {
	p := partyLoad{rules: known.rules, branches: map[string]party.Branch{}, members: map[int64]party.Member{}, seen: map[int64]bool{}}
	for _, b := range known.branches {
		p.branches[b.Code] = b
	}
	for _, m := range known.members {
		p.members[m.Person] = m
	}
	return p
}

func (p partyLoad) name(code string) string { return p.branches[code].Name }

func (p partyLoad) byID(id int64) party.Branch {
	for _, b := range p.branches {
		if b.ID == id {
			return b
		}
	}
	return party.Branch{}
}

func (l *loader) loadParty(ctx context.Context, plan Plan) error {
	rows := plan.Branches
	for len(rows) > 0 { // parents first
		ready, later := parted(rows)
		if len(ready) == 0 {
			for _, row := range rows {
				l.refuse(SheetBranches, row.Row, colAbove, "上级关系绕成了圈")
			}
			break
		}
		for _, row := range ready {
			if err := l.loadBranch(ctx, row); err != nil {
				return err
			}
		}
		rows = later
	}
	for _, row := range plan.Members {
		if err := l.loadMember(ctx, row); err != nil {
			return err
		}
	}
	return l.tellAssigned(ctx)
}

// parted returns the rows whose parent is not among the rows, and the others.
func parted(rows []Branch) (ready, later []Branch) {
	waiting := map[string]bool{}
	for _, r := range rows {
		waiting[r.Code] = true
	}
	for _, r := range rows {
		if waiting[r.Parent] {
			later = append(later, r)
		} else {
			ready = append(ready, r)
		}
	}
	return ready, later
}

func (l *loader) loadBranch(ctx context.Context, row Branch) error {
	old, known := l.party.branches[row.Code]
	b := party.Branch{
		ID: old.ID, Code: row.Code, Parent: l.party.branches[row.Parent].ID, Level: row.Level, Name: row.Name,
		Area: l.areas[row.Area].ID, Org: l.orgs[row.Org],
	}
	if b != old && !l.stands(row, b) { // what stood stays, even after its area moved or the rules changed
		return nil
	}
	for _, id := range []int64{old.Area, b.Area} {
		if id != 0 && b != old && !l.free() && !party.Keeps(l.who, l.byID[id].Area) {
			l.refuse(SheetBranches, row.Row, colOwnArea, outside)
			return nil
		}
	}
	deed := Added
	var err error
	if known {
		if deed = l.count(SheetBranches, b == old); deed == Changed {
			err = l.tx.SaveBranch(ctx, b)
		}
	} else {
		l.sum.Added[SheetBranches]++
		err = l.tx.AddBranch(ctx, &b)
	}
	if err != nil {
		return err
	}
	l.party.branches[b.Code], l.codes.party[b.ID] = b, b.Code
	was := cells{}
	if known {
		was = l.codes.branch(old)
	}
	l.note(Change{
		Sheet: SheetBranches, Row: row.Row, Code: row.Code, Title: b.Name, Deed: deed, id: b.ID, place: l.communityOf(b.Area),
	}, was, l.codes.branch(b))
	return nil
}

// stands refuses a branch that may not stand where its row says.
func (l *loader) stands(row Branch, b party.Branch) bool {
	bad := func(column, reason string) bool {
		l.refuse(SheetBranches, row.Row, column, reason)
		return false
	}
	level, known := l.party.rules.Level(row.Level)
	if !known {
		return bad(colLevel, "没有这个层级，现有："+strings.Join(words(l.party.rules.Levels, func(x party.Level) string { return x.Name }), "、"))
	}
	above, found := l.party.branches[row.Parent]
	place := l.byID[b.Area].Area
	switch {
	case row.Parent != "" && !found:
		return bad(colAbove, "没有这个上级党组织")
	case !level.Stands(above.Level) && above.Level == "":
		return bad(colAbove, row.Level+"要有上级党组织")
	case !level.Stands(above.Level):
		return bad(colAbove, row.Level+"不能设在"+above.Level+"之下")
	case l.circles(above, b.ID):
		return bad(colAbove, "上级关系绕成了圈")
	case !slices.Contains(level.Places, place.Kind):
		return bad(colOwnArea, row.Level+"应设在"+strings.Join(words(level.Places, wordOf), "或"))
	case found && !strings.HasPrefix(place.Path, l.path(above.Area)):
		return bad(colOwnArea, "不在上级党组织的区划内")
	case level.Org && b.Org == 0:
		return bad(colOrg, row.Level+"要填单位")
	}
	for _, o := range l.party.branches {
		if level.One && o.Code != row.Code && o.Level == row.Level && o.Area == b.Area {
			return bad(colOwnArea, "这里已有一个"+row.Level)
		}
	}
	return true
}

// circles says whether a branch stands below another one.
func (l *loader) circles(above party.Branch, id int64) bool {
	for range len(l.party.branches) {
		if above.ID == id && id != 0 {
			return true
		}
		if above.Parent == 0 {
			return false
		}
		above = l.party.byID(above.Parent)
	}
	return false
}

func (l *loader) loadMember(ctx context.Context, row MemberRow) error {
	who := l.persons[row.Person]
	old, known := l.party.members[who]
	b, found := l.party.branches[row.Branch]
	if !found {
		l.refuse(SheetMembers, row.Row, colBranch, "没有这个党组织")
		return nil
	}
	m := party.Member{Person: who, Branch: b.ID, Kind: row.Kind, Duties: row.Duties, Words: row.Words, Since: l.now}
	if known {
		m.Since, m.Plate = old.Since, old.Plate
	}
	if !l.belongs(row, old, m, known) {
		return nil
	}
	err := l.followPlate(ctx, row, &m)
	if err != nil {
		return err
	}
	same := known && !row.End && m.Branch == old.Branch && m.Kind == old.Kind && m.Words == old.Words && m.Plate == old.Plate && slices.Equal(m.Duties, old.Duties)
	deed := Added
	switch {
	case row.End:
		deed = l.count(SheetMembers, !known)
		err = l.tx.DeleteMember(ctx, who)
	case known:
		if deed = l.count(SheetMembers, same); deed == Changed {
			err = l.tx.SaveMember(ctx, m)
		}
	default:
		l.sum.Added[SheetMembers]++
		err = l.tx.AddMember(ctx, m)
	}
	if err != nil {
		return err
	}
	was, is := cells{}, l.codes.member(m)
	if known {
		was = l.codes.member(old)
	}
	if row.End {
		is = cells{}
		delete(l.party.members, who)
	} else {
		l.party.members[who] = m
	}
	if !slices.Equal(old.Duties, m.Duties) {
		l.party.assigned = append(l.party.assigned, who)
	}
	l.note(Change{
		Sheet: SheetMembers, Row: row.Row, Code: row.Person, Title: l.people[who].Name + " · " + b.Name, Deed: deed, id: who, place: l.communityOf(b.Area),
	}, was, is)
	return nil
}

// followPlate enters or ends the consent to a plate as the row says, unless the person decided otherwise themselves.
func (l *loader) followPlate(ctx context.Context, row MemberRow, m *party.Member) error {
	if row.Plate == nil || row.End || *row.Plate == m.Plate {
		return nil
	}
	followed, err := consent.Follow(ctx, l.tx, m.Person, []consent.Kind{consent.Plate}, *row.Plate, l.who.Person, l.now)
	if err != nil {
		return err
	}
	if !followed {
		l.sum.Notes = append(l.sum.Notes, Problem{SheetMembers, row.Row, colPlate, "本人在手机上作了别的决定，以本人的为准"})
		return nil
	}
	m.Plate = *row.Plate
	return nil
}

// belongs refuses a member whom the row may not make or change.
func (l *loader) belongs(row MemberRow, old, m party.Member, known bool) bool {
	bad := func(column, reason string) bool {
		l.refuse(SheetMembers, row.Row, column, reason)
		return false
	}
	keeps := func(branch int64) bool {
		n := l.byID[l.party.byID(branch).Area]
		return l.free() || n != nil && party.Keeps(l.who, n.Area)
	}
	switch {
	case l.party.seen[m.Person]:
		return bad(colHolder, "与前面的行是同一人：一人只能在一个党组织")
	case !keeps(m.Branch), known && !row.New && !keeps(old.Branch): // also when nothing changes: that would tell who is a member
		return bad(colBranch, outside)
	case known && row.New:
		return bad(colHolder, party.ErrTwice.Text)
	case !known && !l.covers(auth.Managers, l.placeOf(l.people[m.Person])):
		return bad(colHolder, outside)
	}
	l.party.seen[m.Person] = true
	for _, d := range row.Duties {
		if !slices.Contains(l.party.rules.Duties, d) && !slices.Contains(old.Duties, d) {
			return bad(colDuties, "没有岗位“"+d+"”，现有："+strings.Join(l.party.rules.Duties, "、"))
		}
	}
	return true
}

// tellAssigned tells the members whose duties or patch somebody at a desk changed.
func (l *loader) tellAssigned(ctx context.Context) error {
	if !l.party.tell {
		return nil
	}
	whom := l.party.assigned
	for _, p := range slices.Concat(l.given, l.ended) {
		if p.Role == auth.Steward {
			whom = append(whom, p.Person)
		}
	}
	slices.Sort(whom)
	for _, who := range slices.Compact(whom) {
		m, is := l.party.members[who]
		if !is {
			continue
		}
		about := "party:" + strconv.FormatInt(m.Branch, 10)
		if err := notify.Tell(ctx, l.tx, party.Assigned(m, l.people[who].Community, about, l.patch(who), l.now), l.now); err != nil {
			return err
		}
	}
	return nil
}

// patch says in words for which buildings a person is the steward, now or later.
func (l *loader) patch(who int64) string {
	var places []string
	for _, p := range l.postingsNow() {
		if p.Person == who && p.Role == auth.Steward && (p.To.IsZero() || p.To.After(l.now)) {
			places = append(places, l.sayPlace(p.Area))
		}
	}
	return strings.Join(places, "、")
}

// sayPlace says a building, or a unit with its building.
func (l *loader) sayPlace(id int64) string {
	n := l.byID[id]
	if n == nil {
		return ""
	}
	if n.Kind == area.Unit {
		return l.nameOf(n.Parent) + n.Name
	}
	return n.Name
}

// postingsNow returns the postings as the plan leaves them, in order of the records.
func (l *loader) postingsNow() []person.Posting {
	now := slices.Clone(l.records.postings)
	for _, p := range l.given {
		if i := slices.IndexFunc(now, func(o person.Posting) bool { return o.ID == p.ID }); i >= 0 {
			now[i] = p
		} else {
			now = append(now, p)
		}
	}
	return now
}
