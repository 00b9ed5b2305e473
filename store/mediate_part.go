package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/mediate"
	"linli/app/when"
)

// talkSecret is what is sealed of a talk.
type talkSecret struct {
	Where, Came, Notes string `json:",omitempty"`
}

// readParts reads everything that belongs to a case but its timeline.
func readParts(ctx context.Context, q sqlx.QueryerContext, v *Vault, c *mediate.Case) error {
	for _, read := range []func(context.Context, sqlx.QueryerContext, *Vault, *mediate.Case) error{readPartiesOf, readMediators, readTalks, readPromises} {
		if err := read(ctx, q, v, c); err != nil {
			return fmt.Errorf("parts of case %d: %w", c.ID, err)
		}
	}
	return nil
}

func readPartiesOf(ctx context.Context, q sqlx.QueryerContext, v *Vault, c *mediate.Case) error {
	var rows []struct {
		ID     int64          `db:"id"`
		Side   mediate.Side   `db:"side"`
		Person int64          `db:"person_id"`
		Sealed string         `db:"sealed"`
		Phone  string         `db:"phone_sealed"`
		Answer mediate.Answer `db:"answer"`
		How    mediate.Way    `db:"how"`
		At     int64          `db:"at"`
	}
	if err := list(ctx, q, &rows, `SELECT id, side, person_id, sealed, phone_sealed, answer, how, at FROM mediate_party WHERE case_id = ? ORDER BY id LIMIT 100`, c.ID); err != nil {
		return err
	}
	for _, r := range rows {
		name, err := openSecret[string](v, r.Sealed)
		if err != nil {
			return err
		}
		phone, err := v.openPhone(r.Phone)
		if err != nil {
			return err
		}
		c.Parties = append(c.Parties, mediate.Party{
			ID: r.ID, Side: r.Side, Person: r.Person, Name: name, Phone: phone, Answer: r.Answer, How: r.How, At: at(r.At),
		})
	}
	return nil
}

func readMediators(ctx context.Context, q sqlx.QueryerContext, _ *Vault, c *mediate.Case) error {
	var rows []struct {
		Person int64        `db:"person_id"`
		Body   mediate.Body `db:"body"`
	}
	if err := list(ctx, q, &rows, `SELECT person_id, body FROM mediate_mediator WHERE case_id = ? ORDER BY id LIMIT 10`, c.ID); err != nil {
		return err
	}
	for _, r := range rows {
		c.Mediators = append(c.Mediators, mediate.Mediator{Person: r.Person, Body: r.Body})
	}
	return nil
}

func readTalks(ctx context.Context, q sqlx.QueryerContext, v *Vault, c *mediate.Case) error {
	var rows []struct {
		ID     int64             `db:"id"`
		Begin  int64             `db:"begin_at"`
		End    int64             `db:"end_at"`
		Place  int64             `db:"place_id"`
		State  mediate.TalkState `db:"state"`
		Sealed string            `db:"sealed"`
	}
	if err := list(ctx, q, &rows, `SELECT id, begin_at, end_at, place_id, state, sealed FROM mediate_talk WHERE case_id = ? ORDER BY id LIMIT 200`, c.ID); err != nil {
		return err
	}
	for _, r := range rows {
		secret, err := openSecret[talkSecret](v, r.Sealed)
		if err != nil {
			return err
		}
		c.Talks = append(c.Talks, mediate.Talk{
			ID: r.ID, From: at(r.Begin), To: at(r.End), Place: r.Place, State: r.State, Where: secret.Where, Came: secret.Came, Notes: secret.Notes,
		})
	}
	return nil
}

func readPromises(ctx context.Context, q sqlx.QueryerContext, v *Vault, c *mediate.Case) error {
	var rows []struct {
		ID     int64                `db:"id"`
		Party  int64                `db:"party_id"`
		Sealed string               `db:"sealed"`
		Due    int                  `db:"due_on"`
		State  mediate.PromiseState `db:"state"`
		Told   int                  `db:"told"`
		At     int64                `db:"at"`
	}
	if err := list(ctx, q, &rows, `SELECT id, party_id, sealed, due_on, state, told, at FROM mediate_promise WHERE case_id = ? ORDER BY id LIMIT 100`, c.ID); err != nil {
		return err
	}
	for _, r := range rows {
		what, err := openSecret[string](v, r.Sealed)
		if err != nil {
			return err
		}
		c.Promises = append(c.Promises, mediate.Promise{ID: r.ID, Party: r.Party, What: what, Due: when.Date(r.Due), State: r.State, Told: r.Told, At: at(r.At)})
	}
	return nil
}

// saveParts writes the parts of a case: those without an id are added.
func (t *tx) saveParts(ctx context.Context, c *mediate.Case) error {
	for _, save := range []func(context.Context, *mediate.Case) error{t.saveCaseParties, t.saveMediators, t.saveTalks, t.savePromises} {
		if err := save(ctx, c); err != nil {
			return fmt.Errorf("save parts of case %d: %w", c.ID, err)
		}
	}
	return nil
}

func (t *tx) saveCaseParties(ctx context.Context, c *mediate.Case) error {
	for i := range c.Parties {
		p := &c.Parties[i]
		if p.ID != 0 {
			if _, err := t.q.ExecContext(ctx, `UPDATE mediate_party SET answer = ?, how = ?, at = ? WHERE id = ?`, p.Answer, p.How, ms(p.At), p.ID); err != nil {
				return err
			}
			continue
		}
		name, err := sealSecret(t.vault, p.Name)
		if err != nil {
			return err
		}
		phone, _, err := t.vault.sealPhone(p.Phone)
		if err != nil {
			return err
		}
		if p.ID, err = insert(ctx, t.q, `
			INSERT INTO mediate_party (case_id, side, person_id, sealed, phone_sealed, answer, how, at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
			c.ID, p.Side, p.Person, name, phone, p.Answer, p.How, ms(p.At)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) saveMediators(ctx context.Context, c *mediate.Case) error {
	known := mediate.Case{ID: c.ID}
	if err := readMediators(ctx, t.q, t.vault, &known); err != nil {
		return err
	}
	for _, m := range c.Mediators[len(known.Mediators):] { // they are only ever added
		if _, err := insert(ctx, t.q, `INSERT INTO mediate_mediator (case_id, person_id, body, ended_at) VALUES (?, ?, ?, 0)`, c.ID, m.Person, m.Body); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) saveTalks(ctx context.Context, c *mediate.Case) error {
	for i := range c.Talks {
		k := &c.Talks[i]
		secret, err := sealSecret(t.vault, talkSecret{k.Where, k.Came, k.Notes})
		if err != nil {
			return err
		}
		if k.ID != 0 {
			_, err = t.q.ExecContext(ctx, `UPDATE mediate_talk SET state = ?, sealed = ? WHERE id = ?`, k.State, secret, k.ID)
		} else {
			k.ID, err = insert(ctx, t.q, `INSERT INTO mediate_talk (case_id, begin_at, end_at, place_id, state, sealed, ended_at) VALUES (?, ?, ?, ?, ?, ?, 0)`,
				c.ID, ms(k.From), ms(k.To), k.Place, k.State, secret)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// savePromises also deletes those of an older draft.
func (t *tx) savePromises(ctx context.Context, c *mediate.Case) error {
	kept := []any{c.ID}
	for i := range c.Promises {
		p := &c.Promises[i]
		if p.ID != 0 {
			if _, err := t.q.ExecContext(ctx, `UPDATE mediate_promise SET state = ?, told = ?, at = ? WHERE id = ?`, p.State, p.Told, ms(p.At), p.ID); err != nil {
				return err
			}
		} else {
			what, err := sealSecret(t.vault, p.What)
			if err != nil {
				return err
			}
			if p.ID, err = insert(ctx, t.q, `
				INSERT INTO mediate_promise (case_id, party_id, sealed, due_on, state, told, at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
				c.ID, p.Party, what, int(p.Due), p.State, p.Told, ms(p.At)); err != nil {
				return err
			}
		}
		kept = append(kept, p.ID)
	}
	drop := `DELETE FROM mediate_promise WHERE case_id = ?`
	if len(c.Promises) > 0 {
		drop += ` AND id NOT IN (` + marks(len(c.Promises)) + `)`
	}
	_, err := t.q.ExecContext(ctx, drop, kept...)
	return err
}

// Lines implements mediate.Store. It returns at most the first 300 lines.
func (s *Mediations) Lines(ctx context.Context, id int64) ([]mediate.Line, error) {
	var rows []lineRow[mediate.Deed]
	if err := list(ctx, s.db.pool, &rows, `SELECT `+lineColumns+` FROM mediate_event WHERE case_id = ? ORDER BY id LIMIT 300`, id); err != nil {
		return nil, fmt.Errorf("lines of case %d: %w", id, err)
	}
	all := make([]mediate.Line, len(rows))
	for i, r := range rows {
		words, err := openSecret[string](s.db.vault, r.Text)
		if err != nil {
			return nil, fmt.Errorf("lines of case %d: %w", id, err)
		}
		all[i] = r.line()
		all[i].Text = words
	}
	return all, nil
}

// AddCaseLine implements mediate.Tx.
func (t *tx) AddCaseLine(ctx context.Context, id int64, l mediate.Line) (err error) {
	if l.Text, err = sealSecret(t.vault, l.Text); err != nil {
		return err
	}
	if _, err := insert(ctx, t.q, `INSERT INTO mediate_event (case_id, ended_at, `+lineWritten+`) VALUES (?, 0, ?, ?, ?, ?, ?, ?)`,
		append([]any{id}, lineValues(l)...)...); err != nil {
		return fmt.Errorf("add line of case %d: %w", id, err)
	}
	return nil
}

// CaseLineOf implements mediate.Tx.
func (t *tx) CaseLineOf(ctx context.Context, id, who int64, request string) (bool, error) {
	return t.hasLine(ctx, "mediate_event", "case_id", id, who, request)
}
