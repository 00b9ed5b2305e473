package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/scripts/bench/lab"
)

// compareStatements notes the statements of both programs on MariaDB for one piece of work, to show a floor that differs.
// SQLite has no log; its statements differ only in the locks.
func (b *bench) compareStatements(what string, e lab.Engine, ours, floor *lab.Program, do func(*lab.Program) error) error {
	if e.Root == nil {
		return nil
	}
	var said [2][]string
	for i, r := range []*lab.Program{ours, floor} {
		r.Resume()
		other := []*lab.Program{floor, ours}[i]
		other.Pause()
		if err := do(r); err != nil { // the first run fills caches
			return err
		}
		time.Sleep(100 * time.Millisecond)
		var err error
		if said[i], err = logged(e, func() error { return do(r) }); err != nil {
			return err
		}
		other.Resume()
	}
	verdict := "the same"
	if !slices.Equal(kinds(said[0]), kinds(said[1])) {
		verdict = "NOT the same"
	}
	b.note("%s sends %d commands to MariaDB, the floor %d; their statements are %s.\n\n```\n%s\n-- floor\n%s\n```", what, len(said[0]),
		len(said[1]), verdict, strings.Join(said[0], "\n"), strings.Join(said[1], "\n"))
	return nil
}

// logged returns the commands that reach MariaDB while do runs.
func logged(e lab.Engine, do func() error) ([]string, error) {
	for _, s := range []string{"SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log", "SET GLOBAL general_log = ON"} {
		if _, err := e.Root.Exec(s); err != nil {
			return nil, err
		}
	}
	failed := do()
	time.Sleep(100 * time.Millisecond)
	if _, err := e.Root.Exec("SET GLOBAL general_log = OFF"); err != nil || failed != nil {
		return nil, fmt.Errorf("log off: %v, %w", err, failed)
	}
	rows, err := e.Root.Query("SELECT argument FROM mysql.general_log " +
		"WHERE command_type IN ('Query', 'Execute', 'Prepare') AND user_host NOT LIKE '" + lab.ToolUser + "%' ORDER BY event_time")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if s := strings.Join(strings.Fields(string(text)), " "); !strings.Contains(s, "general_log") && !strings.HasPrefix(s, "SET time_zone") {
			all = append(all, short(s))
		}
	}
	return all, rows.Err()
}

// short returns a statement without its values.
func short(s string) string {
	if i := strings.Index(s, "VALUES ("); i > 0 {
		s = s[:i]
	}
	if m := regexp.MustCompile(`^SELECT .*? FROM `).FindString(s); m != "" {
		s = "SELECT … FROM " + s[len(m):]
	}
	runes := []rune(s)
	if len(runes) > 150 {
		s = string(runes[:150]) + "…"
	}
	return s
}

// kinds returns the verb and table of each statement, sorted.
func kinds(all []string) []string {
	var found []string
	for _, s := range all {
		s = strings.Replace(s, "SELECT … FROM", "SELECT", 1)
		words := strings.Fields(s)
		for i, w := range words {
			if w == "INTO" || w == "FROM" {
				words = slices.Delete(words, i, i+1)
				break
			}
		}
		found = append(found, strings.Join(words[:min(2, len(words))], " "))
	}
	slices.Sort(found)
	return found
}
