package stories

import (
	"fmt"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// The official account may be set to JSON in the console, in each mode: the chat works the same.
func TestTheChatSpeaksJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.sim.SetFormat(wxsim.OA, wxsim.JSON)
	wang := w.follower("老王")
	for _, mode := range []wxsim.Mode{wxsim.Safe, wxsim.Compatible} {
		w.sim.SetMode(wxsim.OA, mode)
		w.expect(wang.says("楼道灯坏了好几天"), "什么地方")
		w.expect(wang.says("阳光花园3号楼"), "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
		w.settle()
	}
	w.expect(wang.sendsPhoto(), "收到照片")
}

// A verdict on an unknown picture is acknowledged at once, whatever its time.
func TestAVerdictOnAnUnknownPictureIsAcknowledged(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		for i, given := range []time.Time{w.now(), w.now().Add(-time.Hour), w.now().Add(time.Minute)} {
			body := fmt.Sprintf(`{"ToUserName":"gh_linli000002","FromUserName":"oSystem","CreateTime":%d,"MsgType":"event","Event":"wxa_media_check",`+
				`"appid":"wx00000000000000b2","trace_id":"nobody-%d","version":2,"errcode":0,"errmsg":"ok","result":{"suggest":"pass","label":100}}`, given.Unix(), i)
			q, sealed := w.sim.Sign(wxsim.MP, []byte(body))
			for range 2 {
				if status, said, err := w.sim.Post(wxsim.MP, q, sealed); err != nil || status != 200 || string(said) != "success" {
					w.Errorf("%d %s %v", status, said, err)
				}
			}
		}
	})
}
