package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const ledgersAPI = "/api/v1/staff/ledgers"

// exports exports a ledger and returns its sheets as text and its rows without the header.
func (c *citizen) exports(in fields) (text string, rows [][]string) {
	c.w.Helper()
	status, data := c.w.send(c.login("staff"), "POST", ledgersAPI+"/reports", in)
	if status != 200 {
		c.w.Fatalf("%d %s", status, data)
	}
	text, rows = readLedger(c.w, data)
	return text, rows[1:]
}

// numbers returns the first column.
func numbersOf(rows [][]string) []string {
	all := []string{}
	for _, r := range rows {
		all = append(all, r[0])
	}
	return all
}

func TestALedgerContainsItsPeriodAndPlace(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		wang.binds("mp", "19900000099").does("mp", "PATCH", api+"/me", fields{"name": "=王建国"}, 200)
		id := wang.submits("=1+1 路灯不亮", "1单元") // 261123-001
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "take", nil)
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "换了灯泡"})
		wang.asks(id, "review", fields{"satisfied": true, "words": "很快"})
		wang.submits("半夜施工扰民", "向阳小区3号楼")  // 002, of the other grid
		wang.submits("垃圾没人收", "新园小区9号楼")   // 003, of the other community
		wang.submits("县里的路坏了", "")         // 004, without a known place
		w.later(15 * time.Hour)            // the next day in Beijing, the same day in London
		wang.submits("第二天的垃圾", "阳光花园13号楼") // 261124-001
		w.alerted()
		clear(clerk.tokens)
		month := fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"}
		with := func(more fields) fields {
			in := fields{}
			for k, v := range month {
				in[k] = v
			}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		w.forgetExports(clerk)
		text, rows := clerk.exports(month)
		same(w, "of the community", []string{"261123-001", "261123-002", "261124-001"}, numbersOf(rows))
		same(w, "a row", []string{
			"261123-001", "居民小程序", "", "公共设施", "", "小区里", "阳光第一网格", "阳光花园3号楼", "'=1+1 路灯不亮",
			"2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 09:00", "2026-11-30 09:00", "",
			"阳光社区工作人员 王芳", "已关闭", "已解决",
			"换了灯泡", "0", "0", "满意", "", "很快", "'=王建国", "199****0099", "", "便民服务",
		}, rows[0])
		for _, line := range []string{"B2: 王芳", "B4: 阳光社区", "B5: 2026-11-01 至 2026-11-30", "B7: 3", "B8: 已隐藏中间四位", "B9: 月报"} {
			if !strings.Contains(text, line+"\n") {
				w.Errorf("the first sheet lacks %s:\n%s", line, text)
			}
		}
		_, rows = clerk.exports(with(fields{"area_id": w.id("阳光第二网格")}))
		same(w, "of a grid", []string{"261123-002"}, numbersOf(rows))
		_, rows = clerk.exports(with(fields{"area_id": w.id("阳光花园3号楼"), "to": "2026-11-23"}))
		same(w, "of a building", []string{"261123-001"}, numbersOf(rows))
		_, rows = clerk.exports(with(fields{"category": "noise"}))
		same(w, "of a category", []string{"261123-002"}, numbersOf(rows))
		_, rows = clerk.exports(with(fields{"from": "2026-11-24", "to": "2026-11-24", "reveal": true}))
		same(w, "of a day", []string{"261124-001"}, numbersOf(rows))
		same(w, "the number in the clear", "19900000099", rows[0][26])
		_, rows = w.street().exports(month)
		same(w, "of the street", []string{"261123-001", "261123-002", "261124-001"}, numbersOf(rows))
		_, rows = w.centre().exports(month)
		same(w, "of the county", []string{"261123-001", "261123-002", "261124-001", "261123-003", "261123-004"}, numbersOf(rows))
		_, rows = secretary.exports(with(fields{"from": "2026-10-01", "to": "2026-10-31"}))
		same(w, "of a month without reports", []string{}, numbersOf(rows))

		past := items(secretary.does("staff", "GET", ledgersAPI, nil, 200))
		if len(past) != 6 {
			w.Fatalf("%d exports are listed: %v", len(past), past)
		}
		w.wants(past[1], fields{
			"by": "王芳", "area_id": w.id("阳光社区"), "area_name": "阳光社区", "from": "2026-11-24", "to": "2026-11-24", "category": "",
			"rows": 1.0, "reveal": true, "reason": "月报", "at": "2026-11-24T00:00:04+08:00",
		})
		w.wants(past[2], fields{"category": "noise", "rows": 1.0, "reveal": false})
		same(w, "the county sees all", 8, len(items(w.centre().does("staff", "GET", ledgersAPI, nil, 200))))
		same(w, "and the street its own", 7, len(items(w.street().does("staff", "GET", ledgersAPI, nil, 200))))
		secretary.refused("staff", "GET", ledgersAPI+"?cursor=x", nil, "400 http.body")
	})
}

func TestALedgerOutsideScopeIsRefused(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, path := w.clerk(), ledgersAPI+"/reports"
		in := fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"}
		for _, who := range []*citizen{w.officer(), w.orgMan()} {
			who.refused("staff", "POST", path, in, "403 auth.denied")
			who.refused("staff", "GET", ledgersAPI, nil, "403 auth.denied")
		}
		clerk.refused("staff", "GET", ledgersAPI, nil, "403 auth.denied")
		for i, c := range []struct {
			change fields
			want   string
		}{
			{fields{"area_id": w.id("新园社区")}, "404 area.missing"},
			{fields{"area_id": w.id("城关街道")}, "404 area.missing"},
			{fields{"area_id": "999999"}, "404 area.missing"},
			{fields{"area_id": "x"}, "400 http.body"},
			{fields{"reason": " 报 "}, "400 ledger.reason"},
			{fields{"reason": strings.Repeat("报", 101)}, "400 ledger.reason"},
			{fields{"category": "x"}, "400 report.category"},
			{fields{"from": "2025-11-29"}, "400 ledger.period"},
			{fields{"to": "昨天"}, "400 ledger.period"},
		} {
			if i%5 == 4 {
				w.forgetExports(clerk) // six a minute
			}
			tried := fields{}
			for k, v := range in {
				tried[k] = v
			}
			for k, v := range c.change {
				tried[k] = v
			}
			clerk.refused("staff", "POST", path, tried, c.want)
		}
		same(w, "records", 0, w.count("SELECT COUNT(*) FROM audit_record WHERE action LIKE 'ledger.%'"))
		w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		w.forgetExports(clerk)
		made := 0
		for made < 40 && w.code(clerk.login("staff"), "POST", path, in) == "200" {
			made++
		}
		clerk.refused("staff", "POST", path, in, "429 http.often")
		if made < 6 || made == 40 {
			w.Fatalf("%d exports succeeded in a minute", made)
		}
		same(w, "records", made, w.count("SELECT COUNT(*) FROM audit_record WHERE action LIKE 'ledger.%'"))

		// Without its audit record a ledger is not exported.
		w.forgetExports(clerk)
		w.exec("ALTER TABLE audit_record RENAME TO audit_gone")
		status, answer := w.send(clerk.login("staff"), "POST", path, in)
		w.exec("ALTER TABLE audit_gone RENAME TO audit_record")
		if status != 500 || strings.HasPrefix(string(answer), "PK") {
			w.Fatalf("%d %.40s", status, answer)
		}
	})
}

// A ledger longer than a workbook's limit is refused before the first byte.
func TestALedgerIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	clerk := w.clerk()
	w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
	w.alerted()
	columns := `community_id, author_id, source, external_no, category, urgent, text, shared, place, area_id, building_id,
		grid_id, lat, lng, state, is_open, holder_kind, holder_person, holder_role, holder_area, holder_org, outcome, result,
		submitted_at, accepted_at, taken_at, resolved_at, closed_at, due_at, question, asked_at, urges, urged_at, reopens, reviewed`
	w.exec(fmt.Sprintf(`INSERT INTO report (number, %s)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
		SELECT 300000000000 + i, %s FROM report, n`, columns, strings.Replace(columns, "submitted_at", "submitted_at - (i > 10000) * 86400000", 1)))
	in := fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"}
	clerk.refused("staff", "POST", ledgersAPI+"/reports", in, "400 ledger.too_many")
	in["from"] = "2026-11-23"
	_, rows := clerk.exports(in)
	same(w, "rows", 10_001, len(rows))
	seen := map[string]bool{}
	for _, r := range rows {
		seen[r[0]] = true
	}
	same(w, "different rows, though submitted in the same moment", 10_001, len(seen))
}

// forgetExports resets a person's rate limit: a real Redis has its own clock.
func (w *world) forgetExports(c *citizen) {
	w.Helper()
	w.must(w.system.Redis.Client().Del(w.ctx, "rate:linli:{ledger:"+c.me("staff")+"}").Err())
}
