package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/closing"
	"linli/app/person"
)

// fates are the declared fates of every column that names a person.
func fates() map[string]Fate {
	all := map[string]Fate{}
	for _, t := range Tables() {
		for column, f := range t.Names {
			all[t.Name+"."+column] = f
		}
	}
	return all
}

// notPersons matches the id columns that do not hold a person.
var notPersons = regexp.MustCompile(`^(` + strings.Join([]string{
	`.*\.(\w+_)?(at|till|until|from|to|median|mean|area|org|version|since|number|folded|leased|added)`,
	`.*\.(about|area|body|booking|branch|building|campaign|case|community|counter|dwelling|entry|errand|estate|file|grid|home|household|inquiry|item|line|linkage|nomination|notice|order|org|paging|paper|parent|party|patrol|period|place|plan|publicity|report|service|session|spot|subject|thing|whistle)_id`,
	`booking_session\.calling`, `fund\.(street_id|allotted|used)`, `fund_use\.(fund_id|amount)`, `party_rules\.id`, `estate_contract\.(payer|operator)_org_id`, `job_open\.ref`, `report\.merged_into`, `search_pair\.(pair|operator)_org_id`, `job_open\.ref`, `place_hour\.held_id`, `report\.merged_into`, `search_pair\.(pair|segment)`, `work_line\.post_area_id`, `care_\w+\.((cared|visit|call)_id|spot)`, `care_rules\.id`, `meal_\w+\.(day|member|programme|round|stop|chase|kitchen)_id`,
}, "|") + `)$`)

type column struct {
	Table    string `db:"t"`
	Name     string `db:"c"`
	Type     string `db:"y"`
	NotNull  bool   `db:"n"`
	Defaults bool   `db:"d"`
	Key      int    `db:"k"`
}

func (c column) String() string { return c.Table + "." + c.Name }

func schema(t *testing.T, db *DB) (all []column) {
	t.Helper()
	if err := db.pool.Select(&all, `
		SELECT m.name t, p.name c, p.type y, p."notnull" n, p.dflt_value IS NOT NULL d, p.pk k
		FROM   sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, p.cid`); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryColumnThatNamesAPersonIsKnown(t *testing.T) {
	t.Parallel()
	seen, fates := map[string]bool{}, fates()
	for _, c := range schema(t, openTest(t)) {
		_, names := fates[c.String()]
		seen[c.String()] = true
		switch other := notPersons.MatchString(c.String()); {
		case c.Type == "BIGINT" && names == other:
			t.Errorf("%s: does it name a person? Say what becomes of it in the Names of its table, or add it to notPersons", c)
		case c.Type != "BIGINT" && names:
			t.Errorf("%s is no number", c)
		}
	}
	for name := range fates {
		if !seen[name] {
			t.Errorf("there is no %s any more", name)
		}
	}
}

// like are further values those rows need, so that the code that moves or deletes them finds them.
var like = map[string]any{
	"chat_draft.stage": "place", "family_link.state": "confirmed", "person_tag.tag": "aged", "report_event.report_id": 1,
}

// named inserts one row into every table that names a person, with this person in all such columns.
func named(t *testing.T, db *DB, who int64) {
	t.Helper()
	columns, values, fates := map[string][]string{}, map[string][]any{}, fates()
	for _, c := range schema(t, db) {
		var v any = ""
		if c.Type == "INT" || c.Type == "BIGINT" || c.Type == "DOUBLE" {
			v = 0
		}
		if own, ok := like[c.String()]; ok {
			v = own
		}
		_, names := fates[c.String()]
		switch {
		case names:
			v = who
		case c.Type == "INTEGER" || !c.NotNull || c.Defaults:
			continue
		}
		columns[c.Table], values[c.Table] = append(columns[c.Table], c.Name), append(values[c.Table], v)
	}
	for table, names := range columns {
		if !slices.ContainsFunc(names, func(n string) bool { _, ok := fates[table+"."+n]; return ok }) || table == "person_identity" || table == "person_union" {
			continue
		}
		if _, err := db.pool.Exec(`INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+marks(len(names))+`)`, values[table]...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
}

// check fails for a column that still names the person without a declared reason.
func check(t *testing.T, db *DB, who int64, stays func(Fate) string) {
	t.Helper()
	for name, f := range fates() {
		table, col, _ := strings.Cut(name, ".")
		var n int
		if err := db.pool.Get(&n, `SELECT COUNT(*) FROM `+table+` WHERE `+col+` = ?`, who); err != nil {
			t.Fatal(err)
		}
		if n > 0 && stays(f) == "" {
			t.Errorf("%s still names the person", name)
		}
	}
}

func TestWhatBecomesOfAPerson(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		do    func(t *testing.T, db *DB, e person.Entry)
		stays func(Fate) string
	}{
		"two become one": {func(t *testing.T, db *DB, e person.Entry) {
			to := enrolled(t, db, "R1", "19900000001")
			s := personsOf(db, wechat{"19900000001"})
			if p, err := s.BindPhone(t.Context(), e.Session, "code"); err != nil || p.ID != to {
				t.Fatal(p.ID, err)
			}
		}, func(f Fate) string { return f.Merge }},
		"a follower leaves": {func(t *testing.T, db *DB, e person.Entry) {
			if err := db.inTx(t.Context(), func(tx *tx) error {
				i, err := tx.LockIdentity(t.Context(), e.Session.Account, e.Session.OpenID)
				if err != nil {
					return err
				}
				if err := tx.DeleteDraft(t.Context(), i.Person); err != nil { // as the chat does
					return err
				}
				return person.Forget(t.Context(), tx, i, db.now())
			}); err != nil {
				t.Fatal(err)
			}
		}, func(f Fate) string { return f.Leave }},
		"an account is closed": {func(t *testing.T, db *DB, e person.Entry) {
			desk := booking.NewDesk(booking.Config{Store: NewBookings(db), Now: db.now})
			if err := closing.NewService(NewAccounts(db), desk, db.now).Close(t.Context(), e.Session); err != nil {
				t.Fatal(err)
			}
		}, func(f Fate) string { return f.Close }},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			db := openTest(t)
			e, err := personsOf(db, wechat{}).Login(t.Context(), auth.OA, "a")
			if err != nil {
				t.Fatal(err)
			}
			named(t, db, e.Person.ID)
			test.do(t, db, e)
			check(t, db, e.Person.ID, test.stays)
		})
	}
}

// A merge succeeds, and keeps one row, where both persons have a row that must be unique.
func TestAMergeKeepsOneOfTwoUniqueRows(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		for _, statement := range []string{
			`INSERT INTO report_join (report_id, person_id, at) VALUES (%[1]d, 1, 0), (%[1]d, 2, 0)`,
			`INSERT INTO booking_press (person_id, request, about_id, at) VALUES (1, 'k', 1, 0), (2, 'k', 2, 0), (1, 'own', 3, 0)`,
			`INSERT INTO person_tag (person_id, tag, community_id, by_id, at) VALUES (1, 'aged', 1, 0, 0), (2, 'aged', 1, 0, 0)`,
		} {
			if strings.Contains(statement, "%") {
				statement = fmt.Sprintf(statement, 7)
			}
			if _, err := db.pool.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.inTx(ctx, func(tx *tx) error { return tx.MergePerson(ctx, 1, 2) }); err != nil {
			t.Fatal(err)
		}
		for table, want := range map[string]int{"report_join": 1, "booking_press": 2, "person_tag": 1} {
			var all, of int
			if err := db.pool.Get(&all, `SELECT COUNT(*) FROM `+table); err != nil {
				t.Fatal(err)
			}
			if err := db.pool.Get(&of, `SELECT COUNT(*) FROM `+table+` WHERE person_id = 2`); err != nil || all != want || of != want {
				t.Errorf("%s: %d rows, %d of the one who remains, want %d; %v", table, all, of, want, err)
			}
		}
	})
}
