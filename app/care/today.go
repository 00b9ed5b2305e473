package care

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/home"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

// Row is one visit of a list.
type Row struct {
	Cared
	LevelNow Level // with a surge
	Next     Due   // with a surge
	State    plan.State
	Say      string // when it is due
	Place    string
	Room     string // "" unknown
	Who      string // a name for keepers, 王家 for stewards; "" unknown
	Cohorts  []string
	Door     bool // the next visit has to be at the door
	Chase    Chase
	ChaseSay string
}

// LevelName returns the level in Chinese. A single visit has none.
func (r Row) LevelName() string {
	if r.LevelNow == "" && r.Next.Last != 0 {
		return "约好一次"
	}
	return r.LevelNow.Name()
}

// Today returns the visits of the actor's day with what one tap records.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	if len(who.Paths(auth.Helpers...)) == 0 {
		return nil, nil
	}
	found, err := s.Round(ctx, who)
	rows := make([]home.Row, len(found))
	for i, r := range found {
		rows[i] = r.task()
	}
	if err != nil || len(who.Paths(auth.Keepers...)) == 0 {
		return rows, err
	}
	proposed, err := s.Proposals(ctx, who)
	for _, p := range proposed {
		rows = append(rows, p.task())
	}
	return rows, err
}

// task returns the row of a proposal: a keeper visits within a day, or puts it aside.
func (p Suggestion) task() home.Row {
	return home.Row{
		Item: home.Item{Kind: home.Suggest, Title: strings.TrimSpace("要不要去看看 " + p.Of.Who), Say: p.Say(), ID: p.ID}, Area: p.Of.Area, Room: p.Of.Room,
		Taps: []home.Tap{{Do: "visit", Name: "安排走访"}, {Do: "drop", Name: "不用去"}},
	}
}

// task returns the row of today's list.
func (r Row) task() home.Row {
	t := home.Row{
		Item: home.Item{Kind: home.Care, Title: strings.TrimSpace("走访 " + r.Who), Say: r.LevelName(), ID: r.ID}, Area: r.Area, Room: r.Room,
		Due: r.Next.By, Late: r.State == plan.Late, Taps: []home.Tap{{Do: "well", Name: "平安", At: true}},
	}
	switch {
	case r.Chase.ID != 0:
		t.Title, t.Say, t.Urgent, t.At = strings.TrimSpace("没人应 "+r.Who), r.ChaseSay, true, r.Chase.BeganAt
	case r.Declined != "":
		t.Say, t.Taps[0].Do, t.Taps[0].Name = "不愿上门走访，请打电话", "well_by_phone", "电话里平安"
	case r.Door:
		t.Say += "，上次不是上门，这次请上门"
	}
	t.Taps = append(t.Taps, home.Tap{Do: "visit", Name: "记走访", Asks: home.Sheet})
	return t
}

// Round returns the visits that the actor makes now: an officer's of the grid, a steward's of the households assigned to them, and
// those who are being looked for. First whom nobody has seen, then what is late, then along the way.
func (s *Service) Round(ctx context.Context, who auth.Actor) ([]Row, error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return nil, err
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := l.mine()
	if err != nil {
		return nil, err
	}
	rows := []Row{}
	for _, c := range all {
		if r := l.row(c); r.State != plan.Later || r.Chase.ID != 0 {
			rows = append(rows, r)
		}
	}
	if err := l.fill(rows); err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return order(b.Chase.ID != 0, a.Chase.ID != 0, order(b.State == plan.Late, a.State == plan.Late, int(a.Building-b.Building)))
	})
	return rows, nil
}

func order(a, b bool, then int) int {
	switch {
	case a == b:
		return then
	case a:
		return 1
	}
	return -1
}

// lister knows what every row of a list needs.
type lister struct {
	*Service
	ctx    context.Context
	who    auth.Actor
	tree   *area.Tree
	rules  Rules
	surges []Surge
	now    time.Time
	today  when.Date
	chases map[int64]Chase
}

func (s *Service) lister(ctx context.Context, who auth.Actor) (*lister, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	now := s.now()
	today := when.DateOf(now)
	surges, err := s.store.Surges(ctx, today)
	return &lister{Service: s, ctx: ctx, who: who, tree: tree, rules: rules, surges: surges, now: now, today: today, chases: map[int64]Chase{}}, err
}

// mine returns whom the actor may have to visit, with the open chases.
func (l *lister) mine() (all []Cared, err error) {
	add := func(found []Cared, err error) error {
		for _, c := range found {
			if !slices.ContainsFunc(all, func(o Cared) bool { return o.ID == c.ID }) {
				all = append(all, c)
			}
		}
		return err
	}
	_, grids := places(l.tree, l.who, auth.GridOfficer)
	if len(grids) > 0 {
		f := Filter{Grids: grids, Most: 5000}
		if !slices.ContainsFunc(l.surges, func(s Surge) bool { return s.Holds(l.today) }) {
			f.DueUntil = l.today
		}
		if err := add(l.store.CaredOf(l.ctx, f)); err != nil {
			return nil, err
		}
	}
	helps, err := l.store.HelpedBy(l.ctx, l.who.Person)
	if err != nil {
		return nil, err
	}
	if len(helps) > 0 {
		found, err := l.store.CaredOf(l.ctx, Filter{IDs: helps, Most: 5000})
		found = slices.DeleteFunc(found, func(c Cared) bool { return !l.who.Covers(l.tree.Path(c.Area), auth.Helpers...) })
		if err := add(found, err); err != nil {
			return nil, err
		}
	}
	return all, l.chased(&all, add)
}

// chased adds those whom the actor is asked to look for: keepers see all of their place, stewards those of whom a call went out.
func (l *lister) chased(all *[]Cared, add func([]Cared, error) error) error {
	var communities []int64
	for _, p := range l.who.Postings {
		at, err := l.tree.Get(p.Area)
		if err == nil && slices.Contains(auth.Helpers, p.Role) && at.Community != 0 && !slices.Contains(communities, at.Community) {
			communities = append(communities, at.Community)
		}
	}
	open, err := l.store.Chases(l.ctx, communities)
	if err != nil || len(open) == 0 {
		return err
	}
	ids := make([]int64, len(open))
	for i, ch := range open {
		ids[i] = ch.Cared
		l.chases[ch.Cared] = ch
	}
	found, err := l.store.CaredOf(l.ctx, Filter{IDs: ids, Most: len(ids)})
	found = slices.DeleteFunc(found, func(c Cared) bool {
		path := l.tree.Path(c.Area)
		return !l.who.Covers(path, auth.Keepers...) && (l.chases[c.ID].Call == 0 || !l.who.Covers(path, auth.Stewards...))
	})
	return add(found, err)
}

// row returns the row of a cared-for without names.
func (l *lister) row(c Cared) Row {
	r := Row{Cared: c, LevelNow: c.LevelOn(l.today), Next: c.Due, Place: l.tree.Say(c.Area), Cohorts: l.rules.Named(c.Standing), Door: c.wantsDoor(l.today)}
	if since := l.surged(c); since != 0 {
		r.Next, r.LevelNow = c.over(c.Due, since), Daily
	}
	r.State, r.Say = r.Next.State(l.now), r.Next.Say(l.now)
	if ch, ok := l.chases[c.ID]; ok {
		r.Chase, r.ChaseSay = ch, ch.Say(l.rules)
	}
	return r
}

// surged returns the first day of the surge that holds for a place, 0 for none.
func (l *lister) surged(c Cared) (since when.Date) {
	path := l.tree.Path(c.Area)
	for _, s := range l.surges {
		if s.Holds(l.today) && slices.ContainsFunc(s.Areas, func(a int64) bool { return under(path, l.tree.Path(a)) }) &&
			(since == 0 || s.From < since) {
			since = s.From
		}
	}
	return since
}

func under(path, above string) bool {
	return above != "" && len(path) >= len(above) && path[:len(above)] == above
}

// fill adds rooms and names to rows.
func (l *lister) fill(rows []Row) error {
	var households, people []int64
	for _, r := range rows {
		if r.Household != 0 {
			households = append(households, r.Household)
		} else {
			people = append(people, r.Person)
		}
	}
	known, err := l.store.HouseholdsByID(l.ctx, households)
	if err != nil {
		return err
	}
	var dwellings []int64
	for _, h := range known {
		dwellings = append(dwellings, h.Dwelling)
		people = append(people, h.Contact)
	}
	homes, err := l.store.DwellingsByID(l.ctx, dwellings)
	if err != nil {
		return err
	}
	names, err := l.store.Persons(l.ctx, people)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		h := known[r.Household]
		if at, ok := homes[h.Dwelling]; ok && r.Household != 0 {
			r.Room = at.SayRoom()
		}
		name := names[max(r.Person, h.Contact)].Name
		if !keeps(l.tree, l.who, r.Cared) {
			name = household.Address(name)
		}
		r.Who = name
	}
	return nil
}

// List is one of the lists of keepers.
type List struct {
	Area   int64 // a community, grid or building; 0: all in which the actor is a keeper
	Cohort string
	Late   bool
	After  int64
}

// Rows returns one page of those who are visited in a place, for its keepers, in the order in which they came into the plan. It
// leaves a line of who read it. Fault: area.ErrMissing.
func (s *Service) Rows(ctx context.Context, who auth.Actor, list List) (pages.Page[Row], error) {
	none := pages.Page[Row]{}
	if err := who.Need(auth.Keepers...); err != nil {
		return none, err
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return none, err
	}
	f := Filter{Cohort: list.Cohort, After: list.After, Most: pages.Size + 1}
	if f.Communities, f.Grids, f.Buildings, err = l.within(list.Area, auth.Keepers); err != nil {
		return none, err
	}
	if list.Late {
		f.Most = 1_000_000
	}
	found, err := s.store.CaredOf(ctx, f)
	if err != nil {
		return none, err
	}
	rows := make([]Row, 0, len(found))
	for _, c := range found {
		if r := l.row(c); !list.Late || r.State == plan.Late {
			rows = append(rows, r)
		}
	}
	page := pages.Cut(rows, pages.Size, func(r Row) pages.Cursor { return pages.Cursor{ID: r.ID} })
	if err := l.fill(page.Items); err != nil {
		return none, err
	}
	return page, s.read(ctx, who, audit.ReadCareList, l.community(list.Area), fmt.Sprintf("area:%d", list.Area))
}

// within returns the filter of an area that the actor covers, or of all that they cover. Fault: area.ErrMissing.
func (l *lister) within(at int64, roles []auth.Role) (communities, grids, buildings []int64, err error) {
	if at == 0 {
		communities, grids = places(l.tree, l.who, roles...)
		if len(communities) > 0 {
			grids = nil
		}
		return communities, grids, nil, nil
	}
	a, err := l.tree.Get(at)
	if err != nil || !l.who.Covers(a.Path, roles...) {
		return nil, nil, nil, area.ErrMissing
	}
	switch a.Kind {
	case area.Community:
		communities = []int64{at}
	case area.Grid:
		grids = []int64{at}
	case area.Building:
		buildings = []int64{at}
	case area.County, area.Street:
		for _, c := range l.tree.Under(a.Path, area.Community) {
			communities = append(communities, c.ID)
		}
	case area.Unit:
		return nil, nil, nil, area.ErrMissing
	}
	return communities, grids, buildings, nil
}

func (l *lister) community(at int64) int64 {
	if a, err := l.tree.Get(at); err == nil {
		return a.Community
	}
	for _, p := range l.who.Postings {
		if a, err := l.tree.Get(p.Area); err == nil && a.Community != 0 {
			return a.Community
		}
	}
	return 0
}

// read leaves the line of a reading.
func (s *Service) read(ctx context.Context, who auth.Actor, what audit.Reading, community int64, about string) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		return audit.AddReading(ctx, tx, audit.Record{Community: community, At: s.now(), Person: who.Person, Action: string(what), About: about})
	})
}

// tellDue tells each officer in the morning how many visits the day has; the notice of a day is sent once.
func (s *Service) tellDue(ctx context.Context, tree *area.Tree) error {
	now := s.now()
	if quiet(now) || now.In(when.Beijing).Hour() > 9 {
		return nil
	}
	for _, g := range tree.Under("/", area.Grid) {
		if err := s.morning(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) morning(ctx context.Context, g area.Area) error {
	due, err := s.store.CountDue(ctx, g.ID, when.DateOf(s.now()))
	if err != nil || due == 0 {
		return err
	}
	return s.act(ctx, auth.Actor{}, func(d deed) error {
		officers, err := person.Acting(ctx, d.tx, d.now, []int64{g.ID}, auth.GridOfficer)
		if err != nil || len(officers) == 0 {
			return err
		}
		about := fmt.Sprintf("grid:%d", g.ID)
		last, err := d.tx.LastAudit(ctx, 0, "care.morning", about)
		if err != nil || when.DateOf(last) == d.today {
			return err
		}
		for _, who := range officers {
			if err := notify.Tell(ctx, d.tx, noticeDue.To(who, g.Community, about, notify.Facts{
				notify.FactTitle: noticeDue.Title, notify.FactCount: fmt.Sprint(due), notify.FactWords: d.tree.Say(g.ID),
				notify.FactPlace: d.tree.Say(g.ID), notify.FactState: "待走访", notify.FactAt: when.Full(d.now),
			}), d.now); err != nil {
				return err
			}
		}
		return d.tx.AddAudit(ctx, audit.Record{Community: g.Community, At: d.now, Action: "care.morning", About: about})
	})
}
