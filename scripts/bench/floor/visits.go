package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/redis/go-redis/v9"
)

// visits knows who asks, and writes the rows of POST /api/v1/staff/care/{id}/visits in one transaction. It locks the row of whom it is
// about, which says the community, the place and the level, and reads nothing else. The answer has the length of the real one.
func visits(r *records, cache *redis.Client) func(*fiber.App) {
	answer := []byte(`{"id":"` + strings.Repeat("x", 330) + `"}`)
	return func(app *fiber.App) {
		app.Post("/api/v1/staff/care/:id/visits", func(c *fiber.Ctx) error {
			var in struct {
				Way     string `json:"way"`
				Outcome string `json:"outcome"`
				Words   string `json:"words"`
			}
			if err := json.Unmarshal(c.Body(), &in); err != nil {
				return err
			}
			id, err := c.ParamsInt("id")
			if err != nil {
				return err
			}
			token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
			if err := visit(context.Background(), r, cache, token, id, in.Way, in.Outcome, in.Words); err != nil {
				fmt.Println("floor:", err)
				return err
			}
			c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
			return c.Status(fiber.StatusCreated).Send(answer)
		})
	}
}

func visit(ctx context.Context, r *records, cache *redis.Client, token string, id int, way, outcome, words string) error {
	person, err := whoAsks(ctx, r, cache, token, "staff")
	if err != nil {
		return err
	}
	now := time.Now()
	ms, day := now.UnixMilli(), now.Year()*10000+int(now.Month())*100+now.Day()
	return r.inTx(ctx, func(tx *sql.Tx) error {
		about, err := one(ctx, tx, `
			SELECT id, community_id, grid_id, building_id, area_id, household_id, person_id, level, cohorts, must, half, set_level, set_until,
				set_why, set_by, declined, change_at, change_until, since_on, last_on, last_at, remote, asked_on, opens_on, due_on, due_at,
				told_at, ended_at FROM care_cared WHERE id = ?`+r.lock, id)
		if err != nil {
			return err
		}
		community, grid, place, household, level, due := about[1], about[2], about[4], about[5], about[7], about[24]
		res, err := tx.ExecContext(ctx, `
			INSERT INTO care_visit (community_id, cared_id, day, seen, at, noted_at, way, outcome, level, counts, late_days, due_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, community, id, day, day, ms, ms, way, outcome, level, 1, 0, due)
		if err != nil {
			return err
		}
		made, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO care_visitor (visit_id, person_id, noted_at, words, files) VALUES (?, ?, ?, ?, ?)`,
			made, person, ms, words, ""); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO work_line (community_id, person_id, role, post_area_id, org_id, day, at, minutes, kind, about, deed, area_id,
				household_id, served_id, place, words, files, noted, is_sensitive)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			community, person, "grid_officer", grid, 0, day, ms, 0, "visit", fmt.Sprintf("visit:%d", made), "visit", place, household, 0,
			"第一社区 第一小区1号楼 101", "上门：平安", "", 0, 1); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE care_cared SET last_on = ?, last_at = ?, remote = 0, asked_on = 0, opens_on = ?, due_on = ?, due_at = ?, told_at = 0
			WHERE id = ?`, day, ms, day+100, day+100, ms+31*86_400_000, id)
		return err
	})
}
