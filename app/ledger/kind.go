package ledger

import (
	"context"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
)

// Kind says what a ledger lists.
type Kind string

// The kinds.
const (
	Reports    Kind = "reports"
	Bookings   Kind = "bookings"
	Members    Kind = "members" // of Party organisations
	Homes      Kind = "homes"   // households, for the keepers of their residents
	Posts      Kind = "posts"
	Places     Kind = "places"
	Estates    Kind = "estates"
	Visits     Kind = "visits" // to people who need care, for the keepers of the place
	Meals      Kind = "meals"  // what was brought to whom, for the keepers of the place
	Works      Kind = "work"   // lines of work
	Patrols    Kind = "patrols"
	Uses       Kind = "uses"         // of places
	Guides     Kind = "guide"        // 事项
	Marks      Kind = "satisfaction" // by service and month, never of a person
	Orders     Kind = "orders"       // visits that somebody asked for, for the keepers of the place
	Errands    Kind = "errands"      // for the keepers of the community
	Counters   Kind = "counters"     // visits by day and counter, without persons
	Mediations Kind = "mediations"   // figures of mediation, without persons
	Pay        Kind = "pay"          // months of staff, for the street
)

// Kinds lists them all.
var Kinds = []Kind{
	Reports,
	Bookings,
	Members,
	Homes,
	Posts,
	Places,
	Estates,
	Works,
	Visits,
	Meals,
	Orders,
	Pay,
	Patrols,
	Uses,
	Guides,
	Marks,
	Errands,
	Counters,
	Mediations,
}

// whole says whether a ledger is of whole communities: its rows have no smaller place.
func (k Kind) whole() bool { return k == Bookings || k == Errands || k == Counters }

// Sheet describes the workbook of a kind of ledger.
type Sheet struct {
	Title    string // of the workbook
	Rows     string // name of the sheet with the rows
	Day      string // meaning of the days of the period
	Headings []Heading
}

// dataset is what is fixed about a kind: its sheet, and the readings that its exports are.
type dataset struct {
	Sheet
	exported, revealed audit.Reading
}

var datasets = map[Kind]dataset{
	Reports:    {Sheet{"事件台账", "事件", "提交日期", headings(Columns)}, audit.ExportedReports, audit.RevealedReports},
	Bookings:   {Sheet{"预约台账", "预约", "服务日期", headings(BookingColumns)}, audit.ExportedBookings, audit.RevealedBookings},
	Members:    {Sheet{"党员台账", "党员", "在册日期", headings(MemberColumns)}, audit.ExportedMembers, audit.RevealedMembers},
	Homes:      {Sheet{"住户台账", "住户", "在册日期", headings(HomeColumns)}, audit.ExportedHomes, audit.RevealedHomes},
	Posts:      {Sheet{"任职台账", "任职", "任职日期", headings(PostColumns)}, audit.ExportedPosts, audit.RevealedPosts},
	Places:     {Sheet{"场所台账", "场所", "在册日期", headings(PlaceColumns)}, audit.ExportedPlaces, audit.RevealedPlaces},
	Estates:    {Sheet{"小区台账", "小区", "在册日期", headings(EstateColumns)}, audit.ExportedEstates, audit.RevealedEstates},
	Visits:     {Sheet{"走访台账", "走访", "走访日期", headings(VisitColumns)}, audit.ExportedVisits, audit.RevealedVisits},
	Meals:      {Sheet{"助餐台账", "助餐", "用餐日期", headings(MealColumns)}, audit.ExportedMeals, audit.RevealedMeals},
	Orders:     {Sheet{"上门台账", "上门", "申请日期", headings(OrderColumns)}, audit.ExportedOrders, audit.RevealedOrders},
	Pay:        {Sheet{"薪酬依据", "月报", "月份", headings(PayColumns)}, audit.ExportedPay, audit.RevealedPay},
	Patrols:    {Sheet{"巡查台账", "巡查", "巡查日期", headings(PatrolColumns)}, audit.ExportedPatrols, audit.RevealedPatrols},
	Guides:     {Sheet{"事项台账", "事项", "在册日期", headings(MatterColumns)}, audit.ExportedGuide, audit.RevealedGuide},
	Uses:       {Sheet{"场地借用台账", "借用", "使用日期", headings(UseColumns)}, audit.ExportedUses, audit.RevealedUses},
	Marks:      {Sheet{"满意度台账", "满意度", "月份", headings(MarkColumns)}, audit.ExportedMarks, audit.RevealedMarks},
	Errands:    {Sheet{"代办台账", "代办", "申请日期", headings(ErrandColumns)}, audit.ExportedErrands, audit.RevealedErrands},
	Counters:   {Sheet{"窗口台账", "窗口", "服务日期", headings(ServedColumns)}, audit.ExportedCounters, audit.RevealedCounters},
	Mediations: {Sheet{"调解统计", "调解", "申请日期", headings(MediationColumns)}, audit.ExportedMediations, audit.RevealedMediations},
	Works:      {Sheet{"工作台账", "工作", "工作日期", headings(WorkColumns)}, audit.ExportedWorks, audit.RevealedWorks},
}

// Sheet returns the description of the kind's workbook.
func (k Kind) Sheet() Sheet { return datasets[k].Sheet }

// action returns the action for the audit log.
func (k Kind) action(reveal bool) string {
	if reveal {
		return string(datasets[k].revealed)
	}
	return string(datasets[k].exported)
}

// exports are the readings that are exports.
var exports = func() (all []audit.Reading) {
	for _, k := range Kinds {
		all = append(all, datasets[k].exported, datasets[k].revealed)
	}
	return all
}()

// Kind returns the kind of the export, "" for any other action.
func (e Export) Kind() Kind {
	for _, k := range Kinds {
		if e.Action == k.action(false) || e.Action == k.action(true) {
			return k
		}
	}
	return ""
}

// Revealed says whether the export has full telephone numbers.
func (e Export) Revealed() bool { return e.Action == e.Kind().action(true) }

// written holds the functions that count and write the rows of one kind of ledger.
type written struct {
	count func(ctx context.Context, p Part) (int, error)
	write func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error)
}

func (s *Service) written(k Kind, who auth.Actor, at area.Area) written {
	switch k {
	case Bookings:
		return written{s.store.CountBookings, s.writeBookings}
	case Members:
		return s.members(who, at)
	case Homes:
		return s.homes(who)
	case Posts:
		return s.posts()
	case Places:
		return s.places()
	case Estates:
		return s.estates(who)
	case Uses:
		return s.uses()
	case Patrols:
		return s.patrols()
	case Mediations:
		return s.mediations()
	case Errands:
		return s.entrusted(who)
	case Counters:
		return s.served()
	case Guides:
		return s.guides()
	case Marks:
		return s.marked()
	case Works:
		return s.works(who)
	case Pay:
		return s.pay(who, at)
	case Visits:
		return s.cared(who)
	case Meals:
		return s.meals(who)
	case Orders:
		return s.orders(who)
	case Reports:
	}
	return written{s.store.CountPart, s.write}
}

// keep adds the audit record; if that fails, so does the export.
func (s *Service) keep(ctx context.Context, r audit.Record) error {
	return s.store.InTx(ctx, func(tx audit.Log) error { return tx.AddAudit(ctx, r) })
}
