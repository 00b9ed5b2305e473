package stories

import (
	"sync"
	"testing"
	"time"

	"linli/app/steward"
	"linli/wxmsg/wxsim"
)

// posted gives a person of the roster one more post, and returns them as a follower who is logged in.
func (w *world) posted(name, number, account, role, place string) *citizen {
	w.Helper()
	c := w.follower(name).binds(account, number)
	w.exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
		VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0)`, c.me(account), role, w.areaOf(place).ID)
	return c
}

// heardOf counts the template messages with a title.
func (c *citizen) heardOf(title string) (n int) {
	for _, d := range c.heard() {
		if d.Title == title {
			n++
		}
	}
	return n
}

// told counts a person's notices of a kind, in any state.
func (c *citizen) told(account, kind string) int {
	c.w.Helper()
	return c.w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = ?`, c.me(account), kind)
}

// stage returns the current step of a report's paging.
func (w *world) stage(report string) (stage string) {
	w.Helper()
	w.must(w.records().QueryRowContext(w.ctx, `SELECT stage FROM steward_paging WHERE subject = 'report' AND subject_id = ?`,
		report).Scan(&stage))
	return stage
}

func TestAnEmergencyAtNightNeedsTwoDifferentPeople(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		sun := w.posted("孙伟", "19900000006", "mp", "building_lead", "阳光花园3号楼")
		li := w.follower("李强").binds("staff", "19900000002")
		clerk := w.follower("王芳").binds("staff", "19900000001")
		wang := w.someone("老王")
		w.forward(14*time.Hour + 11*time.Minute) // 23:11
		id := wang.submits("楼道里着火了", "阳光花园3号楼")
		w.settle()
		if zhao.heardOf("紧急：楼里有事") != 1 || sun.heardOf("紧急：楼里有事") != 1 || li.heardOf("紧急：没有人确认") != 0 {
			w.Fatalf("alerts at once: %d, %d, %d", zhao.heardOf("紧急：楼里有事"), sun.heardOf("紧急：楼里有事"), li.heardOf("紧急：没有人确认"))
		}
		for range 3 { // repeated confirmations by one person count once
			zhao.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		}
		w.forward(2 * time.Minute)
		if zhao.heardOf("紧急：楼里有事") != 1 || sun.heardOf("紧急：楼里有事") != 2 || w.stage(id) != "ringing" {
			w.Fatalf("after one confirmation: %d, %d, %s", zhao.heardOf("紧急：楼里有事"), sun.heardOf("紧急：楼里有事"), w.stage(id))
		}
		w.forward(2 * time.Minute)
		w.forward(2 * time.Minute)
		if sun.heardOf("紧急：楼里有事") != 3 || li.heardOf("紧急：没有人确认") != 1 {
			w.Fatalf("alerts of the next step: %d, %d", sun.heardOf("紧急：楼里有事"), li.heardOf("紧急：没有人确认"))
		}
		sun.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		if w.stage(id) != "acknowledged" {
			w.Fatalf("after two confirmations: %s", w.stage(id))
		}
		w.forward(14 * time.Minute)
		if n := li.heardOf("紧急：没有人确认") + clerk.heardOf("紧急：没有人确认"); n != 1 {
			w.Fatalf("%d messages to staff after confirmation", n)
		}
		same(w, "the timeline", []string{"submit 反映人: 楼道里着火了", "acknowledge 赵红: ", "acknowledge 孙伟: "}, lines(clerk.sees("staff", id)))

		// Nothing is done: both are reminded once, then the next step is alerted.
		w.forward(time.Minute)
		if zhao.heardOf("紧急：请您再看看") != 1 || sun.heardOf("紧急：请您再看看") != 1 {
			w.Fatalf("reminded %d and %d times", zhao.heardOf("紧急：请您再看看"), sun.heardOf("紧急：请您再看看"))
		}
		w.forward(15 * time.Minute)
		if clerk.heardOf("紧急：没有人确认") != 1 || zhao.heardOf("紧急：请您再看看") != 1 || w.stage(id) != "ringing" {
			w.Fatalf("after the reminder: %d, %s", clerk.heardOf("紧急：没有人确认"), w.stage(id))
		}
		clerk.acts(id, "accept", nil) // the clerk accepts it
		w.forward(2 * time.Minute)
		before := len(zhao.heard()) + len(sun.heard()) + len(li.heard())
		w.forward(24 * time.Hour)
		if after := len(zhao.heard()) + len(sun.heard()) + len(li.heard()); after != before || w.stage(id) != "over" {
			w.Fatalf("%d more messages after acceptance, %s", after-before, w.stage(id))
		}
	})
}

func TestOrdinaryMattersWaitForTheMorning(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		li := w.follower("李强").binds("staff", "19900000002")
		wang := w.someone("老王")
		w.forward(14*time.Hour + 10*time.Minute) // 23:10
		var ids []string
		for _, text := range []string{"路灯不亮", "门禁坏了", "垃圾没人收"} {
			ids = append(ids, wang.submits(text, "阳光花园3号楼"))
		}
		w.settle()
		w.forward(8*time.Hour + 49*time.Minute) // 07:59
		if n := len(zhao.heard()) + len(li.heard()); n != 0 {
			w.Fatalf("%d messages at night", n)
		}
		w.forward(time.Minute)
		heard := zhao.heard()
		if len(heard) != 1 || heard[0].Title != "您有新消息" || heard[0].Data["number2"] != "3" || len(li.heard()) != 0 {
			w.Fatalf("messages at eight: %+v", heard)
		}
		zhao.does("mp", "POST", tend+ids[0]+"/acknowledge", nil, 200)
		w.forward(30 * time.Minute) // the others once more, then the next step
		w.forward(30 * time.Minute)
		if n := zhao.told("mp", "steward.alert"); n != 5 {
			w.Fatalf("the steward was alerted %d times", n)
		}
		if n := li.told("staff", "steward.page"); n != 2 {
			w.Fatalf("the grid officer was told of %d", n)
		}
		zhao.does("mp", "POST", tend+ids[0]+"/look", fields{"words": "灯泡烧了"}, 200)
		w.forward(5 * time.Hour)
		if n := zhao.told("mp", "steward.remind"); n != 0 || w.stage(ids[0]) != "over" {
			w.Fatalf("a confirmed steward is reminded %d times: %s", n, w.stage(ids[0]))
		}
	})
}

func TestAnUnansweredAlertIsTheDesksWork(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.follower("王芳").binds("staff", "19900000001")
		w.exec(`DELETE FROM person_posting WHERE role IN ('steward', 'grid_officer')`)
		unanswered := func(c *citizen) []fields {
			w.Helper()
			return items(c.does("staff", "GET", api+"/staff/unanswered", nil, 200))
		}
		id := wang.submits("路灯不亮", "阳光花园3号楼") // two empty steps: the third is alerted at once
		w.settle()
		if n := clerk.told("staff", "steward.page"); n != 1 || len(unanswered(clerk)) != 0 {
			w.Fatalf("the clerk got %d notices", n)
		}
		w.forward(2 * time.Hour)
		left := unanswered(clerk)
		if len(left) != 1 || clerk.heardOf("一直没有人确认") != 1 {
			w.Fatalf("the list is %v, with %d messages", left, clerk.heardOf("一直没有人确认"))
		}
		w.wants(left[0], fields{
			"subject": "report", "subject_id": id, "stage": "unanswered", "acknowledgements": 0.0, "needed": 1.0,
			"area_name": "阳光社区 阳光花园3号楼",
		})
		ack := api + "/staff/pagings/" + left[0]["id"].(string) + "/acknowledge"
		other := w.clerkB()
		if len(unanswered(other)) != 0 {
			w.Fatal("another community lists the report")
		}
		other.refused("staff", "POST", ack, nil, "404 steward.missing")
		clerk.refused("staff", "POST", api+"/staff/pagings/999999/acknowledge", nil, "404 steward.missing")
		clerk.refused("staff", "GET", api+"/staff/unanswered?cursor=x", nil, "400 http.body")
		for range 2 {
			w.wants(clerk.does("staff", "POST", ack, nil, 200), fields{"stage": "acknowledged", "acknowledgements": 1.0})
		}
		if len(unanswered(clerk)) != 0 {
			w.Fatal("the acknowledged report is still on the list")
		}
		w.forward(24 * time.Hour) // acknowledged only: reminded once, then on the list again
		w.forward(24 * time.Hour)
		if n := clerk.told("staff", "steward.staff_remind"); n != 1 || len(unanswered(clerk)) != 1 {
			w.Fatalf("reminded %d times, %d on the list", n, len(unanswered(clerk)))
		}
		clerk.acts(id, "accept", nil)
		if len(unanswered(clerk)) != 0 {
			w.Fatal("the accepted report is still on the list")
		}
	})
}

// The clock jumps ahead, the process dies between two steps, two workers run the same job at the same moment, and Redis
// is emptied: each step is alerted once, in order.
func TestPagingSurvivesJumpsCrashesAndAnEmptyRedis(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		id := w.someone("老王").submits("楼道里着火了", "阳光花园3号楼")
		w.settle()
		rung := func() int { w.Helper(); return w.count(`SELECT COUNT(*) FROM steward_ring`) }
		if rung() != 1 {
			w.Fatalf("%d were alerted", rung())
		}
		paging := int64(w.count(`SELECT id FROM steward_paging`))

		w.later(10 * time.Hour)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := w.system.Stewards.Page(w.ctx, paging); err != nil {
					w.Error(err)
				}
			})
		}
		group.Wait()
		w.settle()
		if n := zhao.heardOf("紧急：楼里有事"); rung() != 2 || n != 2 {
			w.Fatalf("after a jump of ten hours %d were alerted, the steward got %d messages", rung(), n)
		}

		// A worker leased the job and died.
		w.exec(`UPDATE job_open SET leased = ? WHERE kind = ?`, w.now().Add(3*time.Minute).UnixMilli(), steward.PageJob)
		w.stop()
		w.later(4 * time.Minute)
		w.start()
		w.settle()
		if rung() != 3 {
			w.Fatalf("after the restart %d were alerted", rung())
		}
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		delete(zhao.tokens, "mp")
		w.forward(2 * time.Minute)
		if rung() != 4 { // the grid officer
			w.Fatalf("with an empty Redis %d were alerted", rung())
		}
		zhao.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		w.once(zhao)
	})
}

// During an outage of WeChat the steps continue by the clock; each message is delivered once when it is back.
func TestPagingWhileWeChatIsAway(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao, li := w.follower("赵红").binds("mp", "19900000003"), w.follower("李强").binds("staff", "19900000002")
		w.sim.Fail("/cgi-bin/message/template/send", wxsim.Fault{ErrCode: -1, Times: 12})
		w.someone("老王").submits("楼道里着火了", "阳光花园3号楼")
		for range 4 {
			w.settle()
			w.later(2 * time.Minute)
		}
		for range 30 {
			w.forward(time.Minute)
		}
		if zhao.heardOf("紧急：楼里有事") != 3 || li.heardOf("紧急：没有人确认") != 2 {
			w.Fatalf("messages: %d and %d", zhao.heardOf("紧急：楼里有事"), li.heardOf("紧急：没有人确认"))
		}
		w.once(zhao)
		w.once(li)
	})
}

func TestAReportThatMovesIsPagedAnew(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		sun := w.posted("孙伟", "19900000006", "mp", "steward", "阳光花园13号楼")
		clerk := w.clerk()
		id := w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		w.settle()
		zhao.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		clerk.acts(id, "locate", fields{"area_id": w.id("阳光花园13号楼")})
		w.settle()
		if sun.heardOf("楼里有事") != 1 || w.stage(id) != "ringing" {
			w.Fatalf("%d, %s", sun.heardOf("楼里有事"), w.stage(id))
		}
		zhao.refused("mp", "POST", tend+id+"/acknowledge", nil, "404 steward.missing")
		sun.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		if w.stage(id) != "acknowledged" {
			w.Fatal(w.stage(id))
		}
	})
}

func TestACommunityHasItsOwnPolicies(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, li := w.clerk(), w.follower("李强").binds("staff", "19900000002")
		path := api + "/staff/communities/" + w.id("阳光社区") + "/policies"
		given := clerk.does("staff", "GET", path, nil, 200)
		if steps := objects(given["emergency"].(fields)["steps"]); len(steps) != 4 || steps[0]["wait_minutes"] != 2.0 {
			w.Fatalf("the standard: %v", given)
		}
		step := func(wait, repeat int, who ...string) fields {
			return fields{"who": who, "wait_minutes": wait, "repeat": repeat}
		}
		policy := func(steps ...fields) fields { return fields{"steps": steps, "idle_minutes": 60} }
		own := fields{"ordinary": policy(step(1, 0, "grid_officer")), "emergency": policy(step(1, 0, "secretary"), step(1440, 5, "clerk"))}
		for name, bad := range map[string]fields{
			"nothing": {}, "no steps": {"ordinary": policy(), "emergency": own["emergency"]},
			"a resident": {"ordinary": policy(step(1, 0, "resident")), "emergency": own["emergency"]},
			"too long":   {"ordinary": policy(step(1<<40, 0, "clerk")), "emergency": own["emergency"]},
		} {
			if got := w.code(clerk.login("staff"), "PUT", path, bad); got != "400 steward.policy" {
				w.Errorf("%s: %s", name, got)
			}
		}
		other := w.clerkB()
		other.refused("staff", "PUT", path, own, "404 area.missing")
		other.refused("staff", "GET", path, nil, "404 area.missing")
		clerk.refused("staff", "GET", api+"/staff/communities/"+w.id("阳光花园3号楼")+"/policies", nil, "404 area.missing")
		same(w, "as they are now", own["ordinary"].(fields)["idle_minutes"], int(clerk.does("staff", "PUT", path, own, 200)["ordinary"].(fields)["idle_minutes"].(float64)))
		if w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'steward.policies'`) != 1 {
			w.Fatal("no audit record")
		}
		w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		w.settle()
		if n := li.heardOf("没有人确认"); n != 1 || w.count(`SELECT COUNT(*) FROM steward_alert`) != 0 {
			w.Fatalf("the officer got %d messages", n)
		}
	})
}

func TestAnEmergencyWithoutABuildingIsPaged(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.follower("王芳").binds("staff", "19900000001")
		wang := w.someone("老王")
		in := func(text string) {
			wang.does("mp", "POST", api+"/reports", fields{"text": text, "place": "广场", "area_id": w.id("阳光社区")}, 201)
			w.settle()
		}
		in("广场有人晕倒")
		if n := clerk.heardOf("紧急：没有人确认"); n != 1 {
			w.Fatalf("the clerk got %d messages", n)
		}
		in("广场的路灯不亮")
		if n := w.count(`SELECT COUNT(*) FROM steward_paging`); n != 1 {
			w.Fatalf("%d pagings", n)
		}
	})
}
