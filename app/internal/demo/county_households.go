package demo

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"linli/app/household"
	"linli/app/roster"
	"linli/app/when"
)

// demoRooms are the units whose rooms are registered: two on each of six floors.
var demoRooms = []string{"YANG-3-1", "YANG-3-2"}

// demoNeighbours: unit, room, name, code in the roster, year of birth, relation, kind of stay, since, persons. A widow lives with
// the son; one flat is let.
var demoNeighbours = [][]string{
	{"YANG-3-2", "301", "王建安", "JM-01", "", "本人", "常住", "2008-05-01", "2"},
	{"YANG-3-2", "202", "林桂珍", "", "1946", "本人", "常住", "1998-10-01", "2"},
	{"YANG-3-2", "202", "高志强", "", "1972", "子女", "常住", "2024-03-01", ""},
	{"YANG-3-1", "401", "陈小雨", "JM-02", "", "本人", "常住", "2021-06-01", "3"},
	{"YANG-3-1", "102", "郝红梅", "", "1990", "本人", "暂住", "2024-04-01", "2"},
}

// demoTenant is who moved in on Saturday; the unit lead told of them in the evening.
var demoTenant = household.Arrival{Room: "502", Size: 2, Tenure: household.Rented}

const (
	demoTenantUnit = "YANG-3-2"
	demoUnitLead   = "JM-01"
)

// demoHomes are the sheets of dwellings and residents.
func (p *past) demoHomes(sheet string) iter.Seq2[[]string, error] {
	dwellings, residents := demoMemberHomes()
	rows := [][]string{{"区划编码", "房号", "楼层", "用途", "性质", "核对日期"}}
	if sheet == roster.SheetResidents {
		rows = [][]string{{"区划编码", "房号", "姓名", "编号", "出生年", "与联系人关系", "居住类型", "入住日期", "本户人数", "手机号"}}
		for _, r := range append(slices.Clone(demoNeighbours), demoVillageHomes...) {
			rows = append(rows, append(append([]string{}, r...), ""))
		}
		rows = append(rows, residents...)
	} else {
		for i, unit := range demoRooms {
			for n := range 12 {
				rows = append(rows, demoRoom(p.now, unit, i, n))
			}
		}
		for _, v := range demoVillages {
			for _, r := range v.roads {
				for n := range demoCourtyards {
					rows = append(rows, []string{r.code, fmt.Sprintf("%d号", n+1), "", "住宅", "自住", ""})
				}
			}
		}
		rows = append(rows, dwellings...)
	}
	return func(yield func([]string, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// demoRoom is a row of 房屋: most rooms were looked at some months ago, some not for a year.
func demoRoom(now time.Time, unit string, nth, n int) []string {
	room, tenure, use, checked := fmt.Sprintf("%d%02d", n/2+1, n%2+1), "自住", "住宅", now.AddDate(0, -4, 0)
	switch {
	case nth == 0 && n == 0:
		tenure, use = "出租", "商铺"
	case nth == 0 && n == 1:
		tenure = "出租"
	case n == 9:
		tenure = "空置"
	case n > 9:
		checked = now.AddDate(0, -18, 0)
	}
	return []string{unit, room, "", use, tenure, checked.In(when.Beijing).Format(time.DateOnly)}
}

// tellOfTenants returns the step in which the unit lead tells of a newcomer, at 19:30 on the last Saturday.
func (p *past) tellOfTenants() []moment {
	today, _ := when.Day(p.now)
	at := today.Add(19*time.Hour + 30*time.Minute)
	for at.In(when.Beijing).Weekday() != time.Saturday || at.After(p.now) {
		at = at.AddDate(0, 0, -1)
	}
	return []moment{{days: wakingDays(p.now, at), report: -6, other: func(ctx context.Context, m moment) error {
		who, err := p.actor(ctx, demoUnitLead, m)
		if err != nil {
			return err
		}
		a := demoTenant
		a.Area = p.areas[demoTenantUnit]
		_, err = p.s.Households.Report(ctx, who, a)
		return err
	}}}
}
