package stories

import "testing"

// A report that the county's centre locates moves to that community with its photo, and the duty post there is
// notified.
func TestLocatedReportMovesWithItsPhoto(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		there := w.follower("周敏").binds("staff", "19900000004")
		here := w.someone("王芳").binds("staff", "19900000001")
		centre := w.someone("吴主任").binds("staff", "19900000008")
		wang := w.follower("老王")
		wang.sendsPhoto()
		wang.says("大槐树底下")
		wang.says("就是大槐树底下")
		wang.says("1") // the author takes it for 阳光社区
		w.expect(wang.says("1"), "已收到")
		w.settle()
		id := wang.own()["id"].(string)
		there.does("staff", "GET", "/api/v1/reports/"+id, nil, 404)
		centre.does("staff", "POST", "/api/v1/staff/reports/"+id+"/locate",
			map[string]any{"area_id": idText(w.areaOf("新园小区9号楼").ID)}, 200)
		w.settle()
		if there.lastHeard() != "新的随手拍" {
			w.Fatalf("the other community received %q", there.lastHeard())
		}
		seen := there.does("staff", "GET", "/api/v1/reports/"+id, nil, 200)
		photos := seen["events"].([]any)[0].(map[string]any)["files"].([]any)
		if len(photos) != 1 || photos[0].(map[string]any)["url"] == "" {
			w.Fatalf("the photo stayed in the old community: %v", photos)
		}
		here.does("staff", "GET", "/api/v1/reports/"+id, nil, 404)
		if n := w.count(`SELECT COUNT(*) FROM steward_alert`); n != 1 {
			w.Fatalf("%d stewards of the building were alerted", n)
		}
	})
}
