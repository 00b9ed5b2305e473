package stories

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// short fails when a reply is more than an elder reads: four lines of sixty characters.
func (w *world) short(said string) {
	w.Helper()
	lines := strings.Split(said, "\n")
	for _, line := range lines {
		if utf8.RuneCountInString(line) > 60 {
			w.Errorf("a long line: %q", line)
		}
	}
	if len(lines) > 4 {
		w.Errorf("%d lines: %q", len(lines), said)
	}
}

// 改约 moves any booking: which one, to what time, each by number. A refused resident keeps the old place.
func TestChatMovesABooking(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3, 4, 5}, "places": 1})
		w.offersService(fields{"name": "理疗"}, fields{"days": []int{3}, "places": 2})
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		w.expect(wang.says("改约"), "没有需要改约")
		wang.says("理发")
		w.expect(wang.says("1"), "约好了", "11月25日")

		asked := wang.says("改约")
		w.expect(asked, "理发 周三 11月25日", "改到什么时候", "1 周四 11月26日 09:00", "2 周五 11月27日 09:00", "0")
		w.short(asked)
		w.expect(wang.says("0"), "没有改")
		wang.says("我想改个时间")
		li.says("理发")
		w.expect(li.says("2"), "约好了") // the place goes while wang thinks
		w.expect(wang.says("1"), "原来的还在", "改约")
		w.sums()
		w.expect(wang.says("改约"), "1 周五 11月27日 09:00")
		w.expect(wang.says("9"), "回复数字")
		moved := wang.says("1")
		w.expect(moved, "改好了：理发", "周五 11月27日", "1 号")
		w.short(moved)
		same(w, "bookings", 2, w.count(`SELECT COUNT(*) FROM booking WHERE alive = 1`))
		w.sums()

		wang.says("理疗")
		w.expect(wang.says("1"), "约好了")
		asked = wang.says("改约")
		w.expect(asked, "1 理疗 周三 11月25日", "2 理发 周五 11月27日", "要改哪一个")
		w.expect(wang.says("2"), "理发 周五 11月27日", "1 周三 11月25日 09:00")
		w.expect(wang.says("楼道灯不亮了"), "什么地方") // something else: the question is left
		w.expect(wang.says("0"), "不交了")
		w.expect(wang.says("我的预约"), "理疗", "周五 11月27日")
	})
}

// After the cut-off nothing moves in the chat; the resident is told what to do.
func TestChatMovesNothingAfterTheCutoff(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3, 4}, "places": 1})
		wang := w.named("老王", "阳光花园3号楼")
		wang.says("理发")
		wang.says("1")
		w.at("2026-11-25 08:30")
		w.expect(wang.says("改约"), "已过可以取消的时间", "社区电话")
		w.sums()
	})
}
