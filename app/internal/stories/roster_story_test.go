package stories

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"linli/app/internal/fixture"
	"linli/app/internal/system"

	"linli/app/roster"
)

const desk = api + "/staff/roster"

// preview is the part of a preview that the stories look at.
type preview struct {
	Token   string `json:"token"`
	Changes []struct {
		Sheet, Title, Deed, Code string
		Row                      int
		Fields                   []struct{ Column, Old, New string }
	} `json:"changes"`
	Problems []struct {
		Sheet, Column, Reason string
		Row                   int
	} `json:"problems"`
	Notes   []struct{ Reason string } `json:"notes"`
	Follows []struct {
		Kind  string
		Count int
		Text  string
	} `json:"follows"`
}

// rows returns the changes with a deed: "人员 赵红 手机号:199****0003→199****0099".
func (p preview) rows(deed string) (all []string) {
	for _, c := range p.Changes {
		if c.Deed != deed {
			continue
		}
		line := c.Sheet + " " + c.Title
		for _, f := range c.Fields {
			line += " " + f.Column + ":" + f.Old + "→" + f.New
		}
		all = append(all, line)
	}
	return all
}

func (p preview) wrong() (all []string) {
	for _, x := range p.Problems {
		all = append(all, x.Sheet+" "+idText(int64(x.Row))+" "+x.Column+" "+x.Reason)
	}
	return all
}

func (p preview) follows() map[string]int {
	found := map[string]int{}
	for _, f := range p.Follows {
		found[f.Kind] = f.Count
	}
	return found
}

// previews asks what an edit would do.
func (c *citizen) previews(edit fields) (p preview) {
	c.w.Helper()
	c.w.request(c.login("staff"), "POST", desk+"/preview", edit, 200, &p)
	return p
}

// edits previews and applies an edit.
func (c *citizen) edits(edit fields) preview {
	c.w.Helper()
	p := c.previews(edit)
	if len(p.Problems) > 0 {
		c.w.Fatalf("problems: %q", p.wrong())
	}
	c.confirms(edit, p.Token, 200)
	return p
}

func (c *citizen) confirms(edit fields, token string, status int) {
	c.w.Helper()
	with := fields{"token": token}
	for k, v := range edit {
		with[k] = v
	}
	c.w.request(c.login("staff"), "POST", desk, with, status, nil)
}

// upload sends a workbook in a form and returns status and code.
func (c *citizen) upload(path string, file []byte, token string, out any) string {
	c.w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "花名册.xlsx")
	c.w.must(err)
	_, err = part.Write(file)
	c.w.must(err)
	if token != "" {
		c.w.must(form.WriteField("token", token))
	}
	c.w.must(form.Close())
	status, answer := c.w.send(c.login("staff"), "POST", path, body.Bytes(), "Content-Type", form.FormDataContentType())
	if status != http.StatusOK {
		var e struct{ Error struct{ Code string } }
		c.w.must(json.Unmarshal(answer, &e))
		return e.Error.Code
	}
	c.w.must(json.Unmarshal(answer, out))
	return ""
}

func (c *citizen) previewsBook(sheets map[string][][]string) (p preview, file []byte) {
	c.w.Helper()
	var b bytes.Buffer
	c.w.must(system.NewRosterFiles().Write(&b, sheets))
	if code := c.upload(desk+"/workbook/preview", b.Bytes(), "", &p); code != "" {
		c.w.Fatal(code)
	}
	return p, b.Bytes()
}

func (w *world) lines(what string, got, want []string) {
	w.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		w.Fatalf("%s: %q, want %q", what, got, want)
	}
}

// cell changes one cell of the row that begins with a code.
func cell(sheets map[string][][]string, sheet, code string, column int, to string) {
	for _, row := range sheets[sheet] {
		if row[0] == code {
			row[column] = to
		}
	}
}

func TestAWorkbookIsAppliedAsItWasPreviewed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		street := w.street()
		sheets := staffed()
		same, _ := street.previewsBook(sheets)
		if same.Token != "" || len(same.rows("added"))+len(same.rows("changed"))+len(same.Problems) > 0 {
			w.Fatalf("the same workbook: %+v", same)
		}
		cell(sheets, roster.SheetPersons, "P3", 2, "19900000093")
		cell(sheets, roster.SheetAreas, "A-13", 4, "50")
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P91", "郑新", "19900000091", "A", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P91", "楼道红管家", "A-13", "", "2026-11-01", "2027-10-31", ""})
		p, file := street.previewsBook(sheets)
		w.lines("wrong", p.wrong(), nil)
		w.lines("changed", p.rows("changed"), []string{"区划 阳光花园13号楼 户数:48→50", "人员 赵红 手机号:199****0003→199****0093"})
		w.lines("added", p.rows("added"), []string{
			"人员 郑新 编号:→P91 姓名:→郑新 手机号:→199****0091 所属区划编码:→阳光社区（A） 公开显示:→否",
			"任职 郑新 · 楼道红管家 · 阳光花园13号楼 人员编号:→郑新（P91） 角色:→楼道红管家 区划编码:→阳光花园13号楼（A-13） 起:→2026-11-01 止:→2027-10-31",
		})
		if n := w.count(`SELECT COUNT(*) FROM person WHERE code = 'P91'`); n != 0 {
			w.Fatal("a preview wrote")
		}
		if code := street.upload(desk+"/workbook", file, strings.Repeat("0", 64), nil); code != "roster.stale" {
			w.Fatal("another token:", code)
		}
		var done preview
		if code := street.upload(desk+"/workbook", file, p.Token, &done); code != "" {
			w.Fatal(code)
		}
		if n := w.count(`SELECT COUNT(*) FROM person_posting o JOIN person p ON p.id = o.person_id WHERE p.code = 'P91'`); n != 1 {
			w.Fatal("the workbook was not applied")
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action IN ('roster.added', 'roster.changed') AND reason NOT LIKE '%199%'`); n != 4 {
			w.Fatalf("%d lines of audit", n)
		}
		// The same file once more does nothing, and its old preview is void.
		if code := street.upload(desk+"/workbook", file, p.Token, nil); code != "roster.stale" {
			w.Fatal("applied twice:", code)
		}
		if again, _ := street.previewsBook(sheets); again.Token != "" {
			w.Fatalf("%+v", again)
		}
	})
}

func TestAWorkbookThatIsHalfWrongIsRefusedByRow(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		street := w.street()
		sheets := staffed()
		cell(sheets, roster.SheetAreas, "A-13", 4, "many")
		cell(sheets, roster.SheetPersons, "P3", 2, "12345")
		p, file := street.previewsBook(sheets)
		w.lines("wrong", p.wrong(), []string{"区划 11 户数 请填 0 至 1000000 的整数", "人员 4 手机号 请填 11 位手机号"})
		if p.Token != "" {
			w.Fatal("it can be applied")
		}
		if code := street.upload(desk+"/workbook", file, strings.Repeat("0", 64), nil); code != "roster.stale" {
			w.Fatal(code)
		}
		// Rows of another street are refused, and nothing of theirs is shown.
		sheets = staffed()
		cell(sheets, roster.SheetPersons, "P7", 1, "钱退")
		cell(sheets, roster.SheetAreas, "S1", 3, "城关")
		cell(sheets, roster.SheetAreas, "A", 3, "朝阳社区")
		p, _ = street.previewsBook(sheets)
		w.lines("wrong", p.wrong(), []string{"区划 3 编码 不在您的管理范围内", "人员 8 所属区划编码 不在您的管理范围内"})
		w.lines("changed", p.rows("changed"), []string{"区划 朝阳社区 名称:阳光社区→朝阳社区"})
	})
}

func TestFilesThatAreNoRoster(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	clerk := w.clerk()
	for name, file := range map[string][]byte{"text": []byte("花名册"), "picture": photo(64, 48), "nothing": nil} {
		if code := clerk.upload(desk+"/workbook/preview", file, "", nil); code != "roster.not_workbook" {
			t.Errorf("%s: %s", name, code)
		}
	}
	w.refused(clerk.login("staff"), "POST", desk+"/workbook/preview", []byte("x"), "400 roster.no_file")
	w.refused(w.officer().login("staff"), "POST", desk+"/preview", fields{}, "403 auth.denied")
	example := map[string][][]string{}
	for sheet, rows := range fixture.County() {
		example[sheet] = rows[:1]
	}
	example[roster.SheetPersons] = append(example[roster.SheetPersons], []string{"R001", "张示例", "13800000001", "SL", "是"})
	p, _ := clerk.previewsBook(example)
	w.lines("wrong", p.wrong(), []string{"人员 2  这是模板里的示例行，请删除"})
}

// What is downloaded has no numbers, and uploading it changes nothing.
func TestADownloadedRosterChangesNothing(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		for name, who := range map[string]*citizen{"secretary": w.secretary(), "street": w.street(), "centre": w.centre()} {
			status, file := w.send(who.login("staff"), "GET", desk+"/workbook", nil)
			if status != 200 {
				t.Fatal(name, status)
			}
			var p preview
			if code := who.upload(desk+"/workbook/preview", file, "", &p); code != "" {
				t.Fatal(name, code)
			}
			if len(p.Problems) > 0 || p.Token != "" || len(p.rows("same")) < 20 {
				t.Fatalf("%s: %q, %q, %d rows", name, p.wrong(), p.rows("changed"), len(p.rows("same")))
			}
			sheets, err := system.NewRosterFiles().Read(w.ctx, file)
			w.must(err)
			for _, row := range sheets[roster.SheetPersons][1:] {
				if strings.Contains(strings.Join(row, " "), "199") || name == "secretary" && row[0] == "P4" {
					t.Errorf("%s: %q", name, row)
				}
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'roster.download'`); n != 3 {
			t.Errorf("%d lines of audit", n)
		}
	})
}

func TestPeopleAreAppointedAtTheDesk(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		// A new person with a post.
		hire := fields{
			"persons":  []fields{{"name": "郑新", "phone": "199 0000 0091", "area_id": w.id("阳光社区")}},
			"postings": []fields{{"role": "clerk", "area_id": w.id("阳光社区"), "from": "2026-11-23"}},
		}
		p := secretary.edits(hire)
		w.lines("added", p.rows("added"), []string{
			"人员 郑新 编号:→A-P01 姓名:→郑新 手机号:→199****0091 所属区划编码:→阳光社区（A） 公开显示:→否",
			"任职 郑新 · 社区工作人员 · 阳光社区 人员编号:→郑新（A-P01） 角色:→社区工作人员 区划编码:→阳光社区（A） 起:→2026-11-23",
		})
		zheng := w.someone("郑新").binds("staff", "19900000091")
		w.wants(zheng.does("staff", "GET", api+"/me", nil, 200), fields{"staff": true})
		// The same once more: the number is taken.
		w.lines("twice", secretary.previews(hire).wrong(), []string{
			"人员 2 手机号 这个手机号已登记在编号 A-P01 名下：一个号码只能属于一个人，请核对后改掉其中一个",
		})
		// Above and beside the secretary.
		for name, c := range map[string]struct{ role, area, want string }{
			"a secretary":        {"secretary", "阳光社区", "任职 2 角色 这个角色需由上级任免"},
			"a steward, no unit": {"unit_lead", "阳光花园3号楼", "任职 2 区划编码 单元长应任职于单元"},
		} {
			e := fields{"postings": []fields{{"person_id": w.coded("P6"), "role": c.role, "area_id": w.id(c.area)}}}
			w.lines(name, secretary.previews(e).wrong(), []string{c.want})
		}
		there := fields{"postings": []fields{{"person_id": w.coded("P6"), "role": "clerk", "area_id": w.id("新园社区")}}}
		secretary.refused("staff", "POST", desk+"/preview", there, "404 area.missing")
		theirs := fields{"postings": []fields{{"person_id": w.coded("P7"), "role": "clerk", "area_id": w.id("阳光社区")}}}
		secretary.refused("staff", "POST", desk+"/preview", theirs, "404 person.missing")
		post := w.posting("P4")
		secretary.refused("staff", "POST", desk+"/preview", fields{"postings": []fields{{"id": post, "now": true}}}, "404 person.no_posting")
		// A clerk does not change the number of the secretary, nor invites for them.
		clerk := w.clerk()
		w.lines("number", clerk.previews(fields{"persons": []fields{{"id": w.coded("P22"), "phone": "19900000099"}}}).wrong(),
			[]string{"人员 2 编号 此人的任职由上级管理，请由上级修改"})
		clerk.refused("staff", "POST", api+"/staff/persons/"+w.coded("P22")+"/invitation", nil, "403 person.above")
		w.exec(`UPDATE person_posting SET substitute_id = ? WHERE id = ?`, w.coded("P6"), w.posting("P22"))
		clerk.refused("staff", "POST", api+"/staff/persons/"+w.coded("P6")+"/invitation", nil, "403 person.above") // their substitute
		w.exec(`UPDATE person_posting SET substitute_id = 0 WHERE id = ?`, w.posting("P22"))
		clerk.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P6"), w.coded("P22")}}, "403 person.above")
		if n := w.count(`SELECT COUNT(*) FROM person_invitation`); n != 0 {
			w.Fatalf("%d invitations", n)
		}
	})
}

// posting returns the id of the first posting of a person.
func (w *world) posting(code string) string {
	w.Helper()
	return idText(int64(w.count(`SELECT MIN(o.id) FROM person_posting o JOIN person p ON p.id = o.person_id WHERE p.code = ?`, code)))
}

func TestWhatHangsOnAPostIsShownBeforeItEnds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer := w.secretary(), w.officer()
		mine := w.named("老王", "阳光花园3号楼").submits("路灯不亮", "阳光花园3号楼")
		clerk := w.clerk()
		officer.me("staff")
		clerk.acts(mine, "accept", nil)
		clerk.acts(mine, "assign", fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}})
		officer.acts(mine, "take", nil)
		end := fields{"postings": []fields{{"id": w.posting("P2"), "now": true}}}
		p := secretary.previews(end)
		if p.follows()["held_reports"] != 1 {
			w.Fatalf("%+v", p.Follows)
		}
		secretary.confirms(end, p.Token, 200)
		if n := w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post' AND holder_person = 0 AND state = 'accepted'`, mine); n != 1 {
			w.Fatal("the report is still in their hands")
		}
		officer.refused("staff", "POST", api+"/staff/reports/"+mine+"/take", fields{}, "403 auth.denied")
		// The last secretary, by the street.
		last := w.street().previews(fields{"postings": []fields{{"id": w.posting("P22"), "to": "2026-12-31"}}})
		if len(last.Notes) != 1 || !strings.Contains(last.Notes[0].Reason, "将没有社区书记") {
			w.Fatalf("%+v", last.Notes)
		}
		// A later end hands the reports back when it comes.
		lead := w.lead()
		late := w.takes(lead, w.someone("老王").submits("井盖松了", "阳光花园3号楼"))
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P21"), "to": "2026-11-24"}}})
		w.system.Areas.Forget()
		w.on(2)
		w.recurs("hand_back_reports")
		if n := w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post'`, late); n != 1 {
			w.Fatal("the report stayed with the lead")
		}
	})
}

func TestATransferEndsHereAndBeginsThere(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		move := fields{"postings": []fields{
			{"id": w.posting("P2"), "to": "2026-11-30"},
			{"person_id": w.coded("P2"), "role": "grid_officer", "area_id": w.id("阳光第二网格"), "from": "2026-12-01"},
		}}
		p := secretary.edits(move)
		w.lines("changed", p.rows("changed"), []string{"任职 李强 · 网格员 · 阳光第一网格 止:→2026-11-30"})
		m := secretary.does("staff", "GET", desk+"/persons/"+w.coded("P2"), nil, 200)
		posts, _ := m["postings"].([]any)
		if len(posts) != 2 {
			w.Fatalf("%v", posts)
		}
		there, _ := posts[1].(map[string]any)
		w.wants(there, fields{"area_name": "阳光社区 阳光第二网格", "from": "2026-12-01", "to": "", "state": "future"})
		list := secretary.does("staff", "GET", desk+"/persons?role=grid_officer&state=future&area_id="+w.id("阳光第二网格"), nil, 200)
		if items, _ := list["items"].([]any); len(items) != 1 {
			w.Fatalf("%v", list)
		}
		secretary.refused("staff", "GET", desk+"/persons/"+w.coded("P4"), nil, "404 person.missing")
		secretary.refused("staff", "GET", desk+"/persons?area_id="+w.id("新园社区"), nil, "404 area.missing")
	})
}

// Of two who confirm at once the change of one post, one is told to look again; two new people do not disturb each other.
func TestTwoSecretariesAppointAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.exec(`UPDATE person_posting SET role = 'secretary' WHERE id = ?`, w.posting("P25"))
		one, two := w.secretary(), w.clerk2()
		end := fields{"postings": []fields{{"id": w.posting("P2"), "to": "2026-12-31"}}}
		later := fields{"postings": []fields{{"id": w.posting("P2"), "to": "2027-01-31"}}}
		a, b := one.previews(end), two.previews(later)
		codes := make([]string, 2)
		var both sync.WaitGroup
		for i, c := range []struct {
			who   *citizen
			edit  fields
			token string
		}{{one, end, a.Token}, {two, later, b.Token}} {
			in := fields{"token": c.token, "postings": c.edit["postings"]}
			token := c.who.login("staff")
			both.Go(func() { codes[i] = w.code(token, "POST", desk, in) })
		}
		both.Wait()
		if !(codes[0] == "200" && codes[1] == "409 roster.stale" || codes[1] == "200" && codes[0] == "409 roster.stale") {
			w.Fatalf("%q", codes)
		}
		hire := func(name, phone string) fields {
			return fields{
				"persons":  []fields{{"name": name, "phone": phone, "area_id": w.id("阳光花园3号楼")}},
				"postings": []fields{{"role": "steward", "area_id": w.id("阳光花园3号楼")}},
			}
		}
		first, second := hire("甲新", "19900000061"), hire("乙新", "19900000062")
		a, b = one.previews(first), two.previews(second)
		one.confirms(first, a.Token, 200)
		two.confirms(second, b.Token, 200)
		if n := w.count(`SELECT COUNT(*) FROM person WHERE code IN ('A-P01', 'A-P02')`); n != 2 {
			w.Fatalf("%d people", n)
		}
	})
}

func TestABuildingIsMovedAtTheDesk(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, clerkB := w.centre(), w.clerkB()
		report := w.named("老王", "阳光花园13号楼").submits("路灯不亮", "阳光花园13号楼")
		move := fields{"areas": []fields{{"id": w.id("阳光花园13号楼"), "parent_id": w.id("新园第一网格")}}}
		w.secretary().refused("staff", "POST", desk+"/preview", move, "404 area.missing")
		p := centre.previews(move)
		w.lines("changed", p.rows("changed"), []string{"区划 阳光花园13号楼 上级编码:阳光第一网格（A1）→新园第一网格（B1）"})
		if f := p.follows(); f["reports"] != 1 || f["homes"] != 1 || f["boards"] != 1 {
			w.Fatalf("%+v", p.Follows)
		}
		clerkB.refused("staff", "GET", api+"/reports/"+report, nil, "404 report.missing")
		centre.confirms(move, p.Token, 200)
		w.wants(clerkB.sees("staff", report), fields{"text": "路灯不亮"})
		centre.confirms(move, p.Token, 409)
		// New, renamed, with other names.
		made := centre.edits(fields{"areas": []fields{
			{"parent_id": w.id("新园第一网格"), "kind": "building", "name": "新园小区7号楼", "households": 30, "aliases": []string{"七号楼"}},
		}})
		w.lines("added", made.rows("added"), []string{"区划 新园小区7号楼 编码:→B1-01 上级编码:→新园第一网格（B1） 类型:→楼栋 名称:→新园小区7号楼 户数:→30 别名:→七号楼"})
		clerkB.edits(fields{"areas": []fields{{"id": w.id("新园小区7号楼"), "name": "新园小区8号楼"}}})
		w.lines("community", clerkB.previews(fields{"areas": []fields{{"id": w.id("新园社区"), "name": "旧园社区"}}}).wrong(),
			[]string{"区划 2 编码 不在您的管理范围内"})
		w.lines("kind", clerkB.previews(fields{"areas": []fields{{"parent_id": w.id("新园社区"), "kind": "unit", "name": "1单元"}}}).wrong(),
			[]string{"区划 2 上级编码 单元的上级应为楼栋"})
		got := clerkB.does("staff", "GET", desk+"/areas/"+w.id("新园小区8号楼"), nil, 200)
		w.wants(got, fields{"code": "B1-01", "households": 30.0, "below": 0.0})
		below := clerkB.does("staff", "GET", desk+"/areas", nil, 200)
		if items, _ := below["items"].([]any); len(items) != 1 {
			w.Fatalf("%v", below)
		}
		clerkB.refused("staff", "GET", desk+"/areas?parent_id="+w.id("阳光社区"), nil, "404 area.missing")
		// An org.
		centre.edits(fields{"orgs": []fields{{"name": "供电所", "kind": "企事业单位", "area_id": w.id("安平县")}}})
		w.lines("org", clerkB.previews(fields{"orgs": []fields{{"name": "新物业", "kind": "物业", "area_id": w.id("新园社区")}}}).wrong(),
			[]string{"部门 2 所属区划编码 不在您的管理范围内"})
		orgs := centre.does("staff", "GET", desk+"/orgs", nil, 200)
		if items, _ := orgs["items"].([]any); len(items) != 5 {
			w.Fatalf("%v", orgs)
		}
	})
}

// What hangs on a building goes with it, and the preview says so.
func TestABuildingMovesWithItsStewardAndBookings(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, centre, steward := w.clerk(), w.centre(), w.steward()
		service := clerk.offers("义诊", fields{}, fields{"days": []int{3}})
		wang := w.named("老王", "阳光花园3号楼")
		wang.books(w.session("2026-11-25", service))
		w.named("老李", "阳光花园3号楼")
		open := wang.submits("路灯不亮", "阳光花园3号楼")
		move := fields{"areas": []fields{{"id": w.id("阳光花园3号楼"), "parent_id": w.id("新园第一网格")}}}
		p := centre.previews(move)
		f := p.follows()
		if f["reports"] != 1 || f["homes"] != 2 || f["bookings"] != 1 || f["stewards"] != 1 || f["boards"] != 3 {
			w.Fatalf("%+v", p.Follows)
		}
		centre.confirms(move, p.Token, 200)
		w.wants(w.clerkB().sees("staff", open), fields{"text": "路灯不亮"})
		w.wants(steward.sees("mp", open), fields{"text": "路灯不亮"})
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE alive = 1`); n != 1 {
			w.Fatalf("%d bookings", n)
		}
	})
}

func TestInvitationCardsArePrinted(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		status, file := w.send(secretary.login("staff"), "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P6"), w.coded("P3")}})
		if status != 201 || !bytes.HasPrefix(file, []byte("%PDF-")) {
			w.Fatal(status)
		}
		m := secretary.does("staff", "GET", desk+"/persons/"+w.coded("P6"), nil, 200)
		w.wants(m, fields{"invited_until": "2026-11-30T09:00:00+08:00", "bound": false})
		secretary.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{}}, "400 http.body")
		secretary.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P4")}}, "404 person.missing")
	})
}
