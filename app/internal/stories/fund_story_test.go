package stories

import (
	"fmt"
	"sync"
	"testing"
)

const fundsAPI = api + "/staff/funds"

// A street registers what it was allotted and what it used; another street and a community read nothing of it, the centre does.
func TestAStreetRegistersItsFunds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-02 09:00")
		street := w.street()
		in := fields{"year": 2026, "title": "党建工作经费", "basis": "安财〔2026〕3号", "allotted_fen": 1_000_000}
		fund := street.does("staff", "POST", fundsAPI, in, 201)
		w.wants(fund, fields{"street_name": "城关街道", "balance_fen": 1_000_000.0, "used_fen": 0.0})
		street.refused("staff", "POST", fundsAPI, in, "409 fund.twice")
		for refusal, one := range map[string]fields{
			"400 fund.year": {"year": 2020}, "400 fund.title": {"title": "费"}, "400 fund.amount": {"allotted_fen": 0},
			"404 area.missing": {"street_id": w.id("新城街道")},
		} {
			wrong := fields{"year": 2026, "title": "慰问经费", "basis": "安财〔2026〕4号", "allotted_fen": 100}
			for k, v := range one {
				wrong[k] = v
			}
			street.refused("staff", "POST", fundsAPI, wrong, refusal)
		}
		uses := fundsAPI + "/" + fmt.Sprint(fund["id"]) + "/uses"
		one := fields{"month": "2026-11", "words": "购买宣传展板", "amount_fen": 300_000}
		w.wants(street.does("staff", "POST", uses, one, 200), fields{"used_fen": 300_000.0, "balance_fen": 700_000.0})
		street.refused("staff", "POST", uses, fields{"month": "2026-11", "words": "超出的", "amount_fen": 700_001}, "409 fund.balance")
		street.refused("staff", "POST", uses, fields{"month": "2026-12", "words": "还没到", "amount_fen": 1}, "400 fund.month")
		street.refused("staff", "POST", uses, fields{"month": "2025-12", "words": "去年的", "amount_fen": 1}, "400 fund.month")
		street.refused("staff", "POST", uses, fields{"month": "2026-11", "words": "退回太多", "amount_fen": -300_001}, "409 fund.balance")
		w.wants(street.does("staff", "POST", uses, fields{"month": "2026-11", "words": "展板少印一块，冲回", "amount_fen": -100_000}, 200), fields{"balance_fen": 800_000.0})
		w.street2().refused("staff", "POST", uses, one, "404 fund.missing")
		w.centre().refused("staff", "POST", uses, one, "404 fund.missing")
		w.secretary().refused("staff", "GET", fundsAPI, nil, "403 auth.denied")
		same(w, "another street", 0, len(items(w.street2().does("staff", "GET", fundsAPI, nil, 200))))
		found := items(w.centre().does("staff", "GET", fundsAPI+"?year=2026", nil, 200))
		same(w, "the centre reads it", []any{"党建工作经费"}, pluck(found, "title"))
		same(w, "every line stays", 2, len(objects(found[0]["uses"])))
	})
}

// Ten uses of 300 yuan come at once for 1,000 yuan: three are registered.
func TestNoFundIsOverspentAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		street := w.street()
		fund := street.does("staff", "POST", fundsAPI, fields{
			"year": w.now().Year(), "title": "小微项目", "basis": "安财〔2026〕5号", "allotted_fen": 100_000,
		}, 201)
		token, path := street.login("staff"), fundsAPI+"/"+fmt.Sprint(fund["id"])+"/uses"
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				got := w.code(token, "POST", path, fields{"month": w.now().Format("2006-01"), "words": fmt.Sprintf("第%d笔", i), "amount_fen": 30_000})
				if got != "200" && got != "409 fund.balance" {
					w.Error(got)
				}
			})
		}
		all.Wait()
		same(w, "uses", 3, w.count(`SELECT COUNT(*) FROM fund_use`))
		same(w, "used is their sum", w.count(`SELECT SUM(amount) FROM fund_use`), w.count(`SELECT used FROM fund`))
	})
}
