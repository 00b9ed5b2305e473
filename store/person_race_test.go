package store

import (
	"context"
	"fmt"
	"testing"

	"linli/app/auth"
	"linli/app/person"
)

// wechat answers as the platform does for one human: the unionid is the same in every account.
type wechat struct{ phone string }

func (w wechat) Session(_ context.Context, account auth.Account, code string) (openid, unionid string, err error) {
	return string(account) + code, "union" + code, nil
}

func (w wechat) Phone(context.Context, auth.Account, string, string) (string, error) {
	return w.phone, nil
}

func (w wechat) UserInfo(_ context.Context, openid string) (unionid string, subscribed bool, err error) {
	return "union" + openid[len(auth.OA):], true, nil
}

type sessions struct{}

func (sessions) PutSession(context.Context, string, auth.Session) error { return nil }
func (sessions) Session(context.Context, string) (auth.Session, error) {
	return auth.Session{}, auth.ErrLogin
}
func (sessions) DeleteSession(context.Context, string) error { return nil }
func personsOf(db *DB, w wechat) *person.Service {
	return person.NewService(person.Config{
		Store: NewPersons(db), Platform: w, Sessions: sessions{}, Now: db.now,
		Paths: func(context.Context) (func(int64) string, error) { return func(int64) string { return "" }, nil },
	})
}

// follow does what the chat does when a resident follows the account.
func follow(t *testing.T, db *DB, openid string) (i person.Identity) {
	t.Helper()
	if err := db.inTx(t.Context(), func(tx *tx) (err error) {
		i, err = person.Meet(t.Context(), tx, auth.OA, openid, db.now())
		return err
	}); err != nil {
		t.Error(err)
	}
	return i
}

// isOne fails unless all identities of a unionid belong to one person.
func isOne(t *testing.T, db *DB, unionid string, identities int) int64 {
	t.Helper()
	var who []int64
	if err := db.pool.Select(&who, `SELECT person_id FROM person_identity WHERE unionid = ? ORDER BY id`, unionid); err != nil {
		t.Fatal(err)
	}
	if len(who) != identities {
		t.Fatalf("%s has %d identities, not %d", unionid, len(who), identities)
	}
	for _, p := range who {
		if p != who[0] {
			t.Fatalf("%s is the persons %v", unionid, who)
		}
	}
	return who[0]
}

func enrolled(t *testing.T, db *DB, code string, phone person.Phone) int64 {
	t.Helper()
	p := person.Person{Code: code, Name: "赵红", Phone: phone, CreatedAt: db.now()}
	if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddPerson(t.Context(), &p) }); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// One resident follows the account, opens both mini-programs and binds the number concurrently.
func TestOneUnionidIsOnePerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		for n := range 40 {
			code := fmt.Sprint(n)
			phone := fmt.Sprintf("199%08d", n)
			in := enrolled(t, db, "R"+code, person.Phone(phone))
			s := personsOf(db, wechat{phone})
			link := follow(t, db, "oa"+code).ID
			together(4, func(i int) {
				var err error
				switch i {
				case 0:
					err = s.Link(t.Context(), link)
				case 1:
					_, err = s.Login(t.Context(), auth.Staff, code)
				default:
					var e person.Entry
					if e, err = s.Login(t.Context(), auth.MP, code); err == nil {
						_, err = s.BindPhone(t.Context(), e.Session, "code")
					}
				}
				if err != nil {
					t.Error(err)
				}
			})
			if who := isOne(t, db, "union"+code, 3); who != in {
				t.Fatalf("try %d: the identities are person %d, the roster has %d", n, who, in)
			}
		}
	})
}

// Two persons of one unionid are merged by the next login, the next chat message, or the jobs of the migration.
func TestDuplicatePersonsOfAUnionIDAreMerged(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := personsOf(db, wechat{"19900000000"})
		apart := func(code string) (link int64) {
			t.Helper()
			link = follow(t, db, "oa"+code).ID
			if err := s.Link(t.Context(), link); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Login(t.Context(), auth.MP, code); err != nil {
				t.Fatal(err)
			}
			p := person.Person{CreatedAt: db.now()}
			if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddPerson(t.Context(), &p) }); err != nil {
				t.Fatal(err)
			}
			if _, err := db.pool.Exec(`UPDATE person_identity SET person_id = ? WHERE unionid = ? AND account = 'oa'`, p.ID, "union"+code); err != nil {
				t.Fatal(err)
			}
			return link
		}
		apart("a")
		if _, err := s.Login(t.Context(), auth.OA, "a"); err != nil {
			t.Fatal(err)
		}
		isOne(t, db, "uniona", 2)
		link := apart("b")
		follow(t, db, "oab")
		var asked int
		if err := db.pool.Get(&asked, `SELECT COUNT(*) FROM job_open WHERE kind = ? AND ref = ?`, person.LinkJob, link); err != nil || asked != 1 {
			t.Fatalf("%d jobs, %v", asked, err)
		}
		if err := s.Link(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		isOne(t, db, "unionb", 2)
	})
}

// A number proved by WeChat links to the roster person, also when the roster is imported later.
func TestARosterThatComesAfterTheNumber(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := personsOf(db, wechat{"19900000001"})
		e, err := s.Login(t.Context(), auth.MP, "a")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.BindPhone(t.Context(), e.Session, "code"); err != nil {
			t.Fatal(err)
		}
		in := enrolled(t, db, "R1", "19900000001")
		if e, err = s.Login(t.Context(), auth.MP, "a"); err != nil || e.Person.ID != in {
			t.Fatalf("person %d, want %d, %v", e.Person.ID, in, err)
		}
		// A second person with the same number: the number does not identify either.
		enrolled(t, db, "R2", "19900000001")
		if e, err = s.Login(t.Context(), auth.MP, "a"); err != nil || e.Person.ID != in {
			t.Fatalf("person %d, want %d, %v", e.Person.ID, in, err)
		}
	})
}

// After closing the account, the same WeChat identity belongs to a new person.
func TestAUnionidIsForgottenWithItsLastIdentity(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := personsOf(db, wechat{})
		e, err := s.Login(t.Context(), auth.MP, "a")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.inTx(t.Context(), func(tx *tx) error {
			_, _, err := person.Leave(t.Context(), tx, e.Session, db.now())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		again, err := s.Login(t.Context(), auth.Staff, "a")
		if err != nil || again.Person.ID == e.Person.ID {
			t.Fatalf("person %d again, %v", again.Person.ID, err)
		}
	})
}
