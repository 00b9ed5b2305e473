package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/person"
)

// A staff member gets the same fault for a person outside their scope as for one who does not exist.
func TestOnlyManagersInviteAndHandOver(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		p := person.Person{Code: "P1", Name: "赵红", Community: 5, CreatedAt: db.now()}
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddPerson(t.Context(), &p) }); err != nil {
			t.Fatal(err)
		}
		paths := func(context.Context) (func(int64) string, error) {
			return func(id int64) string { return map[int64]string{5: "/4/5/", 6: "/4/6/"}[id] }, nil
		}
		s := person.NewService(person.Config{Store: NewPersons(db), Paths: paths, Now: db.now})
		away := person.Absence{From: db.now(), To: db.now().Add(time.Hour)}
		for name, c := range map[string]struct {
			posting         auth.Posting
			invite, replace error
		}{
			"a clerk of the community":  {auth.Posting{Role: auth.Clerk, Area: 5, Path: "/4/5/"}, nil, person.ErrNoPosting},
			"a clerk of the next":       {auth.Posting{Role: auth.Clerk, Area: 6, Path: "/4/6/"}, person.ErrMissing, person.ErrMissing},
			"an officer of a grid":      {auth.Posting{Role: auth.GridOfficer, Area: 5, Path: "/4/5/"}, person.ErrMissing, person.ErrMissing},
			"a resident":                {auth.Posting{}, person.ErrMissing, person.ErrMissing},
			"a clerk of what is closed": {auth.Posting{Role: auth.Clerk, Area: 7}, person.ErrMissing, person.ErrMissing},
		} {
			who := auth.Actor{Person: 99, Postings: []auth.Posting{c.posting}}
			if _, _, err := s.Invite(t.Context(), who, p.ID); !errors.Is(err, c.invite) {
				t.Errorf("%s invites: %v", name, err)
			}
			if err := s.HandOver(t.Context(), who, p.ID, away); !errors.Is(err, c.replace) {
				t.Errorf("%s hands over: %v", name, err)
			}
		}
	})
}
