package stories

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	nominationsAPI   = api + "/nominations"
	staffNominations = "/api/v1/staff/nominations"
	vacanciesAPI     = "/api/v1/staff/vacancies"
)

// nominated returns the nominations of a resident.
func (c *citizen) nominated() []fields {
	c.w.Helper()
	return items(c.does("mp", "GET", nominationsAPI, nil, 200))
}

// presses does a deed of the desk on a nomination.
func (c *citizen) presses(id any, deed string, in any) fields {
	c.w.Helper()
	return c.does("staff", "POST", fmt.Sprint(staffNominations, "/", id, "/", deed), in, 200)
}

// badgePage scans a badge.
func (w *world) badgePage(token string) (status int, page string) {
	w.Helper()
	res, err := httpClient.Get("http://" + w.running.Address + "/badge/" + token)
	w.must(err)
	defer res.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(res.Body)
	w.must(err)
	return res.StatusCode, b.String()
}

// A neighbour proposes a building lead; the nominee says yes, nobody objects in five working days, and the clerk appoints them for three
// years: with a badge that a resident scans, and a substitute. Nothing of it needs a shell.
func TestABuildingLeadIsNominatedAndAppointed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk := w.clerk()
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("李大姐", "阳光花园3号楼").binds("mp", "13812345678")
		proposal := fields{
			"role": "building_lead", "area_id": w.id("阳光花园3号楼"), "name": "李大姐", "phone": "138 1234 5678", "reasons": []string{"warm", "fair"},
			"words": "谁家有事都去帮忙",
		}
		for _, bad := range []struct {
			in   fields
			want string
		}{
			{fields{"role": "secretary"}, "400 post.role"},
			{fields{"area_id": w.id("新园小区1号楼")}, "403 post.home"},
			{fields{"area_id": w.id("阳光社区")}, "403 post.home"},
			{fields{"reasons": []string{}, "words": " "}, "400 post.reasons"},
			{fields{"name": ""}, "400 person.name"},
		} {
			in := fields{}
			for k, v := range proposal {
				in[k] = v
			}
			for k, v := range bad.in {
				in[k] = v
			}
			wang.refused("mp", "POST", nominationsAPI, in, bad.want)
		}
		mine := wang.does("mp", "POST", nominationsAPI, proposal, 201)
		w.wants(mine, fields{"state": "proposed", "state_name": "等社区联系本人", "about_me": false, "can": []any{}})
		w.settle()
		same(w, "the nominee is told", 1, li.told("mp", "post.nominated"))
		same(w, "what waits", "nomination", pluck(items(li.does("mp", "GET", api+"/waiting", nil, 200)), "kind")[0])
		same(w, "the number at home", 1.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["nominations"])
		id := mine["id"]
		wang.refused("mp", "POST", fmt.Sprint(nominationsAPI, "/", id, "/answer"), fields{"yes": true}, "404 post.missing")
		clerk.refused("staff", "POST", fmt.Sprint(staffNominations, "/", id, "/publish"), fields{}, "409 post.state")
		w.clerkB().refused("staff", "POST", fmt.Sprint(staffNominations, "/", id, "/agree"), nil, "404 post.missing")
		li.does("mp", "POST", fmt.Sprint(nominationsAPI, "/", id, "/answer"), fields{"yes": true}, 200)

		shown := clerk.presses(id, "publish", fields{})
		w.wants(shown, fields{"state": "public"})
		_, page, _ := w.publicPage(w.id("阳光社区"))
		w.expect(page, "拟任楼栋长公示", "李**", "3号楼")
		if strings.Contains(page, "李大姐") {
			t.Error("the full name is public")
		}
		clerk.refused("staff", "POST", fmt.Sprint(staffNominations, "/", id, "/appoint"), fields{}, "409 post.state")
		w.at("2026-12-01 00:01")
		w.recurs("end_publicities")
		w.at("2026-12-01 09:00")
		same(w, "passed", "passed", wang.nominated()[0]["state"])
		w.wants(clerk.presses(id, "appoint", fields{}), fields{"state": "appointed"})
		w.settle()
		same(w, "told", 1, li.told("mp", "post.appointed"))
		same(w, "the neighbour is told", 1, wang.told("mp", "post.appointed"))
		me := li.does("mp", "GET", api+"/me", nil, 200)
		same(w, "the post", []any{"楼栋长"}, pluck(objects(me["postings"]), "role_name"))
		who := fmt.Sprint(me["id"])
		member := clerk.does("staff", "GET", desk+"/persons/"+who, nil, 200)
		w.wants(objects(member["postings"])[0], fields{"from": "2026-12-01", "to": "2029-11-30"})

		// A substitute, at the desk.
		clerk.edits(fields{"postings": []fields{{"id": objects(member["postings"])[0]["id"], "substitute_id": w.coded("P3")}}})
		// A badge that a resident scans.
		badge := clerk.does("staff", "POST", "/api/v1/staff/badges", fields{"person_id": who, "kind": "badge", "number": "YG-031"}, 201)
		clerk.refused("staff", "POST", "/api/v1/staff/badges", fields{"person_id": who, "kind": "badge", "number": "YG-032"}, "409 post.has_badge")
		clerk.refused("staff", "POST", "/api/v1/staff/badges", fields{"person_id": who, "kind": "hat", "number": "1"}, "400 post.badge")
		clerk.does("staff", "POST", "/api/v1/staff/badges", fields{"person_id": who, "kind": "vest", "number": "M-7"}, 201)
		status, card := w.send(clerk.login("staff"), "GET", fmt.Sprint("/api/v1/staff/badges/", badge["id"], "/card.pdf"), nil)
		if status != 200 || !bytes.HasPrefix(card, []byte("%PDF")) {
			t.Errorf("the card: %d", status)
		}
		var token string
		w.must(w.records().QueryRowContext(w.ctx, `SELECT token FROM post_badge WHERE kind = 'badge'`).Scan(&token))
		status, page = w.badgePage(token)
		same(w, "the badge", 200, status)
		w.expect(page, "李大姐", "阳光花园3号楼", "楼栋长", "2026年12月1日在任", "noindex")
		if strings.Contains(page, "1381234") {
			t.Error("a number is on the page")
		}
		if status, page = w.badgePage("made-up"); status != 404 || !strings.Contains(page, "不是本社区现任人员") {
			t.Errorf("a made-up badge: %d", status)
		}
		// After the term nobody's, without a deed.
		w.at("2029-12-01 08:00")
		_, page = w.badgePage(token)
		w.expect(page, "不是本社区现任人员")
		if strings.Contains(page, "李大姐") {
			t.Error("the name stays after the term")
		}
		w.at("2026-12-02 09:00")
		clerk.does("staff", "POST", fmt.Sprint("/api/v1/staff/badges/", badge["id"], "/return"), nil, 200)
		clerk.refused("staff", "POST", fmt.Sprint("/api/v1/staff/badges/", badge["id"], "/return"), nil, "409 post.returned")
		_, page = w.badgePage(token)
		w.expect(page, "不是本社区现任人员")
		w.clerkB().refused("staff", "POST", fmt.Sprint("/api/v1/staff/badges/", badge["id"], "/return"), nil, "404 post.no_badge")
	})
}

// An objection that is upheld ends the nomination; the nominee's no ends it at any time, and its public term.
func TestANominationEndsWithoutAnAppointment(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		self := fields{"role": "building_lead", "area_id": w.id("阳光花园3号楼"), "self": true, "words": "我退休了，有时间"}
		id := wang.does("mp", "POST", nominationsAPI, self, 201)["id"]
		wang.refused("mp", "POST", nominationsAPI, self, "409 post.twice")
		p := clerk.presses(id, "publish", fields{"days": 3})["publicity_id"]
		lines := linesOf(li.public(p))
		wang.does("mp", "POST", "/api/v1/publicity-lines/"+lines[0]+"/hide", nil, 200)
		w.expect(fmt.Sprint(li.public(p)), "应本人要求不显示姓名")
		o := li.does("mp", "POST", fmt.Sprint(publicAPI, "/", p, "/objections"), fields{"line_id": lines[0], "words": "他把楼道占了"}, 201)
		clerk.does("staff", "POST", fmt.Sprint("/api/v1/staff/objections/", o["id"], "/answer"), fields{"words": "情况属实。", "upheld": true}, 200)
		w.wants(wang.nominated()[0], fields{"state": "declined"})
		// The nomination has a name and no person: staff choose the person and enter the consent.
		by := wang.does("mp", "POST", nominationsAPI, fields{
			"role": "steward", "area_id": w.id("阳光花园3号楼"), "name": "老李", "reasons": []string{"warm"},
		}, 201)["id"]
		w.wants(items(clerk.does("staff", "GET", staffNominations, nil, 200))[0], fields{"state_name": "待确认是谁", "can": []any{"identify", "decline"}})
		clerk.refused("staff", "POST", fmt.Sprint(staffNominations, "/", by, "/agree"), nil, "409 post.nobody")
		clerk.presses(by, "identify", fields{"person_id": li.me("mp")})
		clerk.presses(by, "agree", nil)
		public := clerk.presses(by, "publish", fields{})["publicity_id"]
		li.does("mp", "POST", fmt.Sprint(nominationsAPI, "/", by, "/answer"), fields{"yes": false}, 200)
		li.refused("mp", "GET", fmt.Sprint(publicAPI, "/", public), nil, "404 publicity.missing")
		w.wants(li.nominated()[0], fields{"state": "declined", "can": []any{}})
		// At the desk, declined with a reason.
		other := clerk.does("staff", "POST", staffNominations, fields{
			"role": "unit_lead", "area_id": w.id("2单元"), "person_id": w.coded("P3"), "reasons": []string{"fair"},
		}, 201)["id"]
		clerk.refused("staff", "POST", fmt.Sprint(staffNominations, "/", other, "/decline"), fields{"reason": ""}, "400 post.reason")
		clerk.presses(other, "decline", fields{"reason": "已有人选"})
		same(w, "open", 0, len(items(clerk.does("staff", "GET", staffNominations, nil, 200))))
		same(w, "decided", 3, len(items(clerk.does("staff", "GET", staffNominations+"?list=ended", nil, 200))))
	})
}

// What is not filled stands in the list, is counted on the secretary's first page and told on Mondays; a term that ends is told 60 and
// 14 days before, each once.
func TestVacanciesAndTermsAreTold(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		list := func(query string) fields { return secretary.does("staff", "GET", vacanciesAPI+query, nil, 200) }
		before, _ := list("")["total"].(float64)
		same(w, "the number at home", before, secretary.does("staff", "GET", "/api/v1/staff/home", nil, 200)["vacancies"])
		if before == 0 {
			t.Fatal("nothing is vacant in the county of the tests")
		}
		w.recurs("watch_posts") // Monday, 9:00
		w.settle()
		same(w, "told on Monday", 1, secretary.told("staff", "post.vacant"))
		w.at("2026-11-25 09:00")
		w.recurs("watch_posts")
		w.settle()
		same(w, "once a week", 1, secretary.told("staff", "post.vacant"))
		// The term of the grid lead ends in 50 days.
		w.clock.Store(beijing("2026-11-25 10:00").UnixMilli())
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P21"), "to": "2027-01-14"}}})
		same(w, "ending", []any{"郑组长"}, pluck(items(list("?list=ending")), "person_name"))
		lead := w.lead()
		for i, at := range []string{"2026-11-25 11:00", "2026-11-26 09:00", "2027-01-02 09:00", "2027-01-03 09:00"} {
			w.at(at)
			w.recurs("watch_posts")
			w.settle()
			same(w, "told at "+at, []int{1, 1, 2, 2}[i], lead.told("staff", "post.ending"))
			same(w, "the secretary is told at "+at, []int{1, 1, 2, 2}[i], secretary.told("staff", "post.ending"))
		}
		w.at("2027-01-15 09:00")
		after, _ := list("")["total"].(float64)
		same(w, "vacant after the term", before+1, after)
		secretary.refused("staff", "GET", vacanciesAPI+"?area_id="+w.id("新园社区"), nil, "404 area.missing")
		secretary.refused("staff", "GET", vacanciesAPI+"?list=x", nil, "400 post.list")
		w.later(time.Hour)
	})
}

// Twenty who press at the same moment: one nominee gets one post, and one person wears one badge.
func TestOnePostAndOneBadgeAtATime(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		id := wang.does("mp", "POST", nominationsAPI, fields{"role": "building_lead", "self": true, "words": "我有时间"}, 201)["id"]
		clerk.presses(id, "publish", fields{"days": 3})
		w.at("2026-11-27 09:00")
		w.recurs("end_publicities")
		all := func(path string, in fields, lost string) {
			w.Helper()
			token := clerk.login("staff")
			codes := make([]string, 20)
			var group sync.WaitGroup
			start := make(chan struct{})
			for i := range codes {
				group.Go(func() { <-start; codes[i] = w.code(token, "POST", path, in) })
			}
			close(start)
			group.Wait()
			won := 0
			for _, code := range codes {
				if strings.HasPrefix(code, "20") {
					won++
				} else if code != lost {
					t.Errorf("%s: %s", path, code)
				}
			}
			same(w, path, 1, won)
		}
		all(fmt.Sprint(staffNominations, "/", id, "/appoint"), fields{}, "409 post.state")
		me := wang.me("mp")
		same(w, "posts", 1, w.count(`SELECT COUNT(*) FROM person_posting WHERE person_id = ?`, me))
		all("/api/v1/staff/badges", fields{"person_id": me, "kind": "badge", "number": "1"}, "409 post.has_badge")
	})
}
