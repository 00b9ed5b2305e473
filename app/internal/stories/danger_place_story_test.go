package stories

import (
	"strings"
	"testing"
	"time"
)

// A client that is writing asks whether the words tell of danger, and reads the number to ring.
func TestDangerIsReadWhileItIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang := w.someone("老王")
	for words, number := range map[string]string{"3号楼二单元天然气泄漏，味道很大": "119", "燃气费怎么交": "", "": ""} {
		say, _ := wang.does("mp", "POST", api+"/reports/danger", fields{"words": words}, 200)["say"].(string)
		if !strings.Contains(say, number) || number == "" && say != "" {
			t.Errorf("%s: %q", words, say)
		}
	}
}

// Words of danger in the same message as the place count: the answer is immediate, the words are kept, the report is
// urgent and the steward is alerted.
func TestDangerSaidWithThePlaceCounts(t *testing.T) {
	t.Parallel()
	for name, talk := range map[string]func(w *world, c *citizen) string{
		"the place is clear": func(w *world, c *citizen) string {
			c.sendsPhoto()
			return c.says("阳光花园3号楼着火了")
		},
		"after words": func(w *world, c *citizen) string {
			c.says("麻烦快来人看一看")
			return c.says("阳光花园3号楼，有人晕倒了")
		},
		"several places": func(w *world, c *citizen) string {
			c.sendsPhoto()
			said := c.says("3号楼着火了")
			w.expect(said, "哪一处", "1 阳光花园3号楼")
			w.expect(c.says("1"), "地点已改为")
			return said
		},
		"instead of a number": func(w *world, c *citizen) string {
			c.sendsPhoto()
			c.says("3号楼")
			said := c.says("着火了快来人")
			w.expect(said, "哪一处", "1 阳光花园3号楼")
			w.expect(c.says("1"), "地点已改为")
			return said
		},
		"an unknown place": func(w *world, c *citizen) string {
			c.sendsPhoto()
			said := c.says("老地方着火了")
			c.says("阳光花园3号楼")
			return said
		},
		"spoken": func(w *world, c *citizen) string {
			c.sendsPhoto()
			reply, err := c.phone.Voice([]byte("#!AMR\n"), "这里着火了")
			w.must(err)
			c.says("阳光花园3号楼")
			return reply.Text
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			steward := w.follower("赵红").binds("mp", "19900000003")
			wang := w.follower("老王")
			w.forward(14 * time.Hour) // 23:00
			if said := talk(w, wang); !strings.Contains(said, "119") && !strings.Contains(said, "120") {
				t.Errorf("the answer is %q", said)
			}
			w.settle()
			own := wang.own()
			if text, _ := own["text"].(string); own["urgent"] != true || !strings.Contains(text, "着火了") && !strings.Contains(text, "晕倒") && !strings.Contains(text, "快来人") {
				t.Errorf("the report is %v", own)
			}
			if steward.lastHeard() != "紧急：楼里有事" {
				t.Errorf("the steward received %q", steward.lastHeard())
			}
		})
	}
}

// The same through the mini-program and the counter, also with danger in the place alone. The label of a map position
// is not searched for danger.
func TestDangerWrittenInThePlaceCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang, clerk := w.someone("老王"), w.follower("王芳").binds("staff", "19900000001")
	building := idText(w.areaOf("阳光花园3号楼").ID)
	for _, in := range []fields{
		{"text": "快来人", "place": "三楼着火了", "area_id": building},
		{"place": "三楼着火了", "area_id": building},
		{"text": "快来人", "place": "三楼着火了", "lat": 34.201, "lng": 108.001},
	} {
		if r := wang.does("mp", "POST", api+"/reports", in, 201); r["urgent"] != true || r["text"] == "" {
			t.Errorf("%v: %v", in, r)
		}
	}
	r := clerk.does("staff", "POST", api+"/staff/reports", fields{
		"text": "居民来电", "place": "三楼着火了", "area_id": building, "source": "call", "name": "老李", "phone": "13812345678",
	}, 201)
	if r["urgent"] != true {
		t.Errorf("entered for a caller: %v", r)
	}
	li := w.follower("小李")
	li.says("楼道灯坏了好几天")
	_, err := li.phone.Location(34.201, 108.001, "安平燃气营业厅")
	w.must(err)
	w.expect(li.says("1"), "已收到")
	w.settle()
	if own := li.own(); own["urgent"] != false {
		t.Errorf("next to the gas company: %v", own)
	}
}
