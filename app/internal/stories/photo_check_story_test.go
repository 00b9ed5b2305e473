package stories

import (
	"strings"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// firstFile returns the first file of the newest timeline event with one.
func firstFile(r fields) fields {
	events := objects(r["events"])
	for i := len(events) - 1; i >= 0; i-- {
		if files := objects(events[i]["files"]); len(files) > 0 {
			return files[0]
		}
	}
	return nil
}

// open follows a link to a photo or recording and returns status and code.
func (w *world) open(link any) string {
	w.Helper()
	path, ok := strings.CutPrefix(link.(string), w.config.PublicURL)
	if !ok {
		w.Fatalf("the link is %q", link)
	}
	return w.code("", "GET", path, nil)
}

// resolved submits a report of wang that the clerk resolves with a photo, and returns its id.
func (w *world) resolved(wang, clerk *citizen, image []byte) string {
	w.Helper()
	id := wang.submits("路灯不亮", "阳光花园3号楼")
	clerk.acts(id, "accept", nil)
	clerk.acts(id, "take", nil)
	clerk.acts(id, "resolve", fields{"outcome": "solved", "file_ids": []string{clerk.uploads("staff", image)}})
	return id
}

func TestOthersSeeAPhotoOnlyAfterTheCheck(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang, clerk, steward := w.someone("老王"), w.clerk(), w.steward()
		w.sim.HoldEvents() // no verdict yet
		id := w.resolved(wang, clerk, photo(64, 48))
		for who, seen := range map[string]fields{"staff": clerk.sees("staff", id), "steward": steward.sees("mp", id)} {
			if w.open(firstFile(seen)["url"]) != "200" || w.open(firstFile(seen)["thumb"]) != "200" {
				w.Fatalf("%s cannot see the photo", who)
			}
		}
		w.wants(firstFile(wang.sees("mp", id)), fields{"url": "", "thumb": "", "note": "照片审核中"})
		w.sim.ReleaseEvents()
		w.settle()
		passed := firstFile(wang.sees("mp", id))
		w.wants(passed, fields{"kind": "photo", "width": 64.0, "height": 48.0, "note": ""})
		if w.open(passed["url"]) != "200" || w.open(passed["thumb"]) != "200" {
			w.Fatal("a photo that passed is not shown")
		}
	})
}

func TestAHeldPhotoWaitsForStaff(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang, clerk, clerkB := w.someone("老王"), w.clerk(), w.clerkB()
		held := "/api/v1/staff/media/held?community_id=" + w.id("阳光社区")
		w.sim.RiskyMedia(func(string, []byte) wxsim.Verdict { return wxsim.Verdict{Suggest: "risky", Label: 20002} })
		id := w.resolved(wang, clerk, photo(64, 48))
		w.settle()
		w.wants(firstFile(wang.sees("mp", id)), fields{"url": "", "note": "照片审核中"})
		list := items(clerk.does("staff", "GET", held, nil, 200))
		if len(list) != 1 || list[0]["note"] != "照片待审核，其他居民暂不可见" || w.open(list[0]["url"]) != "200" {
			w.Fatalf("the list of waiting photos is %v", list)
		}
		decision := "/api/v1/staff/media/" + list[0]["id"].(string) + "/decision"
		pass := fields{"pass": true, "reason": "看过了，没有问题"}
		clerk.refused("staff", "POST", decision, fields{"pass": true, "reason": "好"}, "400 media.reason")
		clerkB.refused("staff", "POST", decision, pass, "404 media.missing")
		clerkB.refused("staff", "GET", held, nil, "404 area.missing")
		clerk.refused("staff", "GET", "/api/v1/staff/media/held", nil, "404 area.missing")
		clerk.refused("staff", "GET", held+"&cursor=x", nil, "400 http.body")
		clerk.refused("staff", "POST", "/api/v1/staff/media/x/decision", pass, "404 http.no_route")

		clerk.does("staff", "POST", decision, pass, 204)
		shown := firstFile(wang.sees("mp", id))["url"]
		if w.open(shown) != "200" || len(items(clerk.does("staff", "GET", held, nil, 200))) != 0 {
			w.Fatal("the released photo is not shown")
		}
		clerk.does("staff", "POST", decision, fields{"pass": false, "reason": "照到了人脸"}, 204)
		if got := w.open(shown); got != "404 media.missing" {
			w.Fatalf("a link from before the photo was held = %s", got)
		}
		w.wants(firstFile(wang.sees("mp", id)), fields{"url": "", "note": "照片不公开"})
		if list := items(clerk.does("staff", "GET", held, nil, 200)); len(list) != 0 {
			w.Fatalf("a photo with a decision waits again: %v", list)
		}
		if list := items(clerk.does("staff", "GET", held+"&list=hidden", nil, 200)); len(list) != 1 || list[0]["note"] != "照片不给其他居民看" {
			w.Fatalf("a hidden photo is listed as %v", list)
		}
		clerk.refused("staff", "GET", held+"&list=passed", nil, "400 media.list")
		seen := firstFile(clerk.sees("staff", id))
		w.wants(seen, fields{"note": "照片不给其他居民看"})
		if got := w.open(seen["url"]); got != "200" {
			w.Fatalf("staff see a hidden photo = %s", got)
		}
		clerk.does("staff", "POST", decision, fields{"pass": true, "reason": "打了马赛克"}, 204) // a mistake is corrected
		if got := w.open(firstFile(wang.sees("mp", id))["url"]); got != "200" || len(items(clerk.does("staff", "GET", held+"&list=hidden", nil, 200))) != 0 {
			w.Fatalf("the photo shown again = %s", got)
		}
		if n := w.count("SELECT COUNT(*) FROM audit_record WHERE action IN ('media.release', 'media.hide') AND reason <> ''"); n != 3 {
			w.Fatalf("%d decisions in the audit log", n)
		}
	})
}

func TestAPhotoThatCannotBeCheckedStaysHidden(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang, clerk := w.someone("老王"), w.clerk()
		w.sim.Fail("/wxa/media_check_async", wxsim.Fault{Status: 500})
		id := w.resolved(wang, clerk, photo(64, 48))
		w.settle()
		w.wants(firstFile(wang.sees("mp", id)), fields{"url": "", "note": "照片审核中"})
		w.forward(25 * time.Hour) // the check is retried for a day, then staff decide
		w.wants(firstFile(wang.sees("mp", id)), fields{"url": ""})
		list := items(clerk.does("staff", "GET", "/api/v1/staff/media/held?community_id="+w.id("阳光社区"), nil, 200))
		if len(list) != 1 {
			w.Fatalf("%d photos wait for staff", len(list))
		}
	})
}

func TestARecordingIsForStaffOnly(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		clerk, wang := w.clerk(), w.follower("老王")
		_, err := wang.phone.Voice([]byte("#!AMR\nvoice"), "楼道灯坏了")
		w.must(err)
		wang.says("阳光花园3号楼")
		w.expect(wang.says("1"), "已收到")
		w.settle()
		voice := firstFile(clerk.sees("staff", wang.own()["id"].(string)))
		w.wants(voice, fields{"kind": "voice", "thumb": "", "note": "录音放不出来，请下载，或打电话问"})
		if got := w.open(voice["url"]); got != "200" {
			w.Fatalf("staff open the recording = %s", got)
		}
		clerk.refused("staff", "POST", "/api/v1/staff/media/"+voice["id"].(string)+"/decision",
			fields{"pass": true, "reason": "看过了"}, "409 media.voice")
	})
}
