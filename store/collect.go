package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/collect"
	"linli/app/household"
	"linli/app/person"
	"linli/app/when"
)

var collectData = data{
	tables: []Table{
		{
			Name: "collect_campaign", Holds: "which collection was decided, by whom, and how many households answered", From: ofRecord,
			Names: map[string]Fate{"made_by": byStaff, "agreed_by": byStaff, "ended_by": byStaff},
		},
		{
			Name: "collect_answer", Holds: "what a household answered in a collection", Keep: (collect.MostKept + collect.MostDays) * 24 * time.Hour,
			From: "the start at most; mostly sooner, on the day that its campaign named", Job: "drop_answers",
			Names: map[string]Fate{"answered_by": {}},
		},
	},
	move:  (*tx).moveAnswers,
	leave: (*tx).leaveAnswers,
}

// Collections implements collect.Store.
type Collections struct{ db *DB }

// NewCollections returns the records of collections.
func NewCollections(db *DB) *Collections { return &Collections{db} }

// InTx implements collect.Store.
func (s *Collections) InTx(ctx context.Context, do func(collect.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Persons implements collect.Store.
func (s *Collections) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return NewPersons(s.db).Persons(ctx, ids)
}

type campaignRow struct {
	ID        int64            `db:"id"`
	Community int64            `db:"community_id"`
	Area      int64            `db:"area_id"`
	Title     string           `db:"title"`
	Purpose   string           `db:"purpose"`
	Basis     string           `db:"basis"`
	Decided   string           `db:"decided"`
	Use       household.Use    `db:"filter_use"`
	Tenure    household.Tenure `db:"filter_tenure"`
	Doors     bool             `db:"doors"`
	Questions string           `db:"questions"`
	From      when.Date        `db:"from_day"`
	Until     when.Date        `db:"until_day"`
	Drop      when.Date        `db:"drop_day"`
	State     collect.State    `db:"state"`
	Counts    string           `db:"counts"`
	MadeBy    int64            `db:"made_by"`
	MadeAt    int64            `db:"made_at"`
	AgreedBy  int64            `db:"agreed_by"`
	AgreedAt  int64            `db:"agreed_at"`
	EndedBy   int64            `db:"ended_by"`
	EndedAt   int64            `db:"ended_at"`
}

const campaignColumns = `community_id, area_id, title, purpose, basis, decided, filter_use, filter_tenure, doors, questions, from_day, until_day,
	drop_day, state, counts, made_by, made_at, agreed_by, agreed_at, ended_by, ended_at`

func campaigns(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]collect.Campaign, error) {
	var rows []campaignRow
	if err := list(ctx, q, &rows, `SELECT id, `+campaignColumns+` FROM collect_campaign WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("campaigns: %w", err)
	}
	all := make([]collect.Campaign, len(rows))
	for i, r := range rows {
		c := collect.Campaign{
			ID: r.ID, Community: r.Community, Area: r.Area, Title: r.Title, Purpose: r.Purpose, Basis: r.Basis, Decided: r.Decided, Use: r.Use,
			Tenure: r.Tenure, Doors: r.Doors, From: r.From, Until: r.Until, Drop: r.Drop, State: r.State, MadeBy: r.MadeBy, MadeAt: at(r.MadeAt),
			AgreedBy: r.AgreedBy, AgreedAt: at(r.AgreedAt), EndedBy: r.EndedBy, EndedAt: at(r.EndedAt),
		}
		if err := json.Unmarshal([]byte(r.Questions), &c.Questions); err != nil {
			return nil, fmt.Errorf("questions of campaign %d: %w", r.ID, err)
		}
		if r.Counts != "" {
			if err := json.Unmarshal([]byte(r.Counts), &c.Counts); err != nil {
				return nil, fmt.Errorf("counts of campaign %d: %w", r.ID, err)
			}
		}
		all[i] = c
	}
	return all, nil
}

// campaignValues are the columns of a campaign in their order.
func campaignValues(c collect.Campaign) ([]any, error) {
	questions, err := json.Marshal(c.Questions)
	if err != nil {
		return nil, fmt.Errorf("write questions: %w", err)
	}
	counts := []byte{}
	if c.Counts != nil {
		if counts, err = json.Marshal(c.Counts); err != nil {
			return nil, fmt.Errorf("write counts: %w", err)
		}
	}
	return []any{
		c.Community, c.Area, c.Title, c.Purpose, c.Basis, c.Decided, c.Use, c.Tenure, c.Doors, string(questions), int(c.From), int(c.Until),
		int(c.Drop), c.State, string(counts), c.MadeBy, ms(c.MadeAt), c.AgreedBy, ms(c.AgreedAt), c.EndedBy, ms(c.EndedAt),
	}, nil
}

// Campaigns implements collect.Store.
func (s *Collections) Campaigns(ctx context.Context, communities []int64) ([]collect.Campaign, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return campaigns(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) ORDER BY id DESC LIMIT 200`, anys(communities)...)
}

// Campaign implements collect.Store.
func (s *Collections) Campaign(ctx context.Context, id int64) (collect.Campaign, error) {
	all, err := campaigns(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, collect.ErrMissing)
}

// CampaignsIn implements collect.Store.
func (s *Collections) CampaignsIn(ctx context.Context, state collect.State) ([]collect.Campaign, error) {
	return campaigns(ctx, s.db.pool, `state = ? ORDER BY id LIMIT 1000`, state)
}

// FindCampaign implements collect.Tx.
func (t *tx) FindCampaign(ctx context.Context, id int64) (collect.Campaign, error) {
	all, err := campaigns(ctx, t.q, `id = ?`, id)
	return first(all, err, collect.ErrMissing)
}

// LockCampaign implements collect.Tx.
func (t *tx) LockCampaign(ctx context.Context, id int64) (collect.Campaign, error) {
	all, err := campaigns(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, collect.ErrMissing)
}

// AddCampaign implements collect.Tx.
func (t *tx) AddCampaign(ctx context.Context, c *collect.Campaign) error {
	values, err := campaignValues(*c)
	if err != nil {
		return err
	}
	if c.ID, err = insert(ctx, t.q, `INSERT INTO collect_campaign (`+campaignColumns+`) VALUES (`+marks(21)+`)`, values...); err != nil {
		return fmt.Errorf("add campaign: %w", err)
	}
	return nil
}

// SaveCampaign implements collect.Tx.
func (t *tx) SaveCampaign(ctx context.Context, c collect.Campaign) error {
	values, err := campaignValues(c)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE collect_campaign SET community_id = ?, area_id = ?, title = ?, purpose = ?, basis = ?, decided = ?, filter_use = ?,
			filter_tenure = ?, doors = ?, questions = ?, from_day = ?, until_day = ?, drop_day = ?, state = ?, counts = ?, made_by = ?,
			made_at = ?, agreed_by = ?, agreed_at = ?, ended_by = ?, ended_at = ? WHERE id = ?`, append(values, c.ID)...); err != nil {
		return fmt.Errorf("save campaign %d: %w", c.ID, err)
	}
	return nil
}

// DeleteCampaign implements collect.Tx.
func (t *tx) DeleteCampaign(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM collect_campaign WHERE id = ?`, id); err != nil {
		return fmt.Errorf("delete campaign %d: %w", id, err)
	}
	return nil
}

// moveAnswers lets the answers of a person name the person with whom they were merged.
func (t *tx) moveAnswers(ctx context.Context, from, to int64) error {
	if _, err := change(ctx, t.q, `UPDATE collect_answer SET answered_by = ? WHERE answered_by = ?`, to, from); err != nil {
		return fmt.Errorf("move answers: %w", err)
	}
	return nil
}

// leaveAnswers takes the name of a person who leaves off the answers of the household.
func (t *tx) leaveAnswers(ctx context.Context, p person.Person, _ time.Time) error {
	if _, err := change(ctx, t.q, `UPDATE collect_answer SET answered_by = 0 WHERE answered_by = ?`, p.ID); err != nil {
		return fmt.Errorf("leave answers: %w", err)
	}
	return nil
}
