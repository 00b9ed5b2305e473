package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/mediate"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
)

const sinceClosing = "the day the file was closed"

var mediateData = data{
	tables: []Table{
		{
			Name: "mediate_case", Holds: "who asked for mediation; encrypted: what it is about and the agreement", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Names: map[string]Fate{"asked_by": {}},
		},
		{
			Name: "mediate_party", Holds: "the parties; encrypted: name and number of those without an account", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing and leaving take the name out", Names: map[string]Fate{"person_id": {}},
		},
		{
			Name: "mediate_mediator", Holds: "the mediators of a case", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "mediate_talk", Holds: "when the parties met; encrypted: who came, what was said", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`,
		},
		{
			Name: "mediate_promise", Holds: "until when a party does something; encrypted: what", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`,
		},
		{
			Name: "mediate_event", Holds: "actor and action; encrypted: the words", Keep: mediate.Keep, From: sinceClosing,
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Names: map[string]Fate{"person_id": {}},
		},
	},
	move:  (*tx).moveCases,
	leave: (*tx).leaveCases,
}

// Mediations implements mediate.Store.
type Mediations struct {
	*Persons
	premises *Premises
	db       *DB
}

// NewMediations returns the records of mediation.
func NewMediations(db *DB) *Mediations { return &Mediations{NewPersons(db), NewPremises(db), db} }

// InTx implements mediate.Store.
func (s *Mediations) InTx(ctx context.Context, do func(mediate.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Place implements mediate.Store.
func (s *Mediations) Place(ctx context.Context, id int64) (place.Place, error) {
	return s.premises.Place(ctx, id)
}

// Places implements mediate.Store.
func (s *Mediations) Places(ctx context.Context, community int64) ([]place.Place, error) {
	return s.premises.Places(ctx, community)
}

type caseRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Kind      string         `db:"kind"`
	Source    mediate.Source `db:"source"`
	Report    int64          `db:"report_id"`
	By        int64          `db:"asked_by"`
	Request   sql.NullString `db:"request"`
	State     mediate.State  `db:"state"`
	Result    mediate.State  `db:"result"`
	Sealed    string         `db:"sealed"`
	Way       mediate.Way    `db:"way"`
	On        int            `db:"signed_on"`
	Paper     int64          `db:"paper_id"`
	AskedAt   int64          `db:"asked_at"`
	StartedAt int64          `db:"started_at"`
	ResultAt  int64          `db:"result_at"`
	EndedAt   int64          `db:"ended_at"`
}

const caseColumns = `community_id, kind, source, report_id, asked_by, request, state, result, sealed, way, signed_on, paper_id, asked_at, started_at, result_at, ended_at`

// caseSecret is what is sealed of a case.
type caseSecret struct {
	Words, Reason, Door, Text string `json:",omitempty"`
}

// sealSecret and openSecret keep a value encrypted and bound to mediation. An empty column is the zero value.
func sealSecret[T any](v *Vault, secret T) (string, error) {
	body, err := json.Marshal(secret)
	if err != nil {
		return "", fmt.Errorf("seal words of mediation: %w", err)
	}
	return v.sealText(string(body), "mediate")
}

func openSecret[T any](v *Vault, sealed string) (secret T, err error) {
	if sealed == "" {
		return secret, nil
	}
	body, err := v.openText(sealed, "mediate")
	if err != nil {
		return secret, err
	}
	return secret, json.Unmarshal([]byte(body), &secret)
}

func caseValues(v *Vault, c mediate.Case) ([]any, error) {
	words, err := sealSecret(v, caseSecret{c.Words, c.Reason, c.Door, c.Agreement.Text})
	if err != nil {
		return nil, err
	}
	return []any{
		c.Community, c.Kind, c.Source, c.Report, c.By, nullText(c.Request), c.State, c.Result, words, c.Agreement.Way, int(c.Agreement.On),
		c.Agreement.Paper, ms(c.AskedAt), ms(c.StartedAt), ms(c.ResultAt), ms(c.EndedAt),
	}, nil
}

// cases returns cases without their parts.
func cases(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]mediate.Case, error) {
	var rows []caseRow
	if err := list(ctx, q, &rows, `SELECT id, `+caseColumns+` FROM mediate_case WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	all := make([]mediate.Case, len(rows))
	for i, r := range rows {
		secret, err := openSecret[caseSecret](v, r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("case %d: %w", r.ID, err)
		}
		all[i] = mediate.Case{
			ID: r.ID, Community: r.Community, Kind: r.Kind, Source: r.Source, Report: r.Report, By: r.By, Request: r.Request.String, State: r.State,
			Result: r.Result, Words: secret.Words, Reason: secret.Reason, Door: secret.Door,
			Agreement: mediate.Agreement{Text: secret.Text, Way: r.Way, On: when.Date(r.On), Paper: r.Paper},
			AskedAt:   at(r.AskedAt), StartedAt: at(r.StartedAt), ResultAt: at(r.ResultAt), EndedAt: at(r.EndedAt),
		}
	}
	return all, nil
}

// wholeCase returns one case with its parts, or mediate.ErrMissing.
func wholeCase(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) (mediate.Case, error) {
	all, err := cases(ctx, q, v, where, args...)
	c, err := first(all, err, mediate.ErrMissing)
	if err != nil {
		return c, err
	}
	return c, readParts(ctx, q, v, &c)
}

// Case implements mediate.Store.
func (s *Mediations) Case(ctx context.Context, id int64) (mediate.Case, error) {
	return wholeCase(ctx, s.db.pool, s.db.vault, `id = ?`, id)
}

// LockCase implements mediate.Tx.
func (t *tx) LockCase(ctx context.Context, id int64) (mediate.Case, error) {
	return wholeCase(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
}

// CountAskedBy implements mediate.Tx.
func (t *tx) CountAskedBy(ctx context.Context, who int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM mediate_case WHERE asked_by = ? AND state IN (?, ?, ?, ?)`,
		who, mediate.Asked, mediate.Accepted, mediate.Agreed, mediate.Talking)
	return n, err
}

// RequestedCase implements mediate.Tx.
func (t *tx) RequestedCase(ctx context.Context, by int64, request string) (mediate.Case, error) {
	return wholeCase(ctx, t.q, t.vault, `asked_by = ? AND request = ?`, by, request)
}

// AddCase implements mediate.Tx.
func (t *tx) AddCase(ctx context.Context, c *mediate.Case) error {
	values, err := caseValues(t.vault, *c)
	if err != nil {
		return err
	}
	if c.ID, err = insert(ctx, t.q, `INSERT INTO mediate_case (`+caseColumns+`, changed_at) VALUES (`+marks(len(values)+1)+`)`,
		append(values, ms(t.now()))...); err != nil {
		return fmt.Errorf("add case: %w", err)
	}
	return t.saveParts(ctx, c)
}

var caseSet = setOf(caseColumns)

// SaveCase implements mediate.Tx. Its parts and lines end with it.
func (t *tx) SaveCase(ctx context.Context, c *mediate.Case) error {
	values, err := caseValues(t.vault, *c)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE mediate_case SET `+caseSet+`, changed_at = ? WHERE id = ?`, append(values, ms(t.now()), c.ID)...); err != nil {
		return fmt.Errorf("save case %d: %w", c.ID, err)
	}
	if err := t.saveParts(ctx, c); err != nil || c.EndedAt.IsZero() {
		return err
	}
	for _, table := range []string{"mediate_party", "mediate_mediator", "mediate_talk", "mediate_promise", "mediate_event"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET ended_at = ? WHERE case_id = ?`, ms(c.EndedAt), c.ID); err != nil {
			return fmt.Errorf("end case %d: %w", c.ID, err)
		}
	}
	return nil
}

// moveCases moves one person's cases to another.
func (t *tx) moveCases(ctx context.Context, from, to int64) error {
	for _, statement := range []string{
		`UPDATE mediate_case SET asked_by = ?, request = NULL WHERE asked_by = ?`,
		`UPDATE mediate_party SET person_id = ? WHERE person_id = ?`,
		`UPDATE mediate_event SET person_id = ?, request = NULL WHERE person_id = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, to, from); err != nil {
			return fmt.Errorf("move cases: %w", err)
		}
	}
	return nil
}

// leaveCases takes a person who leaves out of their cases. The file stays, also for the other side.
func (t *tx) leaveCases(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	for _, statement := range []string{
		`UPDATE mediate_case SET asked_by = 0, request = NULL WHERE asked_by = ?`,
		`UPDATE mediate_party SET person_id = 0, sealed = '', phone_sealed = '' WHERE person_id = ?`,
		`UPDATE mediate_event SET person_id = 0, request = NULL WHERE person_id = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, p.ID); err != nil {
			return fmt.Errorf("leave cases: %w", err)
		}
	}
	return nil
}
