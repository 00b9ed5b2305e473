package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const bulletinsAPI = "/api/v1/staff/bulletins"

// publishes publishes a bulletin and returns its id.
func (c *citizen) publishes(area, title string, more ...fields) string {
	c.w.Helper()
	in := fields{"area_id": c.w.id(area), "title": title, "text": title + "，请互相转告。\n谢谢。"}
	for _, m := range more {
		for k, v := range m {
			in[k] = v
		}
	}
	id, _ := c.does("staff", "POST", bulletinsAPI, in, 201)["id"].(string)
	return id
}

// bulletins returns the titles of the bulletins that a person reads.
func (c *citizen) bulletins(query string) []any {
	c.w.Helper()
	return pluck(items(c.does("mp", "GET", api+"/bulletins"+query, nil, 200)), "title")
}

func TestBulletinsAreShownInTheirAreas(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, other, centre := w.clerk(), w.clerkB(), w.centre()
		wang, zhou, stranger := w.named("老王", "阳光花园3号楼"), w.named("老周", "新园小区1号楼"), w.someone("外地人")
		water := clerk.publishes("阳光社区", "停水检修", fields{"pinned": true, "until": w.now().Add(24 * time.Hour).Format(time.RFC3339)})
		clinic := clerk.publishes("阳光社区", "义诊")
		other.publishes("新园社区", "电梯检修")
		fraud := centre.publishes("安平县", "谨防诈骗")
		centre.publishes("城关街道", "街道招聘")

		same(w, "bulletins of the resident", []any{"停水检修", "街道招聘", "谨防诈骗", "义诊"}, wang.bulletins(""))
		same(w, "bulletins of another resident", []any{"谨防诈骗", "电梯检修"}, zhou.bulletins(""))
		same(w, "of another community", []any{"谨防诈骗", "电梯检修"}, wang.bulletins("?community_id="+w.id("新园社区")))
		same(w, "a stranger's", []any{"谨防诈骗"}, stranger.bulletins(""))
		w.wants(wang.does("mp", "GET", api+"/bulletins/"+water, nil, 200), fields{
			"id": water, "area_id": w.id("阳光社区"), "area_name": "阳光社区", "title": "停水检修", "text": "停水检修，请互相转告。\n谢谢。",
			"pinned": true, "at": "2026-11-23T09:00:00+08:00", "until": "2026-11-24T09:00:00+08:00",
		})
		w.wants(wang.does("mp", "GET", api+"/bulletins/"+fraud, nil, 200), fields{"area_name": "安平县", "until": "2026-12-23T09:00:00+08:00"})
		for _, bad := range []string{w.id("阳光花园3号楼"), w.id("城关街道"), "999999"} {
			wang.refused("mp", "GET", api+"/bulletins?community_id="+bad, nil, "404 area.missing")
		}
		wang.refused("mp", "GET", api+"/bulletins?community_id=x", nil, "400 http.body")
		wang.refused("mp", "GET", api+"/bulletins/999999", nil, "404 bulletin.missing")

		for _, bad := range []struct {
			in   fields
			want string
		}{
			{fields{"title": ""}, "400 bulletin.words"},
			{fields{"title": strings.Repeat("字", 41)}, "400 bulletin.words"},
			{fields{"text": "\u200b"}, "400 bulletin.words"},
			{fields{"text": strings.Repeat("字", 2001)}, "400 bulletin.words"},
			{fields{"until": "2026-11-23T08:59:00+08:00"}, "400 bulletin.until"},
			{fields{"until": "2028-11-23T08:59:00+08:00"}, "400 bulletin.until"},
			{fields{"until": "明天"}, "400 http.body"},
			{fields{"area_id": "x"}, "400 http.body"},
			{fields{"area_id": w.id("新园社区")}, "404 area.missing"},
			{fields{"area_id": w.id("安平县")}, "404 area.missing"},
			{fields{"area_id": w.id("阳光第一网格")}, "404 area.missing"},
			{fields{"area_id": "0"}, "404 area.missing"},
		} {
			in := fields{"area_id": w.id("阳光社区"), "title": "题", "text": "文"}
			for k, v := range bad.in {
				in[k] = v
			}
			clerk.refused("staff", "POST", bulletinsAPI, in, bad.want)
		}
		w.officer().refused("staff", "POST", bulletinsAPI, nil, "403 auth.denied")

		// An expired bulletin is shown to staff only; a withdrawn one to nobody.
		w.forward(24 * time.Hour)
		same(w, "the day after", []any{"街道招聘", "谨防诈骗", "义诊"}, wang.bulletins(""))
		wang.refused("mp", "GET", api+"/bulletins/"+water, nil, "404 bulletin.missing")
		clerk.does("staff", "GET", api+"/bulletins/"+water, nil, 200)
		for _, id := range []string{clinic, fraud} {
			other.refused("staff", "DELETE", bulletinsAPI+"/"+id, nil, "404 bulletin.missing")
		}
		clerk.refused("staff", "DELETE", bulletinsAPI+"/"+fraud, nil, "404 bulletin.missing")
		for range 2 {
			clerk.does("staff", "DELETE", bulletinsAPI+"/"+clinic, nil, 204)
		}
		clerk.refused("staff", "DELETE", bulletinsAPI+"/999999", nil, "404 bulletin.missing")
		wang.refused("mp", "GET", api+"/bulletins/"+clinic, nil, "404 bulletin.missing")
		same(w, "the clerk's list", []any{water}, pluck(items(clerk.does("staff", "GET", bulletinsAPI, nil, 200)), "id"))
		same(w, "the centre's list", 4, len(items(centre.does("staff", "GET", bulletinsAPI, nil, 200))))
		for action, n := range map[string]int{"publish": 5, "withdraw": 1} {
			if got := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = ?`, "bulletin."+action); got != n {
				t.Errorf("%s: %d records in the audit log", action, got)
			}
		}
	})
}

func TestABulletinIsPublishedOnceAndTwentyAreShown(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		var first, again fields
		in := fields{"area_id": w.id("阳光社区"), "title": "题", "text": "文"}
		w.request(clerk.login("staff"), "POST", bulletinsAPI, in, 201, &first, "Idempotency-Key", "b1")
		w.request(clerk.login("staff"), "POST", bulletinsAPI, in, 201, &again, "Idempotency-Key", "b1")
		same(w, "the same key", first["id"], again["id"])
		for i := range 24 {
			clerk.publishes("阳光社区", fmt.Sprint("第", i))
		}
		shown := w.named("老王", "阳光花园3号楼").bulletins("")
		if len(shown) != 20 || shown[0] != "第23" {
			t.Errorf("bulletins: %v", shown)
		}
		page := clerk.does("staff", "GET", bulletinsAPI, nil, 200)
		rest := clerk.does("staff", "GET", bulletinsAPI+"?cursor="+page["next"].(string), nil, 200)
		same(w, "two pages", []int{20, 5}, []int{len(items(page)), len(items(rest))})
		clerk.refused("staff", "GET", bulletinsAPI+"?cursor=x", nil, "400 http.body")
	})
}
