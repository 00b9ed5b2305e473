package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/person"
)

// Persons implements person.Store.
type Persons struct{ db *DB }

// NewPersons returns the records of persons.
func NewPersons(db *DB) *Persons { return &Persons{db} }

// InTx implements person.Store.
func (s *Persons) InTx(ctx context.Context, do func(person.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type personRow struct {
	ID        int64          `db:"id"`
	Code      sql.NullString `db:"code"`
	Community int64          `db:"community_id"`
	Home      int64          `db:"home_id"`
	Name      string         `db:"name"`
	Sealed    string         `db:"phone_sealed"`
	Callback  string         `db:"callback_sealed"`
	Shown     bool           `db:"shown"`
	Born      int            `db:"born"`
	CreatedAt int64          `db:"created_at"`
	Merged    int64          `db:"merged_into"`
	Privacy   string         `db:"privacy"`
	PrivacyAt int64          `db:"privacy_at"`
}

var personColumns = `id, code, community_id, home_id, name, phone_sealed, born, created_at, merged_into,
	privacy, privacy_at, callback_sealed, ` + inForce(consent.BoardPhone, "person.id") + ` AS shown`

func (r personRow) person(v *Vault) (person.Person, error) {
	phone, err := v.openPhone(r.Sealed)
	if err != nil {
		return person.Person{}, fmt.Errorf("person %d: %w", r.ID, err)
	}
	callback, err := v.openPhone(r.Callback)
	if err != nil {
		return person.Person{}, fmt.Errorf("person %d: %w", r.ID, err)
	}
	return person.Person{
		ID: r.ID, Code: r.Code.String, Community: r.Community, Home: r.Home, Name: r.Name, Phone: phone, Callback: callback,
		Shown: r.Shown, Born: r.Born, CreatedAt: at(r.CreatedAt),
		Privacy: r.Privacy, PrivacyAt: at(r.PrivacyAt),
	}, nil
}

// Person returns the person, or after a merge the one who remains.
func (s *Persons) Person(ctx context.Context, id int64) (person.Person, error) {
	return getPerson(ctx, s.db.pool, s.db.vault, id, "")
}

// LockPerson is Person for update.
func (t *tx) LockPerson(ctx context.Context, id int64) (person.Person, error) {
	return getPerson(ctx, t.q, t.vault, id, t.e.forUpd)
}

func getPerson(ctx context.Context, q sqlx.QueryerContext, v *Vault, id int64, lock string) (person.Person, error) {
	for range 5 { // merges do not chain deeper
		var r personRow
		if err := get(ctx, q, &r, person.ErrMissing, `
			SELECT `+personColumns+` FROM person WHERE id = ?`+lock, id); err != nil {
			return person.Person{}, err
		}
		if r.Merged == 0 {
			return r.person(v)
		}
		id = r.Merged
	}
	return person.Person{}, person.ErrMissing
}

// Persons returns the persons of the ids that exist.
func (s *Persons) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	found := map[int64]person.Person{}
	if len(ids) == 0 {
		return found, nil
	}
	ids = padded(ids)
	var rows []personRow
	if err := list(ctx, s.db.hot(), &rows, `
		SELECT `+personColumns+` FROM person WHERE id IN (`+marks(len(ids))+`) ORDER BY id LIMIT 1000`, anys(ids)...); err != nil {
		return nil, fmt.Errorf("persons: %w", err)
	}
	for _, r := range rows {
		p, err := r.person(s.db.vault)
		if err != nil {
			return nil, err
		}
		found[p.ID] = p
	}
	return found, nil
}

// InPost implements person.Store.
func (s *Persons) InPost(ctx context.Context, community int64, orgs []int64, at time.Time) ([]person.Person, error) {
	orgs = append([]int64{-1}, orgs...)                                                                // never an empty list
	valid := `from_at <= ? AND (to_at = 0 OR to_at > ?) AND role IN (` + marks(len(auth.Posted)) + `)` // names without rights give no duty
	now := append([]any{ms(at), ms(at)}, anys(auth.Posted)...)
	var rows []personRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+personColumns+` FROM person
		WHERE  code IS NOT NULL AND merged_into = 0 AND (
		       community_id = ? AND (id IN (SELECT person_id FROM person_posting WHERE `+valid+`)
		                             OR id IN (SELECT substitute_id FROM person_posting WHERE `+valid+`))
		       OR id IN (SELECT person_id FROM person_posting WHERE `+valid+` AND org_id IN (`+marks(len(orgs))+`)))
		ORDER  BY name, id LIMIT 300`, slices.Concat([]any{community}, now, now, now, anys(orgs))...); err != nil {
		return nil, fmt.Errorf("who is in post: %w", err)
	}
	return persons(rows, s.db.vault)
}

func persons(rows []personRow, v *Vault) ([]person.Person, error) {
	found := make([]person.Person, len(rows))
	for i, r := range rows {
		p, err := r.person(v)
		if err != nil {
			return nil, err
		}
		found[i] = p
	}
	return found, nil
}

// PersonByPhone returns the only roster person with this number.
func (t *tx) PersonByPhone(ctx context.Context, phone person.Phone) (person.Person, error) {
	index, err := t.vault.phoneIndex(phone)
	if err != nil {
		return person.Person{}, err
	}
	var rows []personRow
	if err := list(ctx, t.q, &rows, `
		SELECT `+personColumns+` FROM person
		WHERE  phone_index = ? AND code IS NOT NULL AND merged_into = 0
		ORDER  BY id LIMIT 2`, index); err != nil {
		return person.Person{}, fmt.Errorf("person by phone: %w", err)
	}
	if len(rows) != 1 { // two people who share a number cannot be told apart by it
		return person.Person{}, person.ErrMissing
	}
	return rows[0].person(t.vault)
}

// AddPerson saves a new person and sets its ID.
func (t *tx) AddPerson(ctx context.Context, p *person.Person) error {
	return t.addPerson(ctx, p, 0, "")
}

func (t *tx) addPerson(ctx context.Context, p *person.Person, by int64, request string) error {
	sealed, index, err := t.vault.sealPhone(p.Phone)
	if err != nil {
		return err
	}
	id, err := insert(ctx, t.q, `
		INSERT INTO person (code, community_id, home_id, name, phone_sealed, phone_index, shown, born, created_at, merged_into,
			entered_by, request)
		VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?, ?)`,
		nullText(p.Code), p.Community, p.Home, p.Name, sealed, index, p.Born, ms(p.CreatedAt), by, nullText(request))
	if err != nil {
		return fmt.Errorf("add person: %w", err)
	}
	p.ID = id
	return nil
}

// SavePerson writes every column except the code and the creation.
func (t *tx) SavePerson(ctx context.Context, p person.Person) error {
	sealed, index, err := t.vault.sealPhone(p.Phone)
	if err != nil {
		return err
	}
	callback, _, err := t.vault.sealPhone(p.Callback)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE person SET community_id = ?, home_id = ?, name = ?, phone_sealed = ?, phone_index = ?, born = ?,
		       privacy = ?, privacy_at = ?, callback_sealed = ?
		WHERE  id = ?`, p.Community, p.Home, p.Name, sealed, index, p.Born, p.Privacy, ms(p.PrivacyAt), callback,
		p.ID); err != nil {
		return fmt.Errorf("save person %d: %w", p.ID, err)
	}
	return nil
}

// EraseMerged implements person.Tx.
func (t *tx) EraseMerged(ctx context.Context, who int64) error {
	into := []int64{who}
	for range 5 { // merges do not chain deeper
		var ids []int64
		if err := list(ctx, t.q, &ids, `
			SELECT id FROM person WHERE merged_into IN (`+marks(len(into))+`) ORDER BY id LIMIT 100`, anys(into)...); err != nil {
			return fmt.Errorf("merged persons: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		if _, err := t.q.ExecContext(ctx, `
			UPDATE person SET home_id = 0, name = '', phone_sealed = '', phone_index = '', callback_sealed = '', born = 0,
			       privacy = '', privacy_at = 0
			WHERE  id IN (`+marks(len(ids))+`)`, anys(ids)...); err != nil {
			return fmt.Errorf("erase merged persons: %w", err)
		}
		into = ids
	}
	return nil
}

func nullText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// AddInvitation implements person.Tx.
func (t *tx) AddInvitation(ctx context.Context, hash string, who, by int64, expires time.Time) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO person_invitation (hash, person_id, made_by, expires_at, used_at) VALUES (?, ?, ?, ?, 0)`,
		hash, who, by, ms(expires))
	if err != nil {
		return fmt.Errorf("add invitation: %w", err)
	}
	return nil
}

// UseInvitation returns true for one caller only.
func (t *tx) UseInvitation(ctx context.Context, hash string, now time.Time) (int64, error) {
	n, err := change(ctx, t.q, `
		UPDATE person_invitation SET used_at = ? WHERE hash = ? AND used_at = 0 AND expires_at > ?`, ms(now), hash, ms(now))
	if err != nil {
		return 0, fmt.Errorf("use invitation: %w", err)
	}
	if n == 0 {
		return 0, person.ErrInvite
	}
	var who int64
	err = get(ctx, t.q, &who, person.ErrInvite, `SELECT person_id FROM person_invitation WHERE hash = ?`, hash)
	return who, err
}
