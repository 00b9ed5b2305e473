package stories

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
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
