package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/redis/go-redis/v9"
)

// askedAtOnce is how many households Linli tells in one transaction.
const askedAtOnce = 100

// asked sends notices as the floor of that name does, and answers POST /spread by writing those to the contact person of every household of
// the first community, with their jobs: the statements and transactions of ask_households.
func asked(ctx context.Context, r *records, address *redis.Options) error {
	failed := make(chan error, 1)
	go func() { failed <- notices(ctx, r, address) }()
	if err := serve(ctx, func(app *fiber.App) {
		app.Post("/spread", func(c *fiber.Ctx) error {
			if err := spread(context.Background(), r); err != nil {
				fmt.Println("floor:", err)
				return err
			}
			return c.SendString("ok")
		})
	}); err != nil {
		return err
	}
	return <-failed
}

func spread(ctx context.Context, r *records) error {
	now := time.Now()
	day := now.Year()*10000 + int(now.Month())*100 + now.Day()
	var campaign int64
	if err := r.inTx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `
			INSERT INTO collect_campaign (community_id, area_id, title, purpose, basis, decided, filter_use, filter_tenure, doors, questions, from_day,
				until_day, drop_day, state, counts, made_by, made_at, agreed_by, agreed_at, ended_by, ended_at)
			VALUES (1000, 1000, '冬季供暖核对', '安排供暖走访', '县供暖办法第三条', '社区党委会', '', '', 0, '[]', ?, ?, ?, 'open', '', 1, ?, 1, ?, 0, 0)`,
			day, day, day, now.UnixMilli(), now.UnixMilli())
		if err != nil {
			return err
		}
		campaign, err = res.LastInsertId()
		return err
	}); err != nil {
		return err
	}
	for first, told := true, askedAtOnce; told == askedAtOnce; first = false {
		if err := r.inTx(ctx, func(tx *sql.Tx) (err error) {
			told, err = tellSome(ctx, r, tx, campaign, first)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func tellSome(ctx context.Context, r *records, tx *sql.Tx, campaign int64, first bool) (int, error) {
	const lived = ` h.slot IN ('reported', 'confirmed') `
	now := time.Now().UnixMilli()
	if _, err := one(ctx, tx, `SELECT id, community_id, area_id, title, purpose, basis, decided, filter_use, filter_tenure, doors, questions,
		from_day, until_day, drop_day, state, counts, made_by, made_at, agreed_by, agreed_at, ended_by, ended_at
		FROM collect_campaign WHERE id = ?`+r.lock, campaign); err != nil {
		return 0, err
	}
	if first {
		path, err := one(ctx, tx, `SELECT path FROM area WHERE id = ?`, 1000)
		if err != nil {
			return 0, err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO collect_answer (campaign_id, household_id, state, given, sealed)
			SELECT ?, h.id, 'todo', '', '' FROM household h JOIN household_dwelling d ON d.id = h.dwelling_id JOIN area x ON x.id = d.area_id
			WHERE  h.community_id = ? AND`+lived+`AND x.path LIKE ?
			AND    NOT EXISTS (SELECT 1 FROM collect_answer a WHERE a.campaign_id = ? AND a.household_id = h.id)`,
			campaign, 1000, text(path[0])+"%", campaign); err != nil {
			return 0, err
		}
	}
	found, err := read(ctx, tx, `
		SELECT a.id, h.contact_id FROM collect_answer a JOIN household h ON h.id = a.household_id
		WHERE  a.campaign_id = ? AND a.asked_at = 0 AND a.state IN ('todo', 'absent') AND`+lived+`ORDER BY a.id LIMIT ?`, campaign, askedAtOnce)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	args, jobs := []any{now}, make([]any, 0, 4*len(found))
	for _, f := range found {
		args = append(args, f[0])
	}
	if _, err := tx.ExecContext(ctx, `UPDATE collect_answer SET asked_at = ? WHERE id IN (`+several(len(found), `?`)+`)`, args...); err != nil {
		return 0, err
	}
	for _, f := range found {
		res, err := tx.ExecContext(ctx, `
			INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)`, f[1], 1000, "collect.asked", fmt.Sprint("collect:", f[0]), asks, 0, "pending", now, now)
		if err != nil {
			return 0, err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return 0, err
		}
		jobs = append(jobs, "notify.send", id, now, now)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO job_open (kind, ref, due_at, added) VALUES `+several(len(found), `(?, ?, ?, ?)`), jobs...)
	return len(found), err
}

// asks has the length of a real notice's facts.
const asks = `{"at":"2026年12月1日 09:00","by":"社区党委会","due":"2026年12月20日","number":"CJ1","place":"第1社区","state":"请核对",` +
	`"title":"冬季供暖核对","words":"冬季供暖核对：安排供暖走访"}`

func several(n int, what string) string {
	return strings.TrimSuffix(strings.Repeat(what+", ", n), ", ")
}
