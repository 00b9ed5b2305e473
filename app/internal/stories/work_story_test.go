package stories

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const workAPI = api + "/work"

// works returns a person's own lines as "kind deed place".
func (c *citizen) works(account string) []string {
	c.w.Helper()
	all := []string{}
	for _, l := range items(c.does(account, "GET", workAPI, nil, 200)) {
		all = append(all, fmt.Sprint(l["kind_name"], " ", l["deed"], " ", l["place"]))
	}
	return all
}

// today returns what a person has to do as "kind title taps".
func (c *citizen) today(account string) []fields {
	c.w.Helper()
	return items(c.does(account, "GET", api+"/today", nil, 200))
}

// taps presses a result of a row: the request is the one that the row says.
func (c *citizen) taps(account string, row fields, do, words string, status int) {
	c.w.Helper()
	for _, tap := range objects(row["taps"]) {
		if tap["do"] != do {
			continue
		}
		body, _ := tap["body"].(map[string]any)
		if field, _ := tap["words"].(string); field != "" {
			body[field] = words
		}
		c.does(account, "POST", api+fmt.Sprint(tap["path"]), body, status)
		return
	}
	c.w.Fatalf("%v has no tap %s", row, do)
}

// row returns the row of a kind.
func (c *citizen) row(account, kind string) fields {
	c.w.Helper()
	rows := c.today(account)
	i := slices.IndexFunc(rows, func(r fields) bool { return r["kind"] == kind })
	if i < 0 {
		c.w.Fatalf("no %s in %v", kind, rows)
	}
	return rows[i]
}

// A deed is typed once: what a clerk, an officer and a steward do stands in their own work, in the tally of the grid and the
// building, and in the weekly report, and nobody wrote it a second time.
func TestADeedIsTypedOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 09:00") // a Wednesday
		wang, clerk, officer, steward := w.follower("王大妈").lives("2单元"), w.clerk(), w.officer(), w.steward()
		id := wang.submits("楼道灯坏了", "2单元")
		w.settle()

		// The steward sees it today, goes there, and says what they saw.
		steward.taps("mp", steward.row("mp", "alert"), "look", "灯管坏了，三楼", 200)
		clerk.acts(id, "accept", fields{"category": "facility"})
		clerk.acts(id, "assign", fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}})
		row := officer.row("staff", "report")
		w.wants(row, fields{"title": "公共设施：楼道灯坏了", "late": false, "urgent": false})
		officer.taps("staff", row, "take", "", 200)
		officer.taps("staff", officer.row("staff", "report"), "resolve", "换了灯管", 200)
		same(w, "nothing is left", 0, len(officer.today("staff")))

		steward.does("mp", "POST", staffHouseholds, w.moved("1单元", "302", 3), 201)
		officer.taps("staff", officer.row("staff", "arrival"), "confirm", "", 200)
		officer.does("staff", "POST", workAPI, fields{"kind": "hazard", "area_id": w.id("阳光花园3号楼"), "words": "清走楼道里的纸箱"}, 204)

		same(w, "the clerk's work", []string{"诉求解答 受理事件 阳光社区 阳光花园3号楼 2单元"}, clerk.works("staff"))
		same(w, "the steward's work", []string{"信息采集 登记新住户 阳光社区 阳光花园3号楼 1单元", "诉求解答 到场查看 阳光社区 阳光花园3号楼 2单元"}, steward.works("mp"))
		same(w, "the officer's work", []string{
			"安全隐患 记一笔 阳光社区 阳光花园3号楼", "信息采集 核实住户 阳光社区 阳光花园3号楼 1单元",
			"诉求解答 办结事件 阳光社区 阳光花园3号楼 2单元", "诉求解答 开始办理 阳光社区 阳光花园3号楼 2单元",
		}, officer.works("staff"))
		same(w, "the resident has none", 0, w.count(`SELECT COUNT(*) FROM work_line WHERE person_id = `+wang.me("mp")))

		// The same numbers by grid, by building and by post, without a name.
		query := "/tallies?area_id=" + w.id("阳光社区")
		secretary := w.secretary()
		grid := items(secretary.does("staff", "GET", api+"/staff/work"+query, nil, 200))
		w.wants(grid[0], fields{"name": "阳光社区 阳光第一网格", "lines": 7.0, "solved": 1.0, "served": 1.0})
		w.wants(items(secretary.does("staff", "GET", api+"/staff/work"+query+"&by=building", nil, 200))[0], fields{"name": "阳光社区 阳光花园3号楼", "lines": 7.0})
		posts := pluck(items(secretary.does("staff", "GET", api+"/staff/work"+query+"&by=post", nil, 200)), "name")
		if !slices.Contains(posts, any("阳光社区 阳光第一网格 网格员")) || strings.Contains(fmt.Sprint(posts), "李强") {
			w.Errorf("posts: %v", posts)
		}
		same(w, "lines behind a number", 1, len(items(secretary.does("staff", "GET", api+"/staff/work/lines?kind=hazard&area_id="+w.id("阳光第一网格"), nil, 200))))
		// And the ledger of work, typed by nobody.
		export := fields{"from": "2026-11-25", "to": "2026-11-25", "area_id": w.id("阳光社区"), "reason": "月度考核"}
		status, book := w.send(clerk.login("staff"), "POST", api+"/staff/ledgers/work", export)
		same(w, "the ledger", 200, status)
		text, rows := readLedger(w, book)
		w.expect(text, "清走楼道里的纸箱", "安全监督员", "办结事件")
		same(w, "rows with the heading", 8, len(rows))
		w.clerkB().refused("staff", "POST", api+"/staff/ledgers/work", export, "404 area.missing")

		w.clerkB().refused("staff", "GET", api+"/staff/work"+query, nil, "404 area.missing")
		officer.refused("staff", "GET", api+"/staff/work"+query, nil, "403 auth.denied")
	})
}

// A door that a steward told is one line, whatever was told.
func TestADoorToldIsWork(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.follower("王大妈").lives("2单元"), w.clerk()
		id := wang.submits("路灯不亮", "2单元")
		clerk.acts(id, "reply", fields{"words": "还在等零件"})
		w.settle()
		w.exec(`DELETE FROM notify_notice WHERE kind <> 'report.reply'`)
		w.copyNotice("report.reply", 2)
		w.exec(`UPDATE notify_notice SET state = 'undelivered'`)
		steward := w.steward()
		row := steward.row("mp", "door")
		w.wants(row, fields{"say": "3条消息没有送到。"})
		steward.taps("mp", row, "told", "", 204)
		same(w, "one door", []string{"政策宣传 上门告知 阳光社区 阳光花园3号楼 2单元"}, steward.works("mp"))
	})
}

// On Friday at 16:00 the draft of the week is ready; the officer adds a sentence and sends it; the secretary reads it and how many
// are still to come, without their names.
func TestTheWeekWritesItself(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 09:00")
		officer, secretary := w.officer(), w.secretary()
		w.clerk()
		officer.does("staff", "POST", workAPI, fields{"kind": "dispute", "area_id": w.id("阳光花园3号楼"), "words": "调解两家的晾衣杆"}, 204)
		w.at("2026-11-27 15:50")
		w.must(w.system.Journals.ComposeWeeks(w.ctx))
		same(w, "before 16:00", 0, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'work.week_ready'`))
		w.at("2026-11-27 16:05")
		for range 3 {
			w.must(w.system.Journals.ComposeWeeks(w.ctx))
		}
		w.settle()
		same(w, "the officer is told once", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'work.week_ready' AND person_id = `+officer.me("staff")))
		draft := officer.does("staff", "GET", workAPI+"/week", nil, 200)
		same(w, "the draft", "11月23日至11月29日。\n11月25日（阳光社区 阳光花园3号楼）：调解两家的晾衣杆。", draft["draft"])

		open := func() any {
			return secretary.does("staff", "GET", api+"/staff/work/weeks?area_id="+w.id("阳光社区"), nil, 200)["open"]
		}
		before := open().(float64)
		officer.does("staff", "POST", workAPI+"/week", fields{"words": "下周查消防通道。"}, 200)
		officer.does("staff", "POST", workAPI+"/week", fields{"words": "下周查消防通道和车棚。"}, 200)
		same(w, "one less is to come", before-1, open())
		sent := items(secretary.does("staff", "GET", api+"/staff/work/weeks?area_id="+w.id("阳光社区"), nil, 200))
		if len(sent) != 1 {
			w.Fatalf("%v", sent)
		}
		w.wants(sent[0], fields{"person_name": "李强", "added": "下周查消防通道和车棚。", "draft": draft["draft"]})
		same(w, "one line for the report", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'week.send'`))
		for refusal, in := range map[string]fields{
			"400 work.week": {"week": "2026-11-01"}, "400 http.body": {"week": 7},
		} {
			officer.refused("staff", "POST", workAPI+"/week", in, refusal)
		}
		officer.refused("staff", "POST", workAPI+"/week", fields{"words": strings.Repeat("长", 301)}, "400 work.week")
		secretary.refused("staff", "POST", workAPI+"/week", fields{}, "403 auth.denied")
		w.clerkB().refused("staff", "GET", api+"/staff/work/weeks?area_id="+w.id("阳光社区"), nil, "404 area.missing")
	})
}

// A day in flight mode: thirty notes with their own times are sent three times, from two telephones at once. Each is there once, on
// its day; a clock that ran ahead is put right, and one from last month is refused.
func TestADayInFlightMode(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 18:00")
		officer := w.officer()
		token, other := officer.login("staff"), officer.login("staff")
		var all sync.WaitGroup
		for i := range 30 {
			at := w.now().Add(-time.Duration(30-i) * 20 * time.Minute).Format(time.RFC3339)
			note := fields{"kind": "patrol", "words": fmt.Sprintf("第%d处正常", i+1), "at": at}
			for try := range 3 {
				all.Go(func() {
					phone := token
					if try == 1 {
						phone = other
					}
					for {
						got := w.code(phone, "POST", workAPI, note, "Idempotency-Key", fmt.Sprintf("flight-%02d", i))
						if got == "204" {
							return
						}
						if got != "409 http.in_progress" && !strings.HasPrefix(got, "503") && !strings.HasPrefix(got, "429") {
							w.Error(got)
							return
						}
					}
				})
			}
		}
		all.Wait()
		same(w, "notes", 30, w.count(`SELECT COUNT(*) FROM work_line WHERE noted = 1`))
		same(w, "days", 1, w.count(`SELECT COUNT(DISTINCT day) FROM work_line`))

		officer.does("staff", "POST", workAPI, fields{"kind": "patrol", "words": "钟快了五分钟", "at": w.now().Add(5 * time.Minute).Format(time.RFC3339)}, 204)
		same(w, "never in the future", 0, w.count(`SELECT COUNT(*) FROM work_line WHERE at > `+fmt.Sprint(w.now().UnixMilli())))
		for refusal, in := range map[string]fields{
			"400 work.time":    {"kind": "patrol", "words": "上个月的", "at": w.now().AddDate(0, -1, 0).Format(time.RFC3339)},
			"400 work.kind":    {"kind": "sleep", "words": "没有这种"},
			"400 work.words":   {"kind": "patrol", "words": "短"},
			"400 work.minutes": {"kind": "patrol", "words": "太久了", "minutes": 2000},
			"400 work.place":   {"kind": "patrol", "words": "别的社区", "area_id": w.id("新园社区")},
		} {
			officer.refused("staff", "POST", workAPI, in, refusal)
		}
		w.follower("路人").refused("mp", "POST", workAPI, fields{"kind": "patrol", "words": "我没有职务"}, "403 auth.denied")
	})
}

// A note may be taken back for 24 hours by who wrote it; what the program wrote stays.
func TestANoteIsTakenBack(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		officer.does("staff", "POST", workAPI, fields{"kind": "duty", "words": "值守一上午"}, 204)
		line := items(officer.does("staff", "GET", workAPI, nil, 200))[0]
		id := fmt.Sprint(workAPI, "/", line["id"])
		same(w, "it can be taken back", []any{"take_back"}, line["can"])
		w.clerk().refused("staff", "DELETE", id, nil, "404 work.missing")
		officer.does("staff", "DELETE", id, nil, 204)
		officer.refused("staff", "DELETE", id, nil, "404 work.missing")
		officer.does("staff", "POST", workAPI, fields{"kind": "duty", "words": "值守一下午"}, 204)
		w.forward(25 * time.Hour)
		line = items(officer.does("staff", "GET", workAPI, nil, 200))[0]
		same(w, "a day later it stays", []any{}, line["can"])
		officer.refused("staff", "DELETE", fmt.Sprint(workAPI, "/", line["id"]), nil, "409 work.over")
	})
}
