package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const readingsAPI = api + "/staff/readings"

// reads returns the lines of who read what, "王芳 看居民资料 王建国".
func (c *citizen) reads(query string) (lines []string) {
	c.w.Helper()
	for _, r := range items(c.does("staff", "GET", readingsAPI+query, nil, 200)) {
		lines = append(lines, strings.TrimSpace(fmt.Sprint(r["person_name"], " ", r["kind_name"], " ", r["about_name"], " ", r["reason"])))
	}
	return lines
}

// A clerk reads who lives alone; the secretary sees who looked at this list, and how many stand on it. An officer reads those of the
// own grid.
func TestTheSecretarySeesWhoReadTheListOfThoseLivingAlone(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, secretary := w.clerk(), w.secretary()
		list := func(c *citizen, query string) (names []any) {
			return pluck(items(c.does("staff", "GET", api+"/staff/communities/"+w.id("阳光社区")+"/residents?"+query, nil, 200)), "name")
		}
		enters := func(name, home string, tags ...string) {
			r := clerk.enters("阳光社区", fields{"name": name, "born": 1944, "home_id": home})
			clerk.does("staff", "PATCH", api+"/staff/residents/"+word(r["id"]), fields{"tags": tags}, 200)
		}
		enters("秦奶奶", w.id("阳光花园3号楼"), "alone", "aged")
		enters("丁爷爷", "", "alone")
		enters("白奶奶", w.id("阳光花园3号楼"), "aged")
		same(w, "those living alone", []any{"秦奶奶", "丁爷爷"}, list(clerk, "tag=alone"))
		same(w, "the aged", []any{"秦奶奶", "白奶奶"}, list(clerk, "tag=aged"))
		same(w, "of the own grid", []any{"秦奶奶"}, list(w.officer(), "tag=alone"))
		same(w, "nobody", 0, len(list(clerk, "tag=frail")))
		want := []string{w.officer().name + " 看标签名单  独居 1 人", clerk.name + " 看标签名单  高龄 2 人", clerk.name + " 看标签名单  独居 2 人"}
		same(w, "who read it", want, secretary.reads("?kind=person.tagged"))

		one := api + "/staff/communities/" + w.id("阳光社区") + "/residents?tag="
		clerk.refused("staff", "GET", one+"rich", nil, "400 person.tag")
		w.clerkB().refused("staff", "GET", one+"alone", nil, "404 person.place")
		w.orgMan().refused("staff", "GET", one+"alone", nil, "403 auth.denied")
		w.street().refused("staff", "GET", one+"alone", nil, "403 auth.denied")
	})
}

// Reading residents leaves a line, and the deciders of the area read the lines.
func TestTheSecretarySeesWhoReadWhom(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.named("王建国", "阳光花园3号楼")
		wang.binds("mp", "13800138001")
		clerk, secretary, centre := w.clerk(), w.secretary(), w.centre()
		find := func(words string) {
			clerk.does("staff", "POST", api+"/staff/residents/find", fields{"community_id": w.id("阳光社区"), "q": words}, 200)
		}
		read := func() { clerk.does("staff", "GET", api+"/staff/residents/"+wang.me("mp"), nil, 200) }

		find("王建")
		find("没有这个人") // nobody was read
		for range 3 {
			read()
			w.later(time.Minute)
		}
		clerk.looksUp("王建国")
		clerk.looksUp("13800138001")
		want := []string{
			clerk.name + " 按手机号搜索 王建国", clerk.name + " 按姓名搜索 阳光社区 1 人", clerk.name + " 看居民资料 王建国", clerk.name + " 查找居民 阳光社区 1 人",
		}
		same(w, "all", want, secretary.reads(""))
		same(w, "in the county", want, centre.reads(""))
		same(w, "of one community", want, centre.reads("?community_id="+w.id("阳光社区")))
		same(w, "of one kind", want[2:3], secretary.reads("?kind=person.read"))
		same(w, "by one person", want, secretary.reads("?person_id="+clerk.me("staff")))
		same(w, "by nobody else", 0, len(secretary.reads("?person_id="+secretary.me("staff"))))

		w.later(10 * time.Minute)
		read()
		same(w, "a later reading", 5, len(secretary.reads("")))
		secretary.refused("staff", "GET", readingsAPI+"?kind=media.hide", nil, "400 reading.kind")
		clerk.refused("staff", "GET", readingsAPI, nil, "403 auth.denied")
		same(w, "another street", 0, len(w.street2().reads("")))
		w.street2().refused("staff", "GET", readingsAPI+"?community_id="+w.id("阳光社区"), nil, "404 area.missing")
	})
}
