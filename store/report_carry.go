package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
)

// roleIn is a role in an area.
type roleIn struct {
	role auth.Role
	area int64
}

// posts maps each post to the one that replaces it after a move. For an area without a grid, the community's clerks replace the
// grid's officers.
func posts(m roster.Move) (from, to []roleIn) {
	add := func(role auth.Role, at int64, instead roleIn) {
		if at != 0 && at != instead.area {
			from, to = append(from, roleIn{role, at}), append(to, instead)
		}
	}
	for _, role := range auth.GridStaff {
		instead := roleIn{role, m.To.Grid}
		if m.To.Grid == 0 {
			instead = roleIn{auth.Clerk, m.To.Community}
		}
		add(role, m.From.Grid, instead)
	}
	for _, role := range auth.Judges {
		add(role, m.From.Community, roleIn{role, m.To.Community})
	}
	add(auth.Street, m.From.Street, roleIn{auth.Street, m.To.Street})
	return from, to
}

// carryReports moves the reports of an area to the posts above its new place. A report held by a person of another community
// goes to the new community's clerks; within one community a person who took it keeps it.
func (t *tx) carryReports(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE report SET community_id = ?, grid_id = ?, building_id = ? WHERE community_id = ? AND area_id = ?`,
		m.To.Community, m.To.Grid, m.To.Building, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry reports: %w", err)
	}
	if err := t.reindex(ctx, `community_id = ? AND area_id = ?`, m.To.Community, m.Area); err != nil {
		return err
	}
	if m.From.Community != m.To.Community {
		if err := t.handBack(ctx, m); err != nil {
			return err
		}
	}
	from, to := posts(m)
	for i := range from {
		if _, err := t.q.ExecContext(ctx, `
			UPDATE report SET holder_kind = ?, holder_person = 0, holder_role = ?, holder_area = ?
			WHERE  community_id = ? AND area_id = ? AND holder_role = ? AND holder_area = ? AND (holder_kind = ? OR holder_kind = ? AND state = ?)`,
			report.ByPost, to[i].role, to[i].area, m.To.Community, m.Area, from[i].role, from[i].area, report.ByPost, report.ByPerson, report.Assigned); err != nil {
			return fmt.Errorf("carry reports of a post: %w", err)
		}
		for _, seat := range []string{"desk", "asked", "postpone"} {
			if _, err := t.q.ExecContext(ctx, `
				UPDATE report SET `+seat+`_role = ?, `+seat+`_area = ?
				WHERE  community_id = ? AND area_id = ? AND `+seat+`_role = ? AND `+seat+`_area = ?`,
				to[i].role, to[i].area, m.To.Community, m.Area, from[i].role, from[i].area); err != nil {
				return fmt.Errorf("carry the %s of reports: %w", seat, err)
			}
		}
	}
	return nil
}

// handBack moves the open reports held by persons of the old community to the clerks of the new one.
func (t *tx) handBack(ctx context.Context, m roster.Move) error {
	for _, role := range auth.Keepers {
		at := m.From.Community
		if slices.Contains(auth.GridStaff, role) {
			at = m.From.Grid
		}
		if _, err := t.q.ExecContext(ctx, `
			UPDATE report SET state = CASE state WHEN ? THEN state ELSE ? END, taken_at = 0,
			       holder_kind = ?, holder_person = 0, holder_role = ?, holder_area = ?
			WHERE  community_id = ? AND area_id = ? AND is_open = 1 AND holder_kind = ? AND holder_role = ? AND holder_area = ?`,
			report.Submitted, report.Accepted, report.ByPost, auth.Clerk, m.To.Community, m.To.Community, m.Area, report.ByPerson, role, at); err != nil {
			return fmt.Errorf("hand reports back: %w", err)
		}
	}
	return nil
}

// HandBack implements roster.Tx.
func (t *tx) HandBack(ctx context.Context, p person.Posting, now time.Time) error {
	if err := t.noteHandBack(ctx, p, now); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE report SET state = CASE state WHEN ? THEN state ELSE ? END, taken_at = 0, holder_kind = ?, holder_person = 0
		WHERE  holder_person = ? AND is_open = 1 AND holder_kind = ? AND holder_role = ? AND holder_area = ?`,
		report.Submitted, report.Accepted, report.ByPost, p.Person, report.ByPerson, p.Role, p.Area); err != nil {
		return fmt.Errorf("hand back the reports of posting %d: %w", p.ID, err)
	}
	return nil
}

// noteHandBack says in the timeline of each report whose it was.
func (t *tx) noteHandBack(ctx context.Context, p person.Posting, now time.Time) error {
	var open []struct {
		ID    int64        `db:"id"`
		State report.State `db:"state"`
	}
	if err := list(ctx, t.q, &open, `
		SELECT id, state FROM report WHERE holder_person = ? AND is_open = 1 AND holder_kind = ? AND holder_role = ? AND holder_area = ? ORDER BY id`,
		p.Person, report.ByPerson, p.Role, p.Area); err != nil {
		return fmt.Errorf("the reports of posting %d: %w", p.ID, err)
	}
	if len(open) == 0 {
		return nil
	}
	name, err := t.NameOf(ctx, p.Person)
	if err != nil {
		return err
	}
	for _, r := range open {
		e := report.HandedBack(r.ID, r.State, report.Holder{Kind: report.ByPost, Role: p.Role, Area: p.Area}, name, now)
		if err := t.AddEvent(ctx, &e); err != nil {
			return err
		}
	}
	return nil
}
