package stories

import (
	"strings"
	"testing"
	"time"

	"linli/app/pages"
)

func TestMyReportsComeInPages(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		var want []any
		for range pages.Size + 3 {
			want = append([]any{wang.submits("路灯不亮", "")}, want...)
		}
		page := wang.does("mp", "GET", api+"/reports", nil, 200)
		wang.submits("又坏了", "") // newer reports do not move the next page
		rest := wang.does("mp", "GET", api+"/reports?cursor="+page["next"].(string), nil, 200)
		same(w, "ids", want, append(pluck(items(page), "id"), pluck(items(rest), "id")...))
		if rest["next"] != "" {
			w.Fatalf("the last page has a next page: %v", rest["next"])
		}
		for _, cursor := range []string{"x", "AAAA", "MS4w", strings.Repeat("A", 2000)} {
			wang.refused("mp", "GET", api+"/reports?cursor="+cursor, nil, "400 report.cursor")
		}
		li := w.someone("老李")
		if list := li.does("mp", "GET", api+"/reports", nil, 200); len(items(list)) != 0 || list["next"] != "" {
			w.Fatalf("a stranger lists %v", list)
		}
	})
}

func TestAResidentAddsToTheirReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		path := api + "/reports/" + id

		wang.asks(id, "add", fields{"words": "晚上看不见路"})
		wang.asks(id, "add", fields{"file_ids": []string{wang.uploads("mp", photo(30, 20))}})
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.words"},
			{fields{"words": " "}, "400 report.words"},
			{fields{"words": strings.Repeat("灯", 401)}, "400 report.words"},
			{fields{"words": "看", "file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
			{fields{"file_ids": []string{"-1"}}, "400 http.body"},
		} {
			wang.refused("mp", "POST", path+"/add", c.in, c.want)
		}

		w.wants(wang.asks(id, "urge", nil), fields{"urges": 1.0})
		wang.refused("mp", "POST", path+"/urge", nil, "429 report.urged")
		w.later(10*time.Minute - time.Second)
		wang.refused("mp", "POST", path+"/urge", nil, "429 report.urged")
		w.later(time.Second)
		w.wants(wang.asks(id, "urge", nil), fields{"urges": 2.0})

		wang.refused("mp", "POST", path+"/answer", fields{"words": "六层"}, "409 report.not_asked")
		clerk.acts(id, "accept", nil)
		wang.refused("mp", "POST", path+"/withdraw", nil, "409 report.state")
		clerk.acts(id, "take", nil)
		clerk.acts(id, "ask", fields{"words": "几层？"})
		asked := wang.sees("mp", id)
		w.wants(asked, fields{"question": "几层？", "next": "阳光社区工作人员 王芳正在等您回答问题；11月28日 09:10 前没有回答会继续办理"})
		wang.refused("mp", "POST", path+"/answer", nil, "400 report.words")
		wang.refused("mp", "POST", path+"/answer", fields{"words": "六", "file_ids": []string{"999999"}}, "404 media.missing")
		wang.refused("mp", "POST", path+"/answer", fields{"words": "六", "file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")},
			"400 media.too_many")
		w.wants(wang.asks(id, "answer", fields{"words": "六层"}), fields{"question": ""})
		wang.refused("mp", "POST", path+"/answer", fields{"words": "六层"}, "409 report.not_asked")
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "换了灯泡"})
		wang.refused("mp", "POST", path+"/add", fields{"words": "看"}, "409 report.state")
		wang.refused("mp", "POST", path+"/urge", nil, "409 report.state")

		same(w, "timeline", []string{
			"submit 我: 路灯不亮", "add 我: 晚上看不见路", "add 我: ", "urge 我: 第 1 次催办", "urge 我: 第 2 次催办", "accept 王芳: ",
			"take 王芳: ", "ask 王芳: 几层？", "answer 我: 六层", "resolve 王芳: 换了灯泡",
		}, lines(wang.sees("mp", id)))
		told := items(clerk.does("staff", "GET", api+"/notices", nil, 200))
		same(w, "notices to the holder", []any{
			"居民已回答", "居民催办", "居民催办", "居民有补充", "居民有补充", "新的随手拍",
		}, pluck(told, "title"))

		back := wang.submits("看错了", "阳光花园3号楼")
		w.wants(wang.asks(back, "withdraw", nil), fields{"state": "withdrawn", "outcome": "withdrawn", "next": "已结束", "due_at": ""})
		wang.refused("mp", "POST", api+"/reports/"+back+"/withdraw", nil, "409 report.state")

		li := w.someone("老李")
		for _, action := range []string{"withdraw", "urge", "add", "answer", "review", "reopen"} {
			li.refused("mp", "POST", path+"/"+action, fields{"words": "我的", "satisfied": true}, "404 report.missing")
			clerk.refused("staff", "POST", path+"/"+action, fields{"words": "我的", "satisfied": true}, "404 report.missing")
			wang.refused("mp", "POST", api+"/reports/x/"+action, nil, "404 http.no_route")
		}
		li.refused("mp", "GET", path, nil, "404 report.missing")
	})
}
