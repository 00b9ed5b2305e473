package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/party"
	"linli/app/person"
)

var partyData = data{
	tables: []Table{
		{Name: "party_branch", Impersonal: "Party organisations and where they stand"},
		{Name: "party_rules", Impersonal: "levels and duties of the county"},
		{
			Name: "party_member", Holds: "Party membership of a person: branch, kind, duties", From: ofRoster,
			Also: "a desk that ends the membership; the roster code given to somebody else", Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "party_seat", Holds: "who sits in a committee, for which unit, from when until when", From: ofDuty, Also: "deleting the branch",
			Names: map[string]Fate{"person_id": byStaff},
		},
	},
}

// Parties implements party.Store.
type Parties struct {
	known *Persons
	db    *DB
}

// Persons implements party.Store.
func (s *Parties) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return s.known.Persons(ctx, ids)
}

// NewParties returns the records of Party organisations.
func NewParties(db *DB) *Parties { return &Parties{NewPersons(db), db} }

// InTx implements party.Store.
func (s *Parties) InTx(ctx context.Context, do func(party.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

var errNoRules = errors.New("no rules written")

func partyRules(ctx context.Context, q sqlx.QueryerContext, lock string) (r party.Rules, written bool, err error) {
	var body string
	err = get(ctx, q, &body, errNoRules, `SELECT body FROM party_rules WHERE id = 1`+lock)
	if errors.Is(err, errNoRules) {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &r)
	}
	if err != nil {
		return r, false, fmt.Errorf("party rules: %w", err)
	}
	return r, true, nil
}

// Rules implements party.Store.
func (s *Parties) Rules(ctx context.Context) (party.Rules, bool, error) {
	return partyRules(ctx, s.db.pool, "")
}

// PartyRules implements roster.Tx.
func (t *tx) PartyRules(ctx context.Context) (party.Rules, bool, error) {
	return partyRules(ctx, t.q, "")
}

// LockPartyRules implements party.Tx.
func (t *tx) LockPartyRules(ctx context.Context) (party.Rules, bool, error) {
	return partyRules(ctx, t.q, t.e.forUpd)
}

// SavePartyRules implements party.Tx.
func (t *tx) SavePartyRules(ctx context.Context, r party.Rules) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("party rules: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `INSERT INTO party_rules (id, body) VALUES (1, ?)`+t.e.upsert("id", "body"), string(body)); err != nil {
		return fmt.Errorf("save party rules: %w", err)
	}
	return nil
}

func partyBranches(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]party.Branch, error) {
	var rows []struct {
		ID     int64  `db:"id"`
		Code   string `db:"code"`
		Parent int64  `db:"parent_id"`
		Level  string `db:"level"`
		Name   string `db:"name"`
		Area   int64  `db:"area_id"`
		Org    int64  `db:"org_id"`
	}
	if err := list(ctx, q, &rows, `SELECT id, code, parent_id, level, name, area_id, org_id FROM party_branch WHERE `+where+` LIMIT 20000`, args...); err != nil {
		return nil, fmt.Errorf("party branches: %w", err)
	}
	all := make([]party.Branch, len(rows))
	for i, r := range rows {
		all[i] = party.Branch(r)
	}
	return all, nil
}

// Branches implements party.Store.
func (s *Parties) Branches(ctx context.Context) ([]party.Branch, error) {
	return partyBranches(ctx, s.db.pool, `id > 0 ORDER BY id`)
}

// RosterBranches implements roster.Tx.
func (t *tx) RosterBranches(ctx context.Context) ([]party.Branch, error) {
	return partyBranches(ctx, t.q, `id > 0 ORDER BY id`)
}

// LockBranch implements party.Tx.
func (t *tx) LockBranch(ctx context.Context, id int64) (party.Branch, error) {
	var locked int64
	if err := get(ctx, t.q, &locked, party.ErrBranch, `SELECT id FROM party_branch WHERE id = ?`+t.e.forUpd, id); err != nil {
		return party.Branch{}, err
	}
	all, err := partyBranches(ctx, t.q, `id = ?`, id)
	return first(all, err, party.ErrBranch)
}

// BranchUsed implements party.Tx.
func (t *tx) BranchUsed(ctx context.Context, id int64) (bool, error) {
	var n int
	err := get(ctx, t.q, &n, party.ErrBranch, `SELECT
		(SELECT COUNT(*) FROM party_member WHERE branch_id = ?) + (SELECT COUNT(*) FROM party_branch WHERE parent_id = ?)
		+ (SELECT COUNT(*) FROM party_seat WHERE branch_id = ? AND held IS NOT NULL)`, id, id, id)
	return n > 0, err
}

// DeleteBranch implements party.Tx.
func (t *tx) DeleteBranch(ctx context.Context, id int64) error {
	for _, from := range []string{`party_seat WHERE branch_id`, `party_branch WHERE id`} {
		if _, err := t.q.ExecContext(ctx, `DELETE FROM `+from+` = ?`, id); err != nil {
			return fmt.Errorf("delete party branch %d: %w", id, err)
		}
	}
	return nil
}

// AddBranch implements roster.Tx.
func (t *tx) AddBranch(ctx context.Context, b *party.Branch) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO party_branch (code, parent_id, level, name, area_id, org_id) VALUES (?, ?, ?, ?, ?, ?)`,
		b.Code, b.Parent, b.Level, b.Name, b.Area, b.Org)
	if err != nil {
		return fmt.Errorf("add party branch %s: %w", b.Code, err)
	}
	b.ID = id
	return nil
}

// SaveBranch implements roster.Tx.
func (t *tx) SaveBranch(ctx context.Context, b party.Branch) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE party_branch SET parent_id = ?, level = ?, name = ?, area_id = ?, org_id = ? WHERE id = ?`,
		b.Parent, b.Level, b.Name, b.Area, b.Org, b.ID); err != nil {
		return fmt.Errorf("save party branch %s: %w", b.Code, err)
	}
	return nil
}

const dutyMark = "、"

type memberRow struct {
	Person int64      `db:"person_id"`
	Branch int64      `db:"branch_id"`
	Kind   party.Kind `db:"kind"`
	Duties string     `db:"duties"`
	Words  string     `db:"words"`
	Since  int64      `db:"since"`
	Plate  bool       `db:"plate"`
}

func (r memberRow) member() party.Member {
	m := party.Member{Person: r.Person, Branch: r.Branch, Kind: r.Kind, Words: r.Words, Since: at(r.Since), Plate: r.Plate}
	if r.Duties != "" {
		m.Duties = strings.Split(r.Duties, dutyMark)
	}
	return m
}

var memberColumns = `m.person_id, m.branch_id, m.kind, m.duties, m.words, m.since, CASE WHEN ` + inForce(consent.Plate, "m.person_id") + ` THEN 1 ELSE 0 END AS plate`

func partyMembers(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]party.Member, error) {
	var rows []memberRow
	if err := list(ctx, q, &rows, `SELECT `+memberColumns+` FROM party_member m WHERE `+where+` LIMIT 200000`, args...); err != nil {
		return nil, fmt.Errorf("party members: %w", err)
	}
	all := make([]party.Member, len(rows))
	for i, r := range rows {
		all[i] = r.member()
	}
	return all, nil
}

// RosterMembers implements roster.Tx.
func (t *tx) RosterMembers(ctx context.Context) ([]party.Member, error) {
	return partyMembers(ctx, t.q, `m.person_id > 0 ORDER BY m.person_id`)
}

// AddMember implements roster.Tx.
func (t *tx) AddMember(ctx context.Context, m party.Member) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO party_member (person_id, branch_id, kind, duties, words, since) VALUES (?, ?, ?, ?, ?, ?)`,
		m.Person, m.Branch, m.Kind, strings.Join(m.Duties, dutyMark), m.Words, ms(m.Since))
	if duplicate(err) {
		return party.ErrTwice
	}
	if err != nil {
		return fmt.Errorf("add party member %d: %w", m.Person, err)
	}
	return nil
}

// SaveMember implements roster.Tx.
func (t *tx) SaveMember(ctx context.Context, m party.Member) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE party_member SET branch_id = ?, kind = ?, duties = ?, words = ? WHERE person_id = ?`,
		m.Branch, m.Kind, strings.Join(m.Duties, dutyMark), m.Words, m.Person); err != nil {
		return fmt.Errorf("save party member %d: %w", m.Person, err)
	}
	return nil
}

// DeleteMember implements roster.Tx.
func (t *tx) DeleteMember(ctx context.Context, who int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM party_member WHERE person_id = ?`, who); err != nil {
		return fmt.Errorf("delete party member %d: %w", who, err)
	}
	return nil
}

// CountMembers implements party.Store.
func (s *Parties) CountMembers(ctx context.Context) (map[int64]int, error) {
	var rows []struct {
		Branch int64 `db:"branch_id"`
		Count  int   `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `SELECT branch_id, COUNT(*) AS n FROM party_member GROUP BY branch_id LIMIT 20000`); err != nil {
		return nil, fmt.Errorf("count party members: %w", err)
	}
	counts := map[int64]int{}
	for _, r := range rows {
		counts[r.Branch] = r.Count
	}
	return counts, nil
}

// Plates implements party.Store.
func (s *Parties) Plates(ctx context.Context, of []int64) (n party.Plates, err error) {
	if len(of) == 0 {
		return n, nil
	}
	var homes []int64
	if err := list(ctx, s.db.pool, &homes, `
		SELECT `+householdOf("m.person_id")+` FROM party_member m
		WHERE  m.branch_id IN (`+marks(len(of))+`) AND `+inForce(consent.Plate, "m.person_id")+` LIMIT 200000`, anys(of)...); err != nil {
		return n, fmt.Errorf("count plates: %w", err)
	}
	known := map[int64]bool{}
	for _, h := range homes {
		if h == 0 || !known[h] {
			n.Households++
		}
		known[h] = true
	}
	n.Members = len(homes)
	return n, nil
}

// MemberOf implements party.Store.
func (s *Parties) MemberOf(ctx context.Context, who int64) (party.Member, error) {
	all, err := partyMembers(ctx, s.db.pool, `m.person_id = ?`, who)
	return first(all, err, party.ErrMember)
}

// Members implements party.Store.
func (s *Parties) Members(ctx context.Context, of []int64, now time.Time) ([]party.Entry, error) {
	if len(of) == 0 {
		return nil, nil
	}
	return s.entries(ctx, now, `m.branch_id IN (`+marks(len(of))+`)`, anys(of)...)
}

const patchOf = `role = '` + string(auth.Steward) + `' AND (to_at = 0 OR to_at > ?)`

// Patched implements party.Store.
func (s *Parties) Patched(ctx context.Context, path string, now time.Time) ([]party.Entry, error) {
	return s.entries(ctx, now, `m.person_id IN (
		SELECT person_id FROM person_posting WHERE `+patchOf+` AND area_id IN (SELECT id FROM area WHERE path LIKE ?))`, ms(now), path+"%")
}

func (s *Parties) entries(ctx context.Context, now time.Time, where string, args ...any) ([]party.Entry, error) {
	var rows []struct {
		memberRow
		Name string `db:"name"`
		Home int64  `db:"home_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+memberColumns+`, p.name, p.home_id FROM party_member m JOIN person p ON p.id = m.person_id
		WHERE  `+where+` ORDER BY p.name, m.person_id LIMIT 20000`, args...); err != nil {
		return nil, fmt.Errorf("party members: %w", err)
	}
	held, err := postings(ctx, s.db.pool, patchOf+` AND person_id IN (SELECT m.person_id FROM party_member m WHERE `+where+`)`,
		append([]any{ms(now)}, args...)...)
	if err != nil {
		return nil, err
	}
	patch := map[int64][]person.Posting{}
	for _, p := range held {
		patch[p.Person] = append(patch[p.Person], p)
	}
	all := make([]party.Entry, len(rows))
	for i, r := range rows {
		all[i] = party.Entry{Member: r.member(), Name: r.Name, Home: r.Home, Patch: patch[r.Person]}
	}
	return all, nil
}
