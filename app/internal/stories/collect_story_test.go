package stories

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	campaignsAPI = api + "/staff/campaigns"
	doorsAPI     = api + "/collect/"
	ownCollect   = api + "/me/collect"
)

// livesIn moves a named resident in and lets the officer confirm it.
func (w *world) livesIn(name, area, room string, size int, more ...any) *citizen {
	w.Helper()
	c := w.someone(name)
	c.does("mp", "PATCH", api+"/me", fields{"name": name}, 200)
	h := c.does("mp", "POST", myHouseholds, w.moved(area, room, size, more...), 201)
	w.clerk().does("staff", "POST", staffHouseholds+"/"+fmt.Sprint(h["id"])+"/confirm", fields{}, 200)
	return c
}

// census is a campaign about what is known, and one sealed question.
func (w *world) census(more ...any) fields {
	f := fields{
		"area_id": w.id("阳光社区"), "title": "冬季供暖核对", "purpose": "安排供暖走访", "basis": "县供暖办法第三条", "decided": "社区党委会 11月20日",
		"questions": []fields{
			{"text": "家里几口人", "kind": "number", "choices": []string{}, "known": "size", "sealed": false},
			{"text": "自住还是出租", "kind": "choice", "choices": []string{}, "known": "tenure", "sealed": false},
		},
		"from": "2026-12-01", "until": "2026-12-20", "drop": "2027-01-31",
	}
	for i := 0; i+1 < len(more); i += 2 {
		f[fmt.Sprint(more[i])] = more[i+1]
	}
	return f
}

// opened drafts a campaign, gets the secretary's yes and asks the households.
func (w *world) opened(more ...any) string {
	w.Helper()
	id := fmt.Sprint(w.clerk().does("staff", "POST", campaignsAPI, w.census(more...), 201)["id"])
	w.secretary().does("staff", "POST", campaignsAPI+"/"+id+"/start", nil, 204)
	w.must(w.system.Collects.Ask(w.ctx))
	return id
}

// toCollect returns the rows of 今天 that are to be collected, as "place: say".
func (c *citizen) toCollect(account string) (said, ids []string) {
	c.w.Helper()
	said = []string{}
	for _, r := range c.today(account) {
		if r["kind"] == "collect" {
			said, ids = append(said, fmt.Sprint(r["place"], ": ", r["say"])), append(ids, fmt.Sprint(r["id"]))
		}
	}
	return said, ids
}

// counted returns the states of a campaign's only building as "name count".
func (c *citizen) counted(id string) []string {
	c.w.Helper()
	all := []string{}
	for _, b := range objects(c.does("staff", "GET", campaignsAPI+"/"+id, nil, 200)["buildings"]) {
		for _, n := range objects(b["counts"]) {
			all = append(all, fmt.Sprint(n["name"], " ", n["count"]))
		}
	}
	return all
}

// Without a decision behind it nothing is asked; the secretary alone says yes; it begins on its first day, and each contact person is
// told once.
func TestACollectionNeedsADecision(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		clerk, secretary := w.clerk(), w.secretary()
		draft := fmt.Sprint(clerk.does("staff", "POST", campaignsAPI, w.census("decided", ""), 201)["id"])
		clerk.refused("staff", "POST", campaignsAPI+"/"+draft+"/start", nil, "403 auth.denied")
		secretary.refused("staff", "POST", campaignsAPI+"/"+draft+"/start", nil, "409 collect.undecided")
		for refusal, in := range map[string]fields{
			"400 collect.title": w.census("title", "核"), "400 collect.questions": w.census("questions", []fields{}),
			"400 collect.days": w.census("drop", "2026-12-20"), "404 area.missing": w.census("area_id", w.id("新园社区")),
			"400 collect.filter": w.census("tenure", "vacant"),
		} {
			clerk.refused("staff", "POST", campaignsAPI, in, refusal)
		}
		clerk.does("staff", "PUT", campaignsAPI+"/"+draft, w.census(), 204)
		secretary.does("staff", "POST", campaignsAPI+"/"+draft+"/start", nil, 204)
		secretary.refused("staff", "POST", campaignsAPI+"/"+draft+"/start", nil, "409 collect.state")
		w.must(w.system.Collects.Ask(w.ctx))
		same(w, "before the first day", 0, w.count(`SELECT COUNT(*) FROM collect_answer`))
		w.at("2026-12-01 09:00")
		told := func() int {
			w.must(w.system.Collects.Ask(w.ctx))
			w.settle()
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'collect.asked' AND person_id = ?`, wang.me("mp"))
		}
		same(w, "told", []int{1, 1}, []int{told(), told()})
		w.expect(wang.lastNotice(), "collect.asked: 冬季供暖核对：安排供暖走访。社区党委会 11月20日决定，12月20日前在这里答")
		w.expect(fmt.Sprint(wang.does("mp", "GET", api+"/waiting", nil, 200)), "请核对登记")
		w.clerkB().refused("staff", "GET", campaignsAPI+"/"+draft, nil, "404 collect.missing")
		w.clerkB().refused("staff", "POST", campaignsAPI+"/"+draft+"/end", nil, "404 collect.missing")
		w.clerkB().refused("staff", "GET", campaignsAPI+"/"+draft+"/answers?building_id="+w.id("阳光花园3号楼"), nil, "404 collect.missing")
		same(w, "of another community", 0, len(items(w.clerkB().does("staff", "GET", campaignsAPI, nil, 200))))
	})
}

// A draft is deleted, and a campaign ends before its last day; neither happens twice, and nobody is asked afterwards.
func TestACollectionIsCalledOff(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		clerk := w.clerk()
		draft := fmt.Sprint(clerk.does("staff", "POST", campaignsAPI, w.census(), 201)["id"])
		w.clerkB().refused("staff", "DELETE", campaignsAPI+"/"+draft, nil, "404 collect.missing")
		clerk.does("staff", "DELETE", campaignsAPI+"/"+draft, nil, 204)
		clerk.refused("staff", "DELETE", campaignsAPI+"/"+draft, nil, "404 collect.missing")
		id := w.opened()
		same(w, "asked", 1, len(items(wang.does("mp", "GET", ownCollect, nil, 200))))
		clerk.refused("staff", "DELETE", campaignsAPI+"/"+id, nil, "409 collect.state")
		clerk.does("staff", "POST", campaignsAPI+"/"+id+"/end", nil, 204)
		clerk.refused("staff", "POST", campaignsAPI+"/"+id+"/end", nil, "409 collect.state")
		same(w, "nobody is asked", 0, len(items(wang.does("mp", "GET", ownCollect, nil, 200))))
		said, _ := w.officer().toCollect("staff")
		same(w, "nobody knocks", []string{}, said)
		w.wants(clerk.does("staff", "GET", campaignsAPI+"/"+id, nil, 200), fields{"state": "ended"})
	})
}

// The officer's list has each household with what is known: one tap confirms, a change goes to the register and nowhere else, who is not
// in is asked again tomorrow, and what was sent three times counts once.
func TestAHouseholdIsCollectedWithOneTap(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		for i, room := range []string{"101", "102", "103", "104"} {
			w.livesIn("住户"+room, "1单元", room, i+1, "tenure", "owned")
		}
		id := w.opened()
		officer, steward := w.officer(), w.steward()
		said, doors := officer.toCollect("staff")
		same(w, "today", []string{
			"阳光社区 阳光花园3号楼 1单元 101: 1 人，自住", "阳光社区 阳光花园3号楼 1单元 102: 2 人，自住", "阳光社区 阳光花园3号楼 1单元 103: 3 人，自住",
			"阳光社区 阳光花园3号楼 1单元 104: 4 人，自住",
		}, said)
		token := officer.login("staff")
		for range 3 {
			same(w, "confirmed", "204", w.code(token, "POST", doorsAPI+doors[0], fields{"state": "confirmed"}, "Idempotency-Key", "tap-1"))
		}
		steward.does("mp", "POST", doorsAPI+doors[1], fields{"state": "changed", "values": fields{"1": "5", "2": "出租"}}, 204)
		steward.does("mp", "POST", doorsAPI+doors[2], fields{"state": "absent"}, 204)
		officer.does("staff", "POST", doorsAPI+doors[3], fields{"state": "refused"}, 204)
		officer.refused("staff", "POST", doorsAPI+doors[3], fields{"state": "confirmed"}, "409 collect.answered")
		officer.refused("staff", "POST", doorsAPI+doors[2], fields{"state": "changed", "values": fields{"1": "99"}}, "400 collect.answer")
		officer.refused("staff", "POST", doorsAPI+doors[2], fields{"state": "changed", "values": fields{"7": "1"}}, "400 collect.answer")
		w.clerkB().refused("staff", "POST", doorsAPI+doors[2], fields{"state": "confirmed"}, "404 collect.door")
		same(w, "the register", 1, w.count(`SELECT COUNT(*) FROM household h JOIN household_dwelling d ON d.id = h.dwelling_id
			WHERE h.size = 5 AND d.tenure = 'rented' AND d.room = '102'`))
		same(w, "no copy", 0, w.count(`SELECT COUNT(*) FROM collect_answer WHERE given <> '' OR sealed <> ''`))
		same(w, "lines", 4, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'collect' AND kind = 'collect' AND household_id <> 0`))
		same(w, "of the campaign", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'collect' AND about = ?`,
			fmt.Sprintf("collect:%s:%d", id, w.count(`SELECT household_id FROM collect_answer WHERE id = `+doors[0]))))
		same(w, "progress", []string{"没人在家 1", "没有变化 1", "有变化 1", "不愿意 1"}, officer.counted(id))
		left, _ := officer.toCollect("staff")
		same(w, "today is done", []string{}, left)
		w.at("2026-12-02 09:00")
		left, again := officer.toCollect("staff")
		same(w, "tomorrow", []string{"阳光社区 阳光花园3号楼 1单元 103: 3 人，自住"}, left)
		officer.does("staff", "POST", doorsAPI+again[0], fields{"state": "confirmed"}, 204)
	})
}

// A resident and an officer answer in the same second: one of them counts, and the register has what that one said.
func TestAResidentAndAnOfficerAnswerAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		w.opened()
		officer := w.officer()
		_, doors := officer.toCollect("staff")
		tokens := [2]string{officer.login("staff"), wang.login("mp")}
		paths := [2]string{doorsAPI + doors[0], ownCollect + "/" + doors[0]}
		var all sync.WaitGroup
		start, codes := make(chan struct{}), make([]string, 20)
		for i := range codes {
			all.Go(func() {
				<-start
				codes[i] = w.code(tokens[i%2], "POST", paths[i%2], fields{"state": "changed", "values": fields{"1": fmt.Sprint(4 + i%2)}})
			})
		}
		close(start)
		all.Wait()
		won := slices.Index(codes, "204")
		slices.Sort(codes)
		same(w, "one counts", append([]string{"204"}, slices.Repeat([]string{"409 collect.answered"}, 19)...), codes)
		same(w, "the register", 4+won%2, w.count(`SELECT size FROM household`))
		same(w, "lines", 1-won%2, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'collect'`))
		same(w, "nobody knocks", []string{}, func() []string { said, _ := officer.toCollect("staff"); return said }())
	})
}

// A household moves during the campaign: the one that left is not asked any more, the newcomers are, and what was answered stays.
func TestAHouseholdMovesDuringACollection(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		id := w.opened()
		officer := w.officer()
		_, before := officer.toCollect("staff")
		own := items(wang.does("mp", "GET", myHouseholds, nil, 200))
		wang.does("mp", "POST", myHouseholds+"/"+fmt.Sprint(own[0]["id"])+"/leave", fields{"family": true}, 204)
		officer.refused("staff", "POST", doorsAPI+before[0], fields{"state": "confirmed"}, "409 collect.moved")
		w.livesIn("李先生", "1单元", "101", 2, "tenure", "rented")
		w.must(w.system.Collects.Ask(w.ctx))
		said, doors := officer.toCollect("staff")
		same(w, "the newcomers", []string{"阳光社区 阳光花园3号楼 1单元 101: 2 人，出租"}, said)
		officer.does("staff", "POST", doorsAPI+doors[0], fields{"state": "confirmed"}, 204)
		same(w, "progress", []string{"没有变化 1"}, officer.counted(id))
		w.must(w.system.Collects.Ask(w.ctx))
		same(w, "asked twice", 2, w.count(`SELECT COUNT(*) FROM collect_answer`))
	})
}

// Sealed answers are nowhere in clear; keepers read them with a line; the campaign ends by itself and its answers are gone on the day.
func TestACollectionEndsAndDeletesItself(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		stranger := w.someone("生人")
		stranger.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1, "how", "with"), 201)
		id := w.opened("questions", []fields{
			{"text": "有没有人卧床", "kind": "words", "choices": []string{}, "known": "", "sealed": true},
			{"text": "冬天回来住吗", "kind": "yes_no", "choices": []string{}, "known": "", "sealed": false},
		})
		same(w, "a claim opens nobody's door", 0, len(items(stranger.does("mp", "GET", ownCollect, nil, 200))))
		asked := items(wang.does("mp", "GET", ownCollect, nil, 200))
		w.wants(asked[0], fields{"title": "冬季供暖核对", "drop": "2027-01-31", "decided": "社区党委会 11月20日", "one_tap": false, "open": true})
		door := fmt.Sprint(asked[0]["id"])
		stranger.refused("mp", "POST", ownCollect+"/"+door, fields{"state": "refused"}, "404 collect.door")
		wang.refused("mp", "POST", ownCollect+"/"+door, fields{"state": "confirmed"}, "400 collect.answer")
		wang.does("mp", "POST", ownCollect+"/"+door, fields{"state": "confirmed", "values": fields{"1": "婆婆卧床三年", "2": "是"}}, 204)
		same(w, "in clear", 0, w.count(`SELECT COUNT(*) FROM collect_answer WHERE given LIKE '%卧床%' OR sealed LIKE '%卧床%'`))
		same(w, "sealed", 1, w.count(`SELECT COUNT(*) FROM collect_answer WHERE sealed <> '' AND given LIKE '%是%'`))
		answers := campaignsAPI + "/" + id + "/answers?building_id=" + w.id("阳光花园3号楼")
		read := items(w.officer().does("staff", "GET", answers, nil, 200))
		w.expect(fmt.Sprint(read[0]["values"]), "婆婆卧床三年")
		w.wants(read[0], fields{"room": "101", "how_name": "自己答的"})
		w.steward().refused("mp", "GET", answers, nil, "403 auth.denied")
		same(w, "a line of who read", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'collect.read'`))

		w.at("2026-12-20 23:50")
		w.must(w.system.Collects.EndDue(w.ctx))
		w.wants(w.secretary().does("staff", "GET", campaignsAPI+"/"+id, nil, 200), fields{"state": "open"})
		w.at("2026-12-21 00:05")
		w.must(w.system.Collects.EndDue(w.ctx))
		w.wants(w.secretary().does("staff", "GET", campaignsAPI+"/"+id, nil, 200), fields{"state": "ended"})
		same(w, "asked after the end", 0, len(items(wang.does("mp", "GET", ownCollect, nil, 200))))
		w.at("2027-01-30 23:50")
		w.must(w.system.Collects.DropDue(w.ctx))
		same(w, "before the day", 1, w.count(`SELECT COUNT(*) FROM collect_answer`))
		w.at("2027-01-31 00:10")
		w.must(w.system.Collects.DropDue(w.ctx))
		same(w, "on the day", 0, w.count(`SELECT COUNT(*) FROM collect_answer`))
		gone := w.secretary().does("staff", "GET", campaignsAPI+"/"+id, nil, 200)
		w.wants(gone, fields{"state": "dropped", "state_name": "已结束，答复已删除"})
		w.expect(fmt.Sprint(gone["counts"]), "没有变化")
	})
}

// A census by law has a list of doors and ticks, and takes no answer.
func TestACensusUsesOnlyDoors(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		w.clerk().refused("staff", "POST", campaignsAPI, w.census("doors", true), "400 collect.questions")
		w.opened("doors", true, "questions", []fields{})
		officer := w.officer()
		said, doors := officer.toCollect("staff")
		same(w, "the door", []string{"阳光社区 阳光花园3号楼 1单元 101: "}, said)
		officer.refused("staff", "POST", doorsAPI+doors[0], fields{"state": "changed", "values": fields{"1": "3"}}, "400 collect.answer")
		officer.does("staff", "POST", doorsAPI+doors[0], fields{"state": "confirmed"}, 204)
	})
}

// A household without a contact of any kind for six months is found by its keeper, with a line of the look; anything that somebody did for the
// household, or its members did, takes it off.
func TestTheFarthestHousehold(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-01-05 09:00")
		w.livesIn("王秀英", "1单元", "101", 3, "tenure", "owned")
		active := w.livesIn("李先生", "1单元", "102", 1)
		coverage := api + "/staff/coverage?area_id=" + w.id("阳光社区")
		silent := func(query string) (rooms []string) {
			found := w.officer().does("staff", "GET", api+"/staff/coverage?area_id="+w.id("阳光第一网格")+query, nil, 200)
			rooms = []string{}
			for _, one := range items(found) {
				rooms = append(rooms, fmt.Sprint(one["room"], " ", fmt.Sprint(one["last_at"])[:10]))
			}
			return rooms
		}
		w.at("2026-06-30 09:00")
		same(w, "within six months", []string{}, silent(""))
		w.at("2026-07-10 09:00")
		same(w, "after six months", []string{"101 2026-01-05", "102 2026-01-05"}, silent(""))
		active.submits("路灯坏了", "1单元")
		same(w, "somebody reported", []string{"101 2026-01-05"}, silent(""))
		same(w, "within a year", []string{}, silent("&months=12"))
		w.secretary().refused("staff", "GET", coverage+"&months=99", nil, "400 collect.months")
		w.clerkB().refused("staff", "GET", coverage, nil, "404 area.missing")
		w.steward().refused("mp", "GET", coverage, nil, "403 auth.denied")
		page := w.secretary().does("staff", "GET", coverage, nil, 200)
		w.wants(page, fields{"total": 1.0, "more": false})
		w.expect(fmt.Sprint(page["buildings"]), "阳光花园3号楼")
		same(w, "lines of who looked", 3, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'collect.coverage'`))

		w.opened("from", "2026-07-10", "until", "2026-07-20", "drop", "2026-08-01")
		_, doors := w.officer().toCollect("staff")
		w.officer().does("staff", "POST", doorsAPI+doors[0], fields{"state": "refused"}, 204)
		same(w, "somebody was asked", []string{}, silent(""))
		w.at("2027-01-20 09:00")
		same(w, "half a year later", 2, len(silent("")))
	})
}

// A resident without a client answers in the chat with one word and a number; then nobody knocks, and the answer stands once.
func TestACollectionIsAnsweredInTheChat(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang, li := w.follower("王秀英"), w.follower("李先生")
		for room, c := range map[string]*citizen{"101": wang, "102": li} {
			h := c.does("mp", "POST", myHouseholds, w.moved("1单元", room, 3, "tenure", "owned"), 201)
			w.clerk().does("staff", "POST", staffHouseholds+"/"+fmt.Sprint(h["id"])+"/confirm", fields{}, 200)
		}
		w.expect(wang.says("采集"), "现在没有要您核对的登记")
		id := w.opened()
		w.expect(wang.says("采集"), "1单元 101", "冬季供暖核对：安排供暖走访（社区党委会 11月20日决定）", "家里几口人：3", "自住还是出租：自住", "1 没有变化，2 有变化，3 不愿意")
		w.expect(wang.says("2"), "请在这里改")
		w.expect(wang.says("1"), "记下了，谢谢。不用上门问了。")
		w.expect(wang.says("采集"), "现在没有要您核对的登记")
		w.expect(li.says("采集"), "1单元 102")
		w.expect(li.says("3"), "记下了")
		same(w, "progress", []string{"没有变化 1", "不愿意 1"}, w.officer().counted(id))
		same(w, "nobody knocks", []string{}, func() []string { said, _ := w.officer().toCollect("staff"); return said }())
		same(w, "by themselves", 2, w.count(`SELECT COUNT(*) FROM collect_answer WHERE answered_how = 'self' AND answered_by <> 0`))
	})
}

// Whether the contact person is still the right one is confirmed with one tap; another member takes their place in the register, and a
// steward who asks reads no name.
func TestTheContactPersonChanges(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-12-01 09:00")
		wang := w.livesIn("王秀英", "1单元", "101", 2)
		w.livesIn("李先生", "1单元", "102", 1)
		clerk, officer, steward := w.clerk(), w.officer(), w.steward()
		home := fmt.Sprint(w.count(`SELECT id FROM household WHERE contact_id = ` + wang.me("mp")))
		son := fmt.Sprint(clerk.enters("阳光社区", fields{"name": "王小宝", "phone": "13800138000", "born": 1985})["id"])
		clerk.does("staff", "POST", staffHouseholds+"/"+home+"/members", fields{"person_id": son, "stay": "permanent", "relation": "child"}, 200)
		id := w.opened("questions", []fields{
			{"text": "家里的联系人是谁", "kind": "words", "choices": []string{}, "known": "contact", "sealed": false},
		})
		said, doors := steward.toCollect("mp")
		same(w, "what a steward reads", []string{"阳光社区 阳光花园3号楼 1单元 101: 联系人没有手机号", "阳光社区 阳光花园3号楼 1单元 102: 联系人没有手机号"}, said)
		form := objects(objects(steward.row("mp", "collect")["taps"])[1]["form"])
		same(w, "the choices", []any{"联系人不变（没有手机号）", "改为子女（有手机号）"}, form[0]["choices"])
		same(w, "one tap", "联系人不变（没有手机号）", word(form[0]["value"]))
		if strings.Contains(fmt.Sprint(steward.today("mp")), "王小宝") {
			w.Error("a steward reads a name")
		}
		steward.does("mp", "POST", doorsAPI+doors[1], fields{"state": "confirmed"}, 204)
		officer.refused("staff", "POST", doorsAPI+doors[0], fields{"state": "changed", "values": fields{"1": "改为配偶（有手机号）"}}, "400 collect.answer")
		wang.does("mp", "POST", ownCollect+"/"+doors[0], fields{"state": "changed", "values": fields{"1": "改为子女（有手机号）"}}, 204)
		same(w, "progress", []string{"没有变化 1", "有变化 1"}, officer.counted(id))
		same(w, "the register", 1, w.count(`SELECT COUNT(*) FROM household WHERE id = `+home+` AND contact_id = `+son))
		same(w, "nothing of it is in the answer", 0, w.count(`SELECT COUNT(*) FROM collect_answer WHERE given <> ''`))
		var relations []string
		for _, m := range objects(officer.does("staff", "GET", staffHouseholds+"/"+home, nil, 200)["members"]) {
			relations = append(relations, word(m["name"])+" "+word(m["relation"]))
		}
		same(w, "in relation to them", []string{"王秀英 parent", "王小宝 contact"}, relations)
	})
}

// A household without contact for long gets a visit with one tap: it stands in the officer's day until one of them was seen, and then
// the household leaves the plan. An agreed visit can be taken back, and a household that moved out is not visited.
func TestAFarHouseholdIsVisitedOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-01-05 09:00")
		w.livesIn("王秀英", "1单元", "101", 3)
		w.livesIn("李先生", "1单元", "102", 1)
		w.livesIn("周先生", "1单元", "103", 1)
		w.at("2026-07-13 09:00") // a Monday
		officer, clerk := w.officer(), w.clerk()
		far := func() map[string]string {
			planned := map[string]string{}
			for _, one := range items(officer.does("staff", "GET", api+"/staff/coverage?area_id="+w.id("阳光第一网格"), nil, 200)) {
				planned[word(one["room"])] = word(one["visit_on"])
			}
			return planned
		}
		homes := map[string]string{}
		for _, one := range items(officer.does("staff", "GET", api+"/staff/coverage?area_id="+w.id("阳光第一网格"), nil, 200)) {
			homes[word(one["room"])] = word(one["household_id"])
		}
		plan := func(room string) string { return staffHouseholds + "/" + homes[room] + "/care" }
		same(w, "nobody is visited", map[string]string{"101": "", "102": "", "103": ""}, far())
		page := officer.does("staff", "POST", plan("101"), fields{}, 200)
		w.wants(page, fields{"level": "", "level_name": "约好一次", "say": "7月20日前", "state": "open", "due": "2026-07-20"})
		officer.does("staff", "POST", plan("101"), fields{}, 200)
		clerk.does("staff", "POST", plan("102"), fields{"on": "2026-07-15"}, 200)
		clerk.does("staff", "POST", plan("102"), fields{"on": "2026-08-15"}, 200) // the earlier one stays
		same(w, "planned", map[string]string{"101": "2026-07-20", "102": "2026-07-15", "103": ""}, far())
		same(w, "lines", 2, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'care.plan_visit'`))
		for in, refusal := range map[string]string{"2026-07-12": "400 care.next", "2027-08-01": "400 care.next", "x": "400 care.next"} {
			officer.refused("staff", "POST", plan("103"), fields{"on": in}, refusal)
		}
		w.clerkB().refused("staff", "POST", plan("103"), fields{}, "404 care.missing")
		w.steward().refused("mp", "POST", plan("103"), fields{}, "403 auth.denied")
		w.clerkB().refused("staff", "DELETE", fmt.Sprint(careAPI, "/", page["id"], "/next"), nil, "404 care.missing")

		w.recurs("plan_visits") // no rule names them, and they stay
		same(w, "today", []string{"101 王秀英  7月20日前", "102 李先生  7月15日前"}, officer.dueToday("staff"))
		row := officer.row("staff", "care")
		w.wants(row, fields{"title": "走访 王秀英", "say": "约好一次"})
		officer.taps("staff", row, "well", "", 201)
		same(w, "seen", []string{"102 李先生  7月15日前"}, officer.dueToday("staff"))
		same(w, "one line of work", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'visit'`))
		same(w, "in touch again", map[string]string{"102": "2026-07-15", "103": ""}, far())

		// Nobody opens: it stays, and is late in the end.
		second := officer.careOf(homes["102"])
		same(w, "it can be taken back", true, slices.Contains(second["can"].([]any), any("unplan")))
		officer.visits("staff", second["id"], "door", "no_answer")
		w.at("2026-07-16 09:00")
		same(w, "late", []string{"102 李先生  已过 1 天"}, officer.dueToday("staff"))
		for range 2 {
			w.wants(officer.does("staff", "DELETE", fmt.Sprint(careAPI, "/", second["id"], "/next"), nil, 200), fields{"due": ""})
		}
		same(w, "taken back", []string{}, officer.dueToday("staff"))
		officer.does("staff", "POST", plan("103"), fields{}, 200)
		clerk.does("staff", "POST", staffHouseholds+"/"+homes["103"]+"/end", nil, 200)
		w.at("2026-07-17 03:00")
		w.recurs("plan_visits")
		same(w, "moved out", []string{}, officer.dueToday("staff"))
		same(w, "nobody is left in the plan", 0, w.count(`SELECT COUNT(*) FROM care_cared WHERE ended_at = 0`))
	})
}
