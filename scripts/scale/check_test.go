package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/scripts/bench/lab"
	"linli/store"
)

// Each rule is broken by rows written by hand, and none by a county at rest.
func TestTheCheckerFindsEachFault(t *testing.T) {
	server := os.Getenv("LINLI_TEST_MYSQL")
	if server == "" {
		t.Skip("needs LINLI_TEST_MYSQL")
	}
	name := fmt.Sprintf("scale_%d", os.Getpid())
	root, err := sql.Open("mysql", server)
	must(t, err)
	defer root.Close()
	_, err = root.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	must(t, err)
	defer func() { _, err := root.Exec("DROP DATABASE " + name); must(t, err) }()
	tables, err := store.Open(t.Context(), store.Config{DSN: server + name, Keys: t.TempDir(), Now: time.Now})
	must(t, err)
	must(t, tables.Close())
	db, err := sql.Open("mysql", server+name)
	must(t, err)
	defer db.Close()
	s := &scale{place: &lab.Place{DB: db}}
	s.Ctx = t.Context()
	must(t, lab.County(t.Context(), s.place))
	must(t, lab.Salon(t.Context(), s.place, 2))
	if wrong := s.broken(); len(wrong) > 0 {
		t.Fatalf("a county at rest: %v", errors.Join(wrong...))
	}
	danger := row{"urgent": 1, "building_id": 1010, "text": "有燃气味"}
	booked := row{"session_id": 1, "period_id": 1, "state": "confirmed"}
	waits := row{"session_id": 1, "state": "waiting", "position": 3, "person_id": 7}
	for _, c := range []struct {
		broken string
		add    []planted
		also   string // a statement
	}{
		{"reports that are there twice", []planted{{"report", row{"text": "楼道里的灯坏了，第1次说"}}, {"report", row{"text": "楼道里的灯坏了，第1次说"}}}, ""},
		{"dangers whose steward", []planted{{"report", danger}}, ""},
		{"dangers whose steward", []planted{{"report", danger}, {"steward_alert", row{"report_id": 1, "person_id": 7}}}, ""},
		{"alerts whose notice", []planted{{"report", danger}, {"steward_alert", row{"report_id": 1, "person_id": 1_001_010}}}, ""},
		{"notices that are there twice", []planted{
			{"notify_notice", row{"person_id": 7, "about": "report:1", "kind": "k"}}, {"notify_notice", row{"person_id": 7, "about": "report:1", "kind": "k", "created_at": 20_000}},
		}, ""},
		{"notices that are due", []planted{{"notify_notice", row{"id": 5, "state": "pending"}}, {"job_open", row{"kind": "notify.send", "ref": 5}}}, ""},
		{"notices that wait without", []planted{{"notify_notice", row{"state": "pending", "due_at": time.Now().AddDate(1, 0, 0).UnixMilli()}}}, ""},
		{"periods whose places", []planted{{"booking", with(booked, row{"seated": 1})}}, ""},
		{"waitlists of another length", []planted{{"booking", waits}}, `UPDATE booking_period SET free = 0, taken = 0, kept = places`},
		{"free places while", []planted{{"booking", waits}}, `UPDATE booking_session SET waiting = 1, ranks = 1 WHERE id = 1`},
		{"ranks given twice", []planted{{"booking", waits}, {"booking", with(waits, row{"person_id": 8})}}, ""},
		{"numbers of a session", []planted{{"booking", with(booked, row{"seated": 1, "number": 3})}, {"booking", with(booked, row{"seated": 1, "number": 3, "person_id": 8})}}, ""},
		{"offers that nobody ends", []planted{{"booking", with(booked, row{"state": "offered"})}}, ""},
		{"people with one unionid", []planted{
			{"person_identity", row{"account": "oa", "openid": "a", "unionid": "u", "person_id": 1}}, {"person_identity", row{"account": "mp", "openid": "b", "unionid": "u", "person_id": 2}},
		}, ""},
	} {
		t.Run(c.broken, func(t *testing.T) {
			for i, p := range c.add {
				plant(t, db, p.table, with(row{"id": i + 1, "number": i + 1}, p.row))
			}
			if c.also != "" {
				_, err := db.Exec(c.also)
				must(t, err)
			}
			wrong := errors.Join(s.broken()...)
			if wrong == nil || !strings.Contains(wrong.Error(), c.broken) || strings.Contains(wrong.Error(), "Error ") {
				t.Errorf("the checker says: %v", wrong)
			}
			for _, p := range c.add {
				_, err := db.Exec("DELETE FROM " + p.table)
				must(t, err)
			}
			for _, undo := range []string{`UPDATE booking_period SET free = places, taken = 0, held = 0, kept = 0`, `UPDATE booking_session SET waiting = 0, ranks = 0`} {
				_, err := db.Exec(undo)
				must(t, err)
			}
			if left := s.broken(); len(left) > 0 {
				t.Fatalf("afterwards: %v", left)
			}
		})
	}
}

type (
	row     map[string]any
	planted struct {
		table string
		row   row
	}
)

// with returns both rows in one.
func with(a, b row) row {
	both := row{}
	for _, r := range []row{a, b} {
		for k, v := range r {
			both[k] = v
		}
	}
	return both
}

// plant inserts a row whose other columns are zero or empty.
func plant(t *testing.T, db *sql.DB, table string, values row) {
	t.Helper()
	rows, err := db.Query(`SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?`, table)
	must(t, err)
	defer rows.Close()
	var names []string
	var args []any
	for rows.Next() {
		var name, kind, nullable string
		must(t, rows.Scan(&name, &kind, &nullable))
		v, given := values[name]
		switch {
		case given:
		case nullable == "YES" || name == "id":
			continue
		case slices.Contains([]string{"int", "bigint", "double", "tinyint"}, kind):
			v = 0
		default:
			v = ""
		}
		names, args = append(names, "`"+name+"`"), append(args, v)
	}
	must(t, rows.Err())
	marks := strings.TrimSuffix(strings.Repeat("?,", len(args)), ",")
	_, err = db.Exec("INSERT INTO "+table+" ("+strings.Join(names, ",")+") VALUES ("+marks+")", args...)
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
