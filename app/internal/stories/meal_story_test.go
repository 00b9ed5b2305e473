package stories

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	mealsAPI      = api + "/meals"
	staffMeals    = api + "/staff/meals"
	programmesAPI = api + "/staff/meal-programmes"
)

// kitchen begins a programme in 阳光社区 and returns its id.
func (w *world) kitchen(more ...any) string {
	w.Helper()
	in := fields{
		"community_id": w.id("阳光社区"), "name": "老有颐养午餐", "kitchen": "阳光食堂", "place": "一楼食堂", "age": 60, "tags": []any{"frail"},
		"weekdays": []any{1, 2, 3, 4, 5}, "serve": "11:30", "cut_off": "17:00", "price": "12 元，80 岁以上 8 元", "most": 100,
	}
	for i := 0; i+1 < len(more); i += 2 {
		in[fmt.Sprint(more[i])] = more[i+1]
	}
	return word(w.clerk().does("staff", "POST", programmesAPI, in, 201)["id"])
}

// eater is a resident of 阳光社区 who takes part, and the id of the membership.
func (w *world) eater(programme, name, home, room string, more ...any) (c *citizen, id string) {
	w.Helper()
	c = w.named(name, home)
	c.does("mp", "PATCH", api+"/me", fields{"born": 1940}, 200)
	in := fields{"programme_id": programme, "way": "deliver", "weekdays": []any{1, 2, 3, 4, 5}, "room": room}
	for i := 0; i+1 < len(more); i += 2 {
		in[fmt.Sprint(more[i])] = more[i+1]
	}
	id = word(c.does("mp", "POST", mealsAPI, in, 201)["id"])
	w.clerk().does("staff", "POST", staffMeals+"/"+id+"/agree", nil, 200)
	return c, id
}

// carried lets somebody bring the meals of 阳光花园3号楼.
func (w *world) carried(programme string, by *citizen, account string) {
	w.Helper()
	in := fields{"items": []any{fields{"building_id": w.id("阳光花园3号楼"), "person_id": by.me(account)}}}
	w.clerk().does("staff", "PUT", programmesAPI+"/"+programme+"/carriers", in, 200)
}

// stops returns what somebody brings today.
func (c *citizen) stops() []fields {
	c.w.Helper()
	var all []fields
	for _, r := range items(c.does("mp", "GET", mealsAPI+"/rounds", nil, 200)) {
		all = append(all, objects(r["stops"])...)
	}
	return all
}

// Somebody asks, is answered within three working days, and eats from the first day whose list is open; a pause is taken until the
// second before the cut-off, and refused politely after it.
func TestAMealIsPausedUntilTheCutOff(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("王奶奶", "1单元")
		p := w.kitchen()
		changed := fields{
			"name": "老有颐养午餐", "kitchen": "阳光食堂", "place": "一楼食堂", "age": 60, "tags": []any{"frail"}, "weekdays": []any{1, 2, 3, 4, 5}, "serve": "11:30", "cut_off": "17:00", "most": 120,
		}
		w.wants(clerk.does("staff", "PUT", programmesAPI+"/"+p, changed, 200), fields{"most": 120.0, "days": "周一至周五"})
		ask := fields{"programme_id": p, "way": "deliver", "weekdays": []any{1, 3, 5}, "room": "302", "diet": "不吃葱", "contact": "儿子", "contact_phone": "13800138000"}
		wang.refused("mp", "POST", mealsAPI, ask, "403 meal.for")
		wang.does("mp", "PATCH", api+"/me", fields{"born": 1940}, 200)
		for _, bad := range []struct {
			in   fields
			want string
		}{
			{fields{"way": ""}, "400 meal.way"},
			{fields{"weekdays": []any{6}}, "400 meal.week"},
			{fields{"room": strings.Repeat("1", 13)}, "400 meal.room"},
			{fields{"contact": ""}, "400 meal.said"},
			{fields{"contact_phone": "1"}, "400 person.phone"},
			{fields{"programme_id": "999"}, "404 meal.programme"},
			{fields{"person_id": clerk.me("staff")}, "404 meal.family"},
			{fields{"programme_id": "x"}, "400 http.body"},
		} {
			in := fields{}
			for k, v := range ask {
				in[k] = v
			}
			for k, v := range bad.in {
				in[k] = v
			}
			wang.refused("mp", "POST", mealsAPI, in, bad.want)
		}
		m := wang.does("mp", "POST", mealsAPI, ask, 201)
		w.wants(m, fields{"state": "asked", "state_name": "待答复", "due_at": "2026-11-26T17:30:00+08:00", "diet": "不吃葱", "contact_phone": "138****8000", "place": "阳光社区 阳光花园3号楼 1单元 302"})
		wang.refused("mp", "POST", mealsAPI, ask, "409 meal.twice")
		id := word(m["id"])
		same(w, "the diet is sealed", 0, w.count(`SELECT COUNT(*) FROM meal_member WHERE sealed LIKE '%葱%' OR reason LIKE '%葱%' OR sealed = ''`))
		day := func(first string, eat bool) fields { return fields{"first": first, "last": first, "eat": eat} }
		wang.refused("mp", "POST", mealsAPI+"/"+id+"/days", day("2026-11-25", false), "409 meal.state")
		same(w, "the number at home", 1.0, clerk.does("staff", "GET", api+"/staff/home", nil, 200)["meals_asked"])
		same(w, "who asks", []any{id}, pluck(items(clerk.does("staff", "GET", staffMeals, nil, 200)), "id"))
		clerk.refused("staff", "GET", staffMeals+"?list=all", nil, "400 meal.list")
		clerk.refused("staff", "GET", staffMeals+"?cursor=x", nil, "400 http.body")
		clerk.refused("staff", "POST", staffMeals+"/"+id+"/agree", fields{"weekdays": []any{7}}, "400 meal.week")
		w.wants(clerk.does("staff", "POST", staffMeals+"/"+id+"/agree", fields{"weekdays": []any{1, 2, 3, 4, 5}}, 200), fields{"state": "agreed", "from": "2026-11-24", "days": "周一至周五"})
		clerk.refused("staff", "POST", staffMeals+"/"+id+"/agree", nil, "409 meal.state")
		clerk.refused("staff", "POST", staffMeals+"/"+id+"/refuse", fields{"reason": "不在范围"}, "409 meal.state")
		w.settle()
		same(w, "told", "meal.agreed: 老有颐养午餐：11月24日起，周一至周五送餐上门。不吃的日子请在前一天截止前停餐。", wang.lastNotice())

		menu := fields{"items": []any{fields{"day": "2026-11-24", "words": "番茄炒蛋、清炒菠菜"}}}
		clerk.does("staff", "PUT", programmesAPI+"/"+p+"/menu", menu, 200)
		same(w, "the menu", []any{"番茄炒蛋、清炒菠菜"}, pluck(items(clerk.does("staff", "GET", programmesAPI+"/"+p+"/menu", nil, 200)), "words"))
		clerk.refused("staff", "PUT", programmesAPI+"/"+p+"/menu", fields{"items": []any{fields{"day": "2026-11-22", "words": "旧"}}}, "400 meal.menu")
		w.expect(wang.says("今天吃什么"), "11月23日：菜单还没有写")
		w.expect(wang.says("明天吃什么"), "11月24日：番茄炒蛋、清炒菠菜")

		w.at("2026-11-24 16:59")
		w.expect(wang.says("停餐 明天"), "11月25日不用餐", "17:00 前")
		w.expect(wang.says("恢复用餐 明天"), "11月25日用餐")
		w.expect(wang.says("停餐 周四到周五"), "11月26日至11月27日不用餐")
		w.expect(wang.says("停餐"), "请说哪一天")
		wang.refused("mp", "POST", mealsAPI+"/"+id+"/days", day("2027-11-25", false), "400 meal.dates")
		wang.refused("mp", "POST", mealsAPI+"/"+id+"/days", day("x", false), "400 meal.dates")
		w.at("2026-11-24 17:01")
		w.expect(wang.says("停餐 明天"), "11月25日的餐已经定了，改不了了，请谅解。11月26日起可以改")
		wang.refused("mp", "POST", mealsAPI+"/"+id+"/days", day("2026-11-25", false), "409 meal.fixed")
		own := objects(wang.does("mp", "GET", mealsAPI, nil, 200)["members"])[0]
		var eats []any
		for _, d := range objects(own["days"])[:4] {
			eats = append(eats, d["day"], d["eats"], d["can"])
		}
		same(w, "the next days", []any{"2026-11-24", true, false, "2026-11-25", true, false, "2026-11-26", false, true, "2026-11-27", false, true}, eats)

		clerk.does("staff", "POST", staffMeals+"/"+id+"/days", fields{"first": "2026-11-30", "last": "2026-11-30", "eat": false}, 200)
		w.settle()
		same(w, "told what the counter paused", "meal.paused: 老有颐养午餐：11月30日不用餐。", wang.lastNotice())
		li := w.named("李奶奶", "2单元")
		li.refused("mp", "POST", mealsAPI+"/"+id+"/days", day("2026-12-01", false), "404 meal.missing")
		li.refused("mp", "DELETE", mealsAPI+"/"+id, nil, "404 meal.missing")
		w.clerkB().refused("staff", "POST", staffMeals+"/"+id+"/days", day("2026-12-01", false), "404 meal.missing")
		w.clerkB().refused("staff", "POST", staffMeals+"/"+id+"/end", fields{"reason": "搬走了"}, "404 meal.missing")
		clerk.refused("staff", "DELETE", programmesAPI+"/"+p, nil, "409 meal.eating")
		wang.does("mp", "DELETE", mealsAPI+"/"+id, nil, 204)
		same(w, "what was sealed is gone", 0, w.count(`SELECT COUNT(*) FROM meal_member WHERE sealed <> ''`))
		clerk.does("staff", "DELETE", programmesAPI+"/"+p, nil, 204)
		wang.refused("mp", "POST", mealsAPI, ask, "404 meal.programme")
	})
}

// A son pauses for the mother; a member of another community is missing, and so is a programme.
func TestMealsOfMyMother(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, son, mother := w.clerk(), w.named("王建国", "新园小区1号楼"), w.named("王秀英", "1单元")
		p := w.kitchen()
		mother.does("mp", "PATCH", api+"/me", fields{"born": 1940}, 200)
		w.expect(son.says("停餐 明天"), "还没有登记助餐")
		mother.does("mp", "POST", families+"/accept", fields{"code": son.invites("parent")}, 200)
		ask := fields{"programme_id": p, "person_id": mother.me("mp"), "way": "eat_in", "weekdays": []any{2, 4}}
		id := word(son.does("mp", "POST", mealsAPI, ask, 201)["id"])
		w.clerkB().refused("staff", "POST", staffMeals+"/"+id+"/agree", nil, "404 meal.missing")
		w.clerkB().refused("staff", "POST", staffMeals, ask, "404 meal.programme")
		son.refused("mp", "POST", mealsAPI, fields{"programme_id": p, "way": "eat_in", "weekdays": []any{2}}, "404 meal.programme") // lives elsewhere
		clerk.refused("staff", "POST", staffMeals, fields{"programme_id": p, "way": "eat_in", "weekdays": []any{2}, "person_id": son.me("mp")}, "404 person.missing")
		clerk.does("staff", "POST", staffMeals+"/"+id+"/agree", nil, 200)
		w.settle()
		same(w, "the son is told too", 1, son.told("mp", "meal.agreed"))
		w.expect(son.says("停餐 周四"), "王秀英11月26日不用餐")
		w.settle()
		same(w, "the mother is told", "meal.paused: 老有颐养午餐：11月26日不用餐。", mother.lastNotice())
		w.expect(son.says("恢复用餐 周三"), "王秀英11月25日用餐") // not one of the usual days
		w.expect(son.says("助餐"), "王秀英 老有颐养午餐：周二、周四，到点用餐，已同意")

		other := word(clerk.enters("阳光社区", fields{"name": "赵大爷", "born": 1980, "home_id": w.id("1单元")})["id"])
		at := fields{"programme_id": p, "person_id": other, "way": "eat_in", "weekdays": []any{2}}
		clerk.refused("staff", "POST", staffMeals, at, "403 meal.for")
		clerk.does("staff", "PATCH", residents+"/"+other, fields{"tags": []any{"frail"}}, 200)
		third := word(clerk.does("staff", "POST", staffMeals, at, 201)["id"])
		clerk.refused("staff", "POST", staffMeals, at, "409 meal.twice")
		clerk.refused("staff", "POST", staffMeals+"/"+third+"/refuse", fields{"reason": ""}, "400 meal.reason")
		w.wants(clerk.does("staff", "POST", staffMeals+"/"+third+"/refuse", fields{"reason": "先去别的点"}, 200), fields{"state": "refused", "why": "先去别的点"})
		clerk.refused("staff", "POST", staffMeals+"/"+id+"/end", fields{"reason": ""}, "400 meal.reason")
		w.wants(clerk.does("staff", "POST", staffMeals+"/"+id+"/end", fields{"reason": "搬去女儿家"}, 200), fields{"state": "ended"})
		same(w, "who took part", 2, len(items(clerk.does("staff", "GET", staffMeals+"?list=ended", nil, 200))))
	})
}

// Two want the last portion in the same second: one gets it, on a single day and at the counter.
func TestTheLastPortion(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, secretary := w.clerk(), w.secretary()
		p := w.kitchen("most", 3)
		var all []*citizen
		var ids []string
		for i, name := range []string{"甲奶奶", "乙奶奶", "丙奶奶", "丁奶奶"} {
			week := []any{1 + i/2} // two on Monday, two on Tuesday
			c, id := w.eater(p, name, "1单元", "10"+fmt.Sprint(i), "weekdays", week)
			c.login("mp")
			all, ids = append(all, c), append(ids, id)
		}
		wants := func(do func(i int) int) map[int]int {
			w.Helper()
			start, got, count := make(chan struct{}), make([]int, 2), map[int]int{}
			var group sync.WaitGroup
			for i := range 2 {
				group.Go(func() { <-start; got[i] = do(i) })
			}
			close(start)
			group.Wait()
			for _, status := range got {
				count[status]++
			}
			return count
		}
		monday := fields{"first": "2026-11-30", "last": "2026-11-30", "eat": true}
		same(w, "a single day", map[int]int{200: 1, 409: 1}, wants(func(i int) int {
			status, _ := w.send(all[2+i].tokens["mp"], "POST", mealsAPI+"/"+ids[2+i]+"/days", monday)
			return status
		}))
		same(w, "portions", 3.0, clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-30", nil, 200)["deliver"])
		asked := []string{}
		for _, name := range []string{"戊奶奶", "己奶奶"} {
			c := w.named(name, "1单元")
			c.does("mp", "PATCH", api+"/me", fields{"born": 1940}, 200)
			asked = append(asked, word(c.does("mp", "POST", mealsAPI, fields{"programme_id": p, "way": "eat_in", "weekdays": []any{2}}, 201)["id"]))
		}
		tokens := []string{clerk.login("staff"), secretary.login("staff")}
		same(w, "two agree", map[int]int{200: 1, 409: 1}, wants(func(i int) int {
			status, _ := w.send(tokens[i], "POST", staffMeals+"/"+asked[i]+"/agree", nil)
			return status
		}))
		same(w, "Tuesday", 3, w.count(`SELECT COUNT(*) FROM meal_member WHERE state = 'agreed' AND week = 2`))
	})
}

// The list is fixed once at the cut-off, also when Redis is flushed and the process is killed in between; the round is brought without
// a network and sent twice.
func TestARoundWithoutANetwork(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, steward := w.clerk(), w.steward()
		p := w.kitchen()
		w.eater(p, "王奶奶", "1单元", "302", "diet", "不吃葱")
		w.eater(p, "李奶奶", "1单元", "1201")
		w.eater(p, "赵大爷", "2单元", "101")
		w.eater(p, "孙大爷", "1单元", "202", "way", "eat_in")
		w.carried(p, steward, "mp")
		for _, bad := range []struct {
			of   string
			who  *citizen
			want string
		}{{"阳光社区", steward, "400 meal.room"}, {"阳光花园3号楼", w.named("路人", "1单元"), "404 meal.carrier"}} {
			in := fields{"items": []any{fields{"building_id": w.id(bad.of), "person_id": bad.who.me("mp")}}}
			clerk.refused("staff", "PUT", programmesAPI+"/"+p+"/carriers", in, bad.want)
		}
		w.clerkB().refused("staff", "PUT", programmesAPI+"/"+p+"/carriers", fields{"items": []any{}}, "404 meal.programme")
		same(w, "carriers", []any{"赵红"}, pluck(items(clerk.does("staff", "GET", programmesAPI+"/"+p+"/carriers", nil, 200)), "name"))
		w.at("2026-11-23 16:59")
		w.recurs("fix_meals")
		w.wants(clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, 200), fields{"fixed": false, "eat_in": 1.0, "deliver": 3.0})
		clerk.refused("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24/list", nil, "404 meal.day")
		clerk.refused("staff", "GET", programmesAPI+"/"+p+"/days/x", nil, "404 meal.day")
		w.at("2026-11-23 17:00")
		w.recurs("fix_meals")
		w.stop()
		w.start()
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		w.recurs("fix_meals")
		w.must(w.system.Meals.Fix(context.Background()))
		same(w, "one list", 1, w.count(`SELECT COUNT(*) FROM meal_day`))
		same(w, "stops", 4, w.count(`SELECT COUNT(*) FROM meal_stop`))
		w.settle()
		same(w, "the steward is told", "meal.round: 11月24日的餐请您送，3份。", steward.lastNotice())
		clear(clerk.tokens)
		status, list := w.send(clerk.login("staff"), "GET", programmesAPI+"/"+p+"/days/2026-11-24/list", nil)
		if status != 200 || !strings.HasPrefix(string(list), "%PDF") {
			w.Errorf("the kitchen's list: %d", status)
		}
		sheet := clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, 200)
		w.wants(sheet, fields{"fixed": true, "fixed_at": "2026-11-23T17:00:00+08:00", "printed_at": "2026-11-23T17:00:00+08:00"})

		w.at("2026-11-24 11:30")
		stops := steward.stops()
		same(w, "in the order of the way", []any{"王奶奶", "李奶奶", "赵大爷"}, pluck(stops, "name"))
		same(w, "no diet on the way", []any{"", "", ""}, pluck(stops, "diet"))
		w.wants(items(steward.does("mp", "GET", api+"/today", nil, 200))[0], fields{"kind": "round", "say": "还有 3 份要送"})
		w.wants(items(steward.does("mp", "GET", api+"/waiting", nil, 200))[0], fields{"kind": "round", "title": "送餐 老有颐养午餐"})
		first := mealsAPI + "/stops/" + word(stops[0]["id"])
		w.at("2026-11-24 14:00") // the network is back; the result comes twice, with another key
		sent := fields{"outcome": "delivered", "at": "2026-11-24T11:42:00+08:00"}
		w.wants(steward.does("mp", "POST", first, sent, 200), fields{"outcome": "delivered", "said": "已送到", "at": "2026-11-24T11:42:00+08:00", "can": []any{}})
		steward.does("mp", "POST", first, sent, 200)
		steward.refused("mp", "POST", first, fields{"outcome": "not_wanted"}, "409 meal.done")
		steward.refused("mp", "POST", mealsAPI+"/stops/"+word(stops[1]["id"]), fields{"outcome": "reached"}, "400 meal.result")
		steward.refused("mp", "POST", mealsAPI+"/stops/"+word(stops[1]["id"]), fields{"outcome": "delivered", "at": "2026-11-25T11:42:00+08:00"}, "400 meal.result")
		steward.does("mp", "POST", mealsAPI+"/stops/"+word(stops[1]["id"]), fields{"outcome": "neighbour"}, 200)
		same(w, "lines of work", 2, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'meal.bring'`))
		other := w.named("老李", "新园小区1号楼")
		other.refused("mp", "POST", first, sent, "404 meal.stop")
		other.refused("mp", "POST", first+"/numbers", nil, "404 meal.stop")
		steward.refused("mp", "POST", first+"/numbers", nil, "409 meal.no_call")
		for _, s := range objects(clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, 200)["stops"]) {
			if s["way"] == "eat_in" {
				w.wants(clerk.does("staff", "POST", mealsAPI+"/stops/"+word(s["id"]), fields{"outcome": "delivered"}, 200), fields{"said": "来用餐了"})
			}
			if s["name"] == "王奶奶" {
				w.wants(s, fields{"diet": "不吃葱", "carrier": "赵红"})
			}
		}
		month := items(clerk.does("staff", "GET", api+"/staff/meal-months/2026-11", nil, 200))
		w.wants(month[0], fields{"eaten_in": 1.0, "delivered": 1.0, "neighbour": 1.0, "open": 1.0})
		clerk.refused("staff", "GET", api+"/staff/meal-months/x", nil, "400 meal.dates")
		w.exportsLedger(w.secretary(), "meals", "2026-11-24", 5, "助餐台账", "王奶奶", "阳光花园3号楼")
		w.exportsLedger(w.clerkB(), "meals", "2026-11-24", 1)
	})
}

// On the day of a storm the rounds move to the stewards of the buildings.
func TestAStormMovesTheRounds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, steward := w.clerk(), w.steward()
		p := w.kitchen()
		w.eater(p, "王奶奶", "1单元", "302")
		w.eater(p, "李奶奶", "2单元", "102")
		day := programmesAPI + "/" + p + "/days/2026-11-24/rounds"
		clerk.refused("staff", "POST", day, fields{"stewards": true}, "404 meal.day")
		w.carried(p, w.officer(), "staff")
		w.at("2026-11-23 17:00")
		w.recurs("fix_meals")
		w.at("2026-11-24 08:00")
		same(w, "the officer brings them", 2, len(items(w.officer().does("staff", "GET", mealsAPI+"/rounds", nil, 200))[0]["stops"].([]any)))
		clerk.refused("staff", "POST", day, fields{"person_id": w.named("路人", "1单元").me("mp")}, "404 meal.carrier")
		w.clerkB().refused("staff", "POST", day, fields{"stewards": true}, "404 meal.programme")
		same(w, "moved", 2.0, clerk.does("staff", "POST", day, fields{"stewards": true}, 200)["moved"])
		same(w, "again", 0.0, clerk.does("staff", "POST", day, fields{"stewards": true}, 200)["moved"])
		w.settle()
		same(w, "the steward is told", 1, steward.told("mp", "meal.round"))
		same(w, "the steward brings them", []any{"王奶奶", "李奶奶"}, pluck(steward.stops(), "name"))
		same(w, "the officer none", 0, len(items(w.officer().does("staff", "GET", mealsAPI+"/rounds", nil, 200))))
		same(w, "back to one", 1.0, clerk.does("staff", "POST", day, fields{"building_ids": []any{w.id("阳光花园3号楼")}, "person_id": w.officer().me("staff")}, 200)["moved"].(float64)-1)
	})
}

// A lunch is not taken in: the carrier rings at once and the family is told, the steward is paged half an hour later, then come the
// steps of care; they end when somebody has seen the person.
func TestALunchIsNotTakenIn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer, steward, son := w.clerk(), w.officer(), w.steward(), w.named("王建国", "2单元")
		p := w.kitchen()
		mother, _ := w.eater(p, "王秀英", "1单元", "302", "contact", "女儿", "contact_phone", "13800138001")
		mother.binds("mp", "13800138000")
		mother.does("mp", "POST", families+"/accept", fields{"code": son.invites("parent")}, 200)
		mother.does("mp", "PUT", api+"/me/consents/care_family", nil, 200)
		w.eater(p, "李奶奶", "1单元", "402")
		w.carried(p, officer, "staff")
		w.at("2026-11-23 17:00")
		w.recurs("fix_meals")
		w.at("2026-11-24 11:40")
		stops := objects(items(officer.does("staff", "GET", mealsAPI+"/rounds", nil, 200))[0]["stops"])
		stop := mealsAPI + "/stops/" + word(stops[0]["id"])
		w.wants(officer.does("staff", "POST", stop, fields{"outcome": "no_answer"}, 200), fields{"can": []any{"delivered", "not_wanted", "reached"}})
		officer.does("staff", "POST", stop, fields{"outcome": "no_answer"}, 200)
		w.settle()
		same(w, "the carrier rings", "meal.ring: 阳光社区 阳光花园3号楼 1单元 302没有人应，请马上打电话。12:10还没有消息，会请红管家去看。", officer.lastNotice())
		w.wants(officer.does("staff", "POST", stop+"/numbers", nil, 200), fields{"phone": "13800138000", "contact": "女儿", "contact_phone": "13800138001"})
		same(w, "the log keeps that", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'meal.reveal_phone'`))
		same(w, "the family is told", 1, son.told("mp", "meal.missed"))
		w.at("2026-11-24 12:09")
		w.recurs("meal_no_answer")
		same(w, "nobody is paged yet", 0, steward.told("mp", "steward.call"))
		w.at("2026-11-24 12:10")
		w.stop()
		w.start()
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		w.recurs("meal_no_answer")
		w.recurs("meal_no_answer")
		w.settle()
		same(w, "the steward is paged once", 1, steward.told("mp", "steward.call"))
		w.wants(items(steward.does("mp", "GET", api+"/steward/calls", nil, 200))[0], fields{"words": "请看看 阳光社区 阳光花园3号楼 1单元 302号：送餐没有人应，电话也没有打通。见到人后请在“今天”里点平安。"})
		day := clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, 200)
		same(w, "on the desk", "已请红管家去看", objects(day["stops"])[0]["calling"])
		w.recurs("plan_visits") // who is in no plan is not forgotten by it
		same(w, "still looked for", 1, w.count(`SELECT COUNT(*) FROM care_chase WHERE ended_at = 0`))
		w.at("2026-11-24 13:10")
		w.recurs("care_no_answer")
		w.settle()
		same(w, "then the steps of care", 1, son.told("mp", "care.unseen"))
		w.wants(officer.does("staff", "POST", stop, fields{"outcome": "delivered"}, 200), fields{"outcome": "delivered"})
		same(w, "seen", 0, w.count(`SELECT COUNT(*) FROM care_chase WHERE ended_at = 0`))
		same(w, "no call is open", 0, w.count(`SELECT COUNT(*) FROM steward_call WHERE state <> 'done'`))
		same(w, "the call has ended", 1, w.count(`SELECT COUNT(*) FROM meal_call WHERE how = 'delivered' AND ended_at > 0`))

		// Another one answers the telephone: no steward is paged.
		second := mealsAPI + "/stops/" + word(stops[1]["id"])
		officer.does("staff", "POST", second, fields{"outcome": "no_answer"}, 200)
		officer.does("staff", "POST", second, fields{"outcome": "reached"}, 200)
		w.later(time.Hour)
		w.recurs("meal_no_answer")
		w.settle()
		same(w, "no second call", 1, w.count(`SELECT COUNT(*) FROM steward_call`))
	})
}
