package stories

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/roster"
	"linli/app/when"
)

const (
	mediations      = api + "/mediations"
	staffMediations = "/api/v1/staff/mediations"
	sealedWords     = "楼上的管子坏了三个月"
)

// mediators is the staffed county with a mediator in 阳光社区, one of the justice office of its street, and one next door.
func mediators() map[string][][]string {
	sheets := staffed()
	for _, p := range []struct{ code, name, number, area string }{
		{"P41", "孟调解", "19900000041", "A"}, {"P42", "杜所长", "19900000042", "S1"}, {"P43", "贺调解", "19900000043", "B"},
	} {
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{p.code, p.name, p.number, p.area, "是"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{p.code, "调解员", p.area, "", "", "", ""})
	}
	return sheets
}

func eachMediated(t *testing.T, story func(w *world)) {
	t.Helper()
	eachWorld(t, func(w *world) { w.imports(mediators()); story(w) })
}

func (w *world) meng() *citizen {
	w.Helper()
	return w.someone("孟调解").binds("staff", "19900000041")
}

func (w *world) du() *citizen {
	w.Helper()
	return w.someone("杜所长").binds("staff", "19900000042")
}

// disputes asks for mediation about a leak.
func (c *citizen) disputes(words string) fields {
	c.w.Helper()
	return c.does("mp", "POST", mediations, fields{"kind": "leak", "words": words}, 201)
}

// mediates does one thing with a case as its mediator.
func (c *citizen) mediates(of fields, deed string, in fields) fields {
	c.w.Helper()
	at := staffMediations + "/" + word(of["id"]) + "/" + deed
	if in == nil {
		return c.does("staff", "POST", at, nil, 200)
	}
	return c.does("staff", "POST", at, in, 200)
}

func (c *citizen) mediation(of fields) fields {
	c.w.Helper()
	return c.does("mp", "GET", mediations+"/"+word(of["id"]), nil, 200)
}

// partyOf returns the id of a party by name.
func partyOf(file fields, name string) string {
	for _, p := range objects(file["parties"]) {
		if p["name"] == name {
			return word(p["id"])
		}
	}
	return ""
}

// in is so many hours from now.
func (w *world) in(hours int) string {
	return w.now().Add(time.Duration(hours) * time.Hour).In(when.Beijing).Format(time.RFC3339)
}

// lives is a resident with a number.
func (w *world) lives(name, number string) *citizen {
	w.Helper()
	return w.named(name, "阳光花园3号楼").binds("mp", number)
}

// A leak is settled: both sides agree, talk in a place that holds its hours, sign, and keep what they promised. The file closes and is
// deleted after three years, the photo of the page with it.
func TestALeakIsSettled(t *testing.T) {
	t.Parallel()
	eachMediated(t, func(w *world) {
		room := w.hall("调解室", false)
		wang, li, meng := w.lives("老王", "13900007777"), w.lives("老李", "13900007788"), w.meng()
		same(w, "kinds", []any{"邻里", "漏水", "噪声", "家庭", "物业", "劳动", "消费"}, pluck(items(wang.does("mp", "GET", mediations+"/kinds", nil, 200)), "name"))
		wang.refused("mp", "POST", mediations, fields{"kind": "war"}, "400 mediate.kind")
		c := wang.disputes(sealedWords)
		w.wants(c, fields{"state": "asked", "kind_name": "漏水", "words": sealedWords, "answer": "yes", "can": []any{"stop"}})
		w.settle()
		same(w, "mediators are told", 1, meng.told("staff", "mediate.new"))
		same(w, "waits today", []any{"mediation"}, pluck(items(meng.does("staff", "GET", api+"/today", nil, 200)), "kind"))

		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/accept", fields{"body": "friends"}, "400 mediate.mediator")
		w.wants(meng.mediates(c, "accept", fields{"body": "committee"}), fields{"state": "accepted", "words": sealedWords})
		joined := meng.mediates(c, "join", fields{"side": "b", "name": "老李", "phone": "13900007788"})
		w.wants(joined, fields{"state": "accepted"})
		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/join", fields{"side": "b", "name": "老李", "phone": "13900007788"}, "409 mediate.twice")
		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/plan", fields{"from": beijing("2026-11-25 14:00").Format(time.RFC3339), "to": beijing("2026-11-25 15:00").Format(time.RFC3339), "place_id": room}, "409 mediate.state")
		w.settle()
		same(w, "the other side is asked", 1, li.told("mp", "mediate.asked"))
		asked := li.mediation(c)
		w.wants(asked, fields{"words": "", "can": []any{"agree", "stop"}})
		same(w, "who they are is not said yet", []any{"甲方", "老李"}, pluck(objects(asked["parties"]), "name"))
		w.wants(li.does("mp", "POST", mediations+"/"+word(c["id"])+"/agree", nil, 200), fields{"state": "agreed"})
		same(w, "now both know", []any{"老王", "老李"}, pluck(objects(li.mediation(c)["parties"]), "name"))

		// The hour of another group, then a free one; what is on there is nobody else's business.
		li.does("mp", "POST", usesAPI, wish(room, "2026-11-25 14:00"), 201)
		talk := func(from string) fields {
			return fields{"from": beijing(from).Format(time.RFC3339), "to": beijing(from).Add(time.Hour).Format(time.RFC3339), "place_id": room}
		}
		same(w, "rooms", []any{"调解室"}, pluck(items(meng.does("staff", "GET", staffMediations+"/"+word(c["id"])+"/rooms", nil, 200)), "name"))
		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/plan", talk("2026-11-25 14:30"), "409 mediate.taken")
		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/plan", talk("2026-11-20 14:30"), "400 mediate.time")
		planned := meng.mediates(c, "plan", talk("2026-11-25 15:00"))
		w.wants(planned, fields{"state": "talking"})
		same(w, "the calendar", []string{"14:00 use", "15:00 use"}, li.busy(room, "2026-11-25"))
		li.refused("mp", "POST", usesAPI, wish(room, "2026-11-25 15:00"), "409 hall.taken")
		w.clerk().refused("staff", "DELETE", api+"/staff/places/"+room, nil, "409 place.lent")
		w.settle()
		same(w, "both are told", 2, wang.told("mp", "mediate.talk")+li.told("mp", "mediate.talk"))
		first := objects(planned["talks"])[0]
		meng.refused("staff", "POST", staffMediations+"/"+word(c["id"])+"/minute", fields{"talk_id": first["id"], "words": "还没谈"}, "409 mediate.early")
		meng.mediates(c, "cancel", fields{"talk_id": first["id"]})
		same(w, "the hours are free again", []string{"14:00 use"}, li.busy(room, "2026-11-25"))
		second := objects(meng.mediates(c, "plan", talk("2026-11-25 16:00"))["talks"])[1]
		w.at("2026-11-25 17:00")
		meng.mediates(c, "minute", fields{"talk_id": second["id"], "came": "双方", "words": "老李愿意修"})

		at := staffMediations + "/" + word(c["id"])
		meng.refused("staff", "POST", at+"/sign", fields{"way": "oral"}, "409 mediate.draft")
		wangs, lis := partyOf(joined, "老王"), partyOf(joined, "老李")
		promise := func(party, what, due string) fields { return fields{"party_id": party, "what": what, "due_on": due} }
		meng.refused("staff", "POST", at+"/draft", fields{"text": "老李修管子", "promises": []fields{promise(lis, "修管子", "2026-11-01")}}, "400 mediate.promise")
		meng.refused("staff", "POST", at+"/draft", fields{"text": ""}, "400 mediate.text")
		meng.mediates(c, "draft", fields{"text": "先写一稿", "promises": []fields{promise(lis, "赔钱", "2026-12-10")}})
		meng.mediates(c, "draft", fields{"text": "老李修好管子，老王粉刷自家天花板。", "promises": []fields{promise(lis, "修好管子", "2026-12-10"), promise(wangs, "粉刷天花板", "2026-12-20")}})
		same(w, "nobody reads a draft", 0, len(objects(li.mediation(c)["promises"])))
		status, page := w.send(meng.login("staff"), "GET", at+"/paper.pdf", nil)
		same(w, "the paper", 200, status)
		same(w, "is a PDF", true, bytes.HasPrefix(page, []byte("%PDF")))
		meng.refused("staff", "POST", at+"/sign", fields{"way": "paper"}, "400 mediate.photo")
		photo := meng.hands("staff", fields{"name": "签名页", "about": "mediate:" + word(c["id"]), "matter_only": "true"})
		signed := meng.mediates(c, "sign", fields{"way": "paper", "paper_id": photo["id"]})
		w.wants(signed, fields{"state": "agreement", "result": "agreement"})
		own := li.mediation(c)
		agreement, _ := own["agreement"].(map[string]any)
		w.wants(agreement, fields{"way": "paper", "signed_on": "2026-11-25", "confirm_until": "2026-12-25", "paper_id": ""})
		w.expect(word(agreement["text"]), "修好管子")
		same(w, "mine", []any{true, false}, pluck(objects(own["promises"]), "mine"))
		meng.refused("staff", "POST", at+"/plan", talk("2026-11-26 16:00"), "409 mediate.kept")

		// Two days before, the party is reminded; it is done; the other one is not, and they talk again.
		w.at("2026-12-08 10:00")
		w.recurs("tend_mediations")
		w.recurs("tend_mediations")
		w.settle()
		same(w, "reminded once", 1, li.told("mp", "mediate.promise_due"))
		same(w, "and nobody else", 0, wang.told("mp", "mediate.promise_due"))
		mine := objects(own["promises"])[0]
		wang.refused("mp", "POST", mediations+"/"+word(c["id"])+"/done", fields{"promise_id": mine["id"]}, "404 mediate.no_promise")
		w.wants(li.does("mp", "POST", mediations+"/"+word(c["id"])+"/done", fields{"promise_id": mine["id"]}, 200), fields{"can": []any{}})
		w.at("2026-12-21 10:00")
		before := meng.told("staff", "mediate.moved")
		w.recurs("tend_mediations")
		w.settle()
		same(w, "the mediator is told that a day is over", before+1, meng.told("staff", "mediate.moved"))
		theirs := objects(meng.does("staff", "GET", at, nil, 200)["promises"])[1]
		meng.mediates(c, "keep", fields{"promise_id": theirs["id"], "kept": false})
		w.expect(word(wang.mediation(c)["next_door"]), "法院", "司法所")
		w.wants(meng.mediates(c, "plan", talk("2026-12-22 16:00")), fields{"state": "talking", "result": ""})
		w.at("2026-12-22 18:00")
		meng.mediates(c, "draft", fields{"text": "老王明年再粉刷。"})
		w.wants(meng.mediates(c, "sign", fields{"way": "oral"}), fields{"state": "agreement"})
		meng.mediates(c, "follow", fields{"words": "都满意"})
		w.wants(meng.mediates(c, "close", nil), fields{"state": "closed", "can": []any{}})
		meng.refused("staff", "POST", at+"/close", nil, "409 mediate.state")
		same(w, "kept", 1, w.count(`SELECT COUNT(*) FROM mediate_case`))
		res, _ := meng.opened("staff", photo["id"], "?about=mediate:"+word(c["id"]))
		same(w, "the page is there", 200, res.StatusCode)

		w.at("2029-12-20 10:00")
		w.recurs("drop_old_rows")
		w.recurs("drop_papers")
		same(w, "three years are not over", 1, w.count(`SELECT COUNT(*) FROM mediate_case`))
		same(w, "nor for the page", 1, w.count(`SELECT COUNT(*) FROM paper`))
		w.at("2029-12-31 10:00")
		w.recurs("drop_old_rows")
		w.recurs("drop_papers")
		for _, table := range []string{"mediate_case", "mediate_party", "mediate_mediator", "mediate_talk", "mediate_promise", "mediate_event", "paper"} {
			same(w, table, 0, w.count(`SELECT COUNT(*) FROM `+table))
		}
	})
}

// Everybody but the mediators of a case finds nothing, whatever they are, and each opening leaves a line that the secretary reads.
func TestWhoReadsAFile(t *testing.T) {
	t.Parallel()
	eachMediated(t, func(w *world) {
		wang, li, meng, du := w.lives("老王", "13900007777"), w.lives("老李", "13900007788"), w.meng(), w.du()
		c := wang.disputes(sealedWords)
		at := staffMediations + "/" + word(c["id"])
		du.does("staff", "GET", at, nil, 200) // nobody has taken it: the justice office could
		c = w.taken(c, li, meng)
		next := w.someone("贺调解").binds("staff", "19900000043")
		stranger := w.named("路人", "阳光花园3号楼")
		for who, account := range map[*citizen]string{
			w.clerk(): "staff", w.officer(): "staff", w.lead(): "staff", w.secretary(): "staff", w.street(): "staff", w.centre(): "staff", w.orgMan(): "staff",
			w.plumber(): "staff", w.clerkB(): "staff", w.steward(): "mp", next: "staff", du: "staff", wang: "mp", li: "mp", stranger: "mp",
		} {
			for _, path := range []string{"", "/colleagues", "/rooms", "/paper.pdf"} {
				who.refused(account, "GET", at+path, nil, "404 mediate.missing")
			}
			for _, deed := range []string{"accept", "name", "join", "answer", "cancel", "minute", "draft", "sign", "fail", "keep", "follow", "close", "phone"} {
				if got := w.code(who.login(account), "POST", at+"/"+deed, fields{
					"body": "elder", "person_id": "1", "side": "a", "name": "某", "party_id": "1", "yes": true, "way": "paper", "talk_id": "1", "words": "写几句",
					"text": "写几句", "paper_id": "1", "next_door": "法院", "promise_id": "1", "kept": true, "reason": "看一看",
				}); got != "404 mediate.missing" {
					w.Errorf("%s of %s: %s", deed, who.name, got)
				}
			}
			who.refused(account, "POST", at+"/plan", fields{
				"from": w.in(1), "to": w.in(2), "where": "社区",
			}, "404 mediate.missing")
			if who == wang || who == li {
				continue
			}
			who.refused(account, "GET", mediations+"/"+word(c["id"]), nil, "404 mediate.missing")
			for _, deed := range []string{"agree", "stop", "done"} {
				who.refused(account, "POST", mediations+"/"+word(c["id"])+"/"+deed, fields{"promise_id": "1"}, "404 mediate.missing")
			}
		}
		for _, who := range []*citizen{w.clerk(), w.secretary(), w.street(), w.orgMan()} {
			who.refused("staff", "GET", staffMediations, nil, "403 auth.denied")
		}
		meng.refused("staff", "GET", staffMediations+"?list=all", nil, "400 mediate.list")
		same(w, "the list of the mediator", 1, len(items(meng.does("staff", "GET", staffMediations+"?list=mine", nil, 200))))
		same(w, "of the other", 0, len(items(du.does("staff", "GET", staffMediations+"?list=mine", nil, 200))))
		same(w, "mine", []any{c["number"]}, pluck(items(li.does("mp", "GET", mediations, nil, 200)), "number"))

		before := len(w.secretary().reads("?kind=mediate.open"))
		meng.does("staff", "GET", at, nil, 200)
		meng.does("staff", "GET", at, nil, 200)
		lines := w.secretary().reads("?kind=mediate.open")
		same(w, "each opening", before+2, len(lines))
		w.expect(strings.Join(lines, "\n"), "孟调解 看调解案卷", "杜所长 看调解案卷")

		// Parties read the times, not what was said; numbers are shown to mediators with a reason.
		for _, who := range []*citizen{wang, li} {
			said := fmt.Sprint(who.mediation(c))
			for _, hidden := range []string{"老李说", "139", "双方都到"} {
				if strings.Contains(said, hidden) {
					w.Errorf("%s reads %s: %s", who.name, hidden, said)
				}
			}
		}
		if strings.Contains(fmt.Sprint(li.mediation(c)), sealedWords) {
			w.Error("the other side reads what was said about it")
		}
		file := meng.does("staff", "GET", at, nil, 200)
		same(w, "the number", "13900007788", meng.mediates(c, "phone", fields{"party_id": partyOf(file, "老李"), "reason": "约时间"})["phone"])
		meng.refused("staff", "POST", at+"/phone", fields{"party_id": partyOf(file, "老李"), "reason": ""}, "400 person.reason")

		// A second mediator joins. When nobody who mediates it holds the post any more, it is not orphaned.
		same(w, "who can", []any{"杜所长"}, pluck(items(meng.does("staff", "GET", at+"/colleagues", nil, 200)), "name"))
		meng.refused("staff", "POST", at+"/name", fields{"person_id": w.coded("P22"), "body": "elder"}, "400 mediate.mediator")
		w.exec(`DELETE FROM person_posting WHERE person_id = ?`, w.coded("P41"))
		meng.refused("staff", "GET", at, nil, "404 mediate.missing")
		du.does("staff", "GET", at, nil, 200)
		same(w, "both lead it", 2, len(objects(du.mediates(c, "name", fields{"person_id": w.coded("P42"), "body": "justice"})["mediators"])))
	})
}

// taken is a case that was accepted, joined by the other side, and talked about.
func (w *world) taken(c fields, li, meng *citizen) fields {
	w.Helper()
	meng.mediates(c, "accept", fields{"body": "committee"})
	meng.mediates(c, "join", fields{"side": "b", "name": "老李", "phone": "13900007788"})
	li.does("mp", "POST", mediations+"/"+word(c["id"])+"/agree", nil, 200)
	return meng.mediates(c, "minute", fields{"came": "双方都到", "words": "老李说：" + sealedWords})
}

// What was said is in the file and nowhere else: not in any column of the database in the clear, not in the log, notices, search, work,
// ledgers or the audit log.
func TestWhatWasSaidStaysInTheFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.stop()
	var log logLines
	w.log = &log
	w.start()
	w.imports(mediators())
	wang, li, meng := w.lives("老王", "13900007777"), w.lives("老李", "13900007788"), w.meng()
	const agreed, promised, followed = "老李修好那根管子", "把那根管子换新", "那根管子不漏了"
	c := w.taken(wang.disputes(sealedWords), li, meng)
	meng.mediates(c, "plan", fields{"from": w.in(1), "to": w.in(2), "where": "老李家的那根管子旁"})
	meng.mediates(c, "draft", fields{"text": agreed, "promises": []fields{{"party_id": partyOf(c, "老李"), "what": promised, "due_on": "2026-11-24"}}})
	meng.mediates(c, "sign", fields{"way": "oral"})
	meng.mediates(c, "follow", fields{"words": followed})
	second := wang.disputes("楼上的管子又坏了")
	meng.mediates(second, "accept", fields{"body": "elder"})
	meng.mediates(second, "join", fields{"side": "b", "name": "楼上管子住户"})
	meng.mediates(second, "fail", fields{"words": "管子的事谈不成", "next_door": "找法院说管子"})
	li.does("mp", "POST", mediations, fields{"kind": "noise", "words": "隔壁修管子太吵"}, 201)
	w.recurs("tend_mediations")
	w.settle()
	w.recurs("index_words")
	const secret = "管子"
	for _, row := range w.rowsWith(secret) {
		t.Error(row)
	}
	if strings.Contains(log.b.String(), secret) {
		t.Error("the log has it")
	}
	same(w, "something was logged", true, len(log.b.String()) > 100)
	for _, who := range []*citizen{w.secretary(), w.centre()} {
		for _, kind := range []string{"work", "mediations", "reports"} {
			_, data := w.send(who.login("staff"), "POST", ledgersAPI+"/"+kind, fields{"from": "2026-11-23", "to": "2026-11-24", "reason": "摸底调查"})
			if text, lines := readLedger(w, data); strings.Contains(text, secret) || strings.Contains(text, "老李") || len(lines) == 0 {
				t.Errorf("the ledger of %s: %s", kind, text)
			}
		}
		found := who.does("staff", "POST", api+"/staff/search", fields{"q": secret}, 200)
		if strings.Contains(fmt.Sprint(found), "调解") || strings.Contains(fmt.Sprint(found), secret) {
			t.Errorf("the search finds %v", found)
		}
	}
}

// rowsWith returns which columns of the database have the words in the clear.
func (w *world) rowsWith(words string) (found []string) {
	w.Helper()
	tables, columns := w.column(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`), 0
	for _, table := range tables {
		for _, column := range w.column(`SELECT name FROM pragma_table_info('` + table + `')`) {
			columns++
			if n := w.count(`SELECT COUNT(*) FROM `+table+` WHERE CAST(`+column+` AS TEXT) LIKE ?`, "%"+words+"%"); n > 0 {
				found = append(found, fmt.Sprintf("%s.%s: %d rows", table, column, n))
			}
		}
	}
	same(w, "many columns", true, columns > 500)
	return found
}
