package stories

import (
	"bytes"
	"strings"
	"testing"
)

// The kitchen of a programme is an org: its staff see and print how many portions there are, whose bags they go into and who may not eat
// what, and neither doors nor telephone numbers; nobody else sees it, and without an org the kitchen stays a word.
func TestTheKitchenSeesItsList(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, cook, other, steward := w.clerk(), w.plumber(), w.orgMan(), w.steward()
		kitchenAPI := api + "/staff/kitchen"
		p := w.kitchen("kitchen", "", "kitchen_id", w.org("阳光物业"))
		w.eater(p, "王奶奶", "1单元", "302", "diet", "不吃葱", "contact", "女儿", "contact_phone", "13800138001")
		w.eater(p, "李奶奶", "2单元", "1201")
		w.eater(p, "孙大爷", "1单元", "202", "way", "eat_in", "diet", "糖尿病")
		w.carried(p, steward, "mp")
		same(w, "its name", []any{"阳光物业"}, pluck(items(clerk.does("staff", "GET", programmesAPI, nil, 200)), "kitchen"))
		clerk.refused("staff", "POST", programmesAPI, fields{
			"community_id": w.id("阳光社区"), "name": "晚餐", "kitchen_id": "999", "place": "食堂", "weekdays": []any{1}, "serve": "17:30", "cut_off": "17:00", "most": 9,
		}, "404 meal.kitchen")
		tuesday := kitchenAPI + "/" + p + "/days/2026-11-24"
		w.wants(cook.does("staff", "GET", tuesday, nil, 200), fields{"fixed": false, "eat_in": 1.0, "deliver": 2.0, "bags": []any{}, "diets": []any{}})
		cook.refused("staff", "GET", tuesday+"/list", nil, "404 meal.day")
		w.at("2026-11-23 17:00")
		w.recurs("fix_meals")

		w.at("2026-11-23 17:05")
		same(w, "numbers of two days", []any{0.0, 2.0}, pluck(items(cook.does("staff", "GET", kitchenAPI, nil, 200)), "deliver"))
		_, body := w.send(cook.login("staff"), "GET", tuesday, nil)
		for _, secret := range []string{"302", "1201", "单元", "3号楼", "138", "李奶奶"} {
			if bytes.Contains(body, []byte(secret)) {
				w.Errorf("the kitchen reads %s: %s", secret, body)
			}
		}
		w.wants(cook.does("staff", "GET", tuesday, nil, 200), fields{
			"fixed": true, "bags": []any{map[string]any{"carrier": "赵红", "portions": 2.0}},
			"diets": []any{
				map[string]any{"name": "孙大爷", "way": "eat_in", "carrier": "", "diet": "糖尿病"},
				map[string]any{"name": "王奶奶", "way": "deliver", "carrier": "赵红", "diet": "不吃葱"},
			},
		})
		status, list := w.send(cook.login("staff"), "GET", tuesday+"/list", nil)
		if status != 200 || !strings.HasPrefix(string(list), "%PDF") {
			w.Errorf("the paper: %d", status)
		}
		same(w, "printed", 1, w.count(`SELECT COUNT(*) FROM meal_day WHERE printed_at > 0`))
		same(w, "who read", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'meal.list' AND about = 'meals:kitchen'`))

		same(w, "another org cooks for nobody", 0, len(items(other.does("staff", "GET", kitchenAPI, nil, 200))))
		for _, of := range []string{tuesday, tuesday + "/list"} {
			other.refused("staff", "GET", of, nil, "404 meal.programme")
			clerk.refused("staff", "GET", of, nil, "403 auth.denied")
			cook.refused("staff", "GET", strings.Replace(of, "2026-11-24", "x", 1), nil, "404 meal.day")
		}
		cook.refused("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, "403 auth.denied")
		changed := fields{"name": "老有颐养午餐", "kitchen": "阳光食堂", "place": "一楼食堂", "weekdays": []any{1, 2, 3, 4, 5}, "serve": "11:30", "cut_off": "17:00", "most": 100}
		w.wants(clerk.does("staff", "PUT", programmesAPI+"/"+p, changed, 200), fields{"kitchen": "阳光食堂", "kitchen_id": ""})
		cook.refused("staff", "GET", tuesday, nil, "404 meal.programme")
	})
}
