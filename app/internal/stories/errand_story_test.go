package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	errandsAPI   = api + "/errands"
	staffErrands = api + "/staff/errands"
)

// asksErrand asks for an errand in the chat and returns it as the resident sees it.
func (c *citizen) asksErrand(said string) fields {
	c.w.Helper()
	c.w.expect(c.says(said), "回复 1 请人代办")
	c.w.expect(c.says("1"), "登记好了：代")
	all := items(c.does("mp", "GET", errandsAPI, nil, 200))
	return c.errand(all[0])
}

func (c *citizen) errand(e fields) fields {
	c.w.Helper()
	return c.does("mp", "GET", errandsAPI+"/"+word(e["id"]), nil, 200)
}

// handles does something with an errand as staff.
func (c *citizen) handles(e fields, deed string, in any) fields {
	c.w.Helper()
	return c.does("staff", "POST", staffErrands+"/"+word(e["id"])+"/"+deed, in, 200)
}

// mandated asks for a mandate until 20 December, which the resident gives in the chat.
func (c *citizen) mandated(e fields, by *citizen, powers ...string) {
	c.w.Helper()
	c.handles(e, "propose", fields{"powers": powers, "until": "2026-12-20"})
	c.w.settle()
	c.w.expect(by.says("同意委托"), "您已委托")
}

// 低保 by chat: what to bring, one complete list, a proxy, a mandate, one trip, and the result.
func TestAnErrandFromTheChatToTheDoor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, wang, secretary := w.clerk(), w.named("老王", "阳光花园3号楼"), w.secretary()
		w.expect(wang.says("代办"), "请说办什么事")
		w.expect(wang.says("我的代办"), "您现在没有在办的代办")
		w.expect(wang.says("我想代办低保"), "【最低生活保障】", "身份证（原件）", "收入证明（复印件）", "不收费", "18 个工作日")
		w.expect(wang.says("1"), "登记好了：代", "最低生活保障", "2 小时内")
		w.settle()
		e := items(wang.does("mp", "GET", errandsAPI, nil, 200))[0]
		w.wants(e, fields{"title": "最低生活保障", "state": "asked", "source": "chat", "first": "", "light": "green", "trips": 0.0, "version": 1.0})
		same(w, "told", 1, clerk.told("staff", "errand.asked"))
		same(w, "at home", 1.0, clerk.does("staff", "GET", api+"/staff/home", nil, 200)["errands_new"])
		same(w, "the list", []any{e["id"]}, pluck(items(clerk.does("staff", "GET", staffErrands+"?list=new", nil, 200)), "id"))
		wang.refused("mp", "POST", errandsAPI, fields{"item_id": e["item_id"]}, "409 errand.twice")

		got := clerk.handles(e, "take", nil)
		w.wants(got, fields{"state": "gathering", "first": "王芳", "holder": "王芳", "due_at": "2026-12-17T17:30:00+08:00"})
		secretary.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/take", nil, "409 errand.state")
		w.settle()
		same(w, "told", 1, wang.told("mp", "errand.taken"))

		// Everything missing is told once, and the clock waits.
		clerk.handles(e, "see", fields{"n": 0, "looked": "good"})
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/see", fields{"n": 1, "looked": "bad"}, "400 errand.words")
		clerk.handles(e, "see", fields{"n": 1, "looked": "bad", "words": "没有盖章"})
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.gaps")
		got = clerk.handles(e, "tell", fields{})
		w.wants(got, fields{"state": "waiting", "missing": []any{"收入证明（复印件）：没有盖章"}, "light": ""})
		w.settle()
		w.expect(wang.says("我的代办"), "等您补材料", "还缺：收入证明（复印件）：没有盖章")
		same(w, "told", 1, wang.told("mp", "errand.missing"))
		w.later(24 * time.Hour)
		w.wants(wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/bring", fields{"words": "盖了章放在社区了"}, 200), fields{
			"state": "gathering", "due_at": "2026-12-18T17:30:00+08:00",
		})
		clerk.handles(e, "want", fields{"name": "银行卡", "form": "copy"})
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/tell", fields{}, "409 errand.told")
		clerk.handles(e, "tell", fields{"words": "民政今天才通知要银行卡"})
		clerk.handles(e, "resume", nil)
		for n := range 3 {
			clerk.handles(e, "see", fields{"n": n, "looked": "good"})
		}

		// Nobody hands anything in for a resident without exactly that power.
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.mandate")
		wang.refused("mp", "POST", errandsAPI+"/"+word(e["id"])+"/agree", nil, "409 errand.no_mandate")
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/propose", fields{"powers": []string{"submit"}, "until": "2027-01-20"}, "400 errand.powers")
		clerk.handles(e, "propose", fields{"powers": []string{"fetch"}, "until": "2026-12-20"})
		w.wants(wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/agree", nil, 200), fields{"can": []any{"revoke", "bring", "withdraw"}})
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.mandate")
		clerk.mandated(e, wang, "submit", "fetch")
		w.request(clerk.login("staff"), "GET", staffErrands+"/"+word(e["id"])+"/mandate.pdf", nil, 200, nil)
		got = clerk.handles(e, "hand-in", fields{"outside_no": "民2026-18"})
		w.wants(got, fields{"state": "handed_in", "outside_no": "民2026-18"})
		clerk.handles(e, "return", fields{"words": "窗口要原件"})
		clerk.handles(e, "trip", nil)
		clerk.handles(e, "hand-in", fields{})
		clerk.handles(e, "finish", fields{"words": "批准，12月起发放"})
		w.wants(clerk.handles(e, "deliver", fields{}), fields{"state": "delivered", "trips": 1.0})
		w.wants(wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/answer", fields{"yes": false, "words": "还没拿到"}, 200), fields{"state": "done"})
		clerk.handles(e, "deliver", fields{})
		w.settle()
		w.wants(wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/answer", fields{"yes": true}, 200), fields{"state": "closed"})
		for kind, n := range map[string]int{"errand.handed_in": 2, "errand.returned": 1, "errand.done": 1, "errand.mandate": 2} {
			same(w, kind, n, wang.told("mp", kind))
		}
		done := pluck(items(clerk.does("staff", "GET", api+"/work", nil, 200)), "deed")
		same(w, "work lines", []any{"办成代办", "代交材料", "接办代办"}, done)
		same(w, "ended", []any{e["id"]}, pluck(items(wang.does("mp", "GET", errandsAPI+"?list=ended", nil, 200)), "id"))
		// One errand is too few for a figure, also of its item by name.
		same(w, "ways", []any{map[string]any{
			"community": "阳光社区", "month": "2026-11", "item_id": "", "title": "其他事项", "errands": 0.0, "trips": 0.0, "once": 0.0, "mean": 0.0, "few": true,
		}}, clerk.does("staff", "GET", api+"/staff/errand-trips", nil, 200)["items"])
		same(w, "elsewhere", []any{}, w.clerkB().does("staff", "GET", api+"/staff/errand-trips", nil, 200)["items"])
		wang.refused("mp", "GET", api+"/staff/errand-trips", nil, "403 auth.denied")
		w.exportsLedger(secretary, "errands", "2026-11-25", 2, "代办台账", "最低生活保障", "老王", "王芳", "批准，12月起发放", "民2026-18")
		w.exportsLedger(w.street(), "errands", "2026-11-25", 1)
		w.exportsLedger(w.clerkB(), "errands", "2026-11-25", 1)
		secretary.refused("staff", "POST", ledgersAPI+"/errands", fields{
			"from": "2026-11-23", "to": "2026-11-25", "reason": "月报", "area_id": w.id("阳光花园3号楼"),
		}, "400 ledger.area")
	})
}

// The proxy falls ill on the third day: the work goes on with somebody else, the answer stays with the first, and the resident says
// again whom they trust.
func TestTheProxyFallsIll(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(fields{"materials": []fields{}}))
		clerk, second, wang := w.clerk(), w.clerk2(), w.named("老王", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		clerk.handles(e, "take", nil)
		clerk.mandated(e, wang, "submit")
		second.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "403 errand.not_yours")
		w.on(2)
		secretary := w.secretary()
		proxies := items(secretary.does("staff", "GET", staffErrands+"/"+word(e["id"])+"/proxies", nil, 200))
		same(w, "a grid officer can do it too", true, slices.ContainsFunc(proxies, func(p fields) bool { return strings.HasSuffix(word(p["post"]), "网格员") }))
		secretary.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand", fields{"to_id": wang.me("mp"), "words": "王芳病了"}, "400 errand.holder")
		got := secretary.handles(e, "hand", fields{"to_id": second.me("staff"), "words": "王芳病了"})
		w.wants(got, fields{"first": "王芳", "holder": "唐丽"})
		w.settle()
		same(w, "the resident knows", 1, wang.told("mp", "errand.handed"))
		second.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.mandate")
		w.expect(wang.says("同意委托"), "您已委托：代交材料")
		w.wants(second.handles(e, "hand-in", fields{}), fields{"state": "handed_in"})
		wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/revoke", nil, 200)
		second.handles(e, "return", fields{"words": "缺章"})
		second.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.mandate")
		w.wants(second.handles(e, "hand-in", fields{"self": true}), fields{"state": "handed_in", "trips": 1.0}) // the resident goes along
		w.wants(second.handles(e, "fail", fields{"words": "条件不符", "next_door": "可以去民政窗口问临时救助"}), fields{"state": "cannot", "next_door": "可以去民政窗口问临时救助"})
	})
}

// A clerk asks the steward of the building to do an errand: the steward sees this one and no other, opens its papers, and reads the
// notices in the client of residents. The yellow light warns who does it.
func TestAStewardDoesAnErrand(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(fields{"materials": []fields{{"name": "身份证", "form": "copy"}}}))
		clerk, steward, wang := w.clerk(), w.steward(), w.named("老王", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		at := staffErrands + "/" + word(e["id"])
		steward.refused("mp", "GET", at, nil, "404 errand.missing")
		steward.refused("mp", "POST", at+"/take", nil, "403 auth.denied")
		same(w, "nothing to do", 0, len(items(steward.does("mp", "GET", staffErrands+"?list=new", nil, 200))))
		clerk.handles(e, "take", nil)
		w.wants(clerk.handles(e, "hand", fields{"to_id": steward.me("mp"), "words": "老人腿脚不便，您住同一栋"}), fields{"first": "王芳", "holder": "赵红"})
		w.settle()
		same(w, "told", 1, steward.told("mp", "errand.proxy"))
		same(w, "mine", []any{e["id"]}, pluck(items(steward.does("mp", "GET", staffErrands+"?list=mine", nil, 200)), "id"))

		does := func(deed string, in any) fields { w.Helper(); return steward.does("mp", "POST", at+"/"+deed, in, 200) }
		paper := word(steward.hands("mp", fields{"name": "身份证复印件", "about": "errand:" + word(e["id"]), "person_id": wang.me("mp")})["id"])
		does("paper", fields{"n": 0, "paper_id": paper})
		res, _ := steward.opened("mp", paper, "?about=errand:"+word(e["id"]))
		same(w, "opened", 200, res.StatusCode)
		does("see", fields{"n": 0, "looked": "good"})
		does("propose", fields{"powers": []string{"submit", "fetch"}, "until": "2026-12-20"})
		w.settle()
		w.expect(wang.says("同意委托"), "您已委托")
		w.wants(does("hand-in", fields{"outside_no": "民2026-18"}), fields{"state": "handed_in"})

		// 18 working days from Monday 23 November: the light turns yellow before the last day ends.
		w.at("2026-12-17 08:45")
		w.recurs("sweep_errands")
		w.wants(steward.does("mp", "GET", at, nil, 200), fields{"light": "yellow"})
		w.settle()
		same(w, "the steward is warned", 3, steward.told("mp", "errand.proxy"))
		same(w, "and the first who answers", 1, clerk.told("staff", "errand.due_soon"))
		does("finish", fields{"words": "批准"})
		does("deliver", fields{})
		same(w, "work lines", []any{"办成代办", "代交材料"}, pluck(items(steward.does("mp", "GET", api+"/work", nil, 200)), "deed"))
	})
}

// Advice asked as a report becomes an errand that the actor answers for, and goes back with its number when something has to be mended; an
// errand that began as one becomes a new report of the resident.
func TestAnErrandOfAReportAndBack(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, other, wang := w.clerk(), w.clerkB(), w.named("老王", "阳光花园3号楼")
		r := wang.does("mp", "GET", api+"/reports/"+wang.submits("家里困难，低保怎么申请", "阳光花园3号楼"), nil, 200)
		of := api + "/staff/reports/" + word(r["id"]) + "/errand"
		other.refused("staff", "POST", of, fields{}, "404 report.missing")
		clerk.refused("staff", "POST", of, fields{}, "409 report.state")
		clerk.does("staff", "POST", api+"/staff/reports/"+word(r["id"])+"/accept", fields{"category": "other"}, 200)
		clerk.does("staff", "POST", api+"/staff/reports/"+word(r["id"])+"/take", nil, 200)
		e := clerk.does("staff", "POST", of, fields{"item_id": items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide?words=低保", nil, 200))[0]["id"]}, 200)
		w.wants(e, fields{"source": "report", "state": "gathering", "first": "王芳", "resident": "老王", "report_id": r["id"], "title": "最低生活保障"})
		w.wants(clerk.does("staff", "GET", api+"/reports/"+word(r["id"]), nil, 200), fields{"state": "resolved", "outcome": "transferred"})
		w.settle()
		same(w, "told", 1, wang.told("mp", "errand.taken"))
		clerk.refused("staff", "POST", of, fields{}, "409 report.state")

		got := clerk.handles(e, "report", fields{})
		w.wants(got, fields{"state": "turned", "report_id": r["id"], "can": []any{}})
		w.wants(clerk.does("staff", "GET", api+"/reports/"+word(r["id"]), nil, 200), fields{"state": "in_hand", "number": r["number"]})
		w.settle()
		same(w, "told", 1, wang.told("mp", "errand.turned"))

		wang.does("mp", "POST", errandsAPI, fields{"words": "楼道灯不亮，不知道找谁"}, 201)
		lamp := items(clerk.does("staff", "GET", staffErrands+"?list=new", nil, 200))[0]
		clerk.handles(lamp, "take", nil)
		clerk.refused("staff", "POST", staffErrands+"/"+word(lamp["id"])+"/report", fields{}, "400 report.place")
		turned := clerk.handles(lamp, "report", fields{"place": "阳光花园3号楼"})
		w.wants(clerk.does("staff", "GET", api+"/reports/"+word(turned["report_id"]), nil, 200), fields{"text": "楼道灯不亮，不知道找谁"})
		same(w, "it is the resident's", 2, len(items(wang.does("mp", "GET", api+"/reports", nil, 200))))
	})
}

// 我不知道找谁: a person answers within two working hours, else the secretary is asked; what it is about is found afterwards.
func TestNobodyKnowsWhomToAsk(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		item := w.orgMan().guides(minimum(nil))
		clerk, secretary, wang := w.clerk(), w.secretary(), w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("代办 家里揭不开锅了"), "没找到", "回复 1 请人代办")
		w.expect(wang.says("1"), "登记好了")
		e := items(wang.does("mp", "GET", errandsAPI, nil, 200))[0]
		w.wants(e, fields{"item_id": "", "title": "家里揭不开锅了", "due_at": "2026-11-23T11:00:00+08:00"})
		w.later(121 * time.Minute)
		w.recurs("sweep_errands")
		w.settle()
		same(w, "the secretary is asked", 1, secretary.told("staff", "errand.overdue"))
		same(w, "late", 1.0, secretary.does("staff", "GET", api+"/staff/home", nil, 200)["errands_late"])
		w.recurs("sweep_errands")
		same(w, "once", 1, secretary.told("staff", "errand.overdue"))
		clerk.handles(e, "take", nil)
		same(w, "no longer late", 0.0, secretary.does("staff", "GET", api+"/staff/home", nil, 200)["errands_late"])
		got := clerk.handles(e, "name", fields{"item_id": item})
		w.wants(got, fields{"title": "最低生活保障", "whole_due_at": "2026-12-17T17:30:00+08:00"})
		same(w, "materials", 2, len(objects(got["materials"])))
		wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/withdraw", nil, 200)
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/tell", fields{}, "409 errand.state")
	})
}

// An item that changes while an errand runs: it keeps the version with which it began, and its limit.
func TestAnItemChangesWhileAnErrandRuns(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man := w.orgMan()
		item := man.guides(minimum(nil))
		clerk, wang, zhang := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老张", "阳光花园3号楼")
		before := wang.asksErrand("代办 低保")
		mark := man.does("staff", "GET", guideAPI+"/"+item, nil, 200)["mark"]
		changed := man.does("staff", "PUT", guideAPI+"/"+item, minimum(fields{
			"version": mark, "promised_limit": fields{"n": 5, "unit": "working_day"}, "materials": []fields{{"name": "户口簿", "form": "original", "from": "本人"}},
		}), 200)
		man.does("staff", "POST", guideAPI+"/"+item+"/publish", fields{"review_by": "2027-06-30", "version": changed["mark"]}, 200)
		after := zhang.asksErrand("代办 低保")
		w.wants(clerk.handles(before, "take", nil), fields{"version": 1.0, "whole_due_at": "2026-12-17T17:30:00+08:00", "missing": []any{"身份证（原件）", "收入证明（复印件）"}})
		w.wants(clerk.handles(after, "take", nil), fields{"version": 2.0, "whole_due_at": "2026-11-30T17:30:00+08:00", "missing": []any{"户口簿（原件）"}})
		man.does("staff", "POST", guideAPI+"/"+item+"/withdraw", fields{"reason": "换了办法"}, 200)
		w.later(time.Hour)
		w.wants(clerk.handles(before, "tell", fields{}), fields{"state": "waiting"})
		w.later(5 * 24 * time.Hour) // no answer: the clock runs again
		w.recurs("sweep_errands")
		w.wants(wang.errand(before), fields{"state": "gathering"})
	})
}

// An errand is seen where its community works, by its proxy, and by its resident. Everybody else finds nothing.
func TestAnErrandElsewhereIsMissing(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, other, steward := w.clerk(), w.clerkB(), w.steward()
		wang, zhang := w.named("老王", "阳光花园3号楼"), w.named("老张", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		at := "/" + word(e["id"])
		other.refused("staff", "GET", staffErrands+at, nil, "404 errand.missing")
		other.refused("staff", "POST", staffErrands+at+"/take", nil, "404 errand.missing")
		zhang.refused("mp", "GET", errandsAPI+at, nil, "404 errand.missing")
		zhang.refused("mp", "POST", errandsAPI+at+"/withdraw", nil, "404 errand.missing")
		steward.refused("mp", "GET", staffErrands+at, nil, "404 errand.missing")
		clerk.refused("staff", "GET", staffErrands+"?list=all", nil, "400 errand.list")
		other.refused("staff", "POST", staffErrands, fields{"person_id": wang.me("mp"), "words": "代办老年证"}, "404 person.missing")
		made := clerk.does("staff", "POST", staffErrands, fields{"person_id": wang.me("mp"), "words": "代办老年证"}, 201)
		w.wants(made, fields{"source": "counter", "resident": "老王"})
		entered := "/" + word(made["id"])
		clerk.handles(made, "take", nil)
		clerk.handles(made, "propose", fields{"powers": []string{"submit"}, "until": "2026-12-20"})
		clerk.refused("staff", "POST", errandsAPI+entered+"/agree", nil, "404 errand.missing") // nobody gives themselves a mandate
		wang.does("mp", "POST", errandsAPI+entered+"/agree", nil, 200)
		clerk.refused("staff", "POST", staffErrands+at+"/phone", fields{"reason": "约他拿结果"}, "404 person.no_phone")
		wang.binds("mp", "13900001234")
		w.wants(clerk.does("staff", "POST", staffErrands+at+"/phone", fields{"reason": "约他拿结果"}, 200), fields{"phone": "13900001234"})
	})
}

// A mandate on paper has a photo, one at the counter a second member of staff.
func TestAMandateBeforeTwo(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(fields{"materials": []fields{}}))
		clerk, second, wang := w.clerk(), w.clerk2(), w.named("老王", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		clerk.handles(e, "take", nil)
		ask := fields{"powers": []string{"submit"}, "until": "2026-12-20"}
		for way, more := range map[string]fields{"paper": {}, "counter": {"witness_id": clerk.me("staff")}, "client": {}} {
			in := fields{"way": way}
			for k, v := range ask {
				in[k] = v
			}
			for k, v := range more {
				in[k] = v
			}
			clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/propose", in, "400 errand.proof")
		}
		got := clerk.handles(e, "propose", fields{"powers": []string{"submit"}, "until": "2026-12-20", "way": "counter", "witness_id": second.me("staff")})
		mandate, _ := got["mandate"].(map[string]any)
		w.wants(mandate, fields{"given": true, "witness": "唐丽", "proxy": "王芳", "says": "代交材料"})
		w.on(28) // the mandate is over
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/hand-in", fields{}, "409 errand.mandate")
	})
}

// The sealed papers of an errand: handed in from the telephone, looked at before anybody walks, opened by nobody else, and gone thirty
// days after the end.
func TestThePapersOfAnErrand(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, second, other := w.clerk(), w.clerk2(), w.clerkB()
		wang, zhang := w.named("老王", "阳光花园3号楼"), w.named("老张", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		clerk.handles(e, "take", nil)
		clerk.handles(e, "tell", fields{})
		paper := word(wang.hands("mp", fields{"name": "身份证复印件"})["id"])
		theirs := word(zhang.hands("mp", fields{"name": "户口簿"})["id"])
		at := errandsAPI + "/" + word(e["id"]) + "/paper"
		wang.refused("mp", "POST", at, fields{"n": 0, "paper_id": theirs}, "404 paper.missing")
		wang.refused("mp", "POST", at, fields{"n": 7, "paper_id": paper}, "400 errand.material")
		got := wang.does("mp", "POST", at, fields{"n": 0, "paper_id": paper}, 200)
		w.wants(got, fields{"state": "gathering"})
		same(w, "the first material", any(paper), objects(got["materials"])[0]["paper_id"])
		w.settle()
		same(w, "the proxy is told", 1, clerk.told("staff", "errand.brought"))

		about := "?about=errand:" + word(e["id"])
		res, _ := clerk.opened("staff", paper, about)
		same(w, "opened", 200, res.StatusCode)
		second.refused("staff", "GET", papersAPI+"/"+paper+"/content"+about, nil, "404 paper.missing")
		other.refused("staff", "GET", papersAPI+"/"+paper+"/content"+about, nil, "404 paper.missing")
		same(w, "each refusal leaves a line", 2, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'paper.refused'`))
		same(w, "what it is for", "代办最低生活保障", word(objects(items(wang.does("mp", "GET", papersAPI, nil, 200))[0]["uses"])[0]["title"]))

		// A second photo takes the place of the first.
		better := word(wang.hands("mp", fields{"name": "身份证复印件"})["id"])
		wang.does("mp", "POST", at, fields{"n": 0, "paper_id": better}, 200)
		clerk.refused("staff", "POST", staffErrands+"/"+word(e["id"])+"/paper", fields{"n": 1, "paper_id": theirs}, "404 paper.missing")
		clerk.handles(e, "fail", fields{"words": "不符合条件", "next_door": "民政窗口"})
		w.on(31)
		w.recurs("drop_papers")
		same(w, "gone", 0, len(items(wang.does("mp", "GET", papersAPI, nil, 200))))
	})
}

// Many press 接办 in the same second: one of them answers for the errand, the others are told.
func TestAnErrandIsTakenOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		clerk, second, wang := w.clerk(), w.clerk2(), w.named("老王", "阳光花园3号楼")
		e := wang.asksErrand("代办 低保")
		tokens := []string{clerk.login("staff"), second.login("staff")}
		codes := make(chan string, 20)
		for n := range cap(codes) {
			go func() { codes <- w.code(tokens[n%2], "POST", staffErrands+"/"+word(e["id"])+"/take", nil) }()
		}
		taken := 0
		for range cap(codes) {
			switch code := <-codes; code {
			case "200":
				taken++
			case "409 errand.state":
			default:
				w.Error(code)
			}
		}
		same(w, "taken", 1, taken)
		same(w, "lines of work", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'errand.take'`))
	})
}
