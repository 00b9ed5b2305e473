package stories

import (
	"strings"
	"testing"
	"time"
)

const tend = api + "/steward/reports/"

func TestAStewardAcknowledgesAndLooks(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, steward, clerk := w.someone("老王"), w.steward(), w.clerk()
		other := w.someone("钱进").binds("mp", "19900000007") // of another building
		id := wang.submits("路灯不亮", "2单元")
		wang.submits("垃圾没人收", "阳光花园13号楼")
		w.alerted()
		alerts := items(steward.does("mp", "GET", api+"/steward/alerts", nil, 200))
		if len(alerts) != 1 || len(items(other.does("mp", "GET", api+"/steward/alerts", nil, 200))) != 0 {
			w.Fatalf("alerted of %v", alerts)
		}
		w.wants(alerts[0], fields{"at": "2026-11-23T09:00:00+08:00", "acknowledged_at": ""})
		about, _ := alerts[0]["report"].(fields)
		w.wants(about, fields{"id": id, "text": "路灯不亮", "reporter": nil, "mine": false, "events": nil})
		steward.refused("mp", "GET", api+"/steward/alerts?cursor=x", nil, "400 http.body")

		w.later(time.Minute)
		for range 2 { // a repetition does nothing
			steward.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		}
		alerts = items(steward.does("mp", "GET", api+"/steward/alerts", nil, 200))
		w.wants(alerts[0], fields{"acknowledged_at": "2026-11-23T09:01:00+08:00"})
		other.refused("mp", "POST", tend+id+"/acknowledge", nil, "404 steward.missing")
		steward.refused("mp", "POST", tend+"999999/acknowledge", nil, "404 report.missing")
		wang.refused("mp", "POST", tend+id+"/acknowledge", nil, "403 auth.denied")

		look := fields{"words": "灯泡烧了", "file_ids": []string{steward.uploads("mp", photo(20, 20))}}
		steward.does("mp", "POST", tend+id+"/look", look, 200)
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.words"},
			{fields{"words": strings.Repeat("看", 401)}, "400 report.words"},
			{fields{"words": "看", "file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"words": "看", "file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
		} {
			steward.refused("mp", "POST", tend+id+"/look", c.in, c.want)
		}
		other.refused("mp", "POST", tend+id+"/look", look, "404 report.missing")
		same(w, "the resident reads", []string{"submit 我: 路灯不亮", "acknowledge 赵红: "}, lines(wang.sees("mp", id)))
		same(w, "staff read", []string{"submit 反映人: 路灯不亮", "acknowledge 赵红: ", "look 赵红: 灯泡烧了"}, lines(clerk.sees("staff", id)))
		told := items(clerk.does("staff", "GET", api+"/notices", nil, 200))
		w.wants(told[0], fields{"kind": "report.looked", "about": "report:" + id})
	})
}

func TestAStewardResolvesASmallReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, steward, clerk := w.someone("老王"), w.steward(), w.clerk()
		other := w.someone("钱进").binds("mp", "19900000007")
		id := wang.submits("楼道堆了杂物", "1单元")
		shot := func() fields {
			return fields{"words": "清走了", "file_ids": []string{steward.uploads("mp", photo(20, 20))}}
		}
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.result"},
			{fields{"words": "清走了"}, "400 report.result"},
			{fields{"words": strings.Repeat("清", 401), "file_ids": []string{"1"}}, "400 report.words"},
			{fields{"file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
		} {
			steward.refused("mp", "POST", tend+id+"/resolve", c.in, c.want)
		}
		other.refused("mp", "POST", tend+id+"/resolve", fields{"file_ids": []string{"1"}}, "404 report.missing")
		w.wants(steward.does("mp", "POST", tend+id+"/resolve", shot(), 200), fields{
			"state": "resolved", "outcome": "solved", "result": "清走了", "holder": "阳光社区楼道红管家 赵红",
		})
		told := items(clerk.does("staff", "GET", api+"/notices", nil, 200))
		w.wants(told[0], fields{"title": "红管家已办结"})
		w.wants(items(wang.does("mp", "GET", api+"/notices", nil, 200))[0], fields{"title": "已办结"})

		// It returns to the steward, who can resolve it again.
		w.wants(wang.asks(id, "reopen", fields{"words": "又堆了"}), fields{"holder": "阳光社区楼道红管家 赵红"})
		w.wants(steward.does("mp", "POST", tend+id+"/resolve", shot(), 200), fields{"state": "resolved", "reopens": 1.0})
		w.wants(wang.asks(id, "review", fields{"satisfied": true}), fields{"state": "closed"})

		urgent := wang.submits("楼道里着火了", "1单元")
		steward.refused("mp", "POST", tend+urgent+"/resolve", shot(), "403 report.small_only")
		taken := wang.submits("门禁坏了", "1单元")
		clerk.acts(taken, "accept", nil)
		clerk.acts(taken, "take", nil)
		steward.refused("mp", "POST", tend+taken+"/resolve", shot(), "409 report.state")
	})
}

func TestTheSubstituteOfAnAbsentStewardIsAlerted(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, steward, clerk := w.someone("老王"), w.steward(), w.clerk()
		sun := w.someone("孙伟").binds("mp", "19900000006")
		const absence = api + "/me/absence"
		alerted := func(c *citizen) int {
			w.Helper()
			return w.count("SELECT COUNT(*) FROM steward_alert WHERE person_id = ?", c.me("mp"))
		}
		sun.refused("mp", "GET", api+"/steward/alerts", nil, "403 auth.denied")
		sun.refused("mp", "PUT", absence, fields{"to": "2026-11-24T09:00:00+08:00"}, "403 auth.denied")
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 person.absence"},
			{fields{"to": "2026-11-23T09:00:00+08:00"}, "400 person.absence"},
			{fields{"from": "2026-11-25T09:00:00+08:00", "to": "2026-11-24T09:00:00+08:00"}, "400 person.absence"},
			{fields{"to": "2027-02-21T09:00:01+08:00"}, "400 person.absence"},
			{fields{"to": "tomorrow"}, "400 http.body"},
		} {
			steward.refused("mp", "PUT", absence, c.in, c.want)
		}

		steward.does("mp", "PUT", absence, fields{"from": "2026-11-23T10:00:00+08:00", "to": "2026-11-24T10:00:00+08:00"}, 204)
		first := wang.submits("一", "阳光花园3号楼") // the steward is still on duty
		w.alerted()
		steward.does("mp", "POST", tend+first+"/acknowledge", nil, 200) // or it is paged again in the meantime
		w.later(90 * time.Minute)
		id := wang.submits("二", "阳光花园3号楼")
		w.alerted()
		if alerted(steward) != 1 || alerted(sun) != 1 {
			w.Fatalf("the steward was alerted %d times, the substitute %d", alerted(steward), alerted(sun))
		}
		w.wants(sun.does("mp", "GET", api+"/me", nil, 200), fields{"steward": true})
		w.wants(steward.does("mp", "GET", api+"/me", nil, 200), fields{"steward": true}) // an absent steward keeps their powers
		sun.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		sun.refused("mp", "PUT", absence, fields{"to": "2026-11-24T09:00:00+08:00"}, "404 person.no_posting")
		sun.refused("mp", "DELETE", absence, nil, "404 person.no_posting")

		steward.does("mp", "DELETE", absence, nil, 204)
		sun.refused("mp", "POST", tend+id+"/acknowledge", nil, "403 auth.denied")
		wang.submits("三", "阳光花园3号楼")
		w.alerted()
		if alerted(steward) != 2 || alerted(sun) != 1 {
			w.Fatalf("after the return the steward was alerted %d times, the substitute %d", alerted(steward), alerted(sun))
		}
		clerk.does("staff", "PUT", absence, fields{"to": "2026-11-30T09:00:00+08:00"}, 204)
		own := wang.submits("四", "阳光花园3号楼") // the clerk has no substitute and is still alerted while away: a duty without anybody would be worse
		if told := items(clerk.does("staff", "GET", api+"/notices", nil, 200)); told[0]["about"] != "report:"+own {
			w.Fatalf("the clerk got %v", told[0])
		}
	})
}
