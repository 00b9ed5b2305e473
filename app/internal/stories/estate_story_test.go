package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linli/app/roster"
)

const (
	estates   = api + "/staff/estates"
	contracts = api + "/staff/estate-contracts"
)

// estate is the facts of an estate with these buildings.
func (w *world) estate(name, management, org string, buildings ...string) fields {
	ids := []string{}
	for _, b := range buildings {
		ids = append(ids, w.id(b))
	}
	f := fields{"name": name, "housing": "old", "built": 1998, "management": management, "committee": "none", "building_ids": ids}
	if org != "" {
		f["org_id"] = w.org(org)
	}
	return f
}

// estates returns the names of the estates of a list.
func (c *citizen) estates(query string) (names []string) {
	c.w.Helper()
	for _, e := range items(c.does("staff", "GET", estates+query, nil, 200)) {
		names = append(names, word(e["name"])+" "+word(e["management_name"])+" "+word(e["holder_name"]))
	}
	return names
}

func (w *world) adds(who *citizen, facts fields, status int) map[string]any {
	w.Helper()
	facts["community_id"] = w.id("阳光社区")
	return who.does("staff", "POST", estates, facts, status)
}

// A grid has two estates; a building changes between them; an edit with an old version is refused.
func TestABuildingChangesEstate(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		old := w.adds(secretary, w.estate("电业小区", "none", "", "阳光花园3号楼", "阳光花园13号楼"), 201)
		other := w.adds(secretary, w.estate("欣悦家园", "company", "阳光物业"), 201)
		w.lines("both", secretary.estates("?area_id="+w.id("阳光社区")), []string{"欣悦家园 物业公司 阳光物业", "电业小区 无物业 阳光社区"})
		w.lines("in the grid", w.officer().estates(""), []string{"电业小区 无物业 阳光社区"})
		change := w.estate("欣悦家园", "company", "阳光物业", "阳光花园13号楼")
		change["version"] = other["version"]
		secretary.does("staff", "PUT", estates+"/"+word(other["id"]), change, 200)
		secretary.refused("staff", "PUT", estates+"/"+word(other["id"]), change, "409 mark.stale")
		now := secretary.does("staff", "GET", estates+"/"+word(old["id"]), nil, 200)
		same(w, "what is left", []any{w.id("阳光花园3号楼")}, now["building_ids"])
		stale := w.estate("电业小区", "none", "", "阳光花园3号楼", "阳光花园13号楼")
		stale["version"] = old["version"]
		secretary.refused("staff", "PUT", estates+"/"+word(old["id"]), stale, "409 mark.stale")
		secretary.refused("staff", "POST", estates, w.with(w.estate("欣悦家园", "none", "")), "409 estate.twice")
		secretary.refused("staff", "POST", estates, w.with(w.estate("合兴小区", "none", "阳光物业")), "400 estate.property")
		secretary.refused("staff", "POST", estates, w.with(w.estate("合兴小区", "none", "", "新园小区1号楼")), "400 estate.building")
		w.lines("two estates in the grid", w.officer().estates("?area_id="+w.id("阳光第一网格")), []string{"欣悦家园 物业公司 阳光物业", "电业小区 无物业 阳光社区"})
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action IN ('estate.add', 'estate.change')`); n != 3 {
			w.Errorf("%d lines in the log", n)
		}
		// A building that moves to another community leaves its estate.
		w.imports(movedTo(staffed(), "A-13", "B1"))
		now = secretary.does("staff", "GET", estates+"/"+word(other["id"]), nil, 200)
		same(w, "the moved building", []any{}, now["building_ids"])
	})
}

// exportsLedger exports the ledger of a kind from 23 November to a day and returns its text, which has so many rows with the heading.
func (w *world) exportsLedger(who *citizen, kind, to string, rows int, wanted ...string) string {
	w.Helper()
	status, data := w.send(who.login("staff"), "POST", ledgersAPI+"/"+kind, fields{"from": "2026-11-23", "to": to, "reason": "摸底调查"})
	if status != 200 {
		w.Fatalf("%d %s", status, data)
	}
	text, lines := readLedger(w, data)
	w.expect(text, wanted...)
	same(w, "rows with the heading", rows, len(lines))
	return text
}

func (w *world) with(f fields) fields { f["community_id"] = w.id("阳光社区"); return f }

// movedTo gives an area another parent.
func movedTo(sheets map[string][][]string, code, parent string) map[string][][]string {
	for _, row := range sheets[roster.SheetAreas] {
		if row[0] == code {
			row[1] = parent
		}
	}
	return sheets
}

// The community edits, its grid and the street read, nobody else knows of it. The table and the contracts are the community's, the
// contracts also of the two orgs.
func TestWhoReadsAnEstate(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		e := w.adds(secretary, w.estate("欣悦家园", "company", "阳光物业", "阳光花园3号楼"), 201)
		at := estates + "/" + word(e["id"])
		terms := fields{
			"estate_id": e["id"], "payer_org_id": w.org("综合执法大队"), "operator_org_id": w.org("阳光物业"), "what": "社工服务", "hours": 1200,
			"from": "2026-01-01", "to": "2026-12-31", "residents_wanted": 3,
		}
		c := secretary.does("staff", "POST", contracts, terms, 201)
		secretary.does("staff", "POST", api+"/staff/estate-seats", fields{"estate_id": e["id"], "party": "property", "person_id": w.coded("P26")}, 201)
		secretary.does("staff", "POST", api+"/staff/estate-seats", fields{"estate_id": e["id"], "party": "community", "person_id": w.coded("P22")}, 201)
		secretary.refused("staff", "POST", api+"/staff/estate-seats", fields{"estate_id": e["id"], "party": "owners", "person_id": w.coded("P26")}, "409 estate.seated")
		page := secretary.does("staff", "GET", at, nil, 200)
		var table []string
		for _, s := range objects(page["table"]) {
			table = append(table, word(s["party_name"])+" "+word(s["name"]))
		}
		w.lines("the table", table, []string{"社区 何书记", "物业 丁师傅"})
		secretarySeat := api + "/staff/estate-seats/" + word(objects(page["table"])[0]["id"])
		w.exportsLedger(secretary, "estates", "2026-11-23", 2, "小区台账", "欣悦家园", "物业公司", "阳光物业", "3号楼", "社区 何书记 199****0022、物业 丁师傅 199****0026")
		w.exportsLedger(w.street(), "estates", "2026-11-23", 2, "欣悦家园")
		w.exportsLedger(w.clerkB(), "estates", "2026-11-23", 1)
		if text := w.exportsLedger(w.street(), "estates", "2026-11-23", 2); strings.Contains(text, "丁师傅") {
			w.Error("the street reads who sits at the table")
		}
		w.clerkB().refused("staff", "DELETE", secretarySeat, nil, "404 estate.seat_missing")
		secretary.does("staff", "DELETE", secretarySeat, nil, 204)
		same(w, "the secretary has left the table", 1, len(objects(secretary.does("staff", "GET", at, nil, 200)["table"])))
		renamed := w.estate("改名小区", "none", "")
		w.street().refused("staff", "PUT", at, renamed, "403 auth.denied")
		w.clerkB().refused("staff", "PUT", at, renamed, "404 estate.missing")
		read := w.street().does("staff", "GET", at, nil, 200)
		w.wants(read, fields{"contracts": []any{}, "table": []any{}, "can": []any{}, "holder_name": "阳光物业"})
		w.street2().refused("staff", "GET", at, nil, "404 estate.missing")
		w.clerkB().refused("staff", "GET", at, nil, "404 estate.missing")
		mine := items(w.plumber().does("staff", "GET", contracts, nil, 200))
		w.wants(mine[0], fields{"estate_name": "阳光社区 欣悦家园", "hours": 1200.0, "operator_name": "阳光物业", "residents_wanted": 3.0})
		w.plumber().refused("staff", "GET", at, nil, "403 auth.denied")
		terms["hours"], terms["version"] = 1500, c["version"]
		delete(terms, "estate_id")
		secretary.does("staff", "PUT", contracts+"/"+word(c["id"]), terms, 200)
		secretary.refused("staff", "PUT", contracts+"/"+word(c["id"]), terms, "409 mark.stale")
		secretary.refused("staff", "DELETE", at, nil, "409 estate.used")
	})
}

// From five workers on, a contract says how many of those who serve it live in the estate.
func TestTheShareOfResidentsAmongWorkers(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		e := w.adds(secretary, w.estate("欣悦家园", "company", "阳光物业", "阳光花园3号楼"), 201)
		secretary.does("staff", "POST", contracts, fields{
			"estate_id": e["id"], "payer_org_id": w.org("综合执法大队"), "operator_org_id": w.org("阳光物业"), "what": "社工服务", "hours": 1200,
			"from": "2026-01-01", "to": "2026-12-31", "residents_wanted": 3,
		}, 201)
		hires := func(names ...string) {
			for i, name := range names {
				phone := fmt.Sprintf("1990000%04d", 800+int(name[len(name)-1])%100*10+i)
				secretary.edits(fields{
					"persons":  []fields{{"name": name, "phone": phone, "area_id": w.id("阳光社区")}},
					"postings": []fields{{"role": "org_staff", "org_id": w.org("阳光物业"), "area_id": w.id("阳光社区")}},
				})
				if i%2 == 0 {
					w.someone(name).binds("mp", phone).does("mp", "PATCH", api+"/me", fields{"home_id": w.id("阳光花园3号楼")}, 200)
				}
			}
		}
		hires("工人甲", "工人乙", "工人丙")
		w.wants(items(w.plumber().does("staff", "GET", contracts, nil, 200))[0], fields{"workers": 0.0, "resident_workers": 0.0})
		hires("工人丁")
		mine := items(w.plumber().does("staff", "GET", contracts, nil, 200))
		w.wants(mine[0], fields{"workers": 5.0, "resident_workers": 3.0})
		page := secretary.does("staff", "GET", estates+"/"+word(e["id"]), nil, 200)
		w.wants(objects(page["contracts"])[0], fields{"workers": 5.0, "resident_workers": 3.0})
	})
}

// What is known of a building is shown; the share of elders from ten residents on.
func TestFeaturesOfABuilding(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		e := w.adds(secretary, w.estate("电业小区", "residents", "", "阳光花园3号楼"), 201)
		b := objects(e["of"])[0]
		w.wants(b, fields{"floors": 0.0, "lift": "", "roof_name": "", "elders_percent": nil})
		put := fields{"floors": 6, "lift": "no", "built": 1996, "roof": "flat", "low_lying": true, "unsafe": false, "hard_to_reach": true, "version": b["version"]}
		at := api + "/staff/estate-buildings/" + w.id("阳光花园3号楼")
		secretary.does("staff", "PUT", at, put, 200)
		secretary.refused("staff", "PUT", at, put, "409 mark.stale")
		w.clerkB().refused("staff", "PUT", at, put, "404 area.missing")
		before := w.count(`SELECT COUNT(*) FROM person p JOIN area a ON a.id = p.home_id WHERE a.id = ? OR a.parent_id = ?`, w.id("阳光花园3号楼"), w.id("阳光花园3号楼"))
		for i := before; i < 10; i++ {
			born := 1990
			if i%2 == 0 {
				born = 1950
			}
			secretary.enters("阳光社区", fields{"name": fmt.Sprint("居民", i), "phone": fmt.Sprintf("1380013%04d", i), "born": born, "home_id": w.id("1单元")})
		}
		old := w.count(`SELECT COUNT(*) FROM person p JOIN area a ON a.id = p.home_id WHERE p.born = 1950 AND a.parent_id = ?`, w.id("阳光花园3号楼"))
		b = objects(secretary.does("staff", "GET", estates+"/"+word(e["id"]), nil, 200)["of"])[0]
		w.wants(b, fields{"floors": 6.0, "lift": "no", "built": 1996.0, "roof_name": "平屋顶", "low_lying": true, "hard_to_reach": true, "elders_percent": float64(old * 10)})
		secretary.does("staff", "DELETE", estates+"/"+word(e["id"]), nil, 204)
		if n := w.count(`SELECT COUNT(*) FROM estate_building WHERE estate_id = 0 AND floors = 6`); n != 1 {
			w.Error("the features went with the estate")
		}
	})
}

// A report in an estate goes to its property org by the first choice; without one the community is named, so that it never lacks
// a holder.
func TestAReportInAnEstateSuggestsItsPropertyOrg(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, clerk := w.secretary(), w.clerk2()
		id := w.someone("老王").submits("楼道灯不亮", "阳光花园3号楼")
		w.takes(clerk, id)
		first := func() map[string]any {
			return items(clerk.does("staff", "GET", api+"/staff/reports/"+id+"/holders", nil, 200))[0]
		}
		w.wants(first(), fields{"why": ""})
		facts := w.estate("欣悦家园", "company", "阳光物业", "阳光花园3号楼")
		e := w.adds(secretary, facts, 201)
		w.wants(first(), fields{"kind": "org", "name": "阳光物业", "why": "欣悦家园的物业"})
		var listed []string
		for _, r := range items(clerk.does("staff", "GET", api+"/staff/reports?list=open&estate_id="+word(e["id"]), nil, 200)) {
			listed = append(listed, word(r["id"]))
		}
		same(w, "open reports of the estate", []string{id}, listed)
		w.clerkB().refused("staff", "GET", api+"/staff/reports?list=open&estate_id="+word(e["id"]), nil, "404 area.missing")
		nobody := w.estate("欣悦家园", "none", "", "阳光花园3号楼")
		nobody["version"] = e["version"]
		secretary.does("staff", "PUT", estates+"/"+word(e["id"]), nobody, 200)
		got := first()
		w.wants(got, fields{"kind": "post", "why": "欣悦家园没有物业接办，由社区兜底"})
		if !strings.Contains(word(got["name"]), "阳光") || !slices.Contains([]any{"clerk", "secretary", "grid_lead"}, got["role"]) {
			w.Error(got)
		}
	})
}

// The board of a building shows its estate's property org and telephones. What is not known is left out.
func TestTheBoardOfABuildingInAnEstate(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		secretary.does("staff", "PUT", api+"/staff/communities/"+w.id("阳光社区")+"/board", fields{"contact_phone": "87010000", "supervision_phone": "12345"}, 200)
		token := w.token
		sheet := func() string { _, b := w.send("", "GET", "/b/"+token("阳光花园3号楼"), nil); return string(b) }
		board := func(name string) map[string]any {
			return w.someone("老王").does("mp", "GET", api+"/boards/"+token(name), nil, 200)
		}
		w.wants(board("阳光花园3号楼"), fields{"estate_name": "", "property_name": "", "contact_phone": "87010000"})
		w.lacks(sheet(), "物业")
		e := w.estate("欣悦家园", "company", "阳光物业", "阳光花园3号楼")
		e["contact_phone"] = "87019999"
		made := w.adds(secretary, e, 201)
		w.wants(board("阳光花园3号楼"), fields{"estate_name": "欣悦家园", "property_name": "阳光物业", "contact_phone": "87019999", "supervision_phone": "12345"})
		w.wants(board("1单元"), fields{"property_name": "阳光物业", "contact_phone": "87019999"})
		w.wants(board("阳光花园13号楼"), fields{"property_name": "", "contact_phone": "87010000"})
		w.expect(sheet(), "物业：阳光物业", "87019999")
		none := w.estate("欣悦家园", "none", "", "阳光花园3号楼")
		none["version"] = made["version"]
		secretary.does("staff", "PUT", estates+"/"+word(made["id"]), none, 200)
		w.wants(board("阳光花园3号楼"), fields{"estate_name": "欣悦家园", "property_name": "", "contact_phone": "87010000"})
		w.lacks(sheet(), "物业", "无物业")
	})
}

func (w *world) lacks(said string, parts ...string) {
	w.Helper()
	for _, p := range parts {
		if strings.Contains(said, p) {
			w.Errorf("%s stands there", p)
		}
	}
}

// A grid carries the codes of other lines of work; a code of a line names one grid.
func TestAGridHasTheCodesOfOtherLines(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		at := func(grid string) string { return api + "/staff/grids/" + w.id(grid) + "/codes" }
		before := secretary.does("staff", "GET", at("阳光第一网格"), nil, 200)
		in := fields{"items": []fields{{"line": "party", "code": " DJ-01 "}, {"line": "law", "code": "DJ-01"}}, "version": before["version"]}
		now := secretary.does("staff", "PUT", at("阳光第一网格"), in, 200)
		w.wants(objects(now["items"])[0], fields{"line": "party", "line_name": "党建", "code": "DJ-01"})
		secretary.refused("staff", "PUT", at("阳光第一网格"), in, "409 mark.stale")
		other := w.clerkB()
		other.refused("staff", "PUT", at("新园第一网格"), fields{"items": []fields{{"line": "party", "code": "DJ-01"}}}, "409 estate.code_taken")
		other.does("staff", "PUT", at("新园第一网格"), fields{"items": []fields{{"line": "civil", "code": "DJ-01"}}}, 200)
		secretary.refused("staff", "PUT", at("阳光第一网格"), fields{"items": []fields{{"line": "law", "code": "a b"}}}, "400 estate.code")
		other.refused("staff", "GET", at("阳光第一网格"), nil, "404 area.missing")
		w.wants(w.officer().does("staff", "GET", at("阳光第一网格"), nil, 200), fields{"can": []any{}})
	})
}

// The roster workbook carries the codes: they are read row by row, previewed, written out again, and an import from the shell may
// exchange two of them.
func TestCodesOfGridsInTheWorkbook(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre := w.centre()
		with := func(rows ...[]string) map[string][][]string {
			sheets := staffed()
			sheets[roster.SheetCodes] = append([][]string{[]string{"区划编码", "党建", "政法综治", "民政"}[:len(rows[0])]}, rows...)
			return sheets
		}
		read := func(grid string) (codes []string) {
			for _, one := range items(w.secretary().does("staff", "GET", api+"/staff/grids/"+w.id(grid)+"/codes", nil, 200)) {
				if word(one["code"]) != "" {
					codes = append(codes, word(one["line_name"])+" "+word(one["code"]))
				}
			}
			return codes
		}
		w.secretary().does("staff", "PUT", api+"/staff/grids/"+w.id("阳光第一网格")+"/codes", fields{"items": []fields{{"line": "law", "code": "ZF-1"}}}, 200)
		p, file := centre.previewsBook(with([]string{"A1", "DJ-1", "ZF-1", "MZ-1"}, []string{"A2", "DJ-2", "", ""}))
		w.lines("wrong", p.wrong(), nil)
		w.lines("changed", p.rows("changed"), []string{"网格编码 阳光第一网格 党建:→DJ-1 民政:→MZ-1"})
		w.lines("added", p.rows("added"), []string{"网格编码 阳光第二网格 党建:→DJ-2"})
		w.lines("a preview writes nothing", read("阳光第二网格"), nil)
		if code := centre.upload(desk+"/workbook", file, p.Token, &p); code != "" {
			w.Fatal(code)
		}
		w.lines("the first grid", read("阳光第一网格"), []string{"党建 DJ-1", "政法综治 ZF-1", "民政 MZ-1"})

		status, file := w.send(centre.login("staff"), "GET", desk+"/workbook", nil)
		if code := centre.upload(desk+"/workbook/preview", file, "", &p); status != 200 || code != "" || p.Token != "" {
			w.Fatalf("what was downloaded changes something: %d %s %+v", status, code, p)
		}
		p, _ = centre.previewsBook(with([]string{"B1", "DJ-1"}))
		w.lines("taken", p.wrong(), []string{"网格编码 2 党建 这个编码在同一条线已属于另一个网格"})
		p, _ = w.clerkB().previewsBook(with([]string{"A1", "DJ-9"}))
		w.lines("another community", p.wrong(), []string{"网格编码 2 区划编码 不在您的管理范围内"})
		w.imports(with([]string{"A1", "DJ-2"}, []string{"A2", "DJ-1"}))
		w.lines("exchanged", append(read("阳光第一网格"), read("阳光第二网格")...), []string{"党建 DJ-2", "政法综治 ZF-1", "民政 MZ-1", "党建 DJ-1"})
	})
}
