package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// toSubscribed returns the person's subscribe messages in a mini-program.
func (c *citizen) toSubscribed(account string) []wxsim.Delivered {
	return c.w.sim.Delivered(account, c.phone.OpenID(account))
}

// accepted submits a report of 老王 that the clerk accepts, and returns both persons and the report's id.
func (w *world) accepted() (wang, clerk *citizen, id string) {
	w.Helper()
	clerk = w.follower("王芳").binds("staff", "19900000001")
	wang = w.follower("老王")
	id = wang.handIn("楼道灯坏了好几天", "阳光花园3号楼")
	clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/accept", nil, 200)
	w.settle()
	return wang, clerk, id
}

func TestNoticesWaitForTheMorningAndAreMerged(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		before := len(wang.heard())
		w.forward(14 * time.Hour) // 23:00
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": "明早来修"}, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/resolve", map[string]any{"outcome": "solved", "words": "修好了"}, 200)
		w.settle()
		if n := len(wang.heard()) - before; n != 0 {
			w.Fatalf("%d messages at night", n)
		}
		w.forward(9*time.Hour + time.Minute) // 08:01
		heard := wang.heard()[before:]
		if len(heard) != 1 || heard[0].Title != "您有新消息" || heard[0].Data["number2"] != "3" {
			w.Fatalf("%d messages in the morning: %+v", len(heard), heard)
		}
		// The inbox has each of them.
		inbox := wang.does("mp", "GET", "/api/v1/notices", nil, 200)
		if n := len(inbox["items"].([]any)); n != 4 {
			w.Fatalf("the inbox has %d", n)
		}
	})
}

// The chat tells the end of a report too, sometimes before its channels are chosen: the morning's one message contains it.
func TestWhatTheChatToldIsInTheDigest(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		before := len(wang.heard())
		w.forward(14 * time.Hour) // 23:00
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/resolve", fields{"outcome": "solved", "words": "修好了"}, 200)
		w.settle()
		w.exec(`INSERT INTO notify_attempt (notice_id, channel, openid, outcome, final, code, reason, at, tries, began_at, again_at)
			SELECT id, 'chat', 'o', 'sent', 1, 0, '', 1, 1, 1, 0 FROM notify_notice WHERE kind = 'report.resolved'`)
		w.forward(9*time.Hour + time.Minute) // 08:01
		heard := wang.heard()[before:]
		if len(heard) != 1 || heard[0].Title != "您有新消息" || heard[0].Data["number2"] != "2" {
			w.Fatalf("%d messages in the morning: %+v", len(heard), heard)
		}
	})
}

func TestUrgentNoticesAreSentAtNight(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")
		w.forward(14 * time.Hour) // 23:00
		wang.handIn("楼道里着火了", "阳光花园3号楼")
		if steward.lastHeard() != "紧急：楼里有事" {
			w.Fatalf("the steward received %q", steward.lastHeard())
		}
		before := len(steward.heard())
		w.follower("小李").handIn("楼道灯坏了好几天", "阳光花园3号楼")
		if n := len(steward.heard()) - before; n != 0 {
			w.Fatalf("an ordinary report alerted the steward %d times at night", n)
		}
	})
}

func TestSubscribeMessageWhenNotFollowing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.follower("王芳").binds("staff", "19900000001")
		wang := w.someone("老王")
		id := wang.does("mp", "POST", "/api/v1/reports", map[string]any{
			"text": "楼道灯坏了好几天", "area_id": idText(w.areaOf("阳光花园3号楼").ID),
		}, 201)["id"].(string)
		template := w.system.Wechat.TemplateID("mp", "report.accepted")
		_, err := wang.phone.Accept(wxsim.MP, template)
		w.must(err)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/accept", nil, 200)
		w.settle()
		told := wang.toSubscribed(wxsim.MP)
		if len(told) != 1 || told[0].TemplateID != template || !strings.HasPrefix(told[0].Page, "report/detail/index?id=") {
			w.Fatalf("%+v", told)
		}
		// The one consent is used up, and no other channel exists: a notice that must be known goes to the door-knock
		// list.
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/ask", map[string]any{"words": "几楼？"}, 200)
		w.settle()
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("%d messages with one consent", n)
		}
		list := clerk.does("staff", "GET", "/api/v1/staff/undelivered", nil, 200)["items"].([]any)
		if len(list) != 1 || !strings.Contains(fmt.Sprint(list[0].(map[string]any)["notices"]), "kind:report.asked") {
			w.Fatalf("the door-knock list is %v", list)
		}
		notice := list[0].(map[string]any)["id"].(string)
		clerk.does("staff", "POST", "/api/v1/staff/undelivered/"+notice+"/told", map[string]any{"how": "上门告知"}, 204)
		list = clerk.does("staff", "GET", "/api/v1/staff/undelivered", nil, 200)["items"].([]any)
		if len(list) != 0 || w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.told'`) != 1 {
			w.Fatalf("the door-knock list is not empty: %v", list)
		}
	})
}

func TestAFailedReceiptMovesOnToTheNextChannel(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		wang.login("mp")
		_, err := wang.phone.Accept(wxsim.MP, w.system.Wechat.TemplateID("mp", "report.reply"))
		w.must(err)
		wang.phone.Block(true)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": "明天来修"}, 200)
		w.settle()
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("%d subscribe messages after the official account's failed", n)
		}
	})
}

// A template message is cut at twenty characters; the chat gets the whole reply within 48 hours of the resident's last
// message.
func TestALongReplyIsCompleteInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		const long = "师傅明天上午九点到十点之间来换灯，请您留意楼道里的通知，谢谢您的提醒。"
		said := func() (n int) {
			for _, said := range wang.chatted() {
				if strings.Contains(said, long) {
					n++
				}
			}
			return n
		}
		reply := func(words string) {
			w.Helper()
			clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": words}, 200)
			w.settle()
		}
		reply("好的")
		reply(long)
		if said() != 1 {
			w.Fatalf("the whole reply arrived %d times", said())
		}
		w.forward(71 * time.Hour) // more than 48 hours after the last message of the resident
		reply(long)
		if said() != 1 || wang.lastHeard() != "工作人员回复" {
			w.Fatalf("%d whole replies, the last message is %q", said(), wang.lastHeard())
		}
	})
}

func TestReceiptFasterThanOurCommit(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		w.sim.HoldEvents()
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": "明天来修"}, 200)
		w.until(func() bool {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'report.reply' AND state = 'sent'`) == 1
		})
		// The message id is lost, as if the process had died before saving it; then the receipt arrives.
		w.exec(`UPDATE notify_attempt SET msgid = NULL, outcome = '' WHERE final = 0`)
		w.exec(`UPDATE notify_notice SET state = 'pending' WHERE state = 'sent'`)
		w.sim.ReleaseEvents()
		w.settle()
		if n := w.count(`SELECT COUNT(*) FROM notify_receipt`); n == 0 {
			w.Fatal("the receipt was not stored")
		}
		w.exec(`INSERT INTO job_open (kind, ref, due_at, added) SELECT 'notify.send', id, 0, 1 FROM notify_notice WHERE state = 'pending'`)
		w.settle()
		if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE state = 'pending'`); n != 0 {
			w.Fatalf("%d notices are unsettled", n)
		}
		if n := len(wang.heard()); n != 2 { // acceptance and reply: repeated sends with the same client_msg_id are deduplicated
			w.Fatalf("%d messages", n)
		}
	})
}

// An undelivered notice is the steward's work at the door. The steward does not learn who reported what.
func TestTheStewardKnocks(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.follower("王芳").binds("staff", "19900000001")
		steward := w.follower("赵红").binds("mp", "19900000003")
		far := w.follower("钱进").binds("mp", "19900000007")
		wang := w.someone("老王")
		wang.does("mp", "PATCH", "/api/v1/me", fields{"name": "王大爷", "home_id": idText(w.areaOf("阳光花园3号楼").ID)}, 200)
		id := wang.does("mp", "POST", "/api/v1/reports", fields{"text": "楼道灯坏了好几天", "area_id": idText(w.areaOf("阳光花园3号楼").ID)}, 201)["id"].(string)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/accept", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/ask", fields{"words": "几楼？"}, 200)
		w.settle()

		doors := items(steward.does("mp", "GET", "/api/v1/steward/doors", nil, 200))
		if len(doors) != 1 {
			w.Fatalf("the door-knock list is %v", doors)
		}
		w.wants(doors[0], fields{"person_name": "王大爷", "home": "阳光社区 阳光花园3号楼", "count": 1.0})
		w.wants(doors[0]["messages"].([]any)[0].(map[string]any), fields{"title": "社区有消息"})
		for name, value := range doors[0] {
			if said := fmt.Sprint(value); strings.Contains(said, "灯") || strings.Contains(said, "几楼") || strings.Contains(said, "report") {
				w.Errorf("the steward sees %s: %s", name, said)
			}
		}
		told := "/api/v1/steward/doors/" + doors[0]["id"].(string) + "/told"
		if n := len(items(far.does("mp", "GET", "/api/v1/steward/doors", nil, 200))); n != 0 {
			w.Errorf("another building's steward sees %d", n)
		}
		far.refused("mp", "POST", told, fields{"how": "敲门"}, "404 notify.missing")
		wang.refused("mp", "GET", "/api/v1/steward/doors", nil, "403 auth.denied")
		steward.refused("mp", "POST", told, fields{"how": ""}, "400 notify.words")
		steward.does("mp", "POST", told, fields{"how": "敲门告诉了本人"}, 204)
		steward.refused("mp", "POST", told, fields{"how": "再说一遍"}, "404 notify.missing")
		same(w, "the steward's list", 0, len(items(steward.does("mp", "GET", "/api/v1/steward/doors", nil, 200))))
		same(w, "audit records", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.told'`))
	})
}
