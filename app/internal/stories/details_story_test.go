package stories

import (
	"fmt"
	"testing"
)

// asksOf gives a category of the county its questions.
func (w *world) asksOf(category string, questions ...fields) {
	w.Helper()
	centre, at := w.centre(), api+"/staff/words/category"
	words := items(centre.does("staff", "GET", at, nil, 200))
	for _, one := range words {
		if one["code"] == category {
			one["questions"] = questions
		}
	}
	centre.does("staff", "PUT", at, fields{"items": words}, 200)
}

// answered returns the answers that somebody sees at a report.
func (c *citizen) answered(account, id string) string {
	c.w.Helper()
	lines := []string{}
	for _, a := range objects(c.sees(account, id)["answers"]) {
		lines = append(lines, fmt.Sprint(a["question"], "：", a["answer"]))
	}
	return fmt.Sprint(lines)
}

// A category asks three short questions of its own: the form of a client sends the answers with the report; the chat asks them after it
// told the number, and the report stands whatever comes. Staff read the answers, neighbours do not.
func TestACategoryAsksItsQuestions(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang, centre := w.clerk(), w.named("老王", "阳光花园3号楼"), w.centre()
		floor, light, hurt := fields{"text": "第几层", "kind": "words"}, fields{"text": "哪种灯", "kind": "choice", "choices": []string{"声控灯", "普通灯"}}, fields{"text": "有人摔过吗", "kind": "yes_no"}
		words := items(centre.does("staff", "GET", api+"/staff/words/category", nil, 200))
		words[0]["questions"] = []fields{floor, light, hurt, {"text": "第四个", "kind": "words"}}
		centre.refused("staff", "PUT", api+"/staff/words/category", fields{"items": words}, "400 wordlist.questions")
		w.asksOf("facility", floor, light, hurt)
		w.expect(fmt.Sprint(items(wang.does("mp", "GET", api+"/categories", nil, 200))), "第几层", "声控灯", "yes_no")

		// The form; what answers no question of the category is kept as words.
		sent := wang.does("mp", "POST", api+"/reports", fields{
			"text": "楼道灯坏了", "area_id": w.id("阳光花园3号楼"), "category": "facility", "share": true,
			"answers": []fields{{"question": "第几层", "answer": " 三层 "}, {"question": "哪种灯", "answer": "声控灯"}, {"question": "昨天还有的问题", "answer": "是"}, {"question": "有人摔过吗", "answer": ""}},
		}, 201)
		id := fmt.Sprint(sent["id"])
		same(w, "of staff", "[第几层：三层 哪种灯：声控灯 ：昨天还有的问题：是]", clerk.answered("staff", id))
		same(w, "of the author", clerk.answered("staff", id), wang.answered("mp", id))

		// The chat: words, a number, and yes.
		w.expect(wang.says("阳光花园3号楼路灯不亮"), "1")
		reply := wang.says("1")
		w.expect(reply, "已收到", "不答回复 0", "第几层？")
		w.expect(wang.says("四层"), "哪种灯？", "1 声控灯", "2 普通灯")
		w.expect(wang.says("2"), "有人摔过吗？", "1 是", "2 否")
		w.expect(wang.says("没有"), "谢谢，都记下了")
		chatted := fmt.Sprint(items(wang.does("mp", "GET", api+"/reports", nil, 200))[0]["id"])
		same(w, "from the chat", "[第几层：四层 哪种灯：普通灯 有人摔过吗：否]", clerk.answered("staff", chatted))
		same(w, "timeline", []string{"submit 老王: 阳光花园3号楼路灯不亮", "add 老王: 第几层：四层", "add 老王: 哪种灯：普通灯", "add 老王: 有人摔过吗：否"}, lines(clerk.sees("staff", chatted)))

		// 0 ends the questions; something else that is wanted is done, and a new problem is a new report.
		w.expect(wang.says("阳光花园3号楼楼道灯坏了"), "1")
		w.expect(wang.says("1"), "第几层？")
		w.expect(wang.says("0"), "照常办理")
		w.expect(wang.says("阳光花园3号楼门禁坏了"), "1")
		w.expect(wang.says("1"), "第几层？")
		w.expect(wang.says("我的预约"), "预约")
		w.expect(wang.says("阳光花园3号楼垃圾没人清"), "垃圾没人清", "1")
		w.expect(wang.says("1"), "已收到")
		same(w, "reports", 5, len(items(wang.does("mp", "GET", api+"/reports", nil, 200))))

		// Neighbours who see the report read no answers.
		li := w.named("老李", "阳光花园3号楼")
		w.lacks(fmt.Sprint(li.does("mp", "GET", api+"/buildings/"+w.id("阳光花园3号楼")+"/reports", nil, 200)), "三层")
	})
}

// While the chat asks, the centre changes the questions and staff change the category, the author withdraws, or an hour passes: what was
// answered stays, what was asked is taken in words, and nobody is asked what the category does not ask.
func TestQuestionsChangeWhileTheChatAsks(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		w.asksOf("facility", fields{"text": "哪种灯", "kind": "choice", "choices": []string{"声控灯", "普通灯"}}, fields{"text": "第几层", "kind": "words"})
		reports := func() string { return fmt.Sprint(items(wang.does("mp", "GET", api+"/reports", nil, 200))[0]["id"]) }
		w.expect(wang.says("阳光花园3号楼路灯不亮"), "1")
		w.expect(wang.says("1"), "哪种灯？")
		id := reports()
		words := items(w.centre().does("staff", "GET", api+"/staff/words/category", nil, 200))
		for _, one := range words {
			if one["code"] == "facility" {
				one["name"], one["questions"] = "公共设施报修", []fields{{"text": "坏了几天", "kind": "words"}}
			}
		}
		w.centre().does("staff", "PUT", api+"/staff/words/category", fields{"items": words}, 200)
		w.expect(wang.says("声控的"), "坏了几天？")
		clerk.does("staff", "POST", api+"/staff/reports/"+id+"/accept", fields{"category": "noise"}, 200)
		w.expect(wang.says("三天"), "谢谢，都记下了")
		same(w, "answers", "[哪种灯：声控的 坏了几天：三天]", clerk.answered("staff", id))
		w.wants(clerk.sees("staff", id), fields{"category": "noise"})

		w.expect(wang.says("阳光花园3号楼门禁坏了"), "1")
		w.expect(wang.says("1"), "坏了几天？")
		id = reports()
		wang.acts2(id)
		w.expect(wang.says("两天"), "照常办理")
		same(w, "after it was withdrawn", "[]", wang.answered("mp", id))

		// Danger is heard first, whatever is asked.
		w.expect(wang.says("阳光花园3号楼路灯坏了"), "1")
		w.expect(wang.says("1"), "坏了几天？")
		w.expect(wang.says("3号楼着火了"), "119", "编号")
		w.alerted()
	})
}

func (c *citizen) acts2(id string) {
	c.w.Helper()
	c.does("mp", "POST", api+"/reports/"+id+"/withdraw", nil, 200)
}
