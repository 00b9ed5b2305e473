package store

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/family"
	"linli/app/person"
)

// in runs do in one transaction and fails the test with its error.
func in(t *testing.T, db *DB, do func(ctx context.Context, tx *tx) error) {
	t.Helper()
	if err := db.inTx(t.Context(), func(tx *tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// people adds n persons of community 5 and returns their ids.
func people(t *testing.T, db *DB, n int) []int64 {
	t.Helper()
	ids := make([]int64, n)
	in(t, db, func(ctx context.Context, tx *tx) error {
		for i := range ids {
			p := person.Person{Community: 5, Name: "王秀英", Born: 1950, CreatedAt: db.now()}
			if err := tx.AddPerson(ctx, &p); err != nil {
				return err
			}
			ids[i] = p.ID
		}
		return nil
	})
	return ids
}

func TestTagsAndBirthFollowAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 2)
		store := NewPersons(db)
		tag := func(of int64, tags ...person.Tag) {
			in(t, db, func(ctx context.Context, tx *tx) (err error) {
				for _, g := range tags {
					err = errors.Join(err, tx.AddTag(ctx, person.Tagging{Person: of, Tag: g, Community: 5, By: 1, At: db.now()}))
				}
				return err
			})
		}
		is := func(of int64, want ...person.Tag) {
			t.Helper()
			got, err := store.TagsOf(t.Context(), of)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatal(err, diff)
			}
			in(t, db, func(ctx context.Context, tx *tx) error {
				inside, err := tx.TagsOf(ctx, of)
				if diff := cmp.Diff(got, inside); diff != "" {
					t.Fatal(diff)
				}
				return err
			})
		}
		tag(who[0], person.Hardship, person.Aged, person.Aged)
		tag(who[1], person.Aged, person.Alone)
		is(who[0], person.Aged, person.Hardship)
		in(t, db, func(ctx context.Context, tx *tx) error {
			p, err := tx.LockPerson(ctx, who[1])
			p.Born = 1940
			return errors.Join(err, tx.SavePerson(ctx, p), tx.MergePerson(ctx, who[0], who[1]))
		})
		is(who[1], person.Aged, person.Alone, person.Hardship)
		is(who[0])
		if p, err := store.Person(t.Context(), who[0]); err != nil || p.ID != who[1] || p.Born != 1940 {
			t.Fatalf("%+v, %v", p, err)
		}
		in(t, db, func(ctx context.Context, tx *tx) error { return tx.DeleteTag(ctx, who[1], person.Alone) })
		is(who[1], person.Aged, person.Hardship)
		in(t, db, func(ctx context.Context, tx *tx) error { return tx.leaveTags(ctx, person.Person{ID: who[1]}, db.now()) })
		is(who[1])
	})
}

// add saves a link in a state.
func add(t *testing.T, db *DB, l family.Link) family.Link {
	t.Helper()
	in(t, db, func(ctx context.Context, tx *tx) error { _, err := tx.AddLink(ctx, &l); return err })
	return l
}

func TestOnlyAConfirmedLinkLetsSomebodyAct(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 3)
		store := NewFamilies(db)
		may := func(carer, cared int64, want bool) {
			t.Helper()
			if got, err := family.MayActFor(t.Context(), store, carer, cared); err != nil || got != want {
				t.Fatalf("outside: %v, %v", got, err)
			}
			in(t, db, func(ctx context.Context, tx *tx) error {
				got, err := family.MayActFor(ctx, tx, carer, cared)
				if got != want {
					t.Fatalf("inside: %v", got)
				}
				return err
			})
		}
		may(who[0], who[0], true)
		may(who[0], who[1], false)
		l := add(t, db, family.Link{Community: 5, Carer: who[0], Relation: family.Parent, State: family.Asked, Name: "王秀英", MadeAt: db.now()})
		may(who[0], who[1], false)
		l.State, l.Cared = family.Confirmed, who[1]
		in(t, db, func(ctx context.Context, tx *tx) error { return tx.SaveLink(ctx, l) })
		may(who[0], who[1], true)
		may(who[1], who[0], false)
		may(who[2], who[1], false)
		got, err := store.ConfirmedLink(t.Context(), who[0], who[1])
		if diff := cmp.Diff(l, got); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		if all, err := store.CaredFor(t.Context(), who[0]); err != nil || len(all) != 1 || all[0].Cared != who[1] {
			t.Fatalf("%v, %v", all, err)
		}
		l.State = family.Ended
		in(t, db, func(ctx context.Context, tx *tx) error { return tx.SaveLink(ctx, l) })
		may(who[0], who[1], false)
		add(t, db, family.Link{Community: 5, Carer: who[0], Cared: who[1], Relation: family.Parent, State: family.Confirmed})
		may(who[0], who[1], true) // once more, after it had ended
		in(t, db, func(ctx context.Context, tx *tx) error {
			return tx.leaveFamilies(ctx, person.Person{ID: who[1]}, db.now())
		})
		may(who[0], who[1], false)
	})
}

func TestLinksFollowAMergedPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 4)
		mother, double, son, daughter := who[0], who[1], who[2], who[3]
		for _, pair := range [][2]int64{{son, mother}, {son, double}, {daughter, double}, {double, mother}, {double, son}} {
			add(t, db, family.Link{Community: 5, Carer: pair[0], Cared: pair[1], Relation: family.Relative, State: family.Confirmed})
		}
		in(t, db, func(ctx context.Context, tx *tx) error { return tx.MergePerson(ctx, double, mother) })
		for _, c := range []struct {
			carer int64
			want  []int64
		}{{son, []int64{mother}}, {daughter, []int64{mother}}, {mother, []int64{son}}, {double, nil}} {
			found, err := NewFamilies(db).CaredFor(t.Context(), c.carer)
			var got []int64
			for _, l := range found {
				got = append(got, l.Cared)
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%d: %v %s", c.carer, err, diff)
			}
		}
	})
}
