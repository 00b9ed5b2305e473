package stories

import (
	"fmt"
	"strings"
	"testing"

	"linli/app/internal/system"
	"linli/app/roster"
)

// book downloads the roster of a person's areas.
func (c *citizen) book() map[string][][]string {
	c.w.Helper()
	status, file := c.w.send(c.login("staff"), "GET", desk+"/workbook", nil)
	if status != 200 {
		c.w.Fatalf("%d", status)
	}
	sheets, err := system.NewRosterFiles().Read(c.w.ctx, file)
	c.w.must(err)
	return sheets
}

// holders returns the codes in the first column of a sheet.
func holders(rows [][]string) (all []string) {
	for _, row := range rows[min(1, len(rows)):] {
		all = append(all, row[0])
	}
	return all
}

// loads uploads a workbook after its preview.
func (c *citizen) loads(sheets map[string][][]string) preview {
	c.w.Helper()
	p, file := c.previewsBook(sheets)
	if len(p.Problems) > 0 {
		c.w.Fatalf("%q", p.wrong())
	}
	if code := c.upload(desk+"/workbook", file, p.Token, &preview{}); code != "" {
		c.w.Fatal(code)
	}
	return p
}

// The street and the centre have the members and posts of their communities in the workbook of the roster, and load rows of them;
// another street and another community do not. Each download leaves a line that the secretary reads.
func TestTheStreetAndTheCentreLoadMembersAndPosts(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		street, centre, secretary := w.street(), w.centre(), w.secretary()
		for name, c := range map[string]*citizen{"the street": street, "the centre": centre} {
			got := holders(c.book()[roster.SheetMembers])
			if !strings.Contains(fmt.Sprint(got), "P3") || !strings.Contains(fmt.Sprint(got), "P6") {
				w.Fatalf("%s: %q", name, got)
			}
		}
		same(w, "another street", []string{"P7"}, holders(w.street2().book()[roster.SheetMembers]))
		same(w, "another community", []string{"P7"}, holders(w.clerkB().book()[roster.SheetMembers]))
		read := secretary.reads("?kind=party.read")
		if len(read) != 2 || !strings.Contains(strings.Join(read, "\n"), "冯科长 看党员名册 阳光社区 2 人，下载花名册") {
			w.Fatalf("%q", read)
		}

		// A row of a member and one of a post, by the street; the member is told, and the patch alerts as ever.
		sheets := street.book()
		sheets[roster.SheetMembers] = append(sheets[roster.SheetMembers], []string{"P25", "D1", "在职", "政策宣传", "", ""})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P25", "楼栋长", "A-13", "", "2026-11-23", "2029-11-22", ""})
		p := street.loads(sheets)
		w.expect(strings.Join(p.rows("added"), "\n"), "党员 唐丽", "任职 唐丽 · 楼栋长 · 阳光花园13号楼")
		same(w, "a member", 1, w.count(`SELECT COUNT(*) FROM party_member m JOIN person p ON p.id = m.person_id WHERE p.code = 'P25'`))
		same(w, "a post", 1, w.count(`SELECT COUNT(*) FROM person_posting o JOIN person p ON p.id = o.person_id WHERE p.code = 'P25' AND o.role = 'building_lead'`))
		sheets = centre.book()
		cell(sheets, roster.SheetMembers, "P25", 3, "治安巡逻")
		w.expect(strings.Join(centre.loads(sheets).rows("changed"), "\n"), "唐丽", "治安巡逻")

		// Another street loads nothing of them, and its refusal says nothing about who is a member.
		foreign := map[string][][]string{}
		for sheet, rows := range sheets {
			foreign[sheet] = rows
		}
		q, _ := w.street2().previewsBook(foreign)
		if q.Token != "" || !strings.Contains(strings.Join(q.wrong(), "\n"), "党员") {
			w.Fatalf("another street: %q", q.wrong())
		}
		// The pages of members stay those of the keepers.
		street.refused("staff", "GET", party+"/members?branch_id="+w.branch("D1"), nil, "404 party.branch_missing")
	})
}
