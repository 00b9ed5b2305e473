package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	inquiriesAPI   = api + "/inquiries"
	staffInquiries = "/api/v1/staff/inquiries"
)

// asks sends a question to the community and returns the inquiry and the reply.
func (c *citizen) inquires(words string) (inquiry fields, said string) {
	c.w.Helper()
	made := c.does("mp", "POST", inquiriesAPI, fields{"words": words}, 201)
	inquiry, _ = made["inquiry"].(map[string]any)
	return inquiry, fmt.Sprint(made["said"])
}

// answers answers an inquiry and returns it as staff see it after everything was sent.
func (c *citizen) answers(id any, words string) fields {
	c.w.Helper()
	c.does("staff", "POST", fmt.Sprint(staffInquiries, "/", id, "/answer"), fields{"words": words}, 200)
	c.w.settle()
	return c.does("staff", "GET", fmt.Sprint(staffInquiries, "/", id), nil, 200)
}

// inquiries returns a list of a member of staff.
func (c *citizen) inquiries(list string) []fields {
	c.w.Helper()
	return items(c.does("staff", "GET", staffInquiries+"?list="+list, nil, 200))
}

func lastSaid(inquiry fields) fields {
	said := objects(inquiry["messages"])
	return said[len(said)-1]
}

// A resident asks, staff of their community are told and answer, and the answer is in the chat as long as the platform allows
// it; afterwards a card tells of it. Both sides see all words.
func TestAQuestionIsAnswered(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("你好"), "您好")
		same(w, "before", 0.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["inquiries"])
		i, said := wang.inquires("社保卡丢了，去哪里补办？")
		w.expect(said, "已转给阳光社区值班人员，请稍等。")
		w.wants(i, fields{"state": "open", "office": "阳光社区", "title": "社保卡丢了，去哪里补办？", "can": []any{}, "chat_until": "", "resident": ""})
		_, said = wang.inquires("要带什么？")
		w.expect(said, "一起转给阳光社区")
		w.settle()
		same(w, "told staff once", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'inquiry.asked'`))
		same(w, "the number at home", 1.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["inquiries"])
		same(w, "the list", []any{i["id"]}, pluck(clerk.inquiries("open"), "id"))

		seen := clerk.does("staff", "GET", fmt.Sprint(staffInquiries, "/", i["id"]), nil, 200)
		w.wants(seen, fields{"resident": "老王", "can": []any{"answer", "convert", "close"}, "chat_until": "2026-11-25T09:00:00+08:00"})
		clerk.refused("staff", "POST", fmt.Sprint(staffInquiries, "/", i["id"], "/answer"), fields{"words": " "}, "400 inquiry.answer")
		phone := fmt.Sprint(staffInquiries, "/", i["id"], "/phone")
		clerk.refused("staff", "POST", phone, fields{"reason": "要打电话"}, "404 person.no_phone")
		wang.binds("mp", "13812345678")
		clerk.refused("staff", "POST", phone, nil, "400 person.reason")
		w.wants(clerk.does("staff", "POST", phone, fields{"reason": "要打电话"}, 200), fields{"phone": "13812345678"})
		heard := len(wang.heard())
		seen = clerk.answers(i["id"], "请带身份证到服务大厅补办。")
		w.wants(lastSaid(seen), fields{"staff": true, "by": "王芳", "delivery": "chat"})
		same(w, "in the chat", []string{"阳光社区回复：\n请带身份证到服务大厅补办。"}, wang.chatted())
		same(w, "cards", heard, len(wang.heard()))
		w.expect(wang.lastNotice(), "inquiry.answered", "请带身份证")
		same(w, "waits no more", 0.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["inquiries"])
		own := wang.does("mp", "GET", fmt.Sprint(inquiriesAPI, "/", i["id"]), nil, 200)
		w.wants(own, fields{"state": "answered", "answered_by": "王芳", "chat_until": ""})
		w.wants(lastSaid(own), fields{"text": "请带身份证到服务大厅补办。", "delivery": ""})

		again, _ := wang.inquires("周六上班吗？")
		same(w, "the same inquiry", i["id"], again["id"])
		w.forward(47 * time.Hour)
		w.at("2026-11-25 09:30") // more than two days after the last message in the chat
		seen = clerk.answers(i["id"], "周六上午上班。")
		w.wants(seen, fields{"chat_until": ""})
		w.wants(lastSaid(seen), fields{"delivery": "notice"})
		same(w, "in the chat after two days", 1, len(wang.chatted()))
		same(w, "the card", "社区回复了您", wang.lastHeard())
	})
}

// Nobody but staff of the community reads an inquiry: no steward, no other community, no other resident.
func TestOnlyTheCommunityReadsAnInquiry(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		i, _ := wang.inquires("低保怎么申请？")
		path := fmt.Sprint(staffInquiries, "/", i["id"])
		for name, c := range map[string]struct {
			who  *citizen
			want string
		}{
			"a steward":           {w.steward(), "403 auth.denied"},
			"a resident":          {li, "403 auth.denied"},
			"another community":   {w.clerkB(), "404 inquiry.missing"},
			"a department":        {w.orgMan(), "403 auth.denied"},
			"the street":          {w.street(), "404 inquiry.missing"},
			"the county's centre": {w.centre(), "404 inquiry.missing"},
		} {
			for method, action := range map[string]string{"GET": "", "POST": "/answer"} {
				if got := w.code(c.who.login("staff"), method, path+action, fields{"words": "好"}); got != c.want {
					w.Errorf("%s: %s %s = %s", name, method, action, got)
				}
			}
		}
		li.refused("mp", "GET", fmt.Sprint(inquiriesAPI, "/", i["id"]), nil, "404 inquiry.missing")
		w.refused(w.clerkB().login("staff"), "GET", staffInquiries+"?community_id="+w.id("阳光社区"), nil, "404 area.missing")
		same(w, "the list of another community", 0, len(w.clerkB().inquiries("open")))
		same(w, "of the community", 1, len(clerk.inquiries("open")))
		clerk.does("staff", "POST", path+"/close", nil, 200)
		clerk.does("staff", "POST", path+"/close", nil, 200)
		clerk.refused("staff", "POST", path+"/answer", fields{"words": "晚了"}, "409 inquiry.closed")
		next, _ := wang.inquires("还有一个问题")
		if next["id"] == i["id"] {
			w.Error("an ended inquiry goes on")
		}
	})
}

// While nobody knows the resident's community, street and centre answer. An answered inquiry ends after a week without a word.
func TestWhoeverHasNoCommunityAsksTheCounty(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		centre, guest := w.centre(), w.follower("过路人")
		guest.says("你好")
		i, said := guest.inquires("你们周末上班吗？")
		w.expect(said, "县网格中心")
		same(w, "the clerk", 0, len(w.clerk().inquiries("open")))
		same(w, "the centre", []any{i["id"]}, pluck(centre.inquiries("open"), "id"))
		same(w, "the street", 1, len(w.street().inquiries("open")))
		centre.answers(i["id"], "周六上午上班。")
		same(w, "in the chat", []string{"县网格中心回复：\n周六上午上班。"}, guest.chatted())
		w.clock.Add((7*24*time.Hour - time.Minute).Milliseconds())
		w.must(w.system.Inquiries.CloseQuiet(w.ctx))
		same(w, "within the week", 1, len(centre.inquiries("answered")))
		w.clock.Add(time.Minute.Milliseconds())
		w.must(w.system.Inquiries.CloseQuiet(w.ctx))
		same(w, "after a week", 1, len(centre.inquiries("closed")))
	})
}

// Outside working hours the reply says when somebody answers. Danger is warned of and told at night.
func TestAQuestionAtNight(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		w.at("2026-11-23 21:00")
		_, said := wang.inquires("户口本丢了怎么办？")
		w.expect(said, "现在下班了，明天 8:30 有人回复。")
		w.at("2026-11-23 23:00")
		_, said = wang.inquires("家里有煤气味，怎么办？")
		if !strings.Contains(said, "119") {
			w.Errorf("danger: %s", said)
		}
		w.settle()
		w.expect(said, "已按紧急事件上报，编号 261123-001")
		w.wants(clerk.inquiries("open")[0], fields{"urgent": true})
		w.wants(items(wang.does("mp", "GET", api+"/reports", nil, 200))[0], fields{"urgent": true, "number": "261123-001"})
		same(w, "told at once", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'inquiry.asked' AND urgent = 1`))
	})
}
