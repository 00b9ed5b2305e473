package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
)

// bookings decides who gets a place and who waits with the necessary statements only: a conditional UPDATE and an INSERT in
// one transaction. It checks no login and sends no notice.
func bookings(r *records) func(*fiber.App) {
	return func(app *fiber.App) {
		app.Post("/api/v1/bookings", func(c *fiber.Ctx) error {
			var in struct {
				Session int64 `json:"session_id,string"`
				Person  int64 `json:"person_id,string"`
			}
			if err := json.Unmarshal(c.Body(), &in); err != nil {
				return err
			}
			state, err := takeOrWait(context.Background(), r, in.Session, in.Person)
			if err != nil {
				fmt.Println("floor:", err)
				return err
			}
			c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
			if state == "" {
				return c.Status(fiber.StatusConflict).SendString(`{"error":{"code":"booking.full"}}`)
			}
			return c.Status(fiber.StatusCreated).SendString(`{"state":"` + state + `"}`)
		})
	}
}

func takeOrWait(ctx context.Context, r *records, session, person int64) (state string, err error) {
	err = r.inTx(ctx, func(tx *sql.Tx) error {
		state = ""
		for _, try := range []struct{ state, query string }{
			{"confirmed", `UPDATE booking_period SET free = free - 1, taken = taken + 1, numbered = numbered + 1 WHERE id = ? AND free > 0`},
			{"waiting", `UPDATE booking_session SET waiting = waiting + 1, ranks = ranks + 1 WHERE id = ? AND waiting < wait_most`},
		} {
			res, err := tx.ExecContext(ctx, try.query, session)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				continue
			}
			state = try.state
			_, err = tx.ExecContext(ctx, `
				INSERT INTO booking (community_id, service_id, session_id, period_id, person_id, by_id, source, request, state, alive, seated,
					number, position, passed, week, nth, begin_at, end_at, offer_at, offer_till, by_phone, reminded, answers, reason, result,
					created_at, arrived_at, called_at, ended_at)
				VALUES (1000, 1, ?, ?, ?, ?, 'self', NULL, ?, 1, 1, 0, 0, 0, 0, NULL, 0, 0, 0, 0, 0, 0, '', '', '', ?, 0, 0, 0)`,
				session, session, person, person, state, time.Now().UnixMilli())
			return err
		}
		return nil
	})
	return state, err
}
