package report

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/text"
)

// Templates returns the prepared replies of the actor's communities: those for a state and those for any, or with "" all.
func (s *Service) Templates(ctx context.Context, who auth.Actor, at State) ([]Template, error) {
	communities, err := s.communities(ctx, who, auth.Handlers)
	if err != nil {
		return nil, err
	}
	var all []Template
	for _, c := range communities {
		found, err := s.store.Templates(ctx, c)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			if at == "" || t.State == "" || t.State == at {
				all = append(all, t)
			}
		}
	}
	return all, nil
}

// AddTemplate saves a prepared reply. Faults: ErrTemplate, area.ErrMissing for a community outside the actor's scope.
func (s *Service) AddTemplate(ctx context.Context, who auth.Actor, t Template) (Template, error) {
	communities, err := s.communities(ctx, who, auth.Dispatchers)
	if err != nil {
		return Template{}, err
	}
	if !slices.Contains(communities, t.Community) {
		return Template{}, area.ErrMissing
	}
	t.Name, t.Text = text.Line(t.Name), text.Words(t.Text)
	if t.State != "" && !slices.Contains(States, t.State) {
		return Template{}, ErrTemplate
	}
	if !text.Within(t.Name, 1, 20) || !text.Within(t.Text, 1, MaxWords) {
		return Template{}, ErrTemplate
	}
	err = s.store.InTx(ctx, func(tx Tx) error { return tx.AddTemplate(ctx, &t) })
	return t, err
}

// DeleteTemplate removes a prepared reply, or returns ErrMissing outside the actor's scope.
func (s *Service) DeleteTemplate(ctx context.Context, who auth.Actor, id int64) error {
	communities, err := s.communities(ctx, who, auth.Dispatchers)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, c := range communities {
			if err := tx.DeleteTemplate(ctx, c, id); err == nil {
				return nil
			}
		}
		return ErrMissing
	})
}

// communities returns the communities in which the actor holds one of the roles.
func (s *Service) communities(ctx context.Context, who auth.Actor, roles []auth.Role) ([]int64, error) {
	if err := who.Need(roles...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	scope := ScopeOf(tree, who)
	if scope.Everywhere {
		return idsOf(tree.Under("/", area.Community)), nil
	}
	for _, g := range scope.Grids {
		if c, ok := tree.Up(g, area.Community); ok {
			scope.Communities = involved(scope.Communities, []int64{c.ID})
		}
	}
	return scope.Communities, nil
}

func idsOf(areas []area.Area) []int64 {
	ids := make([]int64, len(areas))
	for i, a := range areas {
		ids[i] = a.ID
	}
	return ids
}
