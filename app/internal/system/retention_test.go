package system

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/store"
)

var update = flag.Bool("update", false, "write the tables of docs/retention.md anew")

// migrated opens an empty database with every table, and returns its columns.
func migrated(t *testing.T) (db *store.DB, raw *sql.DB, columns map[string][]string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "linli.db")
	db, err := store.Open(t.Context(), store.Config{File: file, Keys: dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if raw, err = sql.Open("sqlite", "file:"+file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	rows, err := raw.Query(`SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns = map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		columns[table] = append(columns[table], column)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return db, raw, columns
}

// Each period is enforced by an existing recurring job.
func TestEveryPeriodHasItsJob(t *testing.T) {
	t.Parallel()
	_, _, columns := migrated(t)
	var jobs []string
	for _, r := range (&System{}).Recurring() {
		jobs = append(jobs, r.Name)
	}
	for _, p := range store.Tables() {
		if (p.Keep > 0) != (p.Job != "") {
			t.Errorf("%s: a period and the job that keeps to it belong together", p.Name)
		}
		if p.Job != "" && !slices.Contains(jobs, p.Job) {
			t.Errorf("%s: there is no job %s", p.Name, p.Job)
		}
		if (p.Job == store.DropOldRows) != slices.Contains(columns[p.Name], p.Column) {
			t.Errorf("%s: %s counts from a column of the table", p.Name, store.DropOldRows)
		}
	}
}

// spared are rows that are kept whatever their age: an undelivered notice, an open loan.
var spared = map[string]string{
	"notify_notice": ` (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded)
		VALUES (1, 1, '', '', '', 0, 'undelivered', 0, 1, 0, 0, 0)`,
	"loan": ` (thing_id, community_id, copy_code, person_id, name, phone_sealed, state, words, due, extended, reminded, lent_at, lent_by,
		ended_at, ended_by, deed) VALUES (1, 1, '', 1, '', '', 'out', '', 0, 0, 0, 0, 0, 0, 0, '')`,
	"feedback_follow_up": ` (source, about_id, community_id, since_at, due_at, told, done_at, done_by, words, deed) VALUES ('report', 7, 1, 0, 0, 0, 0, 0, '', '')`,
	"inquiry": ` (community_id, person_id, live, state, title, urgent, messages, asked_at, said_at, answered_at, answered_by, ended_at, ended_by)
		VALUES (1, 1, 7, 'open', '', 0, 1, 0, 0, 0, 0, 0, 0)`,
	"consent": ` (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
		VALUES (7, 'plate', 1, 'self', 0, 0, 1, 0, '', 0, 1)`,
	"post_nomination": ` (community_id, role, area_id, nominee_id, name, phone_sealed, by_id, at_desk, warm, fair, words, state, is_open, publicity_id, why,
		decided_by, created_at, ended_at) VALUES (1, '', 1, 1, '', '', 1, 0, 0, 0, '', 'proposed', 1, 0, '', 0, 0, 0)`,
	"post_badge":     ` (community_id, person_id, kind, number_text, given_at, given_by, returned_at, returned_by) VALUES (1, 1, 'vest', '', 0, 0, 0, 0)`,
	"publicity_line": ` (publicity_id, person_id, name, hidden, words, state, ended_at) VALUES (1, 1, '', 0, '', 'open', 0)`,
	"publicity_objection": ` (publicity_id, line_id, area_id, person_id, name, by_id, words, at, due_at, late, answer, upheld, answered_at, answered_by)
		VALUES (1, 1, 1, 1, '', 0, '', 0, 0, 0, '', 0, 0, 0)`,
	"household": ` (dwelling_id, building_id, grid_id, community_id, contact_id, size, since_on, until_on, state, source, reported_by, reported_at,
		due_at, decided_by, decided_at, ended_by, ended_at, deed) VALUES (1, 1, 1, 1, 1, 1, 1, 0, 'confirmed', '', 0, 0, 0, 0, 0, 0, 0, '')`,
	"household_residence": ` (household_id, person_id, stay, relation, from_on, until_on, source, state, made_at, ended_at)
		VALUES (9, 9, '', '', 0, 0, '', 'confirmed', 0, 0)`,
	"care_cared": ` (community_id, grid_id, building_id, area_id, household_id, person_id, spot, level, cohorts, must, half, set_level, set_until, set_why,
		set_by, declined, change_at, change_until, since_on, last_on, last_at, remote, asked_on, opens_on, due_on, due_at, told_at, ended_at)
		VALUES (1, 1, 1, 1, 9, 0, 'household:9', 'A', '', 0, 0, '', 0, '', 0, '', 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
	"care_need": ` (community_id, building_id, cared_id, visit_id, kind, state, target, reason, by_id, at, changed_by, changed_at, ended_at, wanted)
		VALUES (1, 1, 9, 1, 'other', 'open', '', '', 1, 1, 0, 0, 0, '9:other')`,
	"care_chase": ` (community_id, cared_id, spot, visit_id, step, next_at, call_id, began_at, began_by, how, ended_at, ended_by)
		VALUES (1, 9, 9, 1, 0, 0, 0, 0, 1, '', 0, 0)`,
	"errand": ` (community_id, item_id, version, title, person_id, asked_by, source, request, words, state, first_id, holder_id, materials, tells,
		told_at, trips, outside, result, next_door, asked_at, taken_at, handed_in_at, done_at, ended_at, began_at, whole_due_at, whole_unit, due_at,
		due_unit, yellow_at, warned, steps_done, level, asked_role, asked_area, asked_due_at, paused_at, paused_until, check_at)
		VALUES (1, 0, 0, '', 1, 1, 'client', NULL, '', 'asked', 0, 0, '[]', 0, 0, 0, '', '', '', 1, 0, 0, 0, 0, 0, 0, '', 0, '', 0, 0, 0, 0, '', 0, 0, 0, 0, 0)`,
	"errand_event": ` (errand_id, public, at, kind, person_id, request, text, files, ended_at) VALUES (9, 1, 1, 'ask', 1, NULL, '', '', 0)`,
	"errand_mandate": ` (errand_id, proxy_id, powers, till, way, paper_id, witness_id, asked_by, asked_at, given_by, given_at, over_at, ended_at)
		VALUES (9, 1, 'submit', 20990101, '', 0, 0, 1, 1, 0, 0, 0, 0)`,
	"order_visit": ` (community_id, kind, title, person_id, asked_by, source, origin, request, words, wished, part, building_id, area_id, room, state,
		lead_id, at, door_word, wrong, door_at, door_by, minutes, result, purchase, asked_at, agreed_at, went_at, done_at, ended_at, began_at, whole_due_at,
		whole_unit, due_at, due_unit, yellow_at, warned, steps_done, level, asked_role, asked_area, asked_due_at, paused_at, paused_until, check_at)
		VALUES (1, 'haircut', '理发', 1, 1, 'client', '', NULL, '', 0, '', 1, 1, '302', 'asked', 0, 0, '', 0, 0, 0, 0, '', '{}', 1, 0, 0, 0, 0, 0, 0,
		'', 0, '', 0, 0, 0, 0, '', 0, 0, 0, 0, 0)`,
	"order_member": ` (order_id, person_id, org_id, away, why, ended_at) VALUES (9, 1, 0, 0, '', 0)`,
	"order_event":  ` (order_id, public, at, kind, person_id, request, text, files, ended_at) VALUES (9, 1, 1, 'ask', 1, NULL, '', '', 0)`,
	"mediate_case": ` (community_id, kind, source, report_id, asked_by, request, state, result, sealed, way, signed_on, paper_id, asked_at, started_at,
		result_at, ended_at, changed_at) VALUES (1, 'leak', 'client', 0, 1, NULL, 'asked', '', '', '', 0, 0, 1, 0, 0, 0, 1)`,
	"mediate_party":    ` (case_id, side, person_id, sealed, phone_sealed, answer, how, at, ended_at) VALUES (9, 'a', 1, '', '', '', '', 0, 0)`,
	"mediate_mediator": ` (case_id, person_id, body, ended_at) VALUES (9, 1, 'elder', 0)`,
	"mediate_talk":     ` (case_id, begin_at, end_at, place_id, state, sealed, ended_at) VALUES (9, 1, 1, 0, 'held', '', 0)`,
	"mediate_promise":  ` (case_id, party_id, sealed, due_on, state, told, at, ended_at) VALUES (9, 9, '', 20990101, 'open', 0, 0, 0)`,
	"mediate_event":    ` (case_id, at, kind, person_id, request, text, files, ended_at) VALUES (9, 1, 'ask', 1, NULL, '', '', 0)`,
	"meal_member": ` (programme_id, community_id, person_id, spot, way, building_id, area_id, room, week, reason, sealed, phone_sealed, state, source,
		asked_at, asked_by, due_at, from_on, decided_at, decided_by, ended_at, ended_by, why)
		VALUES (9, 1, 9, '9:9', '', 0, 0, '', 1, '', '', '', 'agreed', '', 0, 0, 0, 0, 0, 0, 1, 0, '')`,
	"inquiry_message": ` (inquiry_id, person_id, staff, text, files, at, notice_id, request, ended_at) VALUES (1, 1, 0, '', '', 0, 0, 'r', 0)`,
}

// Rows older than the period of their table are deleted; younger rows stay.
func TestOldRowsAreDropped(t *testing.T) {
	t.Parallel()
	db, raw, columns := migrated(t)
	now := time.Now()
	insert := func(p store.Table, at time.Time, n int) {
		var names []string
		var values []any
		for _, c := range columns[p.Name] {
			switch {
			case c == p.Column:
				names, values = append(names, c), append(values, at.UnixMilli())
			default:
				names, values = append(names, c), append(values, n) // SQLite accepts a number in every column
			}
		}
		if _, err := raw.Exec(`INSERT INTO `+p.Name+` (`+strings.Join(names, ", ")+`) VALUES (?`+strings.Repeat(", ?", len(names)-1)+`)`, values...); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	for _, p := range store.Tables() {
		if p.Job == store.DropOldRows {
			insert(p, now.Add(-p.Keep-time.Hour), 1)
			insert(p, now.Add(-p.Keep+time.Hour), 2)
		}
	}
	for table, spared := range spared {
		if _, err := raw.Exec(`INSERT INTO ` + table + spared); err != nil {
			t.Fatal(table, err)
		}
	}
	if err := (&System{DB: db, now: func() time.Time { return now }}).deleteOldRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, p := range store.Tables() {
		if p.Job != store.DropOldRows {
			continue
		}
		want := 1
		if (p.Unless != "") != (spared[p.Name] != "") {
			t.Errorf("%s: which rows never go by age?", p.Name)
		}
		if p.Unless != "" {
			want = 2
		}
		var all, old int
		if err := raw.QueryRow(`SELECT COUNT(*), COUNT(CASE WHEN `+p.Column+` < ? THEN 1 END) FROM `+p.Name, now.Add(-p.Keep).UnixMilli()).Scan(&all, &old); err != nil {
			t.Fatal(err)
		}
		if all != want || old != want-1 {
			t.Errorf("%s: %d rows stay, %d of them too old", p.Name, all, old)
		}
	}
}

const (
	pageOf = "../../../docs/retention.md"
	opens  = "<!-- from the tables of store; written by: go test ./app/internal/system -run TestTheRetentionPage -update -->"
	closes = "<!-- end -->"
)

func TestTheRetentionPageShowsThePeriods(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(pageOf)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), opens)
	_, after, closed := strings.Cut(rest, closes)
	if !ok || !closed {
		t.Fatalf("docs/retention.md has no place for its tables: %s … %s", opens, closes)
	}
	want := before + opens + "\n\n" + shown() + "\n" + closes + after
	if *update {
		if err := os.WriteFile(pageOf, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Error("docs/retention.md does not say what the program does; run: go test ./app/internal/system -run TestTheRetentionPage -update")
	}
}

// shown are the tables in docs/retention.md.
func shown() string {
	var with, without strings.Builder
	var others []string
	for _, t := range store.Tables() {
		row := fmt.Sprintf("| `%s` | %s | %s | %s |\n", t.Name, t.Holds, t.Period(), deleter(t))
		switch {
		case t.Impersonal != "":
			others = append(others, fmt.Sprintf("`%s` (%s)", t.Name, t.Impersonal))
		case t.Keep > 0:
			with.WriteString(row)
		default:
			without.WriteString(row)
		}
	}
	return "## With a period\n\n| table | what it holds about people | how long | what deletes it |\n|---|---|---|---|\n" + with.String() +
		"\n## Without a period\n\n| table | what it holds about people | until when, or why without an end | what deletes it |\n|---|---|---|---|\n" +
		without.String() + "\n## Nothing about people\n\n" + strings.Join(others, ", ") + "\n"
}

func deleter(p store.Table) string {
	switch {
	case p.Job == "" && p.Also == "":
		return "nothing"
	case p.Job == "":
		return p.Also
	case p.Also == "":
		return "`" + p.Job + "`"
	}
	return "`" + p.Job + "`; " + p.Also
}
