package stories

import (
	"strings"
	"testing"
)

// In the chat mediation is asked for by its kind, and never what the matter is.
func TestMediationIsAskedForInTheChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(mediators())
	meng, wang := w.meng(), w.named("王奶奶", "1单元")
	said := wang.says("申请调解")
	w.expect(said, "自愿、免费，随时可以停", "1 邻里", "不申请了回复 0")
	w.expect(wang.says("好的"), "请回复上面的数字")
	w.expect(wang.says("99"), "请回复上面的数字")
	w.expect(wang.says("0"), "需要的时候回复“调解”")
	same(w, "nothing is asked", 0, w.count(`SELECT COUNT(*) FROM mediate_case`))
	same(w, "no word of the matter is kept", 0, w.count(`SELECT COUNT(*) FROM chat_draft WHERE person_id = `+wang.me("mp")))

	wang.says("调解")
	said = wang.says("1")
	w.expect(said, "申请好了，编号 调", "什么事请当面说")
	w.settle()
	same(w, "a mediator is told", 1, meng.told("staff", "mediate.new"))
	own := items(wang.does("mp", "GET", mediations, nil, 200))
	w.wants(own[0], fields{"kind_name": "邻里", "state": "asked"})
	if number := word(own[0]["number"]); !strings.Contains(said, number) {
		t.Errorf("the number is %s, said was %q", number, said)
	}

	// Somebody without a home in the county is asked for the community first.
	stranger := w.follower("新来的")
	said = stranger.says("我要调解")
	w.expect(said, "阳光社区")
	w.expect(stranger.says("阳光社区"), "自愿、免费", "1 邻里")
}
