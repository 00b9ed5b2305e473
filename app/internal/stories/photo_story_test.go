package stories

import (
	"strings"
	"testing"
)

// The life of a report with a photo: chat → report → steward alerted → staff reply → resident notified → resident
// satisfied.
func TestAPhotoBecomesASolvedReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.follower("王芳").binds("staff", "19900000001")
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")

		if said := wang.sendsPhoto(); !strings.Contains(said, "什么地方") {
			w.Fatalf("after the photo: %q", said)
		}
		if said := wang.says("阳光花园三号楼二单元"); !strings.Contains(said, "回复 1 提交") || !strings.Contains(said, "2单元") {
			w.Fatalf("after the place: %q", said)
		}
		said := wang.says("1")
		if !strings.Contains(said, "261123-001") {
			w.Fatalf("after handing in: %q", said)
		}
		w.settle()
		if steward.lastHeard() != "楼里有事" || clerk.lastHeard() != "新的随手拍" {
			w.Fatalf("the steward received %q, the clerk %q", steward.lastHeard(), clerk.lastHeard())
		}

		list := clerk.does("staff", "GET", "/api/v1/staff/reports?list=unaccepted", nil, 200)
		id := list["items"].([]any)[0].(map[string]any)["id"].(string)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/accept", map[string]any{"category": "facility"}, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": "师傅下午来修"}, 200)
		w.settle()
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/resolve", map[string]any{"outcome": "solved", "words": "灯已换好"}, 200)
		w.settle()
		if wang.lastHeard() != "已办结" {
			w.Fatalf("the resident received %q", wang.lastHeard())
		}
		if said := wang.says("1 满意"); !strings.Contains(said, "谢谢") {
			w.Fatalf("after the review: %q", said)
		}
		seen := wang.does("mp", "GET", "/api/v1/reports/"+id, nil, 200)
		if seen["state"] != "closed" || seen["outcome"] != "solved" {
			w.Fatalf("the report is %v", seen["state"])
		}
	})
}
