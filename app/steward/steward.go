// Package steward is 楼道红管家: Party members who look after a building. They are alerted at once when a neighbour reports a
// problem there or calls for help; they acknowledge, look, and settle small matters themselves. A matter without an answer
// goes on, step by step, to other roles.
package steward

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/report"
)

// The faults of stewards.
var (
	ErrMissing    = fault.New(fault.Missing, "steward.missing", "未找到该提醒")
	ErrCall       = fault.New(fault.Missing, "steward.call_missing", "未找到该求助")
	ErrPhone      = fault.New(fault.Invalid, "steward.phone", "电话号码不对，请填 11 位手机号，或带区号的固定电话")
	ErrWords      = fault.New(fault.Invalid, "steward.words", "请写 1 至 400 字")
	ErrOften      = fault.New(fault.Often, "steward.often", "留言太频繁了，请稍等；有危险请直接打 119、120、110")
	ErrDone       = fault.New(fault.Conflict, "steward.done", "这件求助已经办完了")
	ErrPolicy     = fault.New(fault.Invalid, "steward.policy", "提醒步骤不对：1 至 6 步，每步有人，等 1 分钟至 24 小时，重复 0 至 5 次")
	ErrBoard      = fault.New(fault.Invalid, "steward.board", "电话号码请填 3 至 20 位数字，可带横线")
	ErrLevel      = fault.New(fault.Invalid, "steward.level", "请选择公示方式：不公示、姓名和电话、只公示姓名")
	ErrDays       = fault.New(fault.Invalid, "steward.days", "离岗天数请选 1、3 或 7 天")
	ErrNobody     = fault.New(fault.Conflict, "steward.no_substitute", "您还没有代班人，请先选一位同社区的红管家代班")
	ErrSubstitute = fault.New(fault.Invalid, "steward.substitute", "代班人请选同一社区的其他红管家、楼栋长或单元长")
	ErrListing    = fault.New(fault.Invalid, "steward.list", "没有这个列表")
)

// People returns persons by id.
type People interface {
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
}

// Absences records absences.
type Absences interface {
	Absent(ctx context.Context, who auth.Actor, a person.Absence) error
}

// Config is what the service needs.
type Config struct {
	Store    Store
	Areas    area.Source
	Reports  *report.Service
	People   People
	Absences Absences
	Now      func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	areas    area.Source
	reports  *report.Service
	people   People
	absences Absences
	now      func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, reports: c.Reports, people: c.People, absences: c.Absences, now: c.Now}
}

// places returns the areas whose postings count for an area: itself, all areas above it, and for a building its units.
func places(t *area.Tree, at int64) []int64 {
	all := t.Above(at)
	if a, err := t.Get(at); err == nil && a.Kind == area.Building {
		for _, u := range t.Children(at) {
			all = append(all, u.ID)
		}
	}
	return all
}

// looksAfter says whether the actor answers for an area as a steward.
func looksAfter(t *area.Tree, who auth.Actor, at int64) bool {
	a, err := t.Get(at)
	if err != nil {
		return false
	}
	if who.Covers(a.Path, auth.Helpers...) {
		return true
	}
	for _, p := range who.Postings { // a report located only by building also counts for the stewards of its units
		if u, err := t.Get(p.Area); err == nil && u.Parent == at && a.Kind == area.Building && (auth.Actor{
			Postings: []auth.Posting{p},
		}).Covers(u.Path, auth.Stewards...) {
			return true
		}
	}
	return false
}

// gridOf returns the grid above an area, 0 for none.
func gridOf(t *area.Tree, at int64) int64 {
	g, _ := t.Up(at, area.Grid)
	return g.ID
}
