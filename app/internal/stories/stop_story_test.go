package stories

import (
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// A stopping server finishes its open requests and leaves nothing running.
func TestAStopFinishesOpenRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang := w.follower("老王")
	answered := make(chan string, 1)
	w.sim.Fail("/cgi-bin/user/info", wxsim.Fault{Delay: 200 * time.Millisecond})
	go func() { answered <- wang.says("阳光花园3号楼路灯坏了") }()
	w.expect(<-answered, "回复 1 提交")
	w.stop()
	w.start()
	w.expect(wang.says("1"), "已收到")
}
