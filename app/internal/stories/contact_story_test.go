package stories

import (
	"fmt"
	"testing"

	"linli/app/roster"
)

// A clerk enters the contacts of a shop. A contact reports in the name of the shop, staff see the name, and every contact of the shop
// answers. Nobody else reports in its name.
func TestAContactReportsAndAnswersForAShop(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O8", "老马面馆", "商铺", "A"})
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P35", "马老板", "19900000035", "A", "否"})
		w.imports(sheets)
		clerk, shop := w.clerk(), w.org("老马面馆")
		contact := func(person string) fields {
			return fields{"person_id": person, "role": "org_contact", "org_id": shop, "area_id": "", "from": "2026-11-23", "to": ""}
		}
		clerk.edits(fields{"postings": []fields{contact(w.coded("P35"))}})
		clerk.edits(fields{"persons": []fields{{"name": "马小妹", "phone": "19900000036", "area_id": w.id("阳光社区")}}, "postings": []fields{contact("")}})
		elsewhere := fields{"postings": []fields{{"person_id": w.coded("P7"), "role": "org_contact", "org_id": shop, "area_id": w.id("新园社区")}}}
		w.clerkB().refused("staff", "POST", desk+"/preview", elsewhere, "404 area.missing")

		boss, sister, wang := w.someone("马老板").binds("mp", "19900000035"), w.someone("马小妹").binds("mp", "19900000036"), w.named("老王", "阳光花园3号楼")
		mine := objects(boss.does("mp", "GET", api+"/me", nil, 200)["postings"])
		w.wants(mine[0], fields{"role": "org_contact", "org_id": shop, "org_name": "老马面馆"})
		said := fields{"text": "门前下水道堵了", "area_id": w.id("阳光花园3号楼"), "org_id": shop}
		wang.refused("mp", "POST", api+"/reports", said, "400 report.org")
		id := word(boss.does("mp", "POST", api+"/reports", said, 201)["id"])
		w.wants(clerk.sees("staff", id), fields{"source": "org", "org_name": "老马面馆"})
		w.wants(items(clerk.does("staff", "GET", api+"/staff/reports?list=all&source=org", nil, 200))[0], fields{"id": id, "org_name": "老马面馆"})
		own := word(boss.does("mp", "POST", api+"/reports", fields{"text": "路灯不亮", "area_id": w.id("阳光花园3号楼")}, 201)["id"])
		w.wants(clerk.sees("staff", own), fields{"source": "app", "org_id": "", "org_name": ""})

		// The other contact sees the shop's report and answers for it, but not what its author reported for themselves.
		clerk.acts(id, "accept", fields{"words": "已受理"})
		clerk.acts(id, "ask", fields{"words": "从哪天开始的？"})
		w.wants(boss.sees("mp", id), fields{"mine": true})
		same(w, "the list of the other contact", []any{id}, pluck(items(sister.does("mp", "GET", api+"/reports", nil, 200)), "id"))
		same(w, "the list of the author", []any{own, id}, pluck(items(boss.does("mp", "GET", api+"/reports", nil, 200)), "id"))
		sister.refused("mp", "GET", api+"/reports/"+own, nil, "404 report.missing")
		wang.refused("mp", "GET", api+"/reports/"+id, nil, "404 report.missing")
		sister.does("mp", "POST", api+"/reports/"+id+"/answer", fields{"words": "昨天"}, 200)
		w.wants(clerk.sees("staff", id), fields{"question": ""})

		status, data := w.send(clerk.login("staff"), "POST", ledgersAPI+"/reports", fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "月度小结"})
		if status != 200 {
			w.Fatalf("%d %s", status, data)
		}
		text, _ := readLedger(w, data)
		w.expect(text, "以单位名义", "老马面馆")

		// A former contact reports only for themselves; their earlier report stays theirs.
		clerk.edits(fields{"postings": []fields{{"id": w.postingIn("P35", "阳光社区"), "now": true}}})
		boss.refused("mp", "POST", api+"/reports", said, "400 report.org")
		w.wants(boss.sees("mp", id), fields{"mine": true})
	})
}

// What staff ask and answer reaches each contact of the shop, with its name in the title, and the one who did not report it answers
// and judges in the chat. A person who is a contact no more is told nothing.
func TestEachContactOfAShopIsTold(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O8", "老马面馆", "商铺", "A"})
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons],
			[]string{"P35", "马老板", "19900000035", "A", "否"}, []string{"P36", "马小妹", "19900000036", "A", "否"}, []string{"P37", "马大姐", "19900000037", "A", "否"})
		w.imports(sheets)
		clerk, shop := w.clerk(), w.org("老马面馆")
		for _, code := range []string{"P35", "P36", "P37"} {
			clerk.edits(fields{"postings": []fields{{"person_id": w.coded(code), "role": "org_contact", "org_id": shop, "area_id": "", "from": "2026-11-23", "to": ""}}})
		}
		clerk.edits(fields{"postings": []fields{{"id": w.postingIn("P37", "阳光社区"), "now": true}}})
		boss := w.someone("马老板").binds("mp", "19900000035")
		sister, former := w.follower("马小妹").binds("mp", "19900000036"), w.follower("马大姐").binds("mp", "19900000037")
		id := word(boss.does("mp", "POST", api+"/reports", fields{"text": "门前下水道堵了", "area_id": w.id("阳光花园3号楼"), "org_id": shop}, 201)["id"])
		own := word(boss.does("mp", "POST", api+"/reports", fields{"text": "路灯不亮", "area_id": w.id("阳光花园3号楼")}, 201)["id"])
		clerk.acts(own, "accept", fields{"words": "已受理"})
		clerk.acts(own, "ask", fields{"words": "哪一盏？"})
		clerk.acts(id, "accept", fields{"words": "已受理"})
		clerk.acts(id, "ask", fields{"words": "从哪天开始的？"})
		w.settle()
		told := func(c *citizen) (all []any) {
			for _, n := range items(c.does("mp", "GET", api+"/notices", nil, 200)) {
				all = append(all, n["text"])
			}
			return all
		}
		same(w, "the other contact is told of the shop's report alone", []any{
			"关于“老马面馆·其他：门前下水道堵了”（261123-001），请问：从哪天开始的？", "您反映的“老马面馆·其他：门前下水道堵了”（261123-001）已受理，由阳光社区工作人员负责。",
		}, told(sister))
		same(w, "a former contact", []any(nil), told(former))
		w.expect(fmt.Sprint(told(boss)), "关于“其他：门前下水道堵了”")

		w.expect(sister.says("从昨天开始"), "已转给办理人员")
		w.wants(clerk.sees("staff", id), fields{"question": ""})
		w.wants(clerk.sees("staff", own), fields{"question": "哪一盏？"})
		w.expect(sister.says("进展"), "门前下水道堵了")
		clerk.acts(id, "take", nil)
		clerk.acts(id, "resolve", fields{"words": "疏通了", "outcome": "solved", "files": []string{clerk.uploads("staff", photo(64, 48))}})
		w.settle()
		w.expect(sister.says("1"), "261123-001")
		w.wants(clerk.sees("staff", id), fields{"state": "closed"})
		w.expect(former.says("进展"), "没有")
	})
}
