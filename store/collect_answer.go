package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/collect"
	"linli/app/household"
	"linli/app/when"
)

// doorRow is an answer with the household and the dwelling.
type doorRow struct {
	ID        int64            `db:"id"`
	Campaign  int64            `db:"campaign_id"`
	Household int64            `db:"household_id"`
	State     collect.Answered `db:"state"`
	By        int64            `db:"answered_by"`
	How       collect.How      `db:"answered_how"`
	At        int64            `db:"answered_at"`
	Given     string           `db:"given"`
	Sealed    string           `db:"sealed"`
	Deed      string           `db:"deed"`

	Dwelling  int64            `db:"dwelling_id"`
	Community int64            `db:"community_id"`
	Contact   int64            `db:"contact_id"`
	Size      int              `db:"size"`
	Lives     household.State  `db:"lives"`
	Area      int64            `db:"area_id"`
	Building  int64            `db:"building_id"`
	Grid      int64            `db:"grid_id"`
	Floor     int              `db:"floor"`
	Room      string           `db:"room"`
	Use       household.Use    `db:"kind"`
	Tenure    household.Tenure `db:"tenure"`
}

const doorColumns = `a.id, a.campaign_id, a.household_id, a.state, a.answered_by, a.answered_how, a.answered_at, a.given, a.sealed, a.deed,
	h.dwelling_id, h.community_id, h.contact_id, h.size, h.state AS lives, d.area_id, d.building_id, d.grid_id, d.floor, d.room, d.kind, d.tenure`

const doorTables = ` FROM collect_answer a JOIN household h ON h.id = a.household_id JOIN household_dwelling d ON d.id = h.dwelling_id `

const lived = ` h.slot IN ('reported', 'confirmed') `

// doors returns answers. A sealed value is opened.
func doors(ctx context.Context, q sqlx.QueryerContext, v *Vault, rest string, args ...any) ([]collect.Door, error) {
	var rows []doorRow
	if err := list(ctx, q, &rows, `SELECT `+doorColumns+doorTables+rest, args...); err != nil {
		return nil, fmt.Errorf("doors: %w", err)
	}
	all := make([]collect.Door, len(rows))
	for i, r := range rows {
		values, err := openValues(v, r)
		if err != nil {
			return nil, err
		}
		all[i] = collect.Door{
			Answer: collect.Answer{
				ID: r.ID, Campaign: r.Campaign, Household: r.Household, State: r.State, By: r.By, How: r.How, At: at(r.At), Values: values, Deed: r.Deed,
			},
			Lives: household.Household{
				ID: r.Household, Dwelling: r.Dwelling, Community: r.Community, Grid: r.Grid, Contact: r.Contact, Size: r.Size, State: r.Lives,
			},
			Home: household.Dwelling{
				ID: r.Dwelling, Area: r.Area, Building: r.Building, Grid: r.Grid, Community: r.Community, Floor: r.Floor, Room: r.Room, Use: r.Use,
				Tenure: r.Tenure,
			},
		}
	}
	return all, nil
}

// openValues reads the open and the sealed values of an answer.
func openValues(v *Vault, r doorRow) (collect.Values, error) {
	values := collect.Values{}
	texts := []string{r.Given}
	if r.Sealed != "" {
		text, err := v.openText(r.Sealed, "collect")
		if err != nil {
			return nil, fmt.Errorf("answer %d: %w", r.ID, err)
		}
		texts = append(texts, text)
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), &values); err != nil {
			return nil, fmt.Errorf("read answer %d: malformed", r.ID)
		}
	}
	return values, nil
}

// writeValues is the text of values, "" for none.
func writeValues(v collect.Values) (string, error) {
	if len(v) == 0 {
		return "", nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write answer: %w", err)
	}
	return string(text), nil
}

// Progress implements collect.Store. Households that moved out without an answer are not counted.
func (s *Collections) Progress(ctx context.Context, id int64) (map[int64]collect.Counts, error) {
	return progress(ctx, s.db.pool, id)
}

func progress(ctx context.Context, q sqlx.QueryerContext, id int64) (map[int64]collect.Counts, error) {
	var rows []struct {
		Building int64            `db:"building_id"`
		State    collect.Answered `db:"state"`
		N        int              `db:"n"`
	}
	if err := list(ctx, q, &rows, `
		SELECT h.building_id, a.state, COUNT(*) AS n FROM collect_answer a JOIN household h ON h.id = a.household_id
		WHERE  a.campaign_id = ? AND (a.state NOT IN ('todo', 'absent') OR`+lived+`) GROUP BY h.building_id, a.state`, id); err != nil {
		return nil, fmt.Errorf("progress of campaign %d: %w", id, err)
	}
	all := map[int64]collect.Counts{}
	for _, r := range rows {
		if all[r.Building] == nil {
			all[r.Building] = collect.Counts{}
		}
		all[r.Building][r.State] = r.N
	}
	return all, nil
}

// CountAnswers implements collect.Tx.
func (t *tx) CountAnswers(ctx context.Context, id int64) (collect.Counts, error) {
	found, err := progress(ctx, t.q, id)
	total := collect.Counts{}
	for _, counts := range found {
		for state, n := range counts {
			total[state] += n
		}
	}
	return total, err
}

// AnswersIn implements collect.Store.
func (s *Collections) AnswersIn(ctx context.Context, campaign, building int64) ([]collect.Door, error) {
	return doors(ctx, s.db.pool, s.db.vault, `
		WHERE h.building_id = ? AND a.campaign_id = ? AND (a.state NOT IN ('todo', 'absent') OR`+lived+`)
		ORDER BY d.area_id, d.floor, LENGTH(d.room), d.room, a.id LIMIT 2000`, building, campaign)
}

// Door implements collect.Store.
func (s *Collections) Door(ctx context.Context, id int64) (collect.Door, error) {
	all, err := doors(ctx, s.db.pool, s.db.vault, `WHERE a.id = ?`, id)
	return first(all, err, collect.ErrDoor)
}

// FindDoor implements collect.Tx.
func (t *tx) FindDoor(ctx context.Context, id int64) (collect.Door, error) {
	all, err := doors(ctx, t.q, t.vault, `WHERE a.id = ?`, id)
	return first(all, err, collect.ErrDoor)
}

// ToCollect implements collect.Store.
func (s *Collections) ToCollect(ctx context.Context, paths []string, since time.Time, most int) ([]collect.Door, error) {
	var open []int64
	if err := list(ctx, s.db.pool, &open, `SELECT id FROM collect_campaign WHERE state = 'open' AND until_day >= ? ORDER BY id`,
		int(when.DateOf(since))); err != nil {
		return nil, fmt.Errorf("open campaigns: %w", err)
	}
	if len(open) == 0 || len(paths) == 0 {
		return nil, nil
	}
	args := append(anys(open), ms(since))
	for _, p := range paths {
		args = append(args, p+"%")
	}
	return doors(ctx, s.db.pool, s.db.vault, `JOIN area x ON x.id = d.area_id JOIN collect_campaign c ON c.id = a.campaign_id AND c.community_id = h.community_id
		WHERE  a.campaign_id IN (`+marks(len(open))+`) AND a.state IN ('todo', 'absent') AND a.answered_at < ? AND`+lived+`
		AND    (`+strings.TrimSuffix(strings.Repeat(`x.path LIKE ? OR `, len(paths)), ` OR `)+`)
		ORDER BY h.building_id, d.area_id, d.floor, LENGTH(d.room), d.room, a.id LIMIT ?`, append(args, most)...)
}

// OwnDoors implements collect.Store: those of a household in which somebody responsible has seen the person, or which they told of.
func (s *Collections) OwnDoors(ctx context.Context, who int64) ([]collect.Door, error) {
	return doors(ctx, s.db.pool, s.db.vault, `
		JOIN household_residence r ON r.household_id = h.id AND r.person_id = ? AND r.state <> 'ended'
		JOIN collect_campaign c ON c.id = a.campaign_id AND c.state = 'open'
		WHERE  (r.state = 'confirmed' OR h.state = 'reported' AND h.contact_id = r.person_id) AND`+lived+`
		ORDER BY a.id LIMIT 50`, who)
}

// AddDoors implements collect.Tx.
func (t *tx) AddDoors(ctx context.Context, c collect.Campaign, path string) error {
	where, args := "", []any{c.ID, c.Community, path + "%"}
	if c.Use != "" {
		where, args = where+` AND d.kind = ?`, append(args, c.Use)
	}
	if c.Tenure != "" {
		where, args = where+` AND d.tenure = ?`, append(args, c.Tenure)
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO collect_answer (campaign_id, household_id, state, given, sealed)
		SELECT ?, h.id, 'todo', '', '' FROM household h JOIN household_dwelling d ON d.id = h.dwelling_id JOIN area x ON x.id = d.area_id
		WHERE  h.community_id = ? AND`+lived+`AND x.path LIKE ?`+where+`
		AND    NOT EXISTS (SELECT 1 FROM collect_answer a WHERE a.campaign_id = ? AND a.household_id = h.id)`, append(args, c.ID)...); err != nil {
		return fmt.Errorf("add doors of campaign %d: %w", c.ID, err)
	}
	return nil
}

// TakeUnasked implements collect.Tx. The campaign is locked.
func (t *tx) TakeUnasked(ctx context.Context, campaign int64, most int, now time.Time) ([]collect.Asked, error) {
	var found []collect.Asked
	if err := list(ctx, t.q, &found, `
		SELECT a.id, h.contact_id FROM collect_answer a JOIN household h ON h.id = a.household_id
		WHERE  a.campaign_id = ? AND a.asked_at = 0 AND a.state IN ('todo', 'absent') AND`+lived+`ORDER BY a.id LIMIT ?`, campaign, most); err != nil {
		return nil, fmt.Errorf("unasked households: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	args := []any{ms(now)}
	for _, one := range found {
		args = append(args, one.Answer)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE collect_answer SET asked_at = ? WHERE id IN (`+marks(len(found))+`)`, args...); err != nil {
		return nil, fmt.Errorf("mark households as asked: %w", err)
	}
	return found, nil
}

// GiveAnswer implements collect.Tx: the first answer for a household counts.
func (t *tx) GiveAnswer(ctx context.Context, a collect.Answer, open, sealed collect.Values) (bool, error) {
	given, err := writeValues(open)
	if err != nil {
		return false, err
	}
	secret, err := writeValues(sealed)
	if err != nil {
		return false, err
	}
	if secret != "" {
		if secret, err = t.vault.sealText(secret, "collect"); err != nil {
			return false, err
		}
	}
	n, err := change(ctx, t.q, `
		UPDATE collect_answer SET state = ?, answered_by = ?, answered_how = ?, answered_at = ?, given = ?, sealed = ?, deed = ?
		WHERE  id = ? AND state IN ('todo', 'absent') AND campaign_id IN (SELECT id FROM collect_campaign WHERE state = 'open')`,
		a.State, a.By, a.How, ms(a.At), given, secret, a.Deed, a.ID)
	if err != nil {
		return false, fmt.Errorf("give answer %d: %w", a.ID, err)
	}
	return n > 0, nil
}

// DropAnswers implements collect.Tx.
func (t *tx) DropAnswers(ctx context.Context, id int64) error {
	if _, err := change(ctx, t.q, `DELETE FROM collect_answer WHERE campaign_id = ?`, id); err != nil {
		return fmt.Errorf("drop answers of campaign %d: %w", id, err)
	}
	return nil
}
