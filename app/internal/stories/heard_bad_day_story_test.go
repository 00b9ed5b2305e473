package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// Photo, place and words may come in any order.
func TestAProblemIsToldInAnyOrder(t *testing.T) {
	t.Parallel()
	tell := map[string]func(c *citizen) string{
		"photo": func(c *citizen) string { return c.sendsPhoto() },
		"place": func(c *citizen) string { return c.says("阳光花园3号楼2单元") },
		"words": func(c *citizen) string { return c.says("楼道灯坏了好几天") },
	}
	w := newWorld(t, nil)
	for i, order := range []string{
		"photo place words", "photo words place", "place photo words", "place words photo", "words photo place", "words place photo",
	} {
		c := w.follower(fmt.Sprint("邻居", i))
		said := ""
		for _, what := range strings.Fields(order) {
			said = tell[what](c)
		}
		w.expect(said, "阳光花园3号楼 2单元", "楼道灯坏了好几天", "照片或语音 1 份", "回复 1 提交")
		w.expect(c.says("好的，提交吧"), "已收到")
		if r := c.own(); r["area_name"] != "阳光社区 阳光花园3号楼 2单元" || r["category"] != "facility" {
			t.Errorf("%s: %v", order, r)
		}
	}
}

// Natural ways to say yes hand the problem in and are no part of it; natural ways to say no drop it.
func TestYesAndNoInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for i, yes := range []string{
		"1", "１", "一", "1、", "1提交", "回复1", "好的", "是", "对", "可以", "行", "OK", "确认提交", "1️⃣", "①", "嗯", "没错", "交吧", "确定", "好嘞",
		"同意", "没有了", "就这些", "好的。", "要得", "中", "提交吧，谢谢",
	} {
		c := w.follower(fmt.Sprint("邻居", i))
		c.says("阳光花园3号楼楼道灯坏了")
		w.expect(c.says(yes), "已收到")
		if r := c.own(); r["text"] != "阳光花园3号楼楼道灯坏了" {
			t.Errorf("%q is part of %v", yes, r["text"])
		}
	}
	for i, no := range []string{"0", "０", "不用了", "算了", "不要了", "不交了", "零", "取消吧"} {
		c := w.follower(fmt.Sprint("另一位", i))
		c.says("阳光花园3号楼楼道灯坏了")
		w.expect(c.says(no), "不交了")
	}
	if n := w.count("SELECT COUNT(*) FROM report"); n != 27 {
		t.Errorf("%d reports", n)
	}
}

// The same sentence typed, spoken and in wide characters is the same report; a voice answers questions too.
func TestTypedSpokenAndWideAreTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	typed, wide, spoken := w.follower("老王"), w.follower("老李"), w.follower("老张")
	typed.says("阳光花园3号楼2单元楼道灯坏了")
	wide.says("阳光花园３号楼２单元楼道灯坏了")
	speak := func(words string) string {
		reply, err := spoken.phone.Voice([]byte("#!AMR\n"), words)
		w.must(err)
		return reply.Text
	}
	w.expect(speak("楼道灯坏了。"), "什么地方")
	w.expect(speak("阳光花园三号楼二单元。"), "阳光花园3号楼 2单元")
	typed.says("好的")
	wide.says("１")
	w.expect(speak("提交吧。"), "已收到")
	for _, c := range []*citizen{typed, wide, spoken} {
		if r := c.own(); r["area_name"] != "阳光社区 阳光花园3号楼 2单元" || r["category"] != "facility" {
			t.Errorf("%s: %v", c.name, r)
		}
	}
}

// Two messages of one resident arrive at the same moment: both are kept.
func TestTwoMessagesAtTheSameMoment(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		for i := range 5 {
			c := w.follower(fmt.Sprint("邻居", i))
			var both sync.WaitGroup
			for _, said := range []string{"楼道灯坏了好几天", "阳光花园3号楼"} {
				both.Go(func() {
					if _, err := c.phone.Text(said); err != nil {
						w.Error(err)
					}
				})
			}
			both.Wait()
			w.expect(c.says("好的"), "已收到")
			if r := c.own(); r["area_name"] != "阳光社区 阳光花园3号楼" || !strings.Contains(r["text"].(string), "楼道灯坏了好几天") {
				w.Fatalf("%v", r)
			}
		}
	})
}

// Staff ask about two reports of one resident: the chat asks which question is answered.
func TestTwoQuestionsOfStaff(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		lamp := wang.handIn("楼道灯坏了好几天", "阳光花园3号楼")
		lid := wang.handIn("门口井盖坏了", "阳光花园3号楼")
		w.asks(lamp, "是几楼的灯？")
		w.expect(wang.says("三楼"), "已转给办理人员") // one question is open
		w.asks2(lamp, "灯是圆的吗？")
		w.asks(lid, "是哪个井盖？")
		w.expect(wang.says("圆的"), "请问您这是", "灯是圆的吗", "是哪个井盖", "3 都不是")
		w.expect(wang.says("第一个"), "已转给办理人员")
		if q := wang.sees("mp", lamp)["question"]; q != "灯是圆的吗？" {
			w.Fatalf("the question is %v", q)
		}
		w.expect(wang.says("301"), "已转给办理人员")
		w.asks2(lamp, "哪天坏的？")
		w.expect(wang.says("阳光花园3号楼单元门关不上"), "请问您这是", "2 都不是")
		w.expect(wang.says("2"), "回复 1 提交")
		w.expect(wang.sendsPhoto(), "照片或语音 1 份")
	})
}

// asks2 is asks for a report that is accepted already.
func (w *world) asks2(report, question string) {
	w.Helper()
	w.clerk().does("staff", "POST", "/api/v1/staff/reports/"+report+"/ask", fields{"words": question}, 200)
	w.settle()
}

// An emergency at the end of a long message is heard; jokes and a child with the telephone make no report.
func TestLongWordsJokesAndAChild(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang := w.follower("老王")
	long := strings.Repeat("我们这个楼里住了几十年了邻居都很好，平时大家互相帮忙。", 20) + "现在阳光花园3号楼着火了，快来人"
	w.expect(wang.says(long), "119", "编号")
	child := w.follower("小朋友")
	for _, said := range []string{"啊啊啊啊啊", "123456", "😂😂😂", "嘻嘻骗你的", "qwertyuiop", "奥特曼打怪兽"} {
		child.says(said)
	}
	if n := w.count("SELECT COUNT(*) FROM report"); n != 1 {
		t.Fatalf("%d reports", n)
	}
	child.says("阳光花园3号楼楼道灯坏了")
	reply, err := child.phone.Video()
	w.must(err)
	w.expect(reply.Text, "看不了", "回复 1 提交") // what was open stays open
	w.expect(child.says("1"), "已收到")
}

// One resident who floods the account with danger is heard each time; the stewards are alerted once.
func TestAFloodOfDanger(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")
		for i := range 30 {
			w.expect(wang.says(fmt.Sprintf("阳光花园3号楼着火了%d", i)), "119")
		}
		w.forward(31 * time.Minute) // a new one about the same place
		w.expect(wang.says("阳光花园3号楼还在着火"), "119", "编号")
		w.settle()
		if n := w.count("SELECT COUNT(*) FROM report"); n != 2 {
			w.Fatalf("%d reports", n)
		}
		if n := w.count("SELECT COUNT(*) FROM steward_alert WHERE person_id = (SELECT id FROM person WHERE name = '赵红')"); n > 2 {
			w.Fatalf("%d alerts of %s", n, steward.name)
		}
	})
}
