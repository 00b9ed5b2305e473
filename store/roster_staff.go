package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/roster"
)

// below returns the condition for areas at or below one of the paths.
func below(paths []string) (where string, args []any) {
	parts := make([]string, len(paths))
	for i, path := range paths {
		parts[i], args = `path LIKE ?`, append(args, path+"%")
	}
	return `SELECT id FROM area WHERE ` + strings.Join(parts, ` OR `), args
}

// Members implements roster.Directory.
func (s *Roster) Members(
	ctx context.Context, paths []string, f roster.Filter, now time.Time, after int64, most int,
) ([]roster.Member, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	where, args := listed(paths, f, now)
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT p.id FROM person p WHERE p.id > ? AND `+where+` ORDER BY p.id LIMIT ?`,
		append(append([]any{after}, args...), most)...); err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	return s.members(ctx, ids, now)
}

// CountMembers implements roster.Directory.
func (s *Roster) CountMembers(ctx context.Context, path string, f roster.Filter, now time.Time) (int, error) {
	where, args := listed([]string{path}, f, now)
	var n int
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM person p WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count members: %w", err)
	}
	return n, nil
}

// listed returns the condition on the persons whom the list of the roster shows.
func listed(paths []string, f roster.Filter, now time.Time) (where string, args []any) {
	within, in := below(paths)
	where = `p.code IS NOT NULL AND p.merged_into = 0
		AND (p.community_id IN (` + within + `) OR p.home_id IN (` + within + `)
			OR EXISTS (SELECT 1 FROM person_posting o WHERE o.person_id = p.id AND o.area_id IN (` + within + `)))`
	args = slices.Concat(in, in, in)
	posted, more := narrowed(within, in, f, now)
	where, args = where+posted, append(args, more...)
	if f.Words != "" {
		where += ` AND (p.name LIKE ? OR p.code = ?)`
		args = append(args, "%"+plainLike(f.Words)+"%", f.Words)
	}
	if f.Bound != "" {
		not := map[string]string{"yes": "", "no": "NOT "}[f.Bound]
		where += ` AND ` + not + `EXISTS (SELECT 1 FROM person_identity i WHERE i.person_id = p.id)`
	}
	return where, args
}

// plainLike takes the wildcards out of typed words.
func plainLike(words string) string {
	return strings.NewReplacer("%", "", "_", "", `\`, "").Replace(words)
}

// narrowed returns the condition on the postings of a person.
func narrowed(within string, in []any, f roster.Filter, now time.Time) (where string, args []any) {
	if f.Role == "" && f.State == roster.Anybody && f.Class == "" && f.Specialty == "" && f.Org == 0 {
		return "", nil
	}
	seat := `SELECT 1 FROM person_posting r WHERE r.person_id = p.id AND r.area_id IN (` + within + `)`
	args = append(args, in...)
	if f.Role != "" {
		seat += ` AND r.role = ?`
		args = append(args, f.Role)
	}
	if f.Class != "" {
		seat += ` AND r.class = ?`
		args = append(args, f.Class)
	}
	if f.Specialty != "" {
		seat += ` AND r.specialties LIKE ?`
		args = append(args, "%"+plainLike(f.Specialty)+"%")
	}
	if f.Org != 0 {
		seat += ` AND r.org_id = ?`
		args = append(args, f.Org)
	}
	at := ms(now)
	switch f.State {
	case roster.InPost:
		return ` AND EXISTS (` + seat + ` AND r.from_at <= ? AND (r.to_at = 0 OR r.to_at > ?))`, append(args, at, at)
	case roster.NotYet:
		return ` AND EXISTS (` + seat + ` AND r.from_at > ?)`, append(args, at)
	case roster.NoMore:
		open := ` AND NOT EXISTS (SELECT 1 FROM person_posting n WHERE n.person_id = p.id AND (n.to_at = 0 OR n.to_at > ?))`
		return ` AND EXISTS (` + seat + `)` + open, append(args, at)
	}
	return ` AND EXISTS (` + seat + `)`, args
}

// members returns the persons with these ids, in this order.
func (s *Roster) members(ctx context.Context, ids []int64, now time.Time) ([]roster.Member, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	people, err := NewPersons(s.db).Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	held, err := NewPersons(s.db).PostsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	ways, err := NewStewards(s.db).Contacts(ctx, ids)
	if err != nil {
		return nil, err
	}
	onStaff, err := s.onStaff(ctx, ids)
	if err != nil {
		return nil, err
	}
	invited, err := s.invited(ctx, ids, now)
	if err != nil {
		return nil, err
	}
	byPerson := map[int64][]person.Posting{}
	for _, p := range held {
		byPerson[p.Person] = append(byPerson[p.Person], p)
	}
	found := make([]roster.Member, len(ids))
	for i, id := range ids {
		way := ways[id]
		found[i] = roster.Member{
			Person: people[id], Bound: way.Bound, Reachable: (way.Open || onStaff[id]) && !way.Undelivered, Invited: invited[id], Postings: byPerson[id],
		}
	}
	return found, nil
}

// onStaff returns the persons who have used the staff mini-program.
func (s *Roster) onStaff(ctx context.Context, ids []int64) (map[int64]bool, error) {
	var found []int64
	if err := list(ctx, s.db.pool, &found, `
		SELECT DISTINCT person_id FROM person_identity WHERE account = ? AND person_id IN (`+marks(len(ids))+`)`,
		append([]any{auth.Staff}, anys(ids)...)...); err != nil {
		return nil, fmt.Errorf("accounts of staff: %w", err)
	}
	on := map[int64]bool{}
	for _, id := range found {
		on[id] = true
	}
	return on, nil
}

// invited returns until when each person has an unused invitation.
func (s *Roster) invited(ctx context.Context, ids []int64, now time.Time) (map[int64]time.Time, error) {
	var rows []struct {
		Person int64 `db:"person_id"`
		Until  int64 `db:"until"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, MAX(expires_at) AS until FROM person_invitation
		WHERE  used_at = 0 AND expires_at > ? AND person_id IN (`+marks(len(ids))+`) GROUP BY person_id`,
		append([]any{ms(now)}, anys(ids)...)...); err != nil {
		return nil, fmt.Errorf("invitations: %w", err)
	}
	until := map[int64]time.Time{}
	for _, r := range rows {
		until[r.Person] = at(r.Until)
	}
	return until, nil
}

// Member implements roster.Directory.
func (s *Roster) Member(ctx context.Context, id int64, now time.Time) (roster.Member, error) {
	found, err := s.members(ctx, []int64{id}, now)
	if err != nil {
		return roster.Member{}, err
	}
	if found[0].Code == "" {
		return roster.Member{}, person.ErrMissing
	}
	return found[0], nil
}

// Facts implements roster.Directory.
func (s *Roster) Facts(ctx context.Context, path string, now time.Time) (roster.Facts, error) {
	var row struct {
		Reports   int `db:"reports"`
		Residents int `db:"residents"`
		Staff     int `db:"staff"`
		Stewards  int `db:"stewards"`
		Buildings int `db:"buildings"`
	}
	within, in := below([]string{path})
	args := append([]any{}, in...)
	args = append(append(args, in...), in...)
	live := ` AND from_at <= ? AND (to_at = 0 OR to_at > ?)`
	keepers := marks(len(auth.Stewards))
	var office []auth.Role // with rights, without those who look after a building
	for _, r := range auth.Posted {
		if !slices.Contains(auth.Stewards, r) {
			office = append(office, r)
		}
	}
	args = append(append(args, anys(office)...), ms(now), ms(now))
	args = append(append(append(args, in...), anys(auth.Stewards)...), ms(now), ms(now), path+"%")
	err := get(ctx, s.db.pool, &row, nil, `SELECT
		(SELECT COUNT(*) FROM report WHERE is_open = 1 AND area_id IN (`+within+`)) AS reports,
		(SELECT COUNT(*) FROM person WHERE merged_into = 0 AND home_id IN (`+within+`)) AS residents,
		(SELECT COUNT(DISTINCT person_id) FROM person_posting WHERE area_id IN (`+within+`) AND role IN (`+marks(len(office))+`)`+live+`) AS staff,
		(SELECT COUNT(DISTINCT person_id) FROM person_posting WHERE area_id IN (`+within+`) AND role IN (`+keepers+`)`+live+`) AS stewards,
		(SELECT COUNT(*) FROM area WHERE path LIKE ? AND kind = 'building') AS buildings`, args...)
	if err != nil {
		return roster.Facts{}, fmt.Errorf("facts of an area: %w", err)
	}
	return roster.Facts(row), nil
}
