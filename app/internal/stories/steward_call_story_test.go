package stories

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"linli/app/internal/fixture"
)

// token returns the token in the code of a board.
func (w *world) token(place string) string {
	w.Helper()
	return w.areaOf(place).Board
}

// pleads calls for help on a board without a login and returns the answer.
func (w *world) pleads(place, words, phone string, headers ...string) (answer fields) {
	w.Helper()
	w.request("", "POST", api+"/boards/"+w.token(place)+"/call", fields{"words": words, "phone": phone}, 201, &answer, headers...)
	return answer
}

// afterwards is when each limit per address and board has expired. A real Redis has its own clock.
func (w *world) afterwards() {
	w.Helper()
	w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
	w.forward(20 * time.Minute)
}

func TestAVisitorCallsFromABoard(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		li, clerk, other := w.officer(), w.clerk(), w.someone("钱进").binds("mp", "19900000007")
		answer := w.pleads("2单元", "腿脚不便，想买药 https://evil.example/x", "138-1234-5678")
		w.wants(answer, fields{"number": "Q1", "danger": "", "say": "已记下您的求助，编号 Q1。已通知 1 位负责的同志，请保持电话畅通。"})
		w.settle()
		if zhao.heardOf("有人求助") != 1 {
			w.Fatal("the steward received nothing")
		}
		for _, sealed := range []string{"phone_sealed", "phone_index", "words"} {
			if w.count(`SELECT COUNT(*) FROM steward_call WHERE `+sealed+` LIKE '%12345678%'`) != 0 {
				w.Fatalf("the telephone is stored in %s", sealed)
			}
		}

		calls := items(zhao.does("mp", "GET", api+"/steward/calls", nil, 200))
		w.wants(calls[0], fields{
			"number": "Q1", "words": "腿脚不便，想买药 （链接已去掉）", "phone": "138****5678", "state": "waiting", "state_name": "等人联系",
			"area_name": "阳光社区 阳光花园3号楼 2单元", "acknowledged_by": "",
		})
		same(w, "the officer's list", calls, items(li.does("staff", "GET", api+"/staff/calls?list=all", nil, 200)))
		for _, list := range []fields{
			other.does("mp", "GET", api+"/steward/calls", nil, 200), w.clerkB().does("staff", "GET", api+"/staff/calls", nil, 200),
			w.orgMan().does("staff", "GET", api+"/staff/calls", nil, 200),
		} {
			if len(items(list)) != 0 {
				w.Fatalf("another steward lists %v", list)
			}
		}
		zhao.refused("mp", "GET", api+"/steward/calls?list=mine", nil, "400 steward.list")
		zhao.refused("mp", "GET", api+"/steward/calls?cursor=x", nil, "400 http.body")

		path := api + "/calls/" + calls[0]["id"].(string)
		for _, action := range []string{"/acknowledge", "/phone", "/finish"} {
			other.refused("mp", "POST", path+action, fields{"words": "好了"}, "404 steward.call_missing")
			w.clerkB().refused("staff", "POST", path+action, fields{"words": "好了"}, "404 steward.call_missing")
		}
		w.later(time.Minute)
		for range 2 {
			w.wants(zhao.does("mp", "POST", path+"/acknowledge", nil, 200), fields{
				"state": "acknowledged", "acknowledged_at": "2026-11-23T09:01:00+08:00", "acknowledged_by": "赵红",
			})
		}
		w.wants(zhao.does("mp", "POST", path+"/phone", nil, 200), fields{"phone": "13812345678"})
		if w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'steward.reveal_phone' AND about = 'call:1' AND person_id = ?`, zhao.me("mp")) != 1 {
			w.Fatal("no audit record")
		}
		w.forward(4 * time.Hour) // acknowledged only
		if zhao.heardOf("请您再联系") != 1 {
			w.Fatal("the steward was not reminded")
		}
		zhao.refused("mp", "POST", path+"/finish", nil, "400 steward.words")
		for range 2 {
			w.wants(zhao.does("mp", "POST", path+"/finish", fields{"words": "药送到了"}, 200), fields{"state": "done", "result": "药送到了", "done_by": "赵红"})
		}
		clerk.refused("staff", "POST", path+"/finish", fields{"words": "我也办了"}, "409 steward.done")
		if len(items(zhao.does("mp", "GET", api+"/steward/calls", nil, 200))) != 0 {
			w.Fatal("the finished call is still open")
		}
		before := len(zhao.heard())
		w.forward(24 * time.Hour)
		if len(zhao.heard()) != before || w.count(`SELECT COUNT(*) FROM steward_paging WHERE stage <> 'over'`) != 0 {
			w.Fatal("the finished call still alerts")
		}
		w.later(30 * 24 * time.Hour)
		w.must(w.system.Stewards.EraseNumbers(w.ctx))
		delete(clerk.tokens, "staff") // a session lasts 30 days
		clerk.refused("staff", "POST", path+"/phone", nil, "404 person.no_phone")
	})
}

func TestACallOfDangerIsAnEmergency(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao, li := w.follower("赵红").binds("mp", "19900000003"), w.follower("李强").binds("staff", "19900000002")
		clerk := w.clerk()
		w.forward(14*time.Hour + 11*time.Minute)
		w.wants(w.pleads("阳光花园3号楼", "我妈妈摔倒了", "029-87010000"), fields{"danger": "请马上拨打 120。"})
		w.settle()
		if zhao.heardOf("紧急：有人求助") != 1 {
			w.Fatal("nobody was alerted")
		}
		quiet := w.pleads("阳光花园3号楼", "想请人修灯", "13812345678")
		if !strings.Contains(quiet["say"].(string), "早上 8 点") {
			w.Fatalf("the reply at night is %s", quiet["say"])
		}
		for range 3 {
			w.forward(2 * time.Minute)
		}
		if zhao.heardOf("紧急：有人求助") != 3 || li.heardOf("紧急：有人求助") != 1 {
			w.Fatalf("alerts: %d and %d", zhao.heardOf("紧急：有人求助"), li.heardOf("紧急：有人求助"))
		}
		li.does("staff", "POST", api+"/calls/1/acknowledge", nil, 200)
		w.wants(clerk.does("staff", "POST", api+"/staff/pagings/1/acknowledge", nil, 200), fields{
			"subject": "call", "stage": "acknowledged", "acknowledgements": 2.0, "needed": 2.0,
		})
	})
}

func TestAnUnansweredCallIsTheDesksWork(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.exec(`DELETE FROM person_posting WHERE role IN ('steward', 'grid_officer')`)
		clerk := w.follower("王芳").binds("staff", "19900000001")
		w.pleads("阳光花园3号楼", "想请人修灯", "13812345678")
		w.settle() // or both messages would be merged into one
		w.forward(2 * time.Hour)
		if clerk.heardOf("求助没有人接") != 1 {
			w.Fatal("the clerk was not notified")
		}
		left := items(clerk.does("staff", "GET", api+"/staff/unanswered", nil, 200))
		if len(left) != 1 || left[0]["subject"] != "call" {
			w.Fatalf("%v", left)
		}
		clerk.does("staff", "POST", api+"/staff/pagings/"+left[0]["id"].(string)+"/acknowledge", nil, 200)
		w.forward(24 * time.Hour) // acknowledged only: reminded once
		w.forward(24 * time.Hour)
		if n := clerk.told("staff", "steward.staff_remind_call"); n != 1 {
			w.Fatalf("reminded %d times", n)
		}
		clerk.does("staff", "POST", api+"/calls/1/finish", fields{"words": "修好了"}, 200)
		if left := items(clerk.does("staff", "GET", api+"/staff/unanswered", nil, 200)); len(left) != 0 {
			w.Fatalf("the finished call is still listed: %v", left)
		}
	})
}

func TestCallsAreLimitedAndNotDoubled(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		path := func(place string) string { return api + "/boards/" + w.token(place) + "/call" }
		call := func(words, phone string) fields { return fields{"words": words, "phone": phone} }
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 steward.phone"},
			{[]byte("{"), "400 http.body"},
			{call("想买药", "12345"), "400 steward.phone"},
			{call(" \u200b", "13812345678"), "400 steward.words"},
			{call(strings.Repeat("药", 401), "13812345678"), "400 steward.words"},
		} {
			w.refused("", "POST", path("1单元"), c.in, c.want)
		}
		w.refused("", "POST", api+"/boards/made-up/call", call("想买药", "13812345678"), "404 area.missing")
		w.refused("", "POST", path("1单元"), call("想买药", "13812345678"), "400 http.idempotency_key", "Idempotency-Key", strings.Repeat("k", 65))
		w.afterwards()

		first := w.pleads("1单元", "想买药", "13812345678", "Idempotency-Key", "k1")
		for range 2 {
			same(w, "the same words", first, w.pleads("1单元", "想买药", "13812345678"))
			same(w, "the same key", first, w.pleads("1单元", "想买药", "13812345678", "Idempotency-Key", "k1"))
			w.refused("", "POST", path("1单元"), call("想买些药", "13812345678"), "409 http.idempotency_key", "Idempotency-Key", "k1")
		}
		if other := w.pleads("1单元", "想买药", "13912345678", "Idempotency-Key", "k2"); other["number"] == first["number"] {
			w.Fatal("a call from another telephone was merged")
		}
		w.afterwards()
		if again := w.pleads("1单元", "想买药", "13812345678"); again["number"] == first["number"] {
			w.Fatal("a call after ten minutes was merged")
		}
		for i := range 3 {
			w.pleads("1单元", fmt.Sprint("想买药", i), "13812345678")
		}
		w.afterwards()
		w.refused("", "POST", path("1单元"), call("又想买药", "13812345678"), "429 steward.often") // five per hour from one telephone
		w.pleads("1单元", "着火了，快来人", "13812345678")                                            // an emergency is accepted beyond the limit, once
		w.refused("", "POST", path("1单元"), call("着火了，快来人啊", "13812345678"), "429 steward.often")
		w.afterwards()
		w.forward(time.Hour)
		for i := range 10 {
			w.pleads("2单元", "想买药", fmt.Sprintf("1370000000%d", i))
		}
		w.refused("", "POST", path("2单元"), call("想买药", "13600000000"), "429 steward.often") // ten from one address
		w.afterwards()
		w.pleads("2单元", "想买药", "13600000000")
	})
}

func TestABoardIsOpenToEverybody(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao, clerk := w.steward(), w.clerk()
		community := api + "/staff/communities/" + w.id("阳光社区")
		phones := fields{"contact_phone": "029-87010000", "supervision_phone": "12345"}
		w.wants(clerk.does("staff", "GET", community+"/board", nil, 200), fields{"contact_phone": "", "supervision_phone": ""})
		w.wants(clerk.does("staff", "PUT", community+"/board", phones, 200), phones)
		clerk.refused("staff", "PUT", community+"/board", fields{"contact_phone": "请打电话"}, "400 steward.board")
		w.clerkB().refused("staff", "PUT", community+"/board", phones, "404 area.missing")
		w.clerkB().refused("staff", "GET", community+"/board", nil, "404 area.missing")
		if w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'steward.board'`) != 1 {
			w.Fatal("no audit record")
		}
		board := func(place string) (b fields) {
			w.Helper()
			w.request("", "GET", api+"/boards/"+w.token(place), nil, 200, &b)
			return b
		}
		unit := board("2单元")
		w.wants(unit, fields{
			"full_name": "阳光社区 阳光花园3号楼 2单元", "community_name": "阳光社区", "contact_phone": "029-87010000", "supervision_phone": "12345",
		})
		same(w, "emergency numbers first", []any{"119", "120", "110"}, pluck(objects(unit["emergency"]), "number"))
		keeper := func() fields { w.Helper(); return objects(board("2单元")["stewards"])[0] }
		w.wants(keeper(), fields{"role": "steward", "name": "赵红", "phone": "19900000003", "stands_in": false})

		for _, c := range []struct {
			level       int
			name, phone string
		}{{2, "赵红", ""}, {0, "", ""}, {1, "赵红", "19900000003"}} {
			zhao.does("mp", "PUT", api+"/steward/shown", fields{"level": c.level}, 204)
			w.wants(keeper(), fields{"name": c.name, "phone": c.phone})
		}
		for _, bad := range []any{nil, fields{"level": 3}, fields{"level": -1}} {
			zhao.refused("mp", "PUT", api+"/steward/shown", bad, "400 steward.level")
		}
		w.must(w.system.ImportSheets(w.ctx, &strings.Builder{}, fixture.County())) // the steward's own choice stays
		zhao.does("mp", "PUT", api+"/steward/shown", fields{"level": 2}, 204)
		w.wants(keeper(), fields{"phone": ""})

		zhao.does("mp", "POST", api+"/steward/away", nil, 200) // 孙伟 is the substitute and did not agree to be named
		w.wants(keeper(), fields{"name": "", "phone": "", "stands_in": true})
		w.forward(23 * time.Hour)
		w.wants(keeper(), fields{"name": "赵红", "stands_in": false}) // back automatically

		if len(objects(board("新园小区1号楼")["stewards"])) != 0 {
			w.Fatal("nobody is posted there")
		}
		w.refused("", "GET", api+"/boards/made-up", nil, "404 area.missing")
	})
}

func TestTheBoardsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	clerk := w.clerk()
	clerk.does("staff", "PUT", api+"/staff/communities/"+w.id("阳光社区")+"/board", fields{"contact_phone": "029-87010000", "supervision_phone": "12345"}, 200)
	page := func(token string, status int) string {
		w.Helper()
		res, err := httpClient.Get("http://" + w.running.Address + "/b/" + token)
		w.must(err)
		defer res.Body.Close()
		_, text := w.send("", "GET", "/b/"+token, nil)
		policy := res.Header.Get("Content-Security-Policy")
		if res.StatusCode != status || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") ||
			res.Header.Get("Referrer-Policy") != "no-referrer" || res.Header.Get("Cache-Control") != "no-store" {
			w.Fatalf("%d %v", res.StatusCode, res.Header)
		}
		return string(text)
	}
	text := page(w.token("2单元"), http.StatusOK)
	if dir := os.Getenv("LINLI_TEST_SHEETS"); dir != "" { // to look at the sheets
		w.must(os.WriteFile(dir+"/board.html", []byte(text), 0o600))
	}
	last := -1
	for _, want := range []string{
		"阳光花园3号楼 2单元", `href="tel:119"`, `href="tel:120"`, `href="tel:110"`, "赵红", `href="tel:19900000003"`, "便民联系电话", "029-87010000",
		"监督电话", "有困难找党员", `data-token="` + w.token("2单元") + `"`, `maxlength="400"`,
	} {
		at := strings.Index(text, want)
		if at < last {
			w.Errorf("%s is at %d", want, at)
		}
		last = at
	}
	for _, way := range []string{"/h5/#/report/new/index?token=" + w.token("2单元"), "/h5/#/pages/booking/index", `src="/b/` + w.token("2单元") + `/follow"`} {
		if !strings.Contains(text, way) {
			w.Errorf("no way to %s", way)
		}
	}
	if status, image := w.send("", "GET", "/b/"+w.token("2单元")+"/follow", nil); status != http.StatusOK || !strings.HasPrefix(http.DetectContentType(image), "image/") {
		w.Errorf("the code of the account: %d, %d bytes", status, len(image))
	}
	w.refused("", "GET", "/b/made-up/follow", nil, "404 area.missing")
	if gone := page("made-up", http.StatusNotFound); !strings.Contains(gone, "没有找到这块公示牌") || !strings.Contains(gone, "tel:119") {
		w.Fatal(gone)
	}
	w.exec(`UPDATE person SET name = '<b>"赵' WHERE code = 'P3'`)
	if text := page(w.token("2单元"), http.StatusOK); strings.Contains(text, "<b>\"赵") || !strings.Contains(text, "&lt;b&gt;&#34;赵") {
		w.Fatal("a name is not escaped")
	}
	for i := range 130 {
		if status, _ := w.send("", "GET", "/b/made-up", nil); status == http.StatusTooManyRequests {
			break
		} else if i == 129 {
			w.Fatal("no limit")
		}
	}
}

func TestBoardsArePrinted(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		path := api + "/staff/communities/" + w.id("阳光社区") + "/boards.pdf"
		for query, pages := range map[string]string{"": "/Count 5 ", "?per_page=4": "/Count 2 "} {
			status, file := w.send(clerk.login("staff"), "GET", path+query, nil)
			if status != 200 || !strings.HasPrefix(string(file), "%PDF-") || !strings.Contains(string(file), pages) {
				w.Fatalf("%d, %d bytes", status, len(file))
			}
		}
		w.clerkB().refused("staff", "GET", path, nil, "404 area.missing")
		w.officer().refused("staff", "GET", path, nil, "403 auth.denied")
	})
}
