package stories

import (
	"strings"
	"testing"
	"time"
)

// An elder types a daughter's code into the chat, says yes, and never opens a mini-program.
func TestAFamilyCodeWorksInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		son, daughter, mother := w.named("王建国", "新园小区1号楼"), w.named("王红", "新园小区1号楼"), w.named("王秀英", "2单元")
		code := son.invites("parent")
		w.expect(mother.says("家人码 "+strings.ToLower(code[:4])+" "+code[4:]+"。"), "添加王建国（您的子女）为家人吗", "1 同意", "0")
		same(w, "before the answer", []string{}, son.familyLinks("i_act_for"))
		w.expect(mother.says("0"), "没有添加")
		w.expect(mother.says(code), "添加王建国（您的子女）为家人吗")
		w.expect(mother.says("九"), "1、2 或者 0")
		w.expect(mother.says("1"), "已添加", "王建国")
		same(w, "the son acts for", []string{"王秀英 父母 已确认"}, son.familyLinks("i_act_for"))
		same(w, "the mother acts for nobody", []string{}, mother.familyLinks("i_act_for"))
		same(w, "told", "family.confirmed: 家人（父母）已同意，您可以代为预约和办理了。", son.lastNotice())

		w.expect(mother.says(code), "已经是家人")
		w.expect(daughter.says(code), "家人码不对")
		w.expect(son.says(son.invites("spouse")), "不能把自己")
		w.expect(mother.says(daughter.invites("parent")), "添加王红（您的子女）为家人吗")
		w.expect(mother.says("2"), "互相")
		same(w, "the mother acts for", []string{"王红 子女 已确认"}, mother.familyLinks("i_act_for"))

		late := w.named("王小明", "1单元").invites("parent")
		w.forward(25 * time.Hour)
		w.expect(mother.says(late), "家人码不对、已用过或已过期")
	})
}

// Codes are tried at most ten times an hour, in the chat and over the network together. Danger is still heard.
func TestFamilyCodesInTheChatAreLimited(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		li := w.named("老李", "1单元")
		for range 10 {
			w.expect(li.says("家人码22222222"), "家人码不对")
		}
		w.expect(li.says("家人码22222223"), "试得太多")
		li.refused("mp", "POST", families+"/accept", fields{"code": "22222222"}, "429 http.often")
		w.expect(li.says("家里煤气漏了"), "119")
		w.clock.Add(time.Hour.Milliseconds())
		w.expect(w.named("老赵", "1单元").says("家人码22222224"), "家人码不对")
	})
}
