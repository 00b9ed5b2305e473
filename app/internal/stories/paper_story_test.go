package stories

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

const papersAPI = api + "/papers"

// paperForm is a form with a photo of a document.
func (w *world) paperForm(data []byte, with fields) (body []byte, contentType string) {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, value := range with {
		w.must(m.WriteField(key, value.(string)))
	}
	part, err := m.CreateFormFile("file", "身份证 211381.jpg")
	w.must(err)
	_, err = part.Write(data)
	w.must(err)
	w.must(m.Close())
	return b.Bytes(), m.FormDataContentType()
}

// hands hands in a document and returns it.
func (c *citizen) hands(account string, with fields) fields {
	c.w.Helper()
	body, kind := c.w.paperForm(located(600, 400), with)
	out := fields{}
	c.w.request(c.login(account), "POST", papersAPI, body, 201, &out, "Content-Type", kind)
	return out
}

// opened returns the answer to opening a document.
func (c *citizen) opened(account string, id any, about string) (*http.Response, string) {
	c.w.Helper()
	res := c.w.sent(c.login(account), "GET", papersAPI+"/"+id.(string)+"/content"+about, nil)
	defer res.Body.Close()
	var b bytes.Buffer
	_, err := b.ReadFrom(res.Body)
	c.w.must(err)
	return res, b.String()
}

// A resident keeps a document, looks at it and deletes it. Nobody else learns that it is there.
func TestADocumentIsSealed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		same(w, "nothing yet", 0, len(items(wang.does("mp", "GET", papersAPI, nil, 200))))
		p := wang.hands("mp", fields{"name": "身份证复印件", "keep": "true", "valid_until": "2030-05-31"})
		id := p["id"].(string)
		w.wants(p, fields{
			"name": "身份证复印件", "kept": true, "kept_until": "", "valid_until": "2030-05-31", "expired": false, "in_use": false, "way_name": "手机上交",
			"by_name": "", "uses": []any{},
		})
		same(w, "mine", []any{id}, pluck(items(wang.does("mp", "GET", papersAPI, nil, 200)), "id"))
		same(w, "another's", 0, len(items(li.does("mp", "GET", papersAPI, nil, 200))))

		res, content := wang.opened("mp", id, "")
		img, err := jpeg.Decode(strings.NewReader(content))
		w.must(err)
		if img.Bounds().Dx() != 400 || strings.Contains(content, "HUAWEI") || strings.Contains(content, "Exif") { // turned upright
			w.Errorf("opened: %v", img.Bounds())
		}
		same(w, "storing on the way", "no-store", res.Header.Get("Cache-Control"))
		same(w, "a name for the file", "", res.Header.Get("Content-Disposition"))

		secretary := w.secretary()
		for _, other := range []*citizen{li, w.clerk(), secretary} {
			account := "staff"
			if other == li {
				account = "mp"
			}
			for _, about := range []string{"", "?about=errand:1", "?about=13812345678"} {
				other.refused(account, "GET", papersAPI+"/"+id+"/content"+about, nil, "404 paper.missing")
			}
			other.refused(account, "POST", papersAPI+"/"+id+"/keep", nil, "404 paper.missing")
			other.refused(account, "DELETE", papersAPI+"/"+id+"/keep", nil, "404 paper.missing")
			other.refused(account, "DELETE", papersAPI+"/"+id+"?sure=true", nil, "404 paper.missing")
			other.refused(account, "POST", papersAPI+"/"+id+"/answer", fields{"about": "errand:1", "yes": true}, "404 paper.missing")
		}
		lines := items(secretary.does("staff", "GET", api+"/staff/readings?kind=paper.refused", nil, 200))
		same(w, "who wanted to look", 9, len(lines))
		w.wants(lines[8], fields{"person_name": "老李", "kind_name": "想看居民材料（无权，未给看）", "about": "person", "about_name": "老王", "community_name": "阳光社区"})
		same(w, "the own look", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'paper.open_own'`))

		same(w, "in the media table, told, searched", 0, w.count(`SELECT COUNT(*) FROM media_file`)+
			w.count(`SELECT COUNT(*) FROM notify_notice WHERE facts LIKE '%身份证%'`)+w.count(`SELECT COUNT(*) FROM audit_record WHERE reason LIKE '%138%'`))
		same(w, "checked by the platform", 0, w.count(`SELECT COUNT(*) FROM job_open WHERE kind LIKE 'media%'`))
		same(w, "files", 1, w.kept())
		wang.does("mp", "DELETE", papersAPI+"/"+id, nil, 204)
		same(w, "files of a deleted one", 0, w.kept())
		wang.refused("mp", "GET", papersAPI+"/"+id+"/content", nil, "404 paper.missing")
	})
}

// What nobody uses goes after a week, what is kept stays; what the account leaves goes with it.
func TestADocumentGoesByItself(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		unused, kept := wang.hands("mp", fields{"name": "户口本首页"}), wang.hands("mp", fields{"name": "身份证复印件"})
		w.wants(unused, fields{"kept": false, "kept_until": "2026-11-30"})
		id := kept["id"].(string)
		w.wants(wang.does("mp", "POST", papersAPI+"/"+id+"/keep", nil, 200), fields{"kept": true, "kept_until": ""})
		w.forward(7*24*time.Hour + time.Minute)
		w.recurs("drop_papers")
		same(w, "what stays", []any{id}, pluck(items(wang.does("mp", "GET", papersAPI, nil, 200)), "id"))
		same(w, "files", 1, w.kept())

		// 代办 uses it: deleting needs a second word.
		w.exec(`INSERT INTO paper_use (paper_id, about, by_id, asked_at, agreed_at, ended_at) VALUES (` + id + `, 'errand:7', 0, 1, 1, 0)`)
		w.wants(items(wang.does("mp", "GET", papersAPI, nil, 200))[0], fields{"in_use": true})
		wang.refused("mp", "DELETE", papersAPI+"/"+id, nil, "409 paper.in_use")
		wang.refused("mp", "POST", papersAPI+"/"+id+"/answer", fields{"about": "errand:7", "yes": true}, "409 paper.answered")
		w.exec(`INSERT INTO paper_use (paper_id, about, by_id, asked_at, agreed_at, ended_at) VALUES (` + id + `, 'errand:8', 0, 1, 0, 0)`)
		w.wants(wang.does("mp", "POST", papersAPI+"/"+id+"/answer", fields{"about": "errand:8", "yes": false}, 200), fields{"in_use": true})
		w.exec(`UPDATE paper_use SET ended_at = ` + idText(w.now().UnixMilli()))
		w.wants(wang.does("mp", "DELETE", papersAPI+"/"+id+"/keep", nil, 200), fields{"kept": false, "kept_until": "2026-12-30"})

		// The consent to re-use stands where all consents stand, once there is something to re-use.
		kinds := pluck(items(wang.does("mp", "GET", api+"/me/consents", nil, 200)), "kind")
		same(w, "consents", []any{"neighbours", "papers"}, kinds)
		wang.does("mp", "PUT", api+"/me/consents/papers", nil, 200)

		wang.does("mp", "DELETE", api+"/me", nil, 204)
		same(w, "whose it was", 0, w.count(`SELECT COUNT(*) FROM paper WHERE person_id <> 0 OR name <> ''`))
		w.forward(time.Hour)
		w.recurs("drop_papers")
		same(w, "rows and files", 0, w.count(`SELECT COUNT(*) FROM paper`)+w.count(`SELECT COUNT(*) FROM paper_use`)+w.kept())
	})
}

// Staff at the counter photograph the document of somebody who has no telephone; only for their own residents.
func TestADocumentIsPhotographedAtTheCounter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		granny := clerk.enters("阳光社区", fields{"name": "孙奶奶", "phone": "13800138000", "born": 1940})
		p := clerk.hands("staff", fields{"name": "身份证复印件", "person_id": granny["id"].(string), "keep": "true"})
		w.wants(p, fields{"kept": false, "way_name": "社区代拍", "by_name": "王芳"})
		clerk.refused("staff", "GET", papersAPI+"/"+p["id"].(string)+"/content", nil, "404 paper.missing")
		body, kind := w.paperForm(photo(300, 200), fields{"name": "身份证复印件", "person_id": granny["id"].(string)})
		w.refused(w.clerkB().login("staff"), "POST", papersAPI, body, "404 paper.missing", "Content-Type", kind)
		w.refused(w.steward().login("mp"), "POST", papersAPI, body, "404 paper.missing", "Content-Type", kind)
	})
}

func TestWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		for _, c := range []struct {
			data []byte
			with fields
			want string
		}{
			{photo(300, 200), fields{"name": "身份证 211381199001011234"}, "400 paper.name"},
			{photo(300, 200), fields{}, "400 paper.name"},
			{photo(300, 200), fields{"name": "居住证", "valid_until": "2026-11-22"}, "400 paper.valid"},
			{photo(300, 200), fields{"name": "居住证", "valid_until": "明年"}, "400 http.body"},
			{photo(300, 200), fields{"name": "居住证", "person_id": "x"}, "400 http.body"},
			{photo(300, 200), fields{"name": "居住证\xff"}, "400 http.body"},
			{pngClaiming(30000, 30000), fields{"name": "居住证"}, "400 media.too_many_pixels"},
			{[]byte("<html><script>alert(1)</script>"), fields{"name": "居住证"}, "400 media.not_picture"},
			{nil, fields{"name": "居住证"}, "400 media.empty"},
		} {
			body, kind := w.paperForm(c.data, c.with)
			w.refused(wang.login("mp"), "POST", papersAPI, body, c.want, "Content-Type", kind)
		}
		w.refused(wang.login("mp"), "POST", papersAPI, photo(300, 200), "400 paper.name", "Content-Type", "image/jpeg")
		same(w, "rows and files", 0, w.count(`SELECT COUNT(*) FROM paper`)+w.kept())

		// The same key never makes a second one.
		body, kind := w.paperForm(photo(300, 200), fields{"name": "居住证"})
		var first, again fields
		for _, out := range []*fields{&first, &again} {
			status, answer := w.send(wang.login("mp"), "POST", papersAPI, body, "Content-Type", kind, "Idempotency-Key", "once")
			same(w, "status", 201, status)
			w.must(json.Unmarshal(answer, out))
		}
		same(w, "the same", first["id"], again["id"])
		same(w, "rows", 1, w.count(`SELECT COUNT(*) FROM paper`))
		last := ""
		for range 80 {
			if last = w.code(wang.login("mp"), "POST", papersAPI, nil); last == "429 http.often" {
				break
			}
		}
		same(w, "too often", "429 http.often", last)
	})
}

// One document serves two errands. Staff find it only while the resident consents, each use asks, and after the withdrawal there is
// none.
func TestOneDocumentServesTwoErrands(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, wang, second := w.clerk(), w.named("老王", "阳光花园3号楼"), w.clerk2()
		id := wang.hands("mp", fields{"name": "身份证复印件", "keep": "true"})["id"].(string)
		first := wang.asksErrand("代办 低保")
		clerk.handles(first, "take", nil)
		clerk.handles(first, "tell", fields{})
		wang.does("mp", "POST", errandsAPI+"/"+word(first["id"])+"/paper", fields{"n": 0, "paper_id": id}, 200)
		clerk.handles(first, "fail", fields{"words": "不符合条件", "next_door": "民政窗口"})

		again := wang.asksErrand("代办 低保")
		about := "?about=errand:" + word(again["id"])
		clerk.handles(again, "take", nil)
		clerk.handles(again, "tell", fields{})
		offered := func() []any {
			return pluck(items(clerk.does("staff", "GET", papersAPI+"/offered"+about, nil, 200)), "id")
		}
		same(w, "without consent", 0, len(offered()))
		attach := staffErrands + "/" + word(again["id"]) + "/paper"
		clerk.refused("staff", "POST", attach, fields{"n": 0, "paper_id": id}, "409 paper.consent")
		wang.does("mp", "PUT", api+"/me/consents/papers", nil, 200)
		same(w, "with it", []any{id}, offered())
		second.refused("staff", "GET", papersAPI+"/offered"+about, nil, "404 paper.missing")
		clerk.does("staff", "POST", attach, fields{"n": 0, "paper_id": id}, 200)
		w.settle()
		same(w, "asked", 1, wang.told("mp", "paper.asked"))
		clerk.refused("staff", "GET", papersAPI+"/"+id+"/content"+about, nil, "409 paper.asked")
		uses := objects(items(wang.does("mp", "GET", papersAPI, nil, 200))[0]["uses"])
		same(w, "the question", []any{false, true}, pluck(uses, "waiting"))
		same(w, "its matter", word(uses[1]["title"]), "代办最低生活保障")
		wang.does("mp", "POST", papersAPI+"/"+id+"/answer", fields{"about": uses[1]["about"], "yes": true}, 200)
		res, _ := clerk.opened("staff", id, about)
		same(w, "agreed", 200, res.StatusCode)
		clerk.handles(again, "fail", fields{"words": "不符合条件", "next_door": "民政窗口"})

		wang.does("mp", "DELETE", api+"/me/consents/papers", nil, 200)
		third := wang.asksErrand("代办 低保")
		clerk.handles(third, "take", nil)
		clerk.handles(third, "tell", fields{})
		clerk.refused("staff", "POST", staffErrands+"/"+word(third["id"])+"/paper", fields{"n": 0, "paper_id": id}, "409 paper.consent")

		// The document outlives its errands, and is still in its person's list.
		w.exec(`DELETE FROM errand`)
		same(w, "kept", []any{id}, pluck(items(wang.does("mp", "GET", papersAPI, nil, 200)), "id"))
	})
}

// A photo in the chat goes sealed to the errand that asked for it: named first, or sent first and named after. It is never a file of a
// report, and what is a problem becomes one.
func TestADocumentIsSentInTheChat(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		w.expect(wang.says("我的代办"), "等待接办")
		clerk.handles(e, "take", nil)
		clerk.handles(e, "tell", fields{})
		w.settle()

		// Named first.
		w.expect(wang.says("我的代办"), "先回复数字，再拍照发来", "1 身份证（原件）", "2 收入证明（复印件）")
		w.expect(wang.says("2"), "请发“收入证明”的照片")
		w.expect(wang.sendsPhoto(), "收到“收入证明”的照片", "还缺：身份证")
		w.settle()
		got := clerk.does("staff", "GET", staffErrands+"/"+word(e["id"]), nil, 200)
		w.wants(got, fields{"state": "gathering"})
		sent := word(objects(got["materials"])[1]["paper_id"])
		same(w, "told", 1, clerk.told("staff", "errand.brought"))
		res, _ := clerk.opened("staff", sent, "?about=errand:"+word(e["id"]))
		same(w, "staff of the errand look", "image/jpeg", res.Header.Get("Content-Type"))
		li.refused("mp", "GET", papersAPI+"/"+sent+"/content", nil, "404 paper.missing")
		w.wants(items(wang.does("mp", "GET", papersAPI, nil, 200))[0], fields{"name": "收入证明", "way_name": "公众号里交"})

		// It was no good: sent first, named after.
		clerk.handles(e, "see", fields{"n": 0, "looked": "good"})
		clerk.handles(e, "see", fields{"n": 1, "looked": "bad", "words": "看不清"})
		clerk.handles(e, "tell", fields{"words": "照片看不清"})
		w.expect(wang.says("0"), "我的代办")
		w.expect(wang.sendsPhoto(), "这是哪一项", "1 收入证明（复印件）：看不清", "2 都不是")
		w.expect(wang.sendsPhoto(), "上一张")
		w.expect(wang.says("1"), "收到“收入证明”的照片", "30 天后删除")
		w.settle()
		got = clerk.does("staff", "GET", staffErrands+"/"+word(e["id"]), nil, 200)
		if now := objects(got["materials"])[1]; now["paper_id"] == sent || now["looked"] != "" {
			w.Errorf("the second photo: %v", now)
		}
		same(w, "files of reports", 0, w.count(`SELECT COUNT(*) FROM media_file`))
		same(w, "photos that the platform has", 0, w.count(`SELECT COUNT(*) FROM paper WHERE media_id <> ''`))

		// A street lamp is no document.
		clerk.handles(e, "see", fields{"n": 1, "looked": "bad", "words": "还是看不清"})
		clerk.handles(e, "tell", fields{"words": "照片看不清"})
		w.expect(wang.sendsPhoto(), "这是哪一项")
		w.expect(wang.says("2"), "收到照片", "什么地方")
		w.expect(wang.says("阳光花园3号楼"), "回复 1")
		same(w, "files of reports", 1, w.count(`SELECT COUNT(*) FROM media_file`))
		wang.says("0")
		w.expect(wang.sendsPhoto(), "这是哪一项")
		w.expect(wang.says("阳光花园3号楼楼道灯坏了"), "回复 1")
		wang.says("0")

		// A photo that nobody can have any more is said.
		w.expect(wang.says("我的代办"), "还缺：收入证明（复印件）：还是看不清。可以直接拍照发来")
		w.sim.Fail(mediaGet, wxsim.Fault{ErrCode: -1}) // tried again in a minute, when the errand has ended
		w.expect(wang.sendsPhoto(), "收到“收入证明”的照片")
		clerk.handles(e, "resume", nil)
		clerk.handles(e, "fail", fields{"words": "不符合条件", "next_door": "去民政窗口"})
		w.sim.Clear()
		w.forward(time.Minute)
		same(w, "not wanted any more", 1, wang.told("mp", "paper.lost"))
		// A photo with nothing that waits is a problem, as ever.
		w.expect(wang.sendsPhoto(), "收到照片", "什么地方")
	})
}
