package stories

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/app/roster"
)

const party = api + "/staff/party"

// branched is the staffed county with Party organisations: a committee of the street, one of 阳光社区 with a branch of its first
// grid and a group, and a branch of 新园社区. 赵红 (P3), the steward, and 孙伟 (P6) are members.
func branched() map[string][][]string {
	sheets := staffed()
	sheets[roster.SheetBranches] = [][]string{
		{"党组织编码", "上级党组织编码", "层级", "名称", "所属区划编码", "部门编码"},
		{"G", "", "街道大工委", "城关大工委", "S1", ""},
		{"D", "G", "社区大党委", "阳光大党委", "A", ""},
		{"D1", "D", "网格党支部", "第一网格党支部", "A1", ""},
		{"D1-3", "D1", "楼栋党小组", "3号楼党小组", "A-3", ""},
		{"E", "", "党总支", "新园党总支", "B", ""},
	}
	sheets[roster.SheetMembers] = [][]string{
		{"人员编号", "党组织编码", "类别", "设岗", "定责", "挂牌"},
		{"P3", "D1", "社区党员", "政策宣传、扶老助残", "每周看望独居老人", ""},
		{"P6", "D1", "在职", "", "", ""},
		{"P7", "E", "流动", "治安巡逻", "", ""},
	}
	return sheets
}

func eachBranched(t *testing.T, story func(w *world)) {
	t.Helper()
	eachWorld(t, func(w *world) { w.imports(branched()); story(w) })
}

// partyMembers returns the names, duties and patches of a list.
func (c *citizen) partyMembers(query string) (lines []string) {
	c.w.Helper()
	for _, m := range items(c.does("staff", "GET", party+"/members"+query, nil, 200)) {
		line := word(m["name"]) + " " + word(m["branch_name"]) + " " + word(m["kind_name"])
		for _, d := range m["duties"].([]any) {
			line += " " + word(d)
		}
		for _, p := range objects(m["patch"]) {
			line += " @" + word(p["area_name"])
		}
		lines = append(lines, line)
	}
	return lines
}

func word(v any) string { s, _ := v.(string); return s }

// A new member gets a duty and a building at the desk in the evening, and is paged for that building the same evening.
func TestANewMemberGetsADutyAndABuildingAndIsPagedTheSameEvening(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		w.at("2026-11-23 18:30")
		secretary := w.secretary()
		bare := items(secretary.does("staff", "GET", party+"/buildings?area_id="+w.id("阳光第一网格"), nil, 200))
		w.wants(bare[0], fields{"area_name": "阳光社区 阳光花园13号楼"})
		hire := fields{
			"persons":  []fields{{"name": "郑新", "phone": "19900000091", "area_id": w.id("阳光花园13号楼")}},
			"members":  []fields{{"branch_id": w.branch("D1"), "kind": "free", "duties": []string{"治安巡逻"}, "words": "晚上看看楼道灯", "new": true}},
			"postings": []fields{{"role": "steward", "area_id": w.id("阳光花园13号楼")}},
		}
		p := secretary.edits(hire)
		w.lines("added", p.rows("added"), []string{
			"人员 郑新 编号:→A-P01 姓名:→郑新 手机号:→199****0091 所属区划编码:→阳光花园13号楼（A-13） 公开显示:→否",
			"任职 郑新 · 楼道红管家 · 阳光花园13号楼 人员编号:→郑新（A-P01） 角色:→楼道红管家 区划编码:→阳光花园13号楼（A-13）",
			"党员 郑新 · 第一网格党支部 人员编号:→郑新（A-P01） 党组织编码:→第一网格党支部（D1） 类别:→无职党员 设岗:→治安巡逻 定责:→晚上看看楼道灯 挂牌:→否",
		})
		zheng := w.follower("郑新").binds("mp", "19900000091")
		w.settle()
		if got := zheng.lastNotice(); got != "party.assigned: 您的岗位：治安巡逻；责任楼栋：阳光花园13号楼。有事会通知到您。" {
			w.Fatal(got)
		}
		own := zheng.does("mp", "GET", api+"/party/mine", nil, 200)
		w.wants(own, fields{"branch_name": "第一网格党支部", "kind": "free", "words": "晚上看看楼道灯"})
		w.wants(objects(own["patch"])[0], fields{"area_name": "阳光社区 阳光花园13号楼", "from": ""})
		if left := items(secretary.does("staff", "GET", party+"/buildings?area_id="+w.id("阳光第一网格"), nil, 200)); len(left) != 0 {
			w.Fatalf("still without a member: %v", left)
		}
		// A neighbour's report of the same evening reaches them.
		w.at("2026-11-23 20:10")
		w.someone("老王").submits("楼道灯不亮", "阳光花园13号楼")
		w.settle()
		if n := zheng.told("mp", "steward.alert"); n != 1 {
			w.Fatalf("alerted %d times", n)
		}
		// The end of the membership ends the patch, and nobody is paged for it any more.
		end := fields{"members": []fields{{"person_id": w.coded("A-P01"), "end": true}}}
		secretary.edits(end)
		if n := w.count(`SELECT COUNT(*) FROM person_posting WHERE person_id = ? AND to_at = 0`, w.coded("A-P01")); n != 0 {
			w.Fatal("the patch goes on")
		}
		w.someone("老王").submits("水管漏了", "阳光花园13号楼")
		w.settle()
		if n := zheng.told("mp", "steward.alert"); n != 1 {
			w.Fatalf("alerted %d times", n)
		}
		zheng.refused("mp", "GET", api+"/party/mine", nil, "404 party.member_missing")
	})
}

// branch returns the id of the branch with a code.
func (w *world) branch(code string) string {
	w.Helper()
	return idText(int64(w.count(`SELECT id FROM party_branch WHERE code = ?`, code)))
}

// A member without WeChat is on the list of those to be told by telephone: paged as every steward is.
func TestAMemberWithoutWeChatIsPagedByTheTelephoneList(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		secretary := w.secretary()
		secretary.edits(fields{"postings": []fields{{"person_id": w.coded("P6"), "role": "steward", "area_id": w.id("阳光花园13号楼")}}})
		w.someone("老王").submits("电梯困人了", "阳光花园13号楼")
		w.settle()
		w.must(w.system.Stewards.CheckReach(w.ctx))
		var listed []string
		for _, n := range items(secretary.does("staff", "GET", api+"/staff/undelivered", nil, 200)) {
			listed = append(listed, word(n["person_name"])+" "+word(objects(n["notices"])[0]["kind"]))
		}
		if !slices.Contains(listed, "孙伟 steward.alert_urgent") {
			w.Fatalf("to be told by telephone: %q", listed)
		}
	})
}

func TestMembersWithoutDutyOrPatchAreListed(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		secretary := w.secretary()
		w.lines("all", secretary.partyMembers(""), []string{
			"孙伟 第一网格党支部 在职党员", "赵红 第一网格党支部 社区党员 政策宣传 扶老助残 @阳光社区 阳光花园3号楼",
		})
		w.lines("no duty", secretary.partyMembers("?list=no_duty"), []string{"孙伟 第一网格党支部 在职党员"})
		w.lines("no patch", secretary.partyMembers("?list=no_patch&branch_id="+w.branch("D1")), []string{"孙伟 第一网格党支部 在职党员"})
		w.lines("the group", secretary.partyMembers("?branch_id="+w.branch("D1-3")), nil)
		tree := secretary.does("staff", "GET", party+"/branches?area_id="+w.id("阳光社区"), nil, 200)
		var names []string
		for _, b := range items(tree) {
			names = append(names, word(b["level"])+" "+word(b["name"]))
		}
		w.lines("tree", names, []string{"街道大工委 城关大工委", "社区大党委 阳光大党委", "网格党支部 第一网格党支部", "楼栋党小组 3号楼党小组"})
		w.wants(objects(tree["alone"])[0], fields{"area_name": "阳光社区 阳光第二网格"})
		secretary.refused("staff", "GET", party+"/members?list=all", nil, "400 party.filter")
		// A branch that is in use stays; an empty one goes.
		secretary.refused("staff", "DELETE", party+"/branches/"+w.branch("D1"), nil, "409 party.used")
		secretary.does("staff", "DELETE", party+"/branches/"+w.branch("D1-3"), nil, 204)
	})
}

// Membership is known to the keepers of the area and to the branch, to nobody else.
func TestMembershipIsKnownToItsKeepersAndTheBranchOnly(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		d1 := w.branch("D1")
		for name, c := range map[string]*citizen{"the officer": w.officer(), "the lead": w.lead(), "a clerk": w.clerk()} {
			if got := c.partyMembers("?branch_id=" + d1); len(got) != 2 {
				w.Fatalf("%s: %q", name, got)
			}
		}
		w.clerkB().refused("staff", "GET", party+"/members?branch_id="+d1, nil, "404 party.branch_missing")
		w.clerkB().refused("staff", "GET", party+"/members?area_id="+w.id("阳光社区"), nil, "404 area.missing")
		for name, c := range map[string]*citizen{"the street": w.street(), "the centre": w.centre()} {
			c.refused("staff", "GET", party+"/members?branch_id="+d1, nil, "404 party.branch_missing")
			if got := c.partyMembers(""); len(got) != 0 {
				w.Fatalf("%s: %q", name, got)
			}
		}
		w.orgMan().refused("staff", "GET", party+"/members", nil, "403 auth.denied")
		// Nobody outside changes them, and the refusal says nothing.
		change := fields{"members": []fields{{"person_id": w.coded("P3"), "words": "x"}}}
		w.clerkB().refused("staff", "POST", desk+"/preview", change, "404 party.member_missing")
		w.street().refused("staff", "POST", desk+"/preview", change, "404 party.member_missing")
		steals := fields{"members": []fields{{"person_id": w.coded("P3"), "branch_id": w.branch("E"), "kind": "local", "new": true}}}
		w.clerkB().refused("staff", "POST", desk+"/preview", steals, "404 person.missing")
		// The branch: names and duties of one's own.
		zhao := w.steward()
		own := zhao.does("mp", "GET", api+"/party/mine", nil, 200)
		w.wants(objects(own["fellows"])[0], fields{"name": "孙伟"})
		w.someone("老王").refused("mp", "GET", api+"/party/mine", nil, "404 party.member_missing")
		// Each reading of a list left a line, that of a member in their branch too.
		read := w.secretary().reads("?kind=party.read")
		slices.Sort(read)
		w.lines("readings", read, []string{
			"李强 看党员名册 阳光社区 阳光第一网格 2 人", "王芳 看党员名册 阳光社区 阳光第一网格 2 人", "赵红 看党员名册 阳光社区 阳光第一网格 2 人",
			"郑组长 看党员名册 阳光社区 阳光第一网格 2 人",
		})
	})
}

func TestOnePersonInTwoBranchesIsRefused(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		sheets := branched()
		sheets[roster.SheetMembers] = append(sheets[roster.SheetMembers], []string{"P3", "D1-3", "社区党员", "", ""})
		if said, err := w.loads(sheets); err == nil || !strings.Contains(said, "党员, row 5, 人员编号: 与前面的行是同一人：一人只能在一个党组织") {
			w.Fatal(err, said)
		}
		w.exec(`INSERT INTO party_branch (code, parent_id, level, name, area_id, org_id) VALUES ('D2', ?, '网格党支部', '第二网格党支部', ?, 0)`, w.branch("D"), w.id("阳光第二网格"))
		secretary := w.secretary()
		again := fields{"members": []fields{{"person_id": w.coded("P3"), "branch_id": w.branch("D2"), "kind": "local", "new": true}}}
		w.lines("twice", secretary.previews(again).wrong(), []string{"党员 2 人员编号 此人的组织关系已登记，一人只能在一个党组织；请先由原党组织转出"})
		// Two desks at once: one is in, the other is told to look again.
		one, two := secretary, w.clerk2()
		edits := []fields{
			{"members": []fields{{"person_id": w.coded("P2"), "branch_id": w.branch("D1"), "kind": "employed", "new": true}}},
			{"members": []fields{{"person_id": w.coded("P2"), "branch_id": w.branch("D2"), "kind": "employed", "new": true}}},
		}
		tokens := []string{one.previews(edits[0]).Token, two.previews(edits[1]).Token}
		codes := make([]string, 2)
		var both sync.WaitGroup
		for i, c := range []*citizen{one, two} {
			in := fields{"token": tokens[i], "members": edits[i]["members"]}
			token := c.login("staff")
			both.Go(func() { codes[i] = w.code(token, "POST", desk, in) })
		}
		both.Wait()
		slices.Sort(codes)
		if codes[0] != "200" || codes[1] != "409 roster.stale" {
			w.Fatalf("%q", codes)
		}
		if n := w.count(`SELECT COUNT(*) FROM party_member WHERE person_id = ?`, w.coded("P2")); n != 1 {
			w.Fatalf("in %d branches", n)
		}
	})
}

func TestPartySheetsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		if said, err := w.loads(branched()); err != nil || !strings.Contains(said, "党组织: 0 added, 0 changed, 5 as before\n党员: 0 added, 0 changed, 3 as before") {
			w.Fatal(err, said)
		}
		for name, c := range map[string]struct {
			sheet string
			row   []string
			want  string
		}{
			"level":       {"党组织", []string{"X", "", "支部", "某支部", "A", ""}, "row 7, 层级: 没有这个层级"},
			"above":       {"党组织", []string{"X", "D", "楼栋党小组", "某小组", "A-13", ""}, "row 7, 上级党组织编码: 楼栋党小组不能设在社区大党委之下"},
			"no above":    {"党组织", []string{"X", "", "网格党支部", "某支部", "A2", ""}, "row 7, 上级党组织编码: 网格党支部要有上级党组织"},
			"place":       {"党组织", []string{"X", "D", "网格党支部", "某支部", "A", ""}, "row 7, 所属区划编码: 网格党支部应设在网格"},
			"outside":     {"党组织", []string{"X", "D", "网格党支部", "某支部", "B1", ""}, "row 7, 所属区划编码: 不在上级党组织的区划内"},
			"second":      {"党组织", []string{"X", "D", "网格党支部", "某支部", "A1", ""}, "row 7, 所属区划编码: 这里已有一个网格党支部"},
			"org":         {"党组织", []string{"X", "D", "物业党支部", "物业支部", "A", ""}, "row 7, 部门编码: 物业党支部要填单位"},
			"no parent":   {"党组织", []string{"X", "Y", "网格党支部", "某支部", "A2", ""}, "row 7, 上级党组织编码: 没有这个上级党组织"},
			"code twice":  {"党组织", []string{"D", "G", "社区大党委", "某", "A", ""}, "row 7, 党组织编码: 编码重复"},
			"no person":   {"党员", []string{"P99", "D", "社区党员", "", ""}, "row 5, 人员编号: “人员”表里没有这个编号"},
			"no branch":   {"党员", []string{"P2", "Q", "社区党员", "", ""}, "row 5, 党组织编码: 没有这个党组织"},
			"kind":        {"党员", []string{"P2", "D", "党员", "", ""}, "row 5, 类别: 请从“社区党员、在职党员、无职党员、流动党员”中选择"},
			"duty":        {"党员", []string{"P2", "D", "社区党员", "养花", ""}, "row 5, 设岗: 没有岗位“养花”"},
			"many duties": {"党员", []string{"P2", "D", "社区党员", "甲、乙、丙、丁、戊、己", ""}, "row 5, 设岗: 岗位最多 5 个"},
		} {
			sheets := branched()
			sheets[c.sheet] = append(sheets[c.sheet], c.row)
			if said, err := w.loads(sheets); err == nil || !strings.Contains(said, c.sheet+", "+c.want) {
				w.Fatalf("%s: %v %s", name, err, said)
			}
		}
		// A code that is given to somebody else takes nobody's membership along.
		sheets := branched()
		for i, row := range sheets[roster.SheetPersons] {
			if row[0] == "P6" {
				sheets[roster.SheetPersons][i] = []string{"P6", "严明", "19900000096", "A", "否"}
			}
		}
		sheets[roster.SheetMembers] = sheets[roster.SheetMembers][:2]
		w.imports(sheets)
		w.lines("left", w.secretary().partyMembers(""), []string{"赵红 第一网格党支部 社区党员 政策宣传 扶老助残 @阳光社区 阳光花园3号楼"})
	})
}

func TestCommitteeSeats(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		secretary := w.secretary()
		for post, want := range map[string]string{"head": "城关大工委", "deputy": "阳光大党委"} {
			got := items(secretary.does("staff", "GET", party+"/seats/proposed?post="+post+"&area_id="+w.id("阳光社区"), nil, 200))
			if len(got) != 1 {
				w.Fatalf("%s: %v", post, got)
			}
			w.wants(got[0], fields{"name": want})
		}
		secretary.refused("staff", "GET", party+"/seats/proposed?area_id="+w.id("阳光社区"), nil, "400 party.post")
		seat := func(more fields) fields {
			in := fields{"branch_id": w.branch("D"), "person_id": w.coded("P26"), "org_id": w.org("阳光物业"), "source": "property", "from": "2026-11-23"}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		for want, more := range map[string]fields{
			"404 party.branch_missing": {"branch_id": w.branch("G")},
			"400 party.no_seats":       {"branch_id": w.branch("D1")},
			"400 party.source":         {"source": "friend"},
			"400 party.term":           {"to": "2026-11-22"},
			"404 person.missing":       {"person_id": "999999"},
		} {
			secretary.refused("staff", "POST", party+"/seats", seat(more), want)
		}
		made := secretary.does("staff", "POST", party+"/seats", seat(nil), 201)
		w.wants(made, fields{"name": "丁师傅", "org_name": "阳光物业", "source_name": "物业", "full_time": false, "branch_name": "阳光大党委"})
		secretary.refused("staff", "POST", party+"/seats", seat(nil), "409 party.seated")
		w.clerkB().refused("staff", "DELETE", party+"/seats/"+word(made["id"]), nil, "404 party.seat_missing")
		secretary.does("staff", "DELETE", party+"/seats/"+word(made["id"]), nil, 204)
		secretary.does("staff", "DELETE", party+"/seats/"+word(made["id"]), nil, 204)
		secretary.does("staff", "POST", party+"/seats", seat(nil), 201)
		w.street().does("staff", "POST", party+"/seats", seat(fields{"branch_id": w.branch("G"), "source": "stationed"}), 201)
		if got := items(secretary.does("staff", "GET", party+"/seats?area_id="+w.id("阳光社区"), nil, 200)); len(got) != 3 {
			w.Fatalf("%v", got)
		}
	})
}

func TestTheCentreWritesLevelsAndDuties(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		centre, secretary := w.centre(), w.secretary()
		rules := centre.does("staff", "GET", party+"/rules", nil, 200)
		rules["duties"] = append(rules["duties"].([]any), "护河巡查")
		secretary.refused("staff", "PUT", party+"/rules", rules, "403 auth.denied")
		written := centre.does("staff", "PUT", party+"/rules", rules, 200)
		centre.refused("staff", "PUT", party+"/rules", rules, "409 mark.stale")
		written["levels"] = []any{}
		centre.refused("staff", "PUT", party+"/rules", written, "400 party.rules")
		secretary.edits(fields{"members": []fields{{"person_id": w.coded("P6"), "duties": []string{"护河巡查"}}}})
		w.lines("duty", secretary.partyMembers("?list=no_duty"), nil)
	})
}

// What a member agreed to stands on the board of their building; withdrawn, it is gone everywhere at once.
func TestConsentWithdrawnTakesPlateAndNameAwayAtOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := branched()
		for i, row := range sheets[roster.SheetPersons] {
			if row[0] == "P6" { // 孙伟 lives in the building, 赵红 is its steward
				sheets[roster.SheetPersons][i] = []string{"P6", "孙伟", "19900000006", "A-3-2", "否"}
			}
		}
		w.imports(sheets)
		sun, board := w.follower("孙伟").binds("mp", "19900000006"), w.areaOf("阳光花园3号楼").Board
		shows := func(members int, phone string, plates float64) {
			w.Helper()
			got := w.someone("老王").does("mp", "GET", api+"/boards/"+board, nil, 200)
			if all := objects(got["members"]); len(all) != members || members > 0 && (all[0]["name"] != "孙伟" || all[0]["phone"] != phone) || got["plates"] != plates {
				w.Fatalf("the board: %v, %v plates", all, got["plates"])
			}
			if _, b := w.send("", "GET", "/b/"+board, nil); strings.Contains(string(b), "孙伟") != (members > 0) || strings.Contains(string(b), "共产党员户") != (plates > 0) {
				w.Fatalf("the page in the stairwell: %s", b)
			}
			tree := w.secretary().does("staff", "GET", party+"/branches", nil, 200)
			if n := tree["plates"].(map[string]any); n["members"] != plates || n["households"] != plates {
				w.Fatalf("counted: %v", n)
			}
		}
		agrees := func(method, kind string) { w.Helper(); sun.does("mp", method, api+"/me/consents/"+kind, nil, 200) }
		shows(0, "", 0)
		agrees("PUT", "plate")
		agrees("PUT", "board_name")
		shows(1, "", 1)
		agrees("PUT", "board_phone")
		shows(1, "19900000006", 1)
		agrees("DELETE", "board_phone")
		shows(1, "", 1)
		agrees("DELETE", "plate")
		shows(1, "", 0)
		agrees("DELETE", "board_name")
		shows(0, "", 0)
		w.follower("老王").refused("mp", "PUT", api+"/me/consents/plate", nil, "404 consent.missing") // is no member
		// What a person decided on their own telephone, no workbook undoes; of the others the workbook has the paper.
		for i := range sheets[roster.SheetMembers][1:] {
			sheets[roster.SheetMembers][i+1][5] = "是"
		}
		if said, err := w.loads(sheets); err != nil || !strings.Contains(said, "党员, row 3, 挂牌: 本人在手机上作了别的决定，以本人的为准") {
			w.Fatal(err, said)
		}
		tree := w.secretary().does("staff", "GET", party+"/branches", nil, 200)
		if n := tree["plates"].(map[string]any); n["members"] != 1.0 { // 赵红, who agreed on paper
			w.Fatalf("counted: %v", n)
		}
	})
}

func TestMembersAreExportedByTheirKeepers(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		export := func(c *citizen, more fields) (rows [][]string) {
			w.Helper()
			in := fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "年度统计"}
			for k, v := range more {
				in[k] = v
			}
			status, data := w.send(c.login("staff"), "POST", ledgersAPI+"/members", in)
			if status != 200 {
				w.Fatalf("%d %s", status, data)
			}
			_, rows = readLedger(w, data)
			return rows[1:]
		}
		secretary := w.secretary()
		got := export(secretary, nil)
		if len(got) != 2 || got[1][0] != "赵红" || got[1][1] != "第一网格党支部" || got[1][6] != "阳光社区 阳光花园3号楼" || got[1][len(got[1])-1] != "199****0003" {
			w.Fatalf("%q", got)
		}
		if got := export(secretary, fields{"reveal": true}); got[0][len(got[0])-1] != "19900000006" {
			w.Fatalf("%q", got)
		}
		// Above and beside the community there is nothing to export.
		if got := export(w.street(), nil); len(got) != 0 {
			w.Fatalf("the street: %q", got)
		}
		w.street().refused("staff", "POST", ledgersAPI+"/members", fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "年度统计", "area_id": w.id("阳光社区")}, "404 area.missing")
		w.officer().refused("staff", "POST", ledgersAPI+"/members", fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "年度统计"}, "403 auth.denied")
		read := secretary.reads("?kind=ledger.reveal_members")
		if len(read) != 1 || !strings.Contains(read[0], "导出党员台账（完整手机号）") {
			w.Fatalf("%q", read)
		}
	})
}
