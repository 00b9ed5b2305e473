package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/work"
)

var workData = data{
	tables: []Table{
		{
			Name: "work_line", Holds: "who of a community did what, when, where and for whom", Keep: work.Keep, From: "the day of the work",
			Job: DropOldRows, Column: "at", Also: "its person takes a note back within a day",
			Names: map[string]Fate{"person_id": byStaff, "by_id": byStaff, "served_id": {}},
		},
		{
			Name: "work_week", Holds: "what somebody reported of a week", Keep: work.Keep, From: "the day it was ready", Job: DropOldRows,
			Column: "made_at", Names: map[string]Fate{"person_id": byStaff},
		},
	},
	move:  (*tx).moveWork,
	leave: (*tx).leaveWork,
}

type workRow struct {
	ID        int64     `db:"id"`
	Community int64     `db:"community_id"`
	Person    int64     `db:"person_id"`
	Role      auth.Role `db:"role"`
	PostArea  int64     `db:"post_area_id"`
	Org       int64     `db:"org_id"`
	Day       int       `db:"day"`
	At        int64     `db:"at"`
	Minutes   int       `db:"minutes"`
	Kind      work.Kind `db:"kind"`
	About     string    `db:"about"`
	Deed      work.Deed `db:"deed"`
	Area      int64     `db:"area_id"`
	Household int64     `db:"household_id"`
	Served    int64     `db:"served_id"`
	Place     string    `db:"place"`
	Words     string    `db:"words"`
	Files     string    `db:"files"`
	Noted     bool      `db:"noted"`
	Sensitive bool      `db:"is_sensitive"`
	By        int64     `db:"by_id"`
	MadeAt    int64     `db:"made_at"`
}

const workWritten = `community_id, person_id, role, post_area_id, org_id, day, at, minutes, kind, about, deed, area_id, household_id,
	served_id, place, words, files, noted, is_sensitive, by_id, made_at`

// AddWork implements work.Log.
func (t *tx) AddWork(ctx context.Context, l work.Line) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO work_line (`+workWritten+`) VALUES (`+marks(21)+`)`,
		l.Community, l.Person, l.Post.Role, l.Post.Area, l.Post.Org, int(l.Day()), ms(l.At), l.Minutes, l.Kind, l.About, l.Deed, l.Area,
		l.Household, l.Served, l.Place, l.Words, joinIDs(l.Files), l.Noted, l.Sensitive, l.By, ms(l.WrittenAt))
	added, err := ignoreDuplicate(err, "add work")
	if err != nil || added || l.By != 0 {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE work_line SET by_id = 0 WHERE person_id = ? AND about = ? AND deed = ? AND day = ? AND by_id <> 0`,
		l.Person, l.About, l.Deed, int(l.Day())); err != nil {
		return fmt.Errorf("own work: %w", err)
	}
	return nil
}

// CorrectWork implements patrol.Tx.
func (t *tx) CorrectWork(ctx context.Context, about string, minutes int, words string) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE work_line SET minutes = ?, words = ? WHERE about = ?`, minutes, words, about); err != nil {
		return fmt.Errorf("correct work: %w", err)
	}
	return nil
}

func workLines(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]work.Line, error) {
	var rows []workRow
	if err := list(ctx, q, &rows, `SELECT id, `+workWritten+` FROM work_line WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("work lines: %w", err)
	}
	lines := make([]work.Line, len(rows))
	for i, r := range rows {
		lines[i] = work.Line{
			ID: r.ID, Community: r.Community, Person: r.Person, Post: work.Post{Role: r.Role, Area: r.PostArea, Org: r.Org}, At: at(r.At),
			Minutes: r.Minutes, Kind: r.Kind, About: r.About, Deed: r.Deed, Area: r.Area, Household: r.Household, Served: r.Served,
			Place: r.Place, Words: r.Words, Files: splitIDs(r.Files), Noted: r.Noted, Sensitive: r.Sensitive,
			By: r.By, WrittenAt: at(r.MadeAt),
		}
	}
	return lines, nil
}

// moveWork lets the lines about a person name the person with whom they were merged.
func (t *tx) moveWork(ctx context.Context, from, to int64) error {
	if _, err := change(ctx, t.q, `UPDATE work_line SET served_id = ? WHERE served_id = ?`, to, from); err != nil {
		return fmt.Errorf("move work lines: %w", err)
	}
	return nil
}

// leaveWork takes the name of a person who leaves off the lines about them.
func (t *tx) leaveWork(ctx context.Context, p person.Person, _ time.Time) error {
	if _, err := change(ctx, t.q, `UPDATE work_line SET served_id = 0 WHERE served_id = ?`, p.ID); err != nil {
		return fmt.Errorf("leave work lines: %w", err)
	}
	return nil
}
