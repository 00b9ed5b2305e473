package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
)

// posts are the readers of the county of the fixture: the role, and the code of the area or org.
var posts = []struct{ name, role, area, org string }{
	{"红管家", "steward", "DX-C01-G1-1", ""},
	{"网格员", "grid_officer", "DX-C01-G1", ""},
	{"网格长", "grid_lead", "DX-C01-G1", ""},
	{"社区工作人员", "clerk", "DX-C01", ""},
	{"社区书记", "secretary", "DX-C01", ""},
	{"街道", "street", "DX-J1", ""},
	{"网格中心", "centre", "DX", ""},
	{"单位", "org_staff", "DX-C01", "DX-O001"},
}

// homes is figure (k): the import of 90,000 households and 250,000 persons, and the pages of that county.
func (b *bench) homes(e lab.Engine) error {
	p, err := b.Place(e, "k")
	if err != nil {
		return err
	}
	defer p.Drop()
	if err := b.workbook(); err != nil {
		return err
	}
	for _, run := range []string{"", ", a second time"} {
		took, memory, err := b.load(p)
		if err != nil {
			return err
		}
		b.table.add(row{
			"(k) import of 90,000 households and 250,000 persons" + run, e.Name, took.Round(time.Second).String(), "–", "–", "< 5 min",
			verdict(took < 5*time.Minute),
		})
		b.table.add(row{"(k) memory of the import" + run, e.Name, fmt.Sprintf("%.0f MB", memory), "–", "–", "< 400 MB", verdict(memory < 400)})
	}
	if err := b.needCare(p); err != nil {
		return err
	}
	r, err := b.Start(p, b.Linli, "serve")
	if err != nil {
		return err
	}
	defer r.Stop()
	if err := b.planned(p, 18_000); err != nil {
		return err
	}
	entries, err := b.Login(r, "staff", "staff", len(posts))
	if err != nil {
		return err
	}
	for i, post := range posts {
		if _, err := r.DB.Exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
			SELECT ?, ?, id, COALESCE((SELECT id FROM area_org WHERE code = ?), 0), 0, 0, 0, 0, 0 FROM area WHERE code = ?`,
			entries[i].Person, post.role, post.org, post.area); err != nil {
			return err
		}
	}
	if err := b.homePages(e, r, entries); err != nil {
		return err
	}
	if err := b.workPages(e, p, r, entries); err != nil {
		return err
	}
	return b.residentPages(e, r)
}

// needCare gives two of nine contact persons a tag that is visited: 20,000 in the county.
func (b *bench) needCare(p *lab.Place) error {
	_, err := p.DB.ExecContext(b.Ctx, `INSERT INTO person_tag (person_id, tag, community_id, by_id, at)
		SELECT p.id, CASE p.id % 4 WHEN 0 THEN 'hardship' WHEN 1 THEN 'kinless' WHEN 2 THEN 'disabled' ELSE 'frail' END, p.community_id, 0, 0
		FROM person p JOIN household h ON h.contact_id = p.id WHERE p.id % 9 < 2`)
	return err
}

// planned waits until the program has so many in the plan of visits.
func (b *bench) planned(p *lab.Place, most int) error {
	for begin, n := time.Now(), 0; n < most; time.Sleep(200 * time.Millisecond) {
		var err error
		if n, err = p.Count(b.Ctx, `SELECT COUNT(*) FROM care_cared`); err != nil || time.Since(begin) > 5*time.Minute {
			return fmt.Errorf("%d in the plan after %s: %w", n, time.Since(begin), err)
		}
	}
	return nil
}

// workbook writes the county of the fixture as a workbook once.
func (b *bench) workbook() error {
	b.county = filepath.Join(b.Work, "county.xlsx")
	if _, err := os.Stat(b.county); err == nil {
		return nil
	}
	if out, err := exec.CommandContext(b.Ctx, b.Linli, "import", "--fixture", "county", "--template", b.county).CombinedOutput(); err != nil {
		return fmt.Errorf("workbook: %w\n%s", err, out)
	}
	return nil
}

// load runs the import of the workbook as a process of its own.
func (b *bench) load(p *lab.Place) (time.Duration, float64, error) {
	cmd := exec.CommandContext(b.Ctx, b.Linli, "import", b.county)
	cmd.Env = b.Environment(p, "127.0.0.1:0", "127.0.0.1:0")
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("import: %w\n%s", err, out)
	}
	took := time.Since(begin)
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return took, 0, nil
	}
	return took, float64(used.Maxrss) / 1024, nil
}

// homePages measures the first page of each post, a building and a household.
func (b *bench) homePages(e lab.Engine, r *lab.Program, entries []lab.Entry) error {
	building, err := r.Count(b.Ctx, `SELECT id FROM area WHERE code = 'DX-C01-G1-1'`)
	if err != nil {
		return err
	}
	household, err := r.Count(b.Ctx, `SELECT MAX(id) FROM household WHERE building_id = (SELECT id FROM area WHERE code = 'DX-C01-G1-1')`)
	if err != nil {
		return err
	}
	c := load.Dial(r.Listen)
	defer c.Close()
	worst := map[string]time.Duration{}
	var detail strings.Builder
	for i, post := range posts {
		pages := [][2]string{
			{"first page", "/api/v1/waiting"},
			{"first page", "/api/v1/staff/home"},
			{"a building's page", fmt.Sprintf("/api/v1/staff/buildings/%d/rooms", building)},
			{"a household's page", fmt.Sprintf("/api/v1/staff/households/%d", household)},
			{"the list to check", "/api/v1/staff/dwellings"},
		}
		for _, page := range pages {
			keeper := post.role != "steward" && post.role != "street" && post.role != "centre" && post.org == ""
			if post.org != "" && page[0] != "first page" {
				continue
			}
			if page[0] == "a household's page" && !keeper || page[0] == "the list to check" && !keeper || page[1] == "/api/v1/staff/home" && post.role == "steward" {
				continue
			}
			times, _, err := asked(c, load.Request("GET", page[1], map[string]string{"Authorization": "Bearer " + entries[i].Token}, nil), pick(b, 10, 60))
			if err != nil {
				return fmt.Errorf("%s for %s: %w\n%s", page[1], post.name, err, r.Log())
			}
			got := sortedResult(times)
			worst[page[0]] = max(worst[page[0]], got.Quantile(.95))
			fmt.Fprintf(&detail, "| %s | %s | %.1f | %.1f |\n", page[1], post.name, got.Quantile(.5).Seconds()*1000, got.Quantile(.95).Seconds()*1000)
		}
	}
	for _, what := range []string{"first page", "a building's page", "a household's page", "the list to check"} {
		b.table.add(row{
			"(k) p95 of " + what + ", the slowest post", e.Name, fmt.Sprintf("%.1f ms", worst[what].Seconds()*1000), "–", "–", "< 100 ms",
			verdict(worst[what] < 100*time.Millisecond),
		})
	}
	b.note("(k) pages of the county on %s\n\n| page | post | p50 in ms | p95 |\n|---|---|---|---|\n%s", e.Name, detail.String())
	return nil
}

// residentPages measures what a resident of a building opens first.
func (b *bench) residentPages(e lab.Engine, r *lab.Program) error {
	entries, err := b.Login(r, "resident", "mp", 1)
	if err != nil {
		return err
	}
	one := entries[0]
	for _, change := range []string{
		`INSERT INTO household_residence (household_id, person_id, bound_id, stay, relation, from_on, until_on, source, state, made_at, ended_at)
			SELECT MAX(id), ?, NULL, '常住', '本人', 0, 0, 'told', 'confirmed', 0, 0 FROM household
			WHERE building_id = (SELECT id FROM area WHERE code = 'DX-C01-G1-1')`,
		`UPDATE person SET home_id = (SELECT id FROM area WHERE code = 'DX-C01-G1-1') WHERE id = ?`,
	} {
		if _, err := r.DB.Exec(change, one.Person); err != nil {
			return err
		}
	}
	building, err := r.Count(b.Ctx, `SELECT id FROM area WHERE code = 'DX-C01-G1-1'`)
	if err != nil {
		return err
	}
	c := load.Dial(r.Listen)
	defer c.Close()
	var worst time.Duration
	var detail strings.Builder
	for _, page := range []string{"/api/v1/me", "/api/v1/waiting", "/api/v1/bulletins", "/api/v1/me/households", fmt.Sprintf("/api/v1/buildings/%d/board", building)} {
		times, _, err := asked(c, load.Request("GET", page, map[string]string{"Authorization": "Bearer " + one.Token}, nil), pick(b, 10, 60))
		if err != nil {
			return fmt.Errorf("%s for a resident: %w", page, err)
		}
		got := sortedResult(times)
		worst = max(worst, got.Quantile(.95))
		fmt.Fprintf(&detail, "| %s | 居民 | %.1f | %.1f |\n", page, got.Quantile(.5).Seconds()*1000, got.Quantile(.95).Seconds()*1000)
	}
	b.note("(k) pages of a resident on %s\n\n| page | post | p50 in ms | p95 |\n|---|---|---|---|\n%s", e.Name, detail.String())
	b.table.add(row{
		"(k) p95 of a resident's first pages, the slowest", e.Name, fmt.Sprintf("%.1f ms", worst.Seconds()*1000), "–", "–", "< 100 ms",
		verdict(worst < 100*time.Millisecond),
	})
	return nil
}
