package stories

import (
	"fmt"
	"testing"
	"time"
)

const feedbackAPI = api + "/feedback"

// returnsUmbrella borrows an umbrella in the chat and brings it back.
func (c *citizen) returnsUmbrella() {
	c.w.Helper()
	c.w.expect(c.says("借伞"), "借好了")
	c.w.expect(c.says("还伞"), "还")
	c.w.settle()
}

// asked returns what a resident is asked.
func (c *citizen) asked() []fields {
	c.w.Helper()
	return items(c.does("mp", "GET", feedbackAPI, nil, 200))
}

// Somebody is asked once after a loan, is not satisfied, says why, and is called within three working days.
func TestSatisfactionIsAskedInTheChatAndFollowedUp(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.lends("爱心雨伞", 3, 3, true)
		wang, li, clerk, secretary := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼"), w.clerk(), w.secretary()
		w.at("2026-11-23 09:00") // a Monday
		wang.returnsUmbrella()
		said := wang.chatted()
		w.expect(said[len(said)-1], "爱心雨伞", "满意回复 1", "不满意回复 3")
		same(w, "asked", 1, len(wang.asked()))
		same(w, "what waits", []any{"mark"}, pluck(items(wang.does("mp", "GET", api+"/waiting", nil, 200)), "kind")[:1])
		same(w, "nobody is called", 0.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["follow_ups"])

		// An open dialogue keeps its numbers, and danger goes first.
		w.expect(wang.says("路灯坏了，阳光花园3号楼"), "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
		same(w, "still open", 1, len(wang.asked()))
		w.later(2 * time.Hour)

		w.expect(wang.says("3"), "爱心雨伞", "对不起", "三个工作日", "哪里不好")
		w.expect(wang.says("伞骨是断的"), "记下了")
		same(w, "none open", 0, len(wang.asked()))
		w.expect(wang.says("3"), "您好") // nothing is open: the menu
		w.settle()
		same(w, "the clerk is told", 1, clerk.told("staff", "feedback.unhappy"))
		list := items(clerk.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200))
		same(w, "one call", 1, len(list))
		w.wants(list[0], fields{"source": "feedback", "title": "爱心雨伞", "name": "老王", "said": "伞骨是断的", "due_at": "2026-11-26T17:30:00+08:00", "late": false})
		call := "/api/v1/staff/follow-ups/" + word(list[0]["id"]) + "/called"
		same(w, "not of the other community", 0, len(items(w.clerkB().does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200))))
		w.clerkB().refused("staff", "POST", call, fields{"words": "打过了"}, "404 feedback.follow_up")
		clerk.refused("staff", "POST", call, fields{"words": "好"}, "400 feedback.said")

		w.at("2026-11-26 08:40") // the last day
		w.recurs("remind_follow_ups")
		w.recurs("remind_follow_ups")
		w.settle()
		same(w, "due", 1, clerk.told("staff", "feedback.call_due"))
		w.at("2026-11-27 08:40") // the next morning: nobody is told at night
		w.recurs("remind_follow_ups")
		w.recurs("remind_follow_ups")
		w.settle()
		same(w, "late, to the secretary", 1, secretary.told("staff", "feedback.call_late"))
		same(w, "late", true, items(clerk.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200))[0]["late"])
		phone := "/api/v1/staff/feedback/" + word(list[0]["about_id"]) + "/phone"
		w.clerkB().refused("staff", "POST", phone, fields{"reason": "电话回访"}, "404 feedback.missing")
		clerk.refused("staff", "POST", phone, fields{"reason": "电话回访"}, "404 person.no_phone")
		wang.binds("mp", "13811112222")
		same(w, "the number", "13811112222", clerk.does("staff", "POST", phone, fields{"reason": "电话回访"}, 200)["phone"])
		w.wants(clerk.does("staff", "POST", call, fields{"words": "换了新伞，老王满意"}, 200), fields{"words": "换了新伞，老王满意"})
		clerk.refused("staff", "POST", call, fields{"words": "又打"}, "409 feedback.called")
		same(w, "nobody is called any more", 0.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["follow_ups"])

		// Satisfied in words; another resident finds nothing.
		li.returnsUmbrella()
		one := feedbackAPI + "/" + word(li.asked()[0]["id"])
		wang.refused("mp", "GET", one, nil, "404 feedback.missing")
		wang.refused("mp", "POST", one, fields{"mark": 1}, "404 feedback.missing")
		clerk.refused("staff", "POST", "/api/v1/staff/feedback/"+word(li.asked()[0]["id"]), fields{"mark": 1, "way": "phone"}, "404 feedback.missing") // the resident answers alone
		w.expect(li.says("满意"), "谢谢您", "爱心雨伞", "满意")
		w.wants(li.does("mp", "GET", one, nil, 200), fields{"state": "answered", "mark": 1.0, "title": "爱心雨伞"})
		li.refused("mp", "POST", one, fields{"mark": 3}, "409 feedback.answered")
	})
}

// With several open questions the chat asks which is meant; after seven days nothing is open.
func TestTheChatSaysWhichMark(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.lends("爱心雨伞", 3, 3, true)
		wang, clerk := w.named("老王", "阳光花园3号楼"), w.clerk()
		id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		wang.returnsUmbrella()
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		w.settle()
		w.expect(wang.says("1"), "哪一件", "1 ", "路灯", "2 爱心雨伞")
		w.expect(wang.says("9"), "数字")
		w.expect(wang.says("2"), "谢谢您", "爱心雨伞", "满意")
		w.expect(wang.says("1"), "谢谢您的评价")
		wang.returnsUmbrella()
		wang.returnsUmbrella()
		w.expect(wang.says("2"), "哪一件", "1 爱心雨伞", "2 爱心雨伞")
		w.expect(wang.says("1"), "一般", "哪里不好")
		w.expect(wang.says("0"), "谢谢您")
		same(w, "one is open", 1, len(wang.asked()))
		left := feedbackAPI + "/" + word(wang.asked()[0]["id"])
		w.later(7*24*time.Hour + time.Minute)
		w.expect(wang.says("3"), "您好")
		wang.refused("mp", "POST", left, fields{"mark": 3}, "409 feedback.expired")
		w.wants(wang.does("mp", "GET", left, nil, 200), fields{"state": "expired"})
		w.recurs("forget_answers")
		wang.refused("mp", "GET", left, nil, "404 feedback.missing")
		same(w, "answers that name nobody", 1, w.count(`SELECT COUNT(*) FROM feedback WHERE person_id = 0`))
	})
}

// Nothing is asked before something really happened.
func TestNothingIsAskedAboutWhatDidNotHappen(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(5, 1)
		wang, li, zhang := w.follower("老王"), w.follower("老李"), w.follower("老张")
		served, missed, cancelled := wang.reserves(p.today), li.reserves(p.today), zhang.reserves(p.today)
		granny := p.clerk.enters("阳光社区", fields{"name": "孙奶奶"})
		zhang.does("mp", "POST", bookingsAPI+"/"+cancelled+"/cancel", nil, 200)
		w.at("2026-11-23 13:50")
		p.serves("/check-in", fields{"booking_id": served})
		p.serves("/check-in", fields{"booking_id": missed})
		walked := p.clerk.does("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": granny["id"]}, 200)
		same(w, "asked before", 0, w.count(`SELECT COUNT(*) FROM feedback`))
		p.serves("/sessions/"+p.today+"/call", nil)
		p.serves("/bookings/"+served+"/finish", nil)
		p.serves("/bookings/"+served+"/finish", nil)
		p.serves("/bookings/"+missed+"/miss", nil)
		p.serves("/bookings/"+word(walked["id"])+"/finish", nil)
		same(w, "asked", 2, w.count(`SELECT COUNT(*) FROM feedback`))
		same(w, "老王", 1, len(wang.asked()))
		same(w, "老李", 0, len(li.asked()))
		found := items(wang.does("mp", "GET", feedbackAPI+"?kind=booking&about_id="+served, nil, 200))
		w.wants(found[0], fields{"title": "理发", "state": "open"})
		same(w, "of a booking of somebody else", 0, len(items(li.does("mp", "GET", feedbackAPI+"?kind=booking&about_id="+served, nil, 200))))
		wang.refused("mp", "POST", feedbackAPI+"/"+word(found[0]["id"]), fields{"mark": 4}, "400 feedback.mark")
		wang.refused("mp", "POST", feedbackAPI+"/"+word(found[0]["id"]), fields{"mark": 3, "chips": []string{"cold"}}, "400 feedback.chips")
		w.wants(wang.does("mp", "POST", feedbackAPI+"/"+word(found[0]["id"]), fields{"mark": 2, "chips": []string{"wait"}, "words": "等了半小时"}, 200), fields{"mark_name": "一般", "chips": []any{"等得久"}})

		// A resident without a telephone is asked by staff at the counter.
		list := items(p.clerk.does("staff", "GET", "/api/v1/staff/feedback", nil, 200))
		same(w, "to ask", []any{"孙奶奶"}, pluck(list, "name"))
		ask := "/api/v1/staff/feedback/" + word(list[0]["id"])
		p.clerk.refused("staff", "POST", ask, fields{"mark": 3, "way": "chat"}, "400 feedback.way")
		w.clerkB().refused("staff", "POST", ask, fields{"mark": 3, "way": "counter"}, "404 feedback.missing")
		w.wants(p.clerk.does("staff", "POST", ask, fields{"mark": 3, "way": "counter", "words": "剪得太短"}, 200), fields{"state": "answered"})
		same(w, "called", []any{"孙奶奶"}, pluck(items(p.clerk.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200)), "name"))
		same(w, "to ask afterwards", 0, len(items(p.clerk.does("staff", "GET", "/api/v1/staff/feedback", nil, 200))))
	})
}

// Fewer than ten answers about a service in a month are shown nowhere: neither to staff, nor to its provider, nor in a ledger.
func TestFewAnswersAreShownNowhere(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(5, 1)
		service := w.count(`SELECT MIN(id) FROM booking_service`)
		answers := func(month, from, n int) {
			for i := range n {
				w.exec(fmt.Sprintf(`INSERT INTO feedback (community_id, kind, about_id, part, service_id, title, month, person_id, asked_id, asked_at, expires_at,
					mark, chips, words, way, by_id, answered_at, deed) VALUES (%s, 'booking', %d, 0, %d, '理发', %d, 0, 0, 1, 2, %d, '', '', 'page', 0, 3, '')`,
					w.id("阳光社区"), from+i, service, month, 1+i%3))
			}
		}
		answers(202610, 9000, 9)
		answers(202611, 9100, 10)
		for name, found := range map[string][]fields{
			"staff":    items(p.clerk.does("staff", "GET", "/api/v1/staff/communities/"+w.id("阳光社区")+"/satisfaction", nil, 200)),
			"provider": items(p.barber.does("mp", "GET", api+"/provider/satisfaction", nil, 200)),
		} {
			same(w, name, 2, len(found))
			w.wants(found[0], fields{"month": "2026-10", "few": true, "asked": 9.0, "answered": 0.0, "good": 0.0, "fair": 0.0, "poor": 0.0, "percent": -1.0})
			w.wants(found[1], fields{"month": "2026-11", "few": false, "answered": 10.0, "good": 4.0, "fair": 3.0, "poor": 3.0, "percent": 40.0})
		}
		w.clerkB().refused("staff", "GET", "/api/v1/staff/communities/"+w.id("阳光社区")+"/satisfaction", nil, "404 area.missing")
		same(w, "somebody who serves nowhere", 0, len(items(w.someone("小周").does("mp", "GET", api+"/provider/satisfaction", nil, 200))))
		in := fields{"from": "2026-10-01", "to": "2026-11-30", "reason": "月报"}
		status, data := p.clerk.w.send(p.clerk.login("staff"), "POST", ledgersAPI+"/satisfaction", in)
		same(w, "the export", 200, status)
		_, rows := readLedger(w, data)
		same(w, "the ledger", [][]string{
			{"阳光社区", "2026年10月", "预约服务", "理发", "9", "不到10份", "不到10份", "不到10份", "不到10份", "不到10份"},
			{"阳光社区", "2026年11月", "预约服务", "理发", "10", "10", "4", "3", "3", "40"},
		}, rows[1:])
	})
}

// An errand that was closed, a place that was used and a week of meals are asked about; what was withdrawn, not used or not brought is not.
func TestSatisfactionOfEveryService(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, steward := w.clerk(), w.steward()
		wang := w.named("老王", "阳光花园3号楼")
		asked := func(c *citizen) []any { w.Helper(); return pluck(c.asked(), "kind") }

		// Errands: one withdrawn, one closed by the resident.
		ask := func(words string) fields { return wang.does("mp", "POST", errandsAPI, fields{"words": words}, 201) }
		wang.does("mp", "POST", errandsAPI+"/"+word(ask("给父亲办居住证明")["id"])+"/withdraw", nil, 200)
		e := ask("给母亲办残疾证")
		clerk.handles(e, "take", nil)
		clerk.handles(e, "hand-in", fields{"self": true})
		clerk.handles(e, "finish", fields{"words": "办好了"})
		clerk.handles(e, "deliver", fields{"self": true})
		same(w, "not closed yet", 0, len(wang.asked()))
		wang.does("mp", "POST", errandsAPI+"/"+word(e["id"])+"/answer", fields{"yes": true}, 200)
		same(w, "an errand", []any{"errand"}, asked(wang))

		// Places: nobody came, and a use that ends by itself a day later.
		hall := w.hall("文化活动室", false)
		empty := word(wang.does("mp", "POST", usesAPI, wish(hall, "2026-11-24 14:00"), 201)["id"])
		wang.does("mp", "POST", usesAPI, wish(hall, "2026-11-25 14:00"), 201)
		w.at("2026-11-24 14:30")
		w.settle()
		clerk.does("staff", "POST", staffUses+"/"+empty+"/absent", nil, 200)
		same(w, "not used", []any{"errand"}, asked(wang))
		w.at("2026-11-25 16:00")
		w.settle()
		w.at("2026-11-26 16:00")
		w.settle()
		same(w, "a place", []any{"hall", "errand"}, asked(wang))

		// Meals: somebody who got one in the week, and somebody who did not want any.
		p := w.kitchen()
		w.carried(p, steward, "mp")
		li, _ := w.eater(p, "老李", "阳光花园3号楼", "302")
		zhang, _ := w.eater(p, "老张", "阳光花园3号楼", "303")
		w.at("2026-11-29 17:30") // a Sunday
		w.recurs("fix_meals")
		w.at("2026-11-30 11:40")
		stops := steward.stops()
		same(w, "stops", 2, len(stops))
		for i, outcome := range []string{"delivered", "not_wanted"} {
			steward.does("mp", "POST", mealsAPI+"/stops/"+word(stops[i]["id"]), fields{"outcome": outcome}, 200)
		}
		w.recurs("ask_meal_weeks")
		same(w, "the week is not over", 0, len(li.asked()))
		w.at("2026-12-07 08:50")
		w.recurs("ask_meal_weeks")
		same(w, "before ten", 0, len(li.asked()))
		for _, at := range []string{"2026-12-07 10:00", "2026-12-07 11:01"} {
			w.at(at)
			w.recurs("ask_meal_weeks")
		}
		same(w, "a week of meals", []any{"meal"}, asked(li))
		same(w, "no meal", 0, len(zhang.asked()))
		same(w, "title", "老有颐养午餐", li.asked()[0]["title"])

		// Danger goes first, also while the chat asks what was bad.
		w.expect(li.says("3"), "老有颐养午餐", "哪里不好")
		w.expect(li.says("厨房着火了"), "119")
		w.later(3 * time.Hour)

		// Somebody who closes the account is neither called nor asked any more.
		same(w, "to be called", 1, len(items(clerk.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200))))
		li.does("mp", "DELETE", api+"/me", nil, 204)
		same(w, "nobody to be called", 0, len(items(clerk.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200))))
		same(w, "the mark counts on", 1, w.count(`SELECT COUNT(*) FROM feedback WHERE kind = 'meal' AND mark = 3 AND person_id = 0 AND words = ''`))
	})
}
