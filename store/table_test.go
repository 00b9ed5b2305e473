package store

import (
	"regexp"
	"slices"
	"testing"

	"linli/app/person"
)

// personal matches the columns with data about a person.
var personal = regexp.MustCompile(`^(.*_by|by_id|caller_id|(carer|cared|bound|owner|author|person|substitute)(_id)?|holder_person|phone.*|openid|unionid|mark|` +
	`words|facts|answers?|question|result|born|host|providers|who|title|contact|lat|lng|push_key|reply|home_id)$`)

// nobody are columns that match personal without data about a person.
var nobody = []string{"area.lat", "area.lng", "when_year.loaded_by", "appraisal_figure.result", "booking_exception.words", "meal_dish.words"}

// Every table is declared once, beside its SQL, as Impersonal if it has no data about persons.
func TestEveryTableIsDeclared(t *testing.T) {
	t.Parallel()
	columns := map[string][]string{}
	for _, c := range schema(t, openTest(t)) {
		columns[c.Table] = append(columns[c.Table], c.Name)
	}
	declared := map[string]bool{}
	for _, d := range Tables() {
		if declared[d.Name] {
			t.Errorf("%s is declared twice", d.Name)
		}
		declared[d.Name] = true
		if len(columns[d.Name]) == 0 {
			t.Errorf("there is no table %s any more", d.Name)
		}
		if d.Impersonal == "" && (d.Holds == "" || d.From == "") {
			t.Errorf("%s: declare Holds and From, or Impersonal", d.Name)
		}
		if d.Impersonal == "" {
			continue
		}
		if d.Holds != "" || d.From != "" || d.Keep != 0 || d.Job != "" || d.Also != "" || len(d.Names) > 0 {
			t.Errorf("%s: an Impersonal table has no period and no Names", d.Name)
		}
		for _, column := range columns[d.Name] {
			if personal.MatchString(column) && !slices.Contains(nobody, d.Name+"."+column) {
				t.Errorf("%s.%s is about a person: the table needs a period", d.Name, column)
			}
		}
	}
	for table := range columns {
		if !declared[table] {
			t.Errorf("%s is not declared: add it to the data of its capability, beside its SQL, and that to everything", table)
		}
	}
}

// A roster person who closes the account keeps name and number in the roster, and their open loans still name them.
func TestRosterKeepsItsLoans(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		lent := func(who int64) {
			if _, err := db.pool.Exec(`
				INSERT INTO loan (thing_id, community_id, copy_code, person_id, name, phone_sealed, state, words, due, extended, reminded,
					lent_at, lent_by, ended_at, ended_by, deed) VALUES (1, 1, '', ?, '', '', 'out', '', 0, 0, 0, 0, 0, 0, 0, '')`, who); err != nil {
				t.Fatal(err)
			}
		}
		lent(1)
		lent(2)
		for _, p := range []person.Person{{ID: 1, Name: "王", Code: "R1"}, {ID: 2, Name: "李"}} {
			if err := db.inTx(t.Context(), func(tx *tx) error { return tx.LeaveRecords(t.Context(), p, db.now()) }); err != nil {
				t.Fatal(err)
			}
		}
		if n := number(t, db, `SELECT COUNT(*) FROM loan WHERE person_id = 1 AND name = ''`); n != 1 {
			t.Error("the loan of a roster person lost its person")
		}
		if n := number(t, db, `SELECT COUNT(*) FROM loan WHERE person_id = 0 AND name = '李'`); n != 1 {
			t.Error("the loan of a person who left has no copy of their name")
		}
	})
}
