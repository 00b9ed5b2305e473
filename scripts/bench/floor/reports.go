package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/redis/go-redis/v9"
)

// reports runs the statements of POST /api/v1/reports for a report in a building, reads outside the transaction and writes
// in one, with an answer of the same length.
func reports(r *records, cache *redis.Client) func(*fiber.App) {
	answer := []byte(`{"id":"` + strings.Repeat("x", 900) + `"}`)
	return func(app *fiber.App) {
		app.Post("/api/v1/reports", func(c *fiber.Ctx) error {
			var in struct {
				Text string `json:"text"`
				Area string `json:"area_id"`
			}
			if err := json.Unmarshal(c.Body(), &in); err != nil {
				return err
			}
			token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
			if err := submit(context.Background(), r, cache, token, in.Text, in.Area); err != nil {
				fmt.Println("floor:", err)
				return err
			}
			c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
			return c.Status(fiber.StatusCreated).Send(answer)
		})
	}
}

func submit(ctx context.Context, r *records, cache *redis.Client, token, text, area string) error {
	person, err := whoAsks(ctx, r, cache, token, "mp")
	if err != nil {
		return err
	}
	return r.inTx(ctx, func(tx *sql.Tx) error { return save(ctx, tx, person, text, area) })
}

// whoAsks reads the session, the identity and the posts of a token, and returns the person.
func whoAsks(ctx context.Context, r *records, cache *redis.Client, token, account string) (any, error) {
	openid, err := cache.Get(ctx, sessionKey(token)).Result()
	if err != nil {
		return nil, err
	}
	who, err := one(ctx, r.pool, `SELECT id, account, openid, unionid, person_id, follows, changed_at
		FROM person_identity WHERE account = ? AND openid = ?`, account, openid)
	if err != nil {
		return nil, err
	}
	_, err = read(ctx, r.pool, `SELECT id, person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to
		FROM person_posting WHERE person_id = ? OR substitute_id = ? ORDER BY id LIMIT 1000`, who[4], who[4])
	return who[4], err
}

// save runs the transaction of the real program, statement by statement.
func save(ctx context.Context, tx *sql.Tx, person any, text, area string) error {
	now := time.Now()
	ms, day := now.UnixMilli(), now.Year()%100*10000+int(now.Month())*100+now.Day()
	res, err := tx.ExecContext(ctx, `UPDATE report_counter SET last = last + 1 WHERE day = ?`, day)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, errors.New("no counter of the day"))
	}
	last, err := one(ctx, tx, `SELECT last FROM report_counter WHERE day = ?`, day)
	if err != nil {
		return err
	}
	number := int64(day)*1_000_000 + last[0].(int64)
	// The ids of areas in the benchmark give the community of a building (measure/county.go).
	var building int64
	if _, err := fmt.Sscan(area, &building); err != nil {
		return err
	}
	community := building / 1000 * 1000
	res, err = tx.ExecContext(ctx, `
		INSERT INTO report (community_id, number, author_id, entered_by, source, external_no, request, category, urgent,
			text, shared, place, area_id, building_id, grid_id, lat, lng, state, is_open, holder_kind, holder_person,
			holder_role, holder_area, holder_org, outcome, result, submitted_at, accepted_at, taken_at, resolved_at,
			closed_at, due_at, question, asked_at, urges, urged_at, reopens, reviewed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		community, number, person, 0, "app", "", nil, "facility", 0, text, 0, "第一小区1号楼", building, building, community+1,
		0.0, 0.0, "submitted", 1, "post", 0, "clerk", community, 0, "", "", ms, 0, 0, 0, 0, ms+86400000, "", 0, 0, 0, 0, 0)
	if err != nil {
		return err
	}
	report, err := res.LastInsertId()
	if err != nil {
		return err
	}
	acting, err := read(ctx, tx, `SELECT id, person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to
		FROM person_posting WHERE area_id IN (?) AND role IN (?) ORDER BY id LIMIT 1000`, community, "clerk")
	if err != nil {
		return err
	}
	for _, p := range acting {
		res, err := tx.ExecContext(ctx, `
			INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at,
				sent_at, read_at, folded)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)`, p[1], community, "report.new", fmt.Sprintf("report:%d", report),
			facts, 0, "pending", ms, ms)
		if err != nil {
			return err
		}
		notice, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if err := addJob(ctx, tx, "notify.send", notice, ms); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO report_event (report_id, at, kind, person_id, request, public, text, state, holder_kind,
			holder_person, holder_role, holder_area, holder_org, files)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		report, ms, "submit", person, nil, 1, text, "submitted", "post", 0, "clerk", community, 0, ""); err != nil {
		return err
	}
	return addJob(ctx, tx, "report.submitted", report, ms)
}

func addJob(ctx context.Context, tx *sql.Tx, kind string, ref, ms int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO job_open (kind, ref, due_at, added) VALUES (?, ?, ?, ?)`, kind, ref, ms, ms)
	return err
}

// facts has the length of a real notice's facts.
const facts = `{"at":"2026年11月23日 09:00","by":"第一社区工作人员","category":"公共设施","due":"2026年11月24日 09:00",` +
	`"number":"261123-000001","place":"第一小区1号楼","state":"待受理","title":"三号楼门口的路灯不亮了","words":""}`
