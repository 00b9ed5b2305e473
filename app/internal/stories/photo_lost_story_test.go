package stories

import (
	"strings"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

const mediaGet = "/cgi-bin/media/get"

// lost waits until no download is open.
func (w *world) lost() {
	w.Helper()
	w.settle()
	for range 10 { // on a busy machine an attempt may fail for other reasons first
		if w.count(`SELECT COUNT(*) FROM media_file WHERE state = 'fetching'`) == 0 {
			return
		}
		w.forward(time.Minute)
	}
	w.Fatal("a download is still open")
}

// A photo that the platform does not deliver delays nothing: text and place are submitted, and the author is told that
// it is missing.
func TestALostPhotoDelaysNothing(t *testing.T) {
	t.Parallel()
	send := func(c *citizen, photo []byte) {
		c.w.Helper()
		_, err := c.phone.Photo(photo)
		c.w.must(err)
	}
	speak := func(c *citizen, recording, heard string) {
		c.w.Helper()
		_, err := c.phone.Voice([]byte(recording), heard)
		c.w.must(err)
	}
	for name, s := range map[string]struct {
		fails   wxsim.Fault
		sends   func(c *citizen)
		missing string
		text    string
		files   int
	}{
		"the photo is gone": {
			wxsim.Fault{ErrCode: 40007},
			func(c *citizen) { send(c, photo(64, 48)); c.says("楼道灯坏了好几天") },
			"1 张照片没有取到", "楼道灯坏了好几天", 0,
		},
		"no picture at all": {
			wxsim.Fault{},
			func(c *citizen) { c.says("楼道灯坏了好几天"); send(c, []byte("<html>nothing</html>")) },
			"1 张照片没有取到", "楼道灯坏了好几天", 0,
		},
		"half a picture": {
			wxsim.Fault{},
			func(c *citizen) { c.says("楼道灯坏了好几天"); send(c, photo(640, 480)[:400]) },
			"1 张照片没有取到", "楼道灯坏了好几天", 0,
		},
		"one of several": {
			wxsim.Fault{ErrCode: 40007, Times: 1},
			func(c *citizen) {
				send(c, photo(64, 48))
				c.w.settle()
				send(c, photo(65, 48))
				c.says("楼道灯坏了好几天")
			},
			"1 张照片没有取到", "楼道灯坏了好几天", 1,
		},
		"a photo and a voice that was understood": {
			wxsim.Fault{ErrCode: 40007},
			func(c *citizen) {
				send(c, photo(64, 48))
				speak(c, "#!AMR\nx", "楼道灯坏了好几天")
				c.w.lost() // both, or each would be told in an answer of its own
			},
			"1 张照片、1 段语音没有取到", "楼道灯坏了好几天", 0,
		},
		"no recording": {
			wxsim.Fault{}, func(c *citizen) { speak(c, "MZ\x90", "楼道灯坏了好几天") }, "1 段语音没有取到", "楼道灯坏了好几天", 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			wang := w.follower("老王")
			if s.fails != (wxsim.Fault{}) {
				w.sim.Fail(mediaGet, s.fails)
			}
			s.sends(wang)
			asked := wang.says("阳光花园3号楼")
			w.lost()
			said := wang.says("1")
			w.expect(said, "已收到，编号 261123-001")
			if !strings.Contains(asked+said, s.missing) {
				t.Errorf("the chat answers %q and %q", asked, said)
			}
			files := w.count(`SELECT COUNT(*) FROM media_file WHERE community_id > 0`)
			if own := wang.own(); own["text"] != s.text || files != s.files {
				t.Errorf("the report has %v and %d files", own["text"], files)
			}
		})
	}
}

// A report with the lost photo alone: the chat asks for words and keeps the place, whether the photo is lost before the place is
// said or after; if it is submitted anyway, staff ask the author.
func TestALostPhotoAloneAsksForWords(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, li := w.follower("老王"), w.follower("小李")
		w.sim.Fail(mediaGet, wxsim.Fault{ErrCode: -1}) // tried again in a minute
		wang.sendsPhoto()
		w.expect(wang.says("阳光花园3号楼"), "阳光花园3号楼")
		w.sim.Clear()
		w.sim.Fail(mediaGet, wxsim.Fault{ErrCode: 40007})
		w.lost()
		w.expect(wang.says("1"), "1 张照片没有取到", "用一句话说说")
		li.sendsPhoto()
		w.lost()
		w.expect(li.says("阳光花园3号楼"), "1 张照片没有取到", "用一句话说说")
		w.expect(wang.says("楼道灯坏了好几天"), "阳光花园3号楼", "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
		w.expect(li.says("1"), "已收到")
		w.settle()
		if text := wang.own()["text"]; text != "楼道灯坏了好几天" {
			w.Errorf("%v", text)
		}
		if text, _ := li.own()["text"].(string); !strings.Contains(text, "没有取到") {
			w.Errorf("%v", text)
		}
	})
}
