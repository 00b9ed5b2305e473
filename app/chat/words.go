package chat

import (
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/report"
	"linli/app/when"
)

// What the chat says: short, polite, and each reply ends with what can be done next, because elders read it.
const (
	sayMenu = "您好！有问题请直接发照片、语音或一句话。\n查办理情况回复“进展”，约理发、义诊回复“预约”。\n找工作人员回复“人工”，别的回复“更多”。\n紧急情况请先拨打 119、120 或 110。"

	sayWelcome = "欢迎关注！身边有什么问题，请拍一张照片发过来，我们来办。\n也可以发语音，或打一句话。\n回复“进展”查询办理情况，回复“预约”约社区服务。"

	askPlace      = "请问在什么地方？\n可以直接说，比如“阳光花园3号楼2单元”，\n也可以点“＋”发送位置，或扫楼道里的二维码。"
	askPlaceAgain = "没找到这个地方。请再说一次，最好带上小区名和楼号，\n比如“阳光花园3号楼”；也可以点“＋”发送位置。"
	askCommunity  = "没找到这个地方。请问在哪个社区？回复数字："
	askPick       = "请问是哪一处？回复数字："
	askNumber     = "请回复上面的数字。"
	askWords      = "没听清您的语音，请打几个字，或再说一遍；工作人员也会听。"
	askWhich      = "您是想做什么？回复数字："
	askWhose      = "工作人员问过您，请问您这是？回复数字：\n"
	askWrong      = "哪里不对？\n地点不对请回复“改地点”；情况不对请直接说；\n不交了请回复 0。"
	askHome       = "您住在这栋楼吗？住请回复“是”。"
	askSure       = "没听明白。要补充，请说“补充”加上内容。"
	askAdd        = "请回复“补充”加上要说的话，比如：补充 灯又灭了。"
	askRate       = "您说的是 %s %s 吗？\n满意回复 1，没解决回复 2。"

	sayDropped         = "好的，这条不交了。有问题随时发给我们。"
	sayKeptAsIs        = "好的，没有改动。"
	sayNoDraft         = "现在没有要提交的内容。有问题请直接发照片、语音或一句话。"
	sayNothing         = "您还没有反映过问题。有问题请直接发照片、语音或一句话。"
	sayNoneOpen        = "您没有在办的事。有问题请直接发照片、语音或一句话。"
	sayNoNumber        = "没有找到这个编号。回复“进展”看您反映的全部问题。"
	sayNoWithdraw      = "已经受理的事不能撤回，也不能改地点。\n有变化请回复“补充”加上要说的话。"
	sayNoneResolved    = "您没有等待评价的事。回复“进展”看办理情况。"
	sayUnfinishedFirst = "您有一件事还没有说完。"
	sayUnheard         = "没听清您的语音，请打几个字，或再说一遍。"
	sayUnreadable      = "这里看不了表情、视频和链接，请发照片、语音或文字。"
	sayWelcomed        = "不客气，有事随时说。"
	sayHome            = "记下了。以后说“家里”我们就知道是哪里。"
	sayNoHome          = "好的。有事随时说。"
	sayFull            = "照片已经够了（最多 9 张），多的没有收。"
	sayThanks          = "谢谢您的评价（%s）！有问题随时找我们。"
	sayAgain           = "收到，%s 已要求重新办理，%s会继续处理。\n想说明哪里没解决，请回复“补充”加上说明。"
	sayAnswered        = "收到，已转给办理人员。"
	sayAdded           = "收到，已补充到 %s。"
	sayUrged           = "已为您催办 %s（第 %d 次），我们会提醒办理人员。"
	sayBack            = "%s 已撤回。"
	textLost           = "照片或语音没有取到，请工作人员联系反映人。"
	sayOnlyPlace       = "请重新发一次，或用一句话说说是什么事；\n直接回复 1 也可以提交，工作人员会联系您。"
	sayHere            = "您现在在【%s】。\n有什么问题，请发一张照片、一段语音或一句话。"
)

// sayConfirm repeats what will be handed in.
func sayConfirm(t *area.Tree, d Draft) string {
	var b strings.Builder
	fmt.Fprintf(&b, "地点：%s\n", report.Cut(sayPlace(t, d), 50))
	files := ""
	if n := len(d.Files); n > 0 {
		files = fmt.Sprintf("（照片或语音 %d 份）", n)
	}
	if d.Text != "" || files != "" {
		fmt.Fprintf(&b, "情况：%s%s\n", report.Cut(strings.ReplaceAll(d.Text, "\n", "；"), 40), files)
	}
	b.WriteString("回复 1 提交，0 不交；要补充请直接说；地点不对回复“改地点”。")
	return b.String()
}

// sayLost says what could not be fetched from the platform, "" when all could.
func sayLost(photos, voices int) string {
	var what []string
	if photos > 0 {
		what = append(what, fmt.Sprintf("%d 张照片", photos))
	}
	if voices > 0 {
		what = append(what, fmt.Sprintf("%d 段语音", voices))
	}
	if what == nil {
		return ""
	}
	return "您发的" + strings.Join(what, "、") + "没有取到，其余的都收到了。\n"
}

func sayPlace(t *area.Tree, d Draft) string {
	switch {
	case d.Area != 0 && (d.Place == "" || at(t, d.Area, area.Building, area.Unit)):
		return t.Say(d.Area)
	case d.Place != "" && d.Community != 0:
		return t.Say(d.Community) + " " + d.Place
	case d.Place != "":
		return d.Place
	case d.Lat != 0:
		return "您发送的位置"
	}
	return t.Say(d.Community)
}

// at says whether the area is of one of the kinds.
func at(t *area.Tree, id int64, kinds ...area.Kind) bool {
	a, err := t.Get(id)
	for _, k := range kinds {
		if err == nil && a.Kind == k {
			return true
		}
	}
	return false
}

// sayChoices lists areas with numbers, in words that tell them apart.
func sayChoices(t *area.Tree, question string, ids []int64) string {
	var choices []area.Area
	for _, id := range ids {
		if a, err := t.Get(id); err == nil {
			choices = append(choices, a)
		}
	}
	var b strings.Builder
	b.WriteString(question)
	for i, said := range t.Tell(choices) {
		fmt.Fprintf(&b, "\n%d %s", i+1, said)
	}
	return b.String()
}

// saySubmitted tells the number and what happens next.
func saySubmitted(r report.Report, by string) string {
	if r.State != report.Submitted { // a rule assigned it at once
		return fmt.Sprintf("已收到，编号 %s。\n已直接交给%s办理，预计 %s 前办好，有进展马上告诉您。\n回复“进展”可随时查询。", r.Say(), by, when.Say(r.WholeDue))
	}
	return fmt.Sprintf("已收到，编号 %s。\n%s会在 %s 前受理，有进展马上告诉您。\n回复“进展”可随时查询。", r.Say(), by, when.Say(r.DueAt))
}

// sayProgress tells the step and what happens next.
func sayProgress(r report.Report, next string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n现在：%s", r.Say(), r.Title(), r.State.Name())
	if r.Open() || r.State == report.Merged {
		b.WriteString("\n" + folded(next))
	} else if r.Result != "" {
		fmt.Fprintf(&b, "\n结果：%s", report.Cut(r.Result, 50))
	}
	if r.Question != "" {
		fmt.Fprintf(&b, "\n想请问您：%s（请直接回复）", report.Cut(r.Question, 45))
	}
	if r.State == report.Resolved {
		b.WriteString("\n请评价：回复“1 满意”或“2 没解决”。")
	}
	return b.String()
}

// mostLine is how many characters a line has at most.
const mostLine = 60

// folded parts a sentence that is longer than a line.
func folded(said string) string {
	letters := []rune(said)
	for at := min(len(letters), mostLine) - 1; len(letters) > mostLine && at > 0; at-- {
		if strings.ContainsRune("；，。", letters[at]) {
			return string(letters[:at+1]) + "\n" + report.Cut(string(letters[at+1:]), mostLine)
		}
	}
	return said
}

// The keys of the official account's menu that the chat understands.
const (
	keyReport   = "report"
	keyProgress = "progress"
	keyBook     = "book"
	keyBookings = "bookings"
	keyMore     = "more"
)

// personal says whether the answer to a key depends on the resident.
func personal(key string) bool { return key == keyProgress || key == keyBook || key == keyBookings }

// sayKey answers a menu key whose answer is the same for everybody.
func sayKey(key string) string {
	switch key {
	case keyReport:
		return "请发一张照片、一段语音或一句话，告诉我们是什么问题。"
	case keyMore:
		return sayMore
	}
	return sayMenu
}
