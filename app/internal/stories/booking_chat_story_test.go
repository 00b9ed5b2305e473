package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/store"
)

// offersService publishes a service of 阳光社区 on the timetable and returns its id. It is Monday, 23 November, nine o'clock.
func (w *world) offersService(service, entry fields) string {
	w.Helper()
	made := fields{"kind": "care", "place": "一楼大厅", "about": "请带身份证。"}
	for k, v := range service {
		made[k] = v
	}
	id, _ := w.clerk().does("staff", "POST", "/api/v1/staff/communities/"+w.id("阳光社区")+"/services", made, 201)["id"].(string)
	one := fields{"from": "2026-11-23", "begin": "09:00", "end": "11:00"}
	for k, v := range entry {
		one[k] = v
	}
	w.clerk().does("staff", "POST", "/api/v1/staff/services/"+id+"/entries", one, 201)
	return id
}

// sums fails unless each place is either booked or free.
func (w *world) sums() {
	w.Helper()
	wrong, err := store.NewBookings(w.system.DB).Unbalanced(w.ctx)
	w.must(err)
	if len(wrong) > 0 {
		w.Fatalf("places that do not add up: %+v", wrong)
	}
}

// shows fails unless the reply is exactly this text.
func (w *world) shows(said, want string) {
	w.Helper()
	if said != want {
		w.Fatalf("got\n%s\nwant\n%s", said, want)
	}
}

func TestChatBooksInTwoReplies(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{1, 3}, "places": 2})
		w.offersService(fields{"name": "上门理发", "rules": fields{"door_to_door": true}}, fields{"days": []int{5}, "places": 2})
		wang := w.follower("老王")
		w.expect(wang.says("预约"), "住哪个社区", "1 阳光社区", "2 新园社区")
		w.shows(wang.says("1"), "阳光社区可以预约：\n1 理发 周三 11月25日 09:00 余2\n2 理发 周一 11月30日 09:00 余2\n"+
			"上门理发要填写信息，请在小程序里约。\n回复数字预约，不约了回复 0。")
		w.expect(wang.says("7"), "请回复上面的数字")
		w.expect(wang.says("1"), "约好了：理发", "周三 11月25日 09:00", "阳光社区 一楼大厅", "1 号", "请带身份证", "取消预约")
		w.shows(wang.says("我的预约"), "您的预约：\n1 理发 周三 11月25日 09:00 已约好 1 号\n来不了请回复“取消预约”加数字，比如：取消预约 1。\n当天回复“排队”，看叫到几号。")

		li := w.named("老李", "阳光花园3号楼")
		w.expect(li.says("约理发"), "1 理发 周三", "余1")
		w.expect(li.says("1"), "2 号")
		zhang := w.named("老张", "阳光花园3号楼")
		w.expect(zhang.says("理发"), "1 理发 周三 11月25日 09:00 已满，可候补")
		w.expect(zhang.says("第一个"), "候补第 1 位", "马上发消息")
		w.expect(zhang.says("我的预约"), "候补中，前面还有 0 位")
		w.expect(zhang.says("1"), "您好") // no list is open: a number has its meaning for reports
		w.expect(zhang.says("理发"), "1 理发 周三", "2 理发 周一")
		w.expect(zhang.says("1"), "已经约过了", "回复“预约”看看其他场次")
		w.expect(zhang.says("0"), "想约的时候")
		w.expect(zhang.says("1"), "您好")
		w.sums()
	})
}

func TestChatOfferIsTakenByOneWord(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 1})
		var all []*citizen
		for _, name := range []string{"老王", "老李", "老张", "老赵"} {
			c := w.named(name, "阳光花园3号楼")
			c.says("理发")
			c.says("1")
			all = append(all, c)
		}
		wang, li, zhang, zhao := all[0], all[1], all[2], all[3]
		w.expect(li.says("要"), "没有为您保留的名额")
		w.expect(wang.says("取消预约"), "1 理发 周三 11月25日 09:00", "回复 0")
		w.shows(wang.says("1"), "已取消：理发 周三 11月25日 09:00。\n想再约请回复“预约”。")
		w.settle()
		if got := li.lastHeard(); got != "轮到您了" {
			w.Fatalf("the first of the waitlist received %q", got)
		}
		w.expect(li.heard()[len(li.heard())-1].Data["thing5"], "要请回复“要”")
		w.expect(li.says("我的预约"), "11月23日 09:30 前回复“要”或“不要”")
		w.expect(zhang.says("要"), "没有为您保留的名额")
		w.expect(li.says("不要"), "让给后面的邻居")
		w.settle()
		if got := zhang.lastHeard(); got != "轮到您了" {
			w.Fatalf("the second received %q", got)
		}
		w.forward(31 * time.Minute) // the offer is not answered
		w.expect(zhang.says("1"), "您好")
		w.expect(zhao.says("1"), "约好了：理发", "2 号")
		w.expect(zhao.says("要"), "没有为您保留的名额")
		w.sums()
	})
}

func TestChatNumberAnswersTheLastQuestion(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 1})
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		for _, c := range []*citizen{wang, li} {
			c.says("理发")
			c.says("1")
		}
		solved := func() {
			w.Helper()
			id := li.handIn("楼道灯坏了好几天", "阳光花园3号楼")
			w.clerk().acts(id, "accept", nil)
			w.clerk().acts(id, "take", nil)
			w.clerk().acts(id, "resolve", fields{"outcome": "solved", "words": "换好了"})
			w.settle()
		}
		solved()
		w.clock.Add(time.Minute.Milliseconds())
		wang.cancels()
		w.settle()
		w.expect(li.says("1"), "约好了：理发") // the offer came last
		w.expect(li.says("1"), "谢谢您的评价")

		wang.says("理发") // waits behind the other now
		wang.says("1")
		li.cancels()
		w.settle()
		w.clock.Add(time.Minute.Milliseconds())
		w.expect(wang.says("阳光花园3号楼楼道灯又坏了"), "回复 1 提交")
		w.expect(wang.says("1"), "已收到") // a draft waits
		w.expect(wang.says("2"), "让给后面的邻居")

		zhao := w.named("老赵", "阳光花园3号楼") // an offer expires whether a draft or a list is open or not
		zhao.says("理发")
		zhao.says("1")
		wang.says("理发")
		wang.says("1")
		w.expect(wang.says("阳光花园3号楼楼道灯又坏了"), "回复 1 提交")
		zhao.cancels()
		w.settle()
		w.expect(wang.says("要"), "约好了：理发") // the offer, not the problem
		w.expect(wang.says("0"), "不交了")
		zhao.says("理发")
		zhao.says("1")
		zhao.says("预约")
		w.expect(zhao.says("不要"), "想约的时候")
		zhao.says("预约")
		wang.cancels()
		w.settle()
		w.expect(zhao.says("要"), "约好了：理发")
		w.sums()
	})
}

func TestChatTimesAndFamily(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理疗", "rules": fields{"per_week": 2}}, fields{"days": []int{2}, "places": 1, "step_minutes": 30})
		daughter, mother := w.named("王小英", "阳光花园3号楼"), w.named("赵秀英", "阳光花园3号楼")
		mother.does("mp", "POST", families+"/accept", fields{"code": daughter.invites("parent")}, 200)
		w.expect(daughter.says("预约"), "1 理疗 周二 11月24日 09:00 余4")
		w.shows(daughter.says("1"), "理疗 周二 11月24日，几点来？\n1 09:00　2 09:30\n3 10:00　4 10:30\n回复数字，不约了回复 0。")
		w.shows(daughter.says("十点"), "为谁预约？\n1 本人\n2 父母 赵*英\n回复数字，不约了回复 0。")
		w.expect(daughter.says("2"), "约好了：理疗（父母 赵*英）", "10:00", "301 号")
		w.settle()
		if got := mother.lastHeard(); got != "预约成功" {
			w.Fatalf("the mother received %q", got)
		}
		w.expect(mother.says("我的预约"), "1 理疗 周二 11月24日 10:00 已约好 301 号")
		w.expect(daughter.says("约理疗"), "余3")
		w.expect(daughter.says("1"), "1 09:00　2 09:30\n3 10:30")
		daughter.says("3")
		w.expect(daughter.says("1"), "约好了：理疗\n", "10:30", "401 号")
		w.shows(daughter.says("我的预约"), "您的预约：\n1 理疗（父母 赵*英） 周二 11月24日 10:00 已约好 301 号\n"+
			"2 理疗 周二 11月24日 10:30 已约好 401 号\n来不了请回复“取消预约”加数字，比如：取消预约 1。\n当天回复“排队”，看叫到几号。")
		w.expect(daughter.says("取消预约 1"), "1 理疗（父母 赵*英） 周二 11月24日 10:00", "回复 0")
		w.expect(daughter.says("1"), "已取消：理疗 周二 11月24日 10:00")
		w.expect(daughter.says("取消预约"), "1 理疗 周二 11月24日 10:30")
		w.expect(daughter.says("好的"), "已取消：理疗 周二 11月24日 10:30")
		w.expect(daughter.says("取消预约"), "没有预约")
		w.expect(mother.says("我的预约"), "没有预约")
		w.sums()
	})
}

// cancels cancels the person's only booking.
func (c *citizen) cancels() {
	c.w.Helper()
	c.says("取消预约")
	c.w.expect(c.says("1"), "已取消")
}

func TestChatCancelAsksWhich(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 2})
		w.offersService(fields{"name": "义诊"}, fields{"days": []int{5}, "places": 2})
		wang := w.named("老王", "阳光花园3号楼")
		for _, what := range []string{"理发", "义诊"} {
			wang.says(what)
			wang.says("1")
		}
		w.expect(wang.says("取消预约"), "1 理发", "2 义诊", "要取消哪一个")
		w.expect(wang.says("0"), "想约的时候")
		w.expect(wang.says("取消预约"), "要取消哪一个")
		w.expect(wang.says("2"), "已取消：义诊")
		w.forward(46 * time.Hour) // Wednesday at seven
		wang.says("取消预约")
		w.expect(wang.says("1"), "已过可以取消的时间，请打社区电话。", "回复“我的预约”")
		w.sums()
	})
}

func TestChatExplainsARefusedBooking(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发", "rules": fields{"min_age": 60}}, fields{"days": []int{3}, "places": 2})
		w.offersService(fields{"name": "图书室", "rules": fields{"ahead_days": 1}}, fields{"days": []int{5}, "places": 2})
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("图书室"), "现在没有可以约的", "11月26日 08:30 开始预约")
		wang.says("理发")
		w.expect(wang.says("1"), "哪一年出生")
		w.expect(wang.says("嗯"), "哪一年出生")
		w.expect(wang.says("1850"), "出生年份请填 4 位数字")
		w.expect(wang.says("我是1990年的"), "面向 60 岁及以上的居民。\n可以回复“预约”看看其他场次")
		same(w, "year of birth before the answer", 0, w.count(`SELECT born FROM person WHERE name = '老王'`))
		w.expect(wang.says("一九五〇年"), "约好了") // the question was still open
		same(w, "year of birth", 1950, w.count(`SELECT born FROM person WHERE name = '老王'`))
		w.expect(wang.says("楼道灯坏了好几天"), "什么地方")
		w.expect(wang.says("预约"), "还没有交", "回复 0")
		w.expect(wang.says("0"), "不交了")
		w.sums()
	})
}

func TestChatReportInterruptsABooking(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 2})
		wang := w.named("老王", "阳光花园3号楼")
		wang.says("预约")
		w.expect(wang.says("红的那个"), "请回复上面的数字")
		w.expect(wang.says("楼道灯坏了好几天"), "什么地方")
		w.expect(wang.says("阳光花园3号楼"), "阳光花园3号楼", "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
		wang.says("预约")
		w.expect(wang.sendsPhoto(), "收到照片", "什么地方")
		w.expect(wang.says("0"), "不交了")
		reply, err := wang.phone.Click("book")
		w.must(err)
		w.expect(reply.Text, "1 理发")
		reply, err = wang.phone.Voice([]byte("#!AMR\nxxxx"), "第一个。")
		w.must(err)
		w.expect(reply.Text, "约好了")
		reply, err = wang.phone.Click("bookings")
		w.must(err)
		w.expect(reply.Text, "1 理发", "已约好 1 号")
	})
}

func TestChatScansTheTimetable(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 2})
		scene := "w_" + w.id("阳光社区")
		reply, err := w.someone("新来的").phone.Follow(scene)
		w.must(err)
		w.expect(reply.Text, "欢迎关注", "阳光社区可以预约", "1 理发")
		w.expect(w.someone("新来的").says("1"), "约好了")
		w.expect(w.someone("新来的").says("预约"), "1 理发") // the community is known now
		for _, other := range []string{"w_", "w_x", "w_999999", "w_" + w.id("阳光花园3号楼")} {
			reply, err := w.follower("老王").phone.Scan(other)
			w.must(err)
			w.expect(reply.Text, "您好")
		}
		reply, err = w.named("老李", "新园小区9号楼").phone.Scan(scene)
		w.must(err)
		w.expect(reply.Text, "1 理发")
		w.expect(w.someone("老李").says("0"), "想约的时候")
		w.expect(w.someone("老李").says("预约"), "新园社区这几天没有") // a scan does not change the home
	})
}

func TestChatTellsTheQueue(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{1}, "places": 5, "begin": "14:00", "end": "16:00"})
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		w.expect(wang.says("排队"), "今天没有要排队的预约")
		for _, c := range []*citizen{wang, li} {
			c.says("理发")
			w.expect(c.says("1"), "周一 11月23日 14:00")
		}
		w.shows(li.says("排队"), "理发：您是 2 号，还没有开始叫号。到了请先在前台报到。")
		w.at("2026-11-23 13:50")
		for _, c := range []*citizen{wang, li} {
			id := w.count(`SELECT id FROM booking WHERE person_id = ?`, c.me("mp"))
			w.clerk().does("staff", "POST", "/api/v1/staff/check-in", fields{"code": fmt.Sprintf("LLB%d", id)}, 200)
		}
		w.shows(li.says("排队"), "理发：您是 2 号，还没有开始叫号，前面还有 1 位。")
		call := fmt.Sprintf("/api/v1/staff/sessions/%d/call", w.count(`SELECT MIN(session_id) FROM booking`))
		w.clerk().does("staff", "POST", call, nil, 200)
		w.shows(wang.says("到几号了？"), "理发：轮到您的 1 号了，请进。")
		w.shows(li.says("排队"), "理发：您是 2 号，叫到 1 号，前面还有 0 位。")
	})
}

// The time of a session changes while the list is open.
func TestChatNeverBooksAnotherTimeThanWasShown(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 2})
		w.offersService(fields{"name": "理疗"}, fields{"days": []int{3}, "places": 1, "step_minutes": 60})
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		wang.says("理发")
		li.says("理疗")
		li.says("1")
		for _, id := range []int{w.count(`SELECT MIN(id) FROM booking_entry`), w.count(`SELECT MAX(id) FROM booking_entry`)} {
			w.clerk().does("staff", "PUT", fmt.Sprintf("/api/v1/staff/entries/%d/days/2026-11-25", id),
				fields{"begin": "14:00", "end": "16:00"}, 200)
		}
		w.expect(wang.says("1"), "时间刚刚改了", "回复“预约”看看其他场次")
		w.expect(li.says("1"), "未找到该场次", "回复“预约”看看其他场次")
		w.expect(wang.says("理发"), "1 理发 周三 11月25日 14:00 余2")
		w.expect(wang.says("1"), "14:00")
	})
}

func TestChatRebooksACancelledSession(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3, 5}, "places": 1})
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("改约"), "没有需要改约")
		wang.says("理发")
		w.expect(wang.says("1"), "约好了")
		w.settle()
		id := fmt.Sprint(w.count(`SELECT session_id FROM booking`))
		w.clerk().does("staff", "POST", "/api/v1/staff/sessions/cancel", fields{"session_ids": []string{id}, "reason": "师傅生病"}, 200)
		w.settle()
		if got := wang.lastHeard(); got != "这一场不办了" {
			w.Fatalf("the resident received %q", got)
		}
		w.expect(wang.says("改约"), "约好了：理发", "周五 11月27日")
		w.expect(wang.says("改约"), "没有别的空位", "原来的还给您留着")
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE alive = 1`); n != 1 {
			w.Fatalf("the resident has %d bookings", n)
		}
		w.sums()
	})
}

// The platform delivers a message several times at once, and many residents book the last places.
func TestChatRushBooksEachOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发", "rules": fields{"waitlist_most": 4}}, fields{"days": []int{3}, "places": 3})
		const n = 10
		var all []*citizen
		for i := range n {
			c := w.follower(fmt.Sprintf("居民%d", i))
			c.says("预约")
			w.expect(c.says("1"), "1 理发")
			all = append(all, c)
		}
		w.sim.DeliverCopies(3)
		said := make([]string, n)
		var group sync.WaitGroup
		for i, c := range all {
			group.Go(func() {
				reply, err := c.phone.Text("1")
				if err != nil {
					w.Error(err)
					return
				}
				for _, other := range reply.Copies {
					if other.Text != reply.Text {
						w.Errorf("one delivery was answered with %q, the other with %q", reply.Text, other.Text)
					}
				}
				said[i] = reply.Text
			})
		}
		group.Wait()
		counts := map[string]int{}
		for _, text := range said {
			for _, outcome := range []string{"约好了", "候补第", "候补也满了"} {
				if strings.Contains(text, outcome) {
					counts[outcome]++
				}
			}
		}
		if counts["约好了"] != 3 || counts["候补第"] != 4 || counts["候补也满了"] != 3 {
			w.Fatalf("%v: %q", counts, said)
		}
		w.sums()
	})
}

// A resident without a known home who names a service is shown this service, also after the question for the community.
func TestChatRemembersWhichServiceWasMeant(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 2})
		w.offersService(fields{"name": "艾灸"}, fields{"days": []int{3}, "places": 2})
		for i, answer := range []string{"1", "阳光社区"} {
			wang := w.follower(fmt.Sprint("老王", i))
			w.expect(wang.says("理发"), "住哪个社区", "1 阳光社区")
			said := wang.says(answer)
			w.expect(said, "1 理发 周三 11月25日")
			if strings.Contains(said, "艾灸") {
				t.Error(said)
			}
		}
		w.exec(`UPDATE area SET kind = 'street' WHERE name = '新园社区'`) // one community remains
		w.exec(`UPDATE area_version SET version = version + 1`)
		w.system.Areas.Forget()
		li := w.follower("老李")
		said := li.says("理发")
		w.expect(said, "1 理发 周三 11月25日")
		if strings.Contains(said, "艾灸") {
			t.Error(said)
		}
		w.sums()
	})
}
