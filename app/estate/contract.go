package estate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/when"
)

// Contract is what an org does in an estate for another that pays (M25).
type Contract struct {
	ID       int64
	Estate   int64
	Payer    int64  // org
	Operator int64  // org
	What     string // 社工服务
	Hours    int    // promised
	From, To when.Date
	Locals   int // workers wanted who live in the estate; 0 not said
}

// Served is a contract with who works for the org that serves it, and what has been done under it.
type Served struct {
	Contract
	Workforce
	Minutes int // of its workers at doors of the estate, each counted, in the days of the contract
}

// Workforce is how many hold a post in an org now, and how many of them have their home in the estate.
type Workforce struct{ Workers, Residents int }

// leastWorkers is how many work for an org at least before the figures are shown: of fewer they tell where somebody lives.
const leastWorkers = 5

// served adds the figures that may be shown.
func (s *Service) served(ctx context.Context, all []Contract) ([]Served, error) {
	figures, err := s.store.Workforces(ctx, all, s.now())
	if err != nil {
		return nil, err
	}
	done, err := s.store.ContractMinutes(ctx, all)
	if err != nil {
		return nil, err
	}
	found := make([]Served, len(all))
	for i, c := range all {
		found[i].Contract, found[i].Minutes = c, done[c.ID]
		if f := figures[c.ID]; f.Workers >= leastWorkers {
			found[i].Workforce = f
		}
	}
	return found, nil
}

// one is served for one contract.
func (s *Service) one(ctx context.Context, c Contract) (Served, error) {
	found, err := s.served(ctx, []Contract{c})
	if err != nil {
		return Served{}, err
	}
	return found[0], nil
}

func (c Contract) check() error {
	n := utf8.RuneCountInString(strings.TrimSpace(c.What))
	if c.Payer == 0 || c.Operator == 0 || n < 2 || n > 60 || c.Hours < 1 || c.Hours > 1_000_000 || c.From == 0 || c.To < c.From ||
		c.Locals < 0 || c.Locals > 1000 {
		return ErrTerms
	}
	return nil
}

// needOrgs returns ErrTerms unless both orgs work where the estate is.
func (c Contract) needOrgs(t *area.Tree, community int64) error {
	for _, id := range []int64{c.Payer, c.Operator} {
		if o, err := t.Org(id); err != nil || !t.Related(o.Area, community) {
			return ErrTerms
		}
	}
	return nil
}

// MyContracts returns the contracts that an org of the actor pays or serves, by name of the estate, with the estates.
func (s *Service) MyContracts(ctx context.Context, who auth.Actor) ([]Served, map[int64]Estate, error) {
	if err := who.Need(auth.Departments...); err != nil {
		return nil, nil, err
	}
	found, err := s.store.ContractsOf(ctx, who.Orgs())
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(found))
	for i, c := range found {
		ids[i] = c.Estate
	}
	all, err := s.store.EstatesByID(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(found, func(a, b Contract) int {
		return cmp.Or(cmp.Compare(all[a.Estate].Name, all[b.Estate].Name), cmp.Compare(a.ID, b.ID))
	})
	served, err := s.served(ctx, found)
	return served, all, err
}

// AddContract writes a contract down. Faults: ErrMissing, ErrTerms.
func (s *Service) AddContract(ctx context.Context, who auth.Actor, c Contract) (Served, error) {
	e, t, err := s.kept(ctx, who, c.Estate)
	if err != nil {
		return Served{}, err
	}
	c.What = strings.TrimSpace(c.What)
	if err := cmp.Or(c.check(), c.needOrgs(t, e.Community)); err != nil {
		return Served{}, err
	}
	if err := s.change(ctx, who, e, "estate.contract", func(tx Tx) error { return tx.AddContract(ctx, &c) }); err != nil {
		return Served{}, err
	}
	return s.one(ctx, c)
}

// ChangeContract changes one; the estate stays. With seen, the mark that the actor read, a change from an older one is refused.
// Faults: ErrContract, ErrTerms, mark.ErrStale.
func (s *Service) ChangeContract(ctx context.Context, who auth.Actor, id int64, c Contract, seen string) (Served, error) {
	old, err := s.store.Contract(ctx, id)
	if err != nil {
		return Served{}, err
	}
	e, t, err := s.kept(ctx, who, old.Estate)
	if err != nil {
		return Served{}, ErrContract.Because(err)
	}
	c.ID, c.Estate, c.What = id, old.Estate, strings.TrimSpace(c.What)
	if err := cmp.Or(c.check(), c.needOrgs(t, e.Community)); err != nil {
		return Served{}, err
	}
	err = s.change(ctx, who, e, "estate.contract", func(tx Tx) error {
		was, err := tx.LockContract(ctx, id)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was); err != nil {
			return err
		}
		return tx.SaveContract(ctx, c)
	})
	if err != nil {
		return Served{}, err
	}
	return s.one(ctx, c)
}

// change runs a change of an estate that exists while the community's estates are locked, with its line in the log.
func (s *Service) change(ctx context.Context, who auth.Actor, e Estate, action string, do func(Tx) error) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, e.Community); err != nil {
			return err
		}
		if _, err := tx.Estate(ctx, e.ID); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: e.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("estate:%d", e.ID),
		})
	})
}
