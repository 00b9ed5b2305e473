package party

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/mark"
	"linli/app/person"
)

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Now   func() time.Time
}

// Service runs the use cases. Branches, members and patches are written by the roster (app/roster), from the workbook and
// from the desk.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c.Store, c.Areas, c.Now} }

// Rules returns the levels and duties of the county.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	r, written, err := s.store.Rules(ctx)
	if err == nil && !written {
		r = DefaultRules()
	}
	return r, err
}

// SetRules writes them. With seen, the mark that the actor read, a change from other ones is refused. Faults: ErrRules,
// mark.ErrStale.
func (s *Service) SetRules(ctx context.Context, who auth.Actor, r Rules, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	county, err := t.Root()
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		was, written, err := tx.LockPartyRules(ctx)
		if err != nil {
			return err
		}
		if !written {
			was = DefaultRules()
		}
		if err := mark.Need(seen, was); err != nil {
			return err
		}
		if err := tx.SavePartyRules(ctx, r); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: county.ID, At: s.now(), Person: who.Person, Action: "party.rules", About: fmt.Sprintf("area:%d", county.ID),
		})
	})
}

// Tree is the branches of an actor's areas and the territory.
type Tree struct {
	Territory *area.Tree
	Branches  []Branch      // in order of place and name, parents first
	Members   map[int64]int // how many the branch has; only of branches whose members the actor may know
	Alone     []area.Area   // grids without a branch
	Plates    Plates        // of the members whom the actor may know
}

func (t *Tree) ids() []int64 {
	ids := make([]int64, len(t.Branches))
	for i, b := range t.Branches {
		ids[i] = b.ID
	}
	return ids
}

// touches says whether an actor of a community or above acts in an area, or works below it.
func touches(who auth.Actor, a area.Area) bool {
	return who.Covers(a.Path, auth.Handlers...) ||
		slices.ContainsFunc(who.Paths(auth.Handlers...), func(own string) bool { return own != "" && strings.HasPrefix(own, a.Path) })
}

// branches returns the branches that work in an area or below it, 0: wherever the actor acts. Branches above an actor's area
// are in the tree, because others stand under them. Fault: area.ErrMissing.
func (s *Service) branches(ctx context.Context, who auth.Actor, in int64) (*Tree, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, err
	}
	territory, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	under := "/"
	if in != 0 {
		a, err := territory.Get(in)
		if err != nil || !touches(who, a) {
			return nil, area.ErrMissing
		}
		under = a.Path
	}
	all, err := s.store.Branches(ctx)
	if err != nil {
		return nil, err
	}
	t := &Tree{Territory: territory}
	for _, b := range all {
		a, err := territory.Get(b.Area)
		if err == nil && touches(who, a) && (strings.HasPrefix(a.Path, under) || strings.HasPrefix(under, a.Path)) {
			t.Branches = append(t.Branches, b)
		}
	}
	t.sort()
	return t, nil
}

// sort puts branches below their parents, in order of name.
func (t *Tree) sort() {
	known := map[int64]bool{}
	for _, b := range t.Branches {
		known[b.ID] = true
	}
	below := map[int64][]Branch{}
	for _, b := range t.Branches {
		parent := b.Parent
		if !known[parent] {
			parent = 0
		}
		below[parent] = append(below[parent], b)
	}
	var sorted []Branch
	var add func(parent int64)
	add = func(parent int64) {
		all := below[parent]
		slices.SortFunc(all, func(a, b Branch) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
		for _, b := range all {
			sorted = append(sorted, b)
			add(b.ID)
		}
	}
	add(0)
	t.Branches = sorted
}

// Branches returns the tree of an area, 0: of all areas of the actor, with the grids that have no branch. Fault:
// area.ErrMissing.
func (s *Service) Branches(ctx context.Context, who auth.Actor, in int64) (*Tree, error) {
	t, err := s.branches(ctx, who, in)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.CountMembers(ctx)
	if err != nil {
		return nil, err
	}
	t.Members = map[int64]int{}
	served, seen := map[int64]bool{}, []int64{}
	for _, b := range t.Branches {
		served[b.Area] = true
		if a, err := t.Territory.Get(b.Area); err == nil && Sees(who, a) {
			t.Members[b.ID] = counts[b.ID]
			seen = append(seen, b.ID)
		}
	}
	if t.Plates, err = s.store.Plates(ctx, seen); err != nil {
		return nil, err
	}
	under := "/"
	if in != 0 {
		under = t.Territory.Path(in)
	}
	for _, g := range t.Territory.Under(under, area.Grid) {
		if !served[g.ID] && who.Covers(g.Path, auth.Handlers...) {
			t.Alone = append(t.Alone, g)
		}
	}
	return t, nil
}

// kept returns a branch that the actor may change, and its area. Fault: ErrBranch.
func (s *Service) kept(ctx context.Context, who auth.Actor, id int64) (Branch, area.Area, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Branch{}, area.Area{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Branch{}, area.Area{}, err
	}
	all, err := s.store.Branches(ctx)
	if err != nil {
		return Branch{}, area.Area{}, err
	}
	i := slices.IndexFunc(all, func(b Branch) bool { return b.ID == id })
	if i < 0 {
		return Branch{}, area.Area{}, ErrBranch
	}
	a, err := t.Get(all[i].Area)
	if err != nil || !Keeps(who, a) {
		return Branch{}, area.Area{}, ErrBranch
	}
	return all[i], a, nil
}

// EndBranch deletes a branch without members, branches below it or seats. Faults: ErrBranch, ErrUsed.
func (s *Service) EndBranch(ctx context.Context, who auth.Actor, id int64) error {
	b, place, err := s.kept(ctx, who, id)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.LockBranch(ctx, b.ID); err != nil {
			return err
		}
		used, err := tx.BranchUsed(ctx, b.ID)
		if err == nil && used {
			err = ErrUsed
		}
		if err != nil {
			return err
		}
		if err := tx.DeleteBranch(ctx, b.ID); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: place.Community, At: s.now(), Person: who.Person, Action: "party.end_branch", About: fmt.Sprintf("party:%d", b.ID),
		})
	})
}

// Roll is members as an actor may know them.
type Roll struct {
	*Tree
	Entries []Entry
}

// Members returns the members of one branch (in: a branch), or of all branches of an area, by name. Reading them leaves a line.
// Faults: ErrBranch, area.ErrMissing, ErrFilter.
func (s *Service) Members(ctx context.Context, who auth.Actor, in, branch int64, list string) (Roll, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Roll{}, err
	}
	if !slices.Contains([]string{All, NoDuty, NoPatch}, list) {
		return Roll{}, ErrFilter
	}
	roll, about, err := s.known(ctx, who, in, branch)
	if err != nil {
		return Roll{}, err
	}
	now := s.now()
	roll.Entries = slices.DeleteFunc(roll.Entries, func(e Entry) bool { return !e.in(list, now) })
	return roll, s.noteReading(ctx, who, about, len(roll.Entries))
}

// known returns the members whom an actor may know, and the area that was asked for.
func (s *Service) known(ctx context.Context, who auth.Actor, in, branch int64) (Roll, area.Area, error) {
	t, err := s.branches(ctx, who, in)
	if err != nil {
		return Roll{}, area.Area{}, err
	}
	var ids []int64
	about := area.Area{}
	for _, b := range t.Branches {
		a, err := t.Territory.Get(b.Area)
		if err != nil || !Sees(who, a) || branch != 0 && b.ID != branch {
			continue
		}
		if ids = append(ids, b.ID); branch != 0 || about.ID == 0 {
			about = a
		}
	}
	if branch != 0 && len(ids) == 0 {
		return Roll{}, area.Area{}, ErrBranch
	}
	if in != 0 && branch == 0 {
		if about, err = t.Territory.Get(in); err != nil {
			return Roll{}, area.Area{}, err
		}
	}
	now := s.now()
	found, err := s.store.Members(ctx, ids, now)
	if err != nil || branch != 0 {
		return Roll{t, found}, about, err
	}
	more, err := s.patchedHere(ctx, who, t, about, found)
	return Roll{t, byName(append(found, more...))}, about, err
}

// patchedHere returns members of branches elsewhere whose patch lies in the actor's area.
func (s *Service) patchedHere(ctx context.Context, who auth.Actor, t *Tree, in area.Area, known []Entry) ([]Entry, error) {
	var more []Entry
	for _, path := range who.Paths(auth.Keepers...) {
		if path == "" {
			continue
		}
		if in.Path != "" && strings.HasPrefix(in.Path, path) {
			path = in.Path
		}
		found, err := s.store.Patched(ctx, path, s.now())
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			same := func(o Entry) bool { return o.Person == e.Person }
			if !slices.ContainsFunc(known, same) && !slices.ContainsFunc(more, same) {
				more = append(more, e)
			}
		}
	}
	return more, nil
}

func byName(all []Entry) []Entry {
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Person, b.Person)) })
	return all
}

// noteReading leaves the line of a list that was read.
func (s *Service) noteReading(ctx context.Context, who auth.Actor, in area.Area, n int) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		return audit.AddReading(ctx, tx, audit.Record{
			Community: in.Community, At: s.now(), Person: who.Person, Action: string(audit.ReadMembers),
			About: fmt.Sprintf("area:%d", in.ID), Reason: fmt.Sprintf("%d 人", n),
		})
	})
}

// Bare returns the buildings of an area for which no member answers, with the nearest members. Reading them leaves a line.
// Fault: area.ErrMissing.
func (s *Service) Bare(ctx context.Context, who auth.Actor, in int64) ([]Bare, *area.Tree, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, nil, err
	}
	roll, about, err := s.known(ctx, who, in, 0)
	if err != nil {
		return nil, nil, err
	}
	covered := roll.covered()
	under := "/"
	if in != 0 {
		under = roll.Territory.Path(in)
	}
	var bare []Bare
	for _, b := range roll.Territory.Under(under, area.Building) {
		if !covered[b.ID] && who.Covers(b.Path, auth.Keepers...) {
			bare = append(bare, Bare{b, nearest(roll.Territory, b, roll.Entries)})
		}
	}
	return bare, roll.Territory, s.noteReading(ctx, who, about, len(roll.Entries))
}

// covered returns the buildings for which a member answers.
func (r Roll) covered() map[int64]bool {
	found := map[int64]bool{}
	for _, e := range r.Entries {
		for _, p := range e.Patch {
			if b, ok := r.Territory.Up(p.Area, area.Building); ok {
				found[b.ID] = true
			}
		}
	}
	return found
}

// Own is what a member reads about themselves and their branch.
type Own struct {
	Member
	Branch  Branch
	Patch   []person.Posting
	Fellows []Entry // of the same branch, themselves left out
}

// Mine returns the actor's own membership. Fault: ErrMember.
func (s *Service) Mine(ctx context.Context, who auth.Actor) (Own, *area.Tree, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Own{}, nil, err
	}
	m, err := s.store.MemberOf(ctx, who.Person)
	if err != nil {
		return Own{}, nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Own{}, nil, err
	}
	all, err := s.store.Branches(ctx)
	if err != nil {
		return Own{}, nil, err
	}
	own := Own{Member: m}
	for _, b := range all {
		if b.ID == m.Branch {
			own.Branch = b
		}
	}
	fellows, err := s.store.Members(ctx, []int64{m.Branch}, s.now())
	if err != nil {
		return Own{}, nil, err
	}
	for _, f := range fellows {
		if f.Person == who.Person {
			own.Patch = f.Patch
			continue
		}
		own.Fellows = append(own.Fellows, f)
	}
	at, err := t.Get(own.Branch.Area)
	if err != nil {
		return Own{}, nil, err
	}
	return own, t, s.noteReading(ctx, who, at, len(fellows))
}

// Consents returns what a member is asked to agree to; nothing for anybody else.
func (s *Service) Consents(ctx context.Context, who int64) ([]consent.Kind, error) {
	_, err := s.store.MemberOf(ctx, who)
	if errors.Is(err, ErrMember) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []consent.Kind{consent.BoardName, consent.BoardPhone, consent.Plate}, nil
}
