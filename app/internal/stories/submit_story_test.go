package stories

import (
	"math"
	"strings"
	"testing"

	"linli/app/pages"
	"linli/wxmsg/wxsim"
)

func TestAResidentReportsThroughTheMiniProgram(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		building := w.id("阳光花园3号楼")
		kinds := items(wang.does("mp", "GET", api+"/categories", nil, 200))
		w.wants(kinds[0], fields{"code": "utility", "name": "水电气暖"})

		first := wang.does("mp", "POST", api+"/reports", fields{
			"category": "noise", "text": "半夜装修", "area_id": building, "lat": 34.2011, "lng": 108.0011,
			"file_ids": []string{wang.uploads("mp", photo(64, 48)), wang.uploads("mp", photo(48, 64))},
		}, 201)
		w.wants(first, fields{
			"number": "261123-001", "category": "noise", "category_name": "噪声", "title": "噪声：半夜装修", "urgent": false,
			"shared": false, "source": "app", "place": "阳光社区 阳光花园3号楼", "area_id": building, "building_id": building,
			"lat": 34.2011, "lng": 108.0011, "state": "submitted", "state_name": "待受理", "holder": "阳光社区工作人员",
			"next": "等阳光社区工作人员受理，最晚 11月23日 11:00", "due_at": "2026-11-23T11:00:00+08:00",
			"submitted_at": "2026-11-23T09:00:00+08:00", "mine": true, "reporter": nil, "events": nil,
		})
		seen := wang.sees("mp", first["id"].(string))
		same(w, "timeline", []string{"submit 我: 半夜装修"}, lines(seen))
		if n := len(objects(objects(seen["events"])[0]["files"])); n != 2 {
			w.Fatalf("%d photos", n)
		}

		for name, c := range map[string]struct{ in, want fields }{
			"category guessed": {
				fields{"text": "路灯不亮三天了", "area_id": w.id("2单元")},
				fields{"category": "facility", "building_id": building, "place": "阳光社区 阳光花园3号楼 2单元"},
			},
			"danger is urgent": {
				fields{"text": "楼道有燃气味", "area_id": building}, fields{"urgent": true},
			},
			"a resident cannot make it urgent": {
				fields{"text": "路灯不亮", "area_id": building, "urgent": true}, fields{"urgent": false},
			},
			"position in WeChat's coordinates": {
				fields{"text": "井盖没了", "lat": 34.2051, "lng": 108.0052},
				fields{"area_name": "阳光社区 阳光第一网格", "building_id": "", "lat": 34.2051, "lng": 108.0052},
			},
			"position outside every community": {
				fields{"text": "井盖没了", "lat": 35.0, "lng": 108.5}, fields{"holder": "网格中心", "building_id": ""},
			},
			"place in words only": {
				fields{"text": "井盖没了", "place": "菜市场门口"}, fields{"holder": "网格中心", "place": "菜市场门口"},
			},
			"photo only": {
				fields{"file_ids": []string{wang.uploads("mp", photo(20, 20))}, "area_id": building},
				fields{"text": "", "category": "other", "title": "其他"},
			},
			"longest words": {
				fields{"text": strings.Repeat("灯", 1000), "place": strings.Repeat("楼", 101), "area_id": building},
				fields{"text": strings.Repeat("灯", 1000), "place": strings.Repeat("楼", 99) + "…"},
			},
			"invisible characters": {
				fields{"text": " 路灯\x00不\u200e亮\t\r ", "area_id": building}, fields{"text": "路灯不亮"},
			},
		} {
			got := wang.does("mp", "POST", api+"/reports", c.in, 201)
			same(w, name, c.want, pick(got, c.want))
		}
		browserPosition(w, wang)
		refusedDrafts(w, wang, building)
	})
}

func pick(got, like fields) fields {
	some := fields{}
	for k := range like {
		some[k] = got[k]
	}
	return some
}

// browserPosition submits from a browser, whose coordinates are converted to those of Chinese maps: some hundred metres
// away.
func browserPosition(w *world, wang *citizen) {
	w.Helper()
	got := wang.does("mp", "POST", api+"/reports", fields{"text": "井盖没了", "lat": 34.2100, "lng": 108.0100, "coord": "wgs84"}, 201)
	lat, _ := got["lat"].(float64)
	lng, _ := got["lng"].(float64)
	if math.Hypot((lat-34.21)*111, (lng-108.01)*92) < 0.1 || math.Abs(lat-34.21) > 0.01 || math.Abs(lng-108.01) > 0.01 {
		w.Fatalf("converted to %f, %f", lat, lng)
	}
}

func refusedDrafts(w *world, wang *citizen, building string) {
	w.Helper()
	before := w.traces()
	other := w.someone("老李").uploads("mp", photo(20, 20))
	used := wang.uploads("mp", photo(20, 20))
	wang.does("mp", "POST", api+"/reports", fields{"file_ids": []string{used}, "area_id": building}, 201)
	before["report"]++
	before["report_event"]++
	before["notify_notice"]++
	before["claimed"]++
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"nothing", nil, "400 report.text"},
		{"no words", fields{"text": " \n ", "area_id": building}, "400 report.text"},
		{"too many words", fields{"text": strings.Repeat("灯", 1001), "area_id": building}, "400 report.text"},
		{"no place", fields{"text": "路灯不亮"}, "400 report.place"},
		{"no such place", fields{"text": "路灯不亮", "area_id": "999999"}, "404 area.missing"},
		{"no id", fields{"text": "路灯不亮", "area_id": "x"}, "400 http.body"},
		{"no such category", fields{"text": "路灯不亮", "category": "x", "area_id": building}, "400 report.category"},
		{"abroad", fields{"text": "路灯不亮", "lat": 48.2, "lng": 16.4}, "400 area.position"},
		{"ten photos", fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ","), "area_id": building}, "400 media.too_many"},
		{"somebody else's photo", fields{"file_ids": []string{other}, "area_id": building}, "404 media.missing"},
		{"a photo of another report", fields{"file_ids": []string{used}, "area_id": building}, "404 media.missing"},
		{"no such photo", fields{"file_ids": []string{"999999"}, "area_id": building}, "404 media.missing"},
		{"photo 0", fields{"file_ids": []string{"0"}, "area_id": building}, "400 http.body"},
		{"no JSON", []byte("text=1"), "400 http.body"},
		{"a list", []byte("[]"), "400 http.body"},
		{"a number for words", []byte(`{"text":5}`), "400 http.body"},
	} {
		if got := w.code(wang.login("mp"), "POST", api+"/reports", c.in); got != c.want {
			w.Errorf("%s = %s, want %s", c.name, got, c.want)
		}
	}
	w.alerted()
	after := w.traces()
	after["steward_alert"], after["notify_notice"] = before["steward_alert"], before["notify_notice"]
	same(w, "after the refused requests", before, after)
}

func TestWhatNeighboursSeeIsCheckedFirst(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, li := w.someone("老王"), w.someone("老李")
		building := w.id("阳光花园3号楼")
		near := api + "/buildings/" + building + "/reports"
		w.sim.RiskyText(20003, "混蛋")
		w.sim.ReviewText(20001, "可疑")
		submit := func(text string, share bool) fields {
			w.Helper()
			return wang.does("mp", "POST", api+"/reports", fields{"text": text, "area_id": building, "share": share}, 201)
		}
		bad := fields{"text": "物业混蛋", "area_id": building, "share": true}
		wang.refused("mp", "POST", api+"/reports", bad, "400 report.text_risky")
		bad["text"] = "可疑的人"
		wang.refused("mp", "POST", api+"/reports", bad, "400 report.text_risky")
		if n := w.count("SELECT COUNT(*) FROM report"); n != 0 {
			w.Fatalf("%d reports of risky words", n)
		}
		w.wants(submit("物业混蛋", false), fields{"shared": false}) // visible to staff only
		shared := submit("路灯不亮", true)
		w.wants(shared, fields{"shared": true})

		w.sim.Fail("/wxa/msg_sec_check", wxsim.Fault{Status: 500})
		w.wants(submit("单元门坏了", true), fields{"shared": false}) // unchecked: hidden from neighbours, not lost
		w.sim.Clear()

		seen := items(li.lives("1单元").does("mp", "GET", near, nil, 200))
		same(w, "nearby", []any{"路灯不亮"}, pluck(seen, "text"))
		w.wants(seen[0], fields{"mine": false, "reporter": nil, "events": nil, "lat": 0.0, "place": "阳光社区 阳光花园3号楼"})
		li.refused("mp", "GET", api+"/reports/"+shared["id"].(string), nil, "404 report.missing")
		li.refused("mp", "GET", api+"/buildings/"+w.id("1单元")+"/reports", nil, "404 area.missing")
		li.refused("mp", "GET", near+"?cursor=x", nil, "400 report.cursor")

		for range pages.Size {
			submit("又坏了", true)
		}
		page := li.does("mp", "GET", near, nil, 200)
		rest := li.does("mp", "GET", near+"?cursor="+page["next"].(string), nil, 200)
		if len(items(page)) != 20 || len(items(rest)) != 1 || rest["next"] != "" {
			w.Fatalf("pages of %d and %d", len(items(page)), len(items(rest)))
		}
		wang.asks(shared["id"].(string), "withdraw", nil)
		if rest = li.does("mp", "GET", near, nil, 200); len(items(rest)) != 20 || rest["next"] != "" {
			w.Fatal("a withdrawn report is still shown")
		}
	})
}
