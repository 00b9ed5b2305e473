package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/redis/go-redis/v9"

	"linli/scripts/bench/replay"
)

// pages answers each request of a book: it reads the session of the token, sends the statements that Linli sends, of which the first say
// who asks, reads all their rows, and answers as many bytes.
func pages(r *records, cache *redis.Client, book replay.Book) func(*fiber.App) {
	return func(app *fiber.App) {
		for _, p := range book.Pages {
			answer := []byte(`{"x":"` + strings.Repeat("x", max(0, p.Size-len(`{"x":""}`))) + `"}`)
			path, _, _ := strings.Cut(p.Path, "?")
			app.Add(p.Method, path, func(c *fiber.Ctx) error {
				var in map[string]any
				if len(c.Body()) > 0 {
					if err := json.Unmarshal(c.Body(), &in); err != nil {
						return err
					}
				}
				token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
				if err := again(context.Background(), r, cache, book, p, token); err != nil {
					fmt.Println("floor:", err)
					return err
				}
				c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
				return c.Send(answer)
			})
		}
	}
}

// again sends the statements of a page for the person of the token.
func again(ctx context.Context, r *records, cache *redis.Client, book replay.Book, p replay.Page, token string) error {
	openid, err := cache.Get(ctx, sessionKey(token)).Result()
	if err != nil {
		return err
	}
	person, known := book.Persons[openid]
	if !known {
		return errors.New("a session of nobody")
	}
	for i := 0; i < len(p.Steps); i++ {
		if p.Steps[i].SQL != "BEGIN" {
			if err := send(ctx, r.pool, p, p.Steps[i], openid, person); err != nil {
				return err
			}
			continue
		}
		if err := r.inTx(ctx, func(tx *sql.Tx) error {
			for i++; i < len(p.Steps) && p.Steps[i].SQL != "COMMIT" && p.Steps[i].SQL != "ROLLBACK"; i++ {
				if err := send(ctx, tx, p, p.Steps[i], openid, person); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// runner is the pool or a transaction.
type runner interface {
	querier
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func send(ctx context.Context, q runner, p replay.Page, s replay.Step, openid string, person int64) error {
	args := p.Of(s, openid, person)
	var err error
	if s.Reads() {
		_, err = read(ctx, q, s.SQL, args...)
	} else {
		_, err = q.ExecContext(ctx, s.SQL, args...)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(strings.Fields(s.SQL), " "), err)
	}
	return nil
}
