package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A party without a telephone: everything at the counter and on paper. The clerk who enters it reads only its number.
func TestAMediationOnPaper(t *testing.T) {
	t.Parallel()
	eachMediated(t, func(w *world) {
		clerk, meng := w.clerk(), w.meng()
		enter := fields{"community_id": w.id("阳光社区"), "kind": "neighbour", "name": "秦奶奶", "words": "楼道里堆满了东西"}
		w.clerkB().refused("staff", "POST", staffMediations, enter, "404 area.missing")
		clerk.refused("staff", "POST", staffMediations, fields{"community_id": w.id("阳光社区"), "kind": "neighbour", "name": ""}, "400 person.name")
		made := clerk.does("staff", "POST", staffMediations, enter, 201)
		same(w, "a number and nothing else", 1, len(made))
		c := items(meng.does("staff", "GET", staffMediations, nil, 200))[0]
		w.wants(c, fields{"number": made["number"], "source": "counter", "state": "asked"})
		clerk.refused("staff", "GET", staffMediations+"/"+word(c["id"]), nil, "404 mediate.missing")
		meng.mediates(c, "accept", fields{"body": "elder"})
		file := meng.mediates(c, "join", fields{"side": "b", "name": "孙大爷"})
		at := staffMediations + "/" + word(c["id"])
		meng.refused("staff", "POST", at+"/phone", fields{"party_id": partyOf(file, "孙大爷"), "reason": "约时间"}, "404 person.no_phone")
		status, _ := w.send(meng.login("staff"), "GET", at+"/paper.pdf", nil)
		same(w, "a paper to agree on", 200, status)
		meng.refused("staff", "POST", at+"/answer", fields{"party_id": partyOf(file, "孙大爷"), "yes": true, "way": ""}, "400 mediate.party")
		w.wants(meng.mediates(c, "answer", fields{"party_id": partyOf(file, "孙大爷"), "yes": true, "way": "paper"}), fields{"state": "agreed"})
		meng.mediates(c, "plan", fields{"from": w.in(1), "to": w.in(2), "where": "秦奶奶家"})
		w.later(90 * time.Minute)
		planned := objects(meng.does("staff", "GET", at, nil, 200)["talks"])[0]
		w.wants(planned, fields{"where": "秦奶奶家", "state": "planned"})
		meng.mediates(c, "minute", fields{"talk_id": planned["id"], "words": "都同意清走"})
		meng.mediates(c, "draft", fields{"text": "三天内清走", "promises": []fields{{"party_id": partyOf(file, "孙大爷"), "what": "清走纸箱", "due_on": "2026-11-26"}}})
		photo := meng.hands("staff", fields{"name": "签名页", "about": "mediate:" + word(c["id"]), "matter_only": "true"})
		w.wants(meng.mediates(c, "sign", fields{"way": "paper", "paper_id": photo["id"]}), fields{"state": "agreement"})
		w.at("2026-11-25 10:00")
		w.recurs("tend_mediations")
		w.settle()
		same(w, "the mediator reminds in person", 1, meng.told("staff", "mediate.moved"))
		promise := objects(meng.does("staff", "GET", at, nil, 200)["promises"])[0]
		meng.mediates(c, "keep", fields{"promise_id": promise["id"], "kept": true})
		meng.refused("staff", "POST", at+"/keep", fields{"promise_id": promise["id"], "kept": false}, "409 mediate.state")
		w.at("2027-03-01 10:00") // nothing left to do: it closes by itself
		w.recurs("tend_mediations")
		w.wants(meng.does("staff", "GET", at, nil, 200), fields{"state": "closed", "result": "agreement"})
	})
}

// One side withdraws during the talk: at once, without a reason; the other talk that was planned gives its hours back.
func TestASideWithdrawsDuringTheTalk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(mediators())
	room := w.hall("调解室", false)
	wang, li, meng := w.lives("老王", "13900007777"), w.lives("老李", "13900007788"), w.meng()
	c := w.taken(wang.disputes(sealedWords), li, meng)
	meng.mediates(c, "plan", fields{"from": "2026-11-25T14:00:00+08:00", "to": "2026-11-25T15:00:00+08:00", "place_id": room})
	w.settle()
	stopped := li.does("mp", "POST", mediations+"/"+word(c["id"])+"/stop", fields{}, 200)
	w.wants(stopped, fields{"state": "withdrawn", "result": "withdrawn", "can": []any{}})
	w.settle()
	same(w, "the hours are free", []string{}, li.busy(room, "2026-11-25"))
	same(w, "the other side is told", 1, wang.told("mp", "mediate.off"))
	same(w, "and of the end", 1, wang.told("mp", "mediate.ended"))
	at := staffMediations + "/" + word(c["id"])
	meng.refused("staff", "POST", at+"/minute", fields{"words": "还想再谈"}, "409 mediate.state")
	li.refused("mp", "POST", mediations+"/"+word(c["id"])+"/stop", fields{}, "409 mediate.state")
	w.wants(meng.mediates(c, "follow", fields{"words": "老李说以后再说"}), fields{"state": "followed"})
	meng.refused("staff", "POST", at+"/plan", fields{"from": w.in(1), "to": w.in(2), "where": "居委会"}, "409 mediate.kept")
	w.wants(meng.mediates(c, "close", nil), fields{"state": "closed", "result": "withdrawn"})
	for range 3 {
		wang.disputes("")
	}
	wang.refused("mp", "POST", mediations, fields{"kind": "leak"}, "409 mediate.many")

	// A party closes the account: the file stays, the name goes.
	li.does("mp", "DELETE", api+"/me", nil, 204)
	w.settle()
	if said := fmt.Sprint(meng.does("staff", "GET", at, nil, 200)["parties"]); strings.Contains(said, "老李") || !strings.Contains(said, "乙方") {
		t.Error(said)
	}
}

// Two mediators close at once: one of them does, the file has one line of it.
func TestTwoMediatorsCloseAtOnce(t *testing.T) {
	t.Parallel()
	eachMediated(t, func(w *world) {
		wang, li, meng, du := w.lives("老王", "13900007777"), w.lives("老李", "13900007788"), w.meng(), w.du()
		c := w.taken(wang.disputes(sealedWords), li, meng)
		meng.mediates(c, "name", fields{"person_id": w.coded("P42"), "body": "justice"})
		meng.mediates(c, "fail", fields{"words": "谈不拢", "next_door": "人民法院"})
		du.mediates(c, "follow", fields{"words": "问过了"})
		tokens := []string{meng.login("staff"), du.login("staff")}
		codes := make(chan string, 20)
		for n := range cap(codes) {
			go func() { codes <- w.code(tokens[n%2], "POST", staffMediations+"/"+word(c["id"])+"/close", nil) }()
		}
		closed := 0
		for range cap(codes) {
			switch code := <-codes; code {
			case "200":
				closed++
			case "409 mediate.state":
			default:
				w.Error(code)
			}
		}
		same(w, "closed", 1, closed)
		same(w, "lines", 1, w.count(`SELECT COUNT(*) FROM mediate_event WHERE kind = 'close'`))
	})
}

// A report ends as transferred and says no more; its author is the first party. Without a mediator the secretary is told.
func TestAReportBecomesAMediation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(without(mediators(), "P41", "P42"))
	wang, clerk, secretary := w.lives("老王", "13900007777"), w.clerk(), w.secretary()
	id := wang.submits("楼上半夜拖凳子", "阳光花园3号楼")
	to := api + "/staff/reports/" + id + "/mediate"
	clerk.refused("staff", "POST", to, fields{"kind": "noise"}, "409 report.state")
	clerk.acts(id, "accept", nil)
	clerk.acts(id, "assign", fields{"way": "self"})
	clerk.refused("staff", "POST", to, fields{"kind": "war"}, "400 mediate.kind")
	w.clerkB().refused("staff", "POST", to, fields{"kind": "noise"}, "404 report.missing")
	made := clerk.does("staff", "POST", to, fields{"kind": "noise"}, 200)
	same(w, "only the number", 1, len(made))
	r := wang.does("mp", "GET", api+"/reports/"+id, nil, 200)
	w.wants(r, fields{"state": "resolved", "outcome": "transferred", "result": "已转调解"})
	w.settle()
	same(w, "the secretary is told that nobody mediates", 1, secretary.told("staff", "mediate.nobody"))

	w.imports(mediators())
	meng := w.meng()
	c := items(meng.does("staff", "GET", staffMediations, nil, 200))[0]
	meng.mediates(c, "accept", fields{"body": "committee"})
	w.settle()
	same(w, "the author is asked", 1, wang.told("mp", "mediate.asked"))
	w.wants(wang.mediation(c), fields{"source": "report", "answer": "", "can": []any{"agree", "stop"}})
	same(w, "waits", []any{"mediation"}, pluck(items(wang.does("mp", "GET", api+"/waiting", nil, 200)), "kind")[:1])
	wang.does("mp", "POST", mediations+"/"+word(c["id"])+"/agree", nil, 200)

	// By telephone: somebody known by name and number is that person.
	w.lives("老李", "13900007788")
	clerk.does("staff", "POST", staffMediations, fields{"community_id": w.id("阳光社区"), "kind": "family", "call": true, "name": "老李", "phone": "13900007788"}, 201)
	same(w, "it is theirs", 1, len(items(w.someone("老李").does("mp", "GET", mediations, nil, 200))))
}
