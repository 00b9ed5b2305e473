package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// 信访 passes a matter on with its number. Staff enter it once; the same number again, however it is typed, leads to the first report,
// and the same number of another partner is another matter.
func TestAPartnersNumberIsOneReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, clerkB, centre := w.clerk(), w.clerkB(), w.centre()
		const enter = api + "/staff/reports"
		matter := func(source, partner, number, text string) fields {
			in := fields{"source": source, "external_no": number, "text": text, "area_id": w.id("阳光花园3号楼"), "name": "周文斌"}
			if partner != "" {
				in["partner"] = partner
			}
			return in
		}
		first := clerk.does("staff", "POST", enter, matter("partner", "petition", "xf 2026-17", "反映井盖缺失"), 201)
		w.wants(first, fields{"source": "partner", "partner": "petition", "partner_name": "信访", "external_no": "xf 2026-17", "state": "submitted"})
		for _, again := range []string{"XF 2026-17", "ＸＦ2026-17", " xf2026-17 "} {
			status, answer := w.send(clerk.login("staff"), "POST", enter, matter("partner", "petition", again, "又转来一次"))
			if said := string(answer); status != 409 || !strings.Contains(said, "report.entered") || !strings.Contains(said, fmt.Sprint(first["number"])) {
				w.Errorf("%q: %d %s", again, status, said)
			}
		}
		same(w, "reports", 1, w.count(`SELECT COUNT(*) FROM report WHERE partner = 'petition'`))
		w.wants(clerk.does("staff", "POST", enter, matter("hotline", "", "XF2026-17", "热线也转来"), 201), fields{"source": "hotline", "partner": "hotline", "partner_name": "12345"})
		w.wants(clerk.does("staff", "POST", enter, matter("partner", "hotline", "9001", "热线转来"), 201), fields{"source": "hotline", "partner_name": "12345"})
		clerk.refused("staff", "POST", enter, matter("hotline", "", "9001", "又一次"), "409 report.entered")

		// Staff of another community learn that it exists and nothing more.
		other := matter("partner", "petition", "XF2026-17", "别的社区也收到")
		other["area_id"] = w.id("新园小区1号楼")
		status, answer := w.send(clerkB.login("staff"), "POST", enter, other)
		if said := string(answer); status != 409 || !strings.Contains(said, "report.entered") || strings.Contains(said, fmt.Sprint(first["number"])) {
			w.Errorf("another community: %d %s", status, said)
		}

		// The same request is the same report; with another body the key is refused.
		in := matter("partner", "media", "RM-1", "融媒转来")
		var twice [2]fields
		for i := range twice {
			w.request(clerk.login("staff"), "POST", enter, in, 201, &twice[i], "Idempotency-Key", "passed-1")
		}
		same(w, "a repeated request", twice[0]["id"], twice[1]["id"])
		in["text"] = "别的事"
		w.refused(clerk.login("staff"), "POST", enter, in, "409 http.idempotency_key", "Idempotency-Key", "passed-1")

		// The other ways in have no number; lists, and the ledger, say where a matter came from.
		for _, source := range []string{"reception", "collect"} {
			made := clerk.does("staff", "POST", enter, matter(source, "", "77", "建议多装几盏灯"), 201)
			w.wants(made, fields{"source": source, "external_no": "", "partner": ""})
		}
		same(w, "passed on", 2, len(items(clerk.does("staff", "GET", enter+"?list=all&source=partner", nil, 200))))
		same(w, "said at a reception", 1, len(items(clerk.does("staff", "GET", enter+"?list=all&source=reception", nil, 200))))
		same(w, "found", 1, len(items(clerk.does("staff", "GET", enter+"/find?number=RM-1", nil, 200))))
		w.forgetExports(clerk)
		text, _ := clerk.exports(fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"})
		w.expect(text, "信访 转办", "融媒 转办", "12345 转办", "接待", "入户采集")

		// The county renames a partner and adds one; one that is used stays.
		at := api + "/staff/words/partner"
		words := items(centre.does("staff", "GET", at, nil, 200))
		words[1]["name"] = "县信访局"
		words = items(centre.does("staff", "PUT", at, fields{"items": append(words, fields{"name": "县长信箱"})}, 200))
		w.wants(clerk.sees("staff", fmt.Sprint(first["id"])), fields{"partner_name": "县信访局"})
		clerk.does("staff", "POST", enter, matter("partner", fmt.Sprint(words[4]["code"]), "1", "信箱转来"), 201)
		centre.refused("staff", "PUT", at, fields{"items": words[:4]}, "409 wordlist.kept")
		centre.refused("staff", "PUT", at, fields{"items": words[1:]}, "409 wordlist.fixed")
	})
}

// Twenty desks enter the same number of a partner in the same second: one report, nineteen are told.
func TestOneNumberOfAPartnerAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		tokens := []string{w.clerk().login("staff"), w.clerk2().login("staff"), w.secretary().login("staff")}
		in := fields{"source": "partner", "partner": "governance", "external_no": "ZZ-9", "text": "井盖缺失", "area_id": w.id("阳光花园3号楼"), "name": "周文斌"}
		var group sync.WaitGroup
		var mu sync.Mutex
		got, start := map[string]int{}, make(chan struct{})
		for i := range 20 {
			group.Go(func() {
				<-start
				code := w.code(tokens[i%len(tokens)], "POST", api+"/staff/reports", in, "Idempotency-Key", fmt.Sprint("at-once-", i))
				mu.Lock()
				defer mu.Unlock()
				got[code]++
			})
		}
		close(start)
		group.Wait()
		same(w, "answers", map[string]int{"201": 1, "409 report.entered": 19}, got)
		same(w, "reports", 1, w.count(`SELECT COUNT(*) FROM report WHERE external_key = 'governance:ZZ-9'`))
		same(w, "numbers", 1, w.count(`SELECT last FROM report_counter`))
	})
}
