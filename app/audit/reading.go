package audit

import (
	"context"
	"time"
)

// Reading is an action by which staff read personal data of residents (谁看过). Its value is the action in the log.
type Reading string

// The readings.
const (
	FoundResidents     Reading = "person.find"                // 查找居民
	ReadResident       Reading = "person.read"                // 看居民资料
	ReadTagged         Reading = "person.tagged"              // 看标签名单
	SearchedName       Reading = "search.name"                // 按姓名搜索
	SearchedPhone      Reading = "search.phone"               // 按手机号搜索
	RevealedPhone      Reading = "person.reveal_phone"        // 看完整手机号
	RevealedCaller     Reading = "steward.reveal_phone"       // 看求助人手机号
	ExportedReports    Reading = "ledger.reports"             // 导出事件台账
	RevealedReports    Reading = "ledger.reveal"              // 导出事件台账（完整手机号）
	ExportedBookings   Reading = "ledger.bookings"            // 导出预约台账
	RevealedBookings   Reading = "ledger.reveal_bookings"     // 导出预约台账（完整手机号）
	ReadRoster         Reading = "roster.download"            // 下载花名册
	ReadRooms          Reading = "household.rooms"            // 看楼栋住户
	ReadHousehold      Reading = "household.read"             // 看一户
	ReadMembers        Reading = "party.read"                 // 看党员名册
	ExportedMembers    Reading = "ledger.members"             // 导出党员台账
	RevealedMembers    Reading = "ledger.reveal_members"      // 导出党员台账（完整手机号）
	ExportedHomes      Reading = "ledger.homes"               // 导出住户台账
	RevealedHomes      Reading = "ledger.reveal_homes"        // 导出住户台账（完整手机号）
	ExportedPosts      Reading = "ledger.posts"               // 导出任职台账
	RevealedPosts      Reading = "ledger.reveal_posts"        // 导出任职台账（完整手机号）
	ExportedPlaces     Reading = "ledger.places"              // 导出场所台账
	ExportedMarks      Reading = "ledger.satisfaction"        // 导出满意度台账
	RevealedMarks      Reading = "ledger.reveal_satisfaction" // 导出满意度台账（完整手机号）
	ExportedGuide      Reading = "ledger.guide"               // 导出事项台账
	RevealedGuide      Reading = "ledger.reveal_guide"        // 导出事项台账（完整手机号）
	RevealedPlaces     Reading = "ledger.reveal_places"       // 导出场所台账（完整手机号）
	ReadCareList       Reading = "care.list"                  // 看走访名单
	ReadCare           Reading = "care.read"                  // 看走访记录
	ExportedVisits     Reading = "ledger.visits"              // 导出走访台账
	ExportedPatrols    Reading = "ledger.patrols"             // 导出巡查台账
	RevealedPatrols    Reading = "ledger.reveal_patrols"      // 导出巡查台账（完整手机号）
	ExportedUses       Reading = "ledger.uses"                // 导出场地借用台账
	RevealedUses       Reading = "ledger.reveal_uses"         // 导出场地借用台账（完整手机号）
	RevealedVisits     Reading = "ledger.reveal_visits"       // 导出走访台账（完整手机号）
	ExportedEstates    Reading = "ledger.estates"             // 导出小区台账
	RevealedEstates    Reading = "ledger.reveal_estates"      // 导出小区台账（完整手机号）
	ReadAnswers        Reading = "collect.read"               // 看采集答复
	ReadCoverage       Reading = "collect.coverage"           // 看很久没联系
	ExportedWorks      Reading = "ledger.work"                // 导出工作台账
	RevealedWorks      Reading = "ledger.reveal_work"         // 导出工作台账（完整手机号）
	ReadMeals          Reading = "meal.list"                  // 看助餐名单
	ExportedMeals      Reading = "ledger.meals"               // 导出助餐台账
	RevealedMeals      Reading = "ledger.reveal_meals"        // 导出助餐台账（完整手机号）
	ExportedOrders     Reading = "ledger.orders"              // 导出上门台账
	RevealedOrders     Reading = "ledger.reveal_orders"       // 导出上门台账（完整手机号）
	ExportedPay        Reading = "ledger.pay"                 // 导出薪酬依据
	RevealedPay        Reading = "ledger.reveal_pay"          // 导出薪酬依据（完整手机号）
	OpenedPaper        Reading = "paper.open"                 // 看居民材料
	ListedPapers       Reading = "paper.list"                 // 看居民存了哪些材料
	RefusedPaper       Reading = "paper.refused"              // 想看居民材料，无权
	ExportedErrands    Reading = "ledger.errands"             // 导出代办台账
	RevealedErrands    Reading = "ledger.reveal_errands"      // 导出代办台账（完整手机号）
	ExportedCounters   Reading = "ledger.counters"            // 导出窗口台账
	RevealedCounters   Reading = "ledger.reveal_counters"     // 导出窗口台账（完整手机号）
	OpenedFile         Reading = "mediate.open"               // 看调解案卷
	ExportedMediations Reading = "ledger.mediations"          // 导出调解统计
	RevealedMediations Reading = "ledger.reveal_mediations"   // 导出调解统计（完整手机号）
)

// Readings lists every reading, in the order in which a person chooses one.
var Readings = []Reading{
	FoundResidents,
	ReadResident,
	ReadTagged,
	SearchedName,
	SearchedPhone,
	RevealedPhone,
	RevealedCaller,
	ExportedReports,
	RevealedReports,
	ExportedBookings,
	RevealedBookings,
	ReadRoster,
	ReadRooms,
	ReadHousehold,
	ReadMembers,
	ExportedMembers,
	RevealedMembers,
	ExportedHomes,
	RevealedHomes,
	ExportedPosts,
	RevealedPosts,
	ExportedPlaces,
	RevealedPlaces,
	ExportedGuide,
	RevealedGuide,
	ExportedMarks,
	RevealedMarks,
	ExportedEstates,
	RevealedEstates,
	ExportedWorks,
	RevealedWorks,
	ReadCareList,
	ReadCare,
	ExportedVisits,
	RevealedVisits,
	ReadMeals,
	ExportedMeals,
	RevealedMeals,
	ExportedOrders,
	RevealedOrders,
	ReadAnswers,
	ReadCoverage,
	ExportedPay,
	RevealedPay,
	OpenedPaper,
	ListedPapers,
	RefusedPaper,
	ExportedErrands,
	RevealedErrands,
	ExportedCounters,
	RevealedCounters,
	OpenedFile,
	ExportedMediations,
	RevealedMediations,
	ExportedPatrols,
	RevealedPatrols,
	ExportedUses,
	RevealedUses,
}

var readingNames = map[Reading]string{
	FoundResidents:     "查找居民",
	ReadResident:       "看居民资料",
	ReadTagged:         "看标签名单",
	SearchedName:       "按姓名搜索",
	SearchedPhone:      "按手机号搜索",
	RevealedPhone:      "看完整手机号",
	RevealedCaller:     "看求助人手机号",
	ExportedReports:    "导出事件台账",
	RevealedReports:    "导出事件台账（完整手机号）",
	ExportedBookings:   "导出预约台账",
	RevealedBookings:   "导出预约台账（完整手机号）",
	ReadRoster:         "下载花名册",
	ReadRooms:          "看楼栋住户",
	ReadHousehold:      "看一户",
	ReadMembers:        "看党员名册",
	ExportedMembers:    "导出党员台账",
	RevealedMembers:    "导出党员台账（完整手机号）",
	ExportedHomes:      "导出住户台账",
	RevealedHomes:      "导出住户台账（完整手机号）",
	ExportedPosts:      "导出任职台账",
	RevealedPosts:      "导出任职台账（完整手机号）",
	ExportedPlaces:     "导出场所台账",
	RevealedPlaces:     "导出场所台账（完整手机号）",
	ExportedGuide:      "导出事项台账",
	RevealedGuide:      "导出事项台账（完整手机号）",
	ExportedMarks:      "导出满意度台账",
	RevealedMarks:      "导出满意度台账（完整手机号）",
	ExportedEstates:    "导出小区台账",
	RevealedEstates:    "导出小区台账（完整手机号）",
	ExportedWorks:      "导出工作台账",
	RevealedWorks:      "导出工作台账（完整手机号）",
	ReadCareList:       "看走访名单",
	ReadCare:           "看走访记录",
	ExportedVisits:     "导出走访台账",
	RevealedVisits:     "导出走访台账（完整手机号）",
	ReadMeals:          "看助餐名单",
	ExportedMeals:      "导出助餐台账",
	RevealedMeals:      "导出助餐台账（完整手机号）",
	ExportedOrders:     "导出上门台账",
	RevealedOrders:     "导出上门台账（完整手机号）",
	ReadAnswers:        "看采集答复",
	ReadCoverage:       "看很久没联系",
	ExportedPay:        "导出薪酬依据",
	RevealedPay:        "导出薪酬依据（完整手机号）",
	OpenedPaper:        "看居民材料",
	ListedPapers:       "看居民存了哪些材料",
	RefusedPaper:       "想看居民材料（无权，未给看）",
	ExportedErrands:    "导出代办台账",
	RevealedErrands:    "导出代办台账（完整手机号）",
	ExportedCounters:   "导出窗口台账",
	RevealedCounters:   "导出窗口台账（完整手机号）",
	OpenedFile:         "看调解案卷",
	ExportedMediations: "导出调解统计",
	RevealedMediations: "导出调解统计（完整手机号）",
	ExportedPatrols:    "导出巡查台账",
	RevealedPatrols:    "导出巡查台账（完整手机号）",
	ExportedUses:       "导出场地借用台账",
	RevealedUses:       "导出场地借用台账（完整手机号）",
}

// Name returns the reading in Chinese, "" for any other action.
func (r Reading) Name() string { return readingNames[r] }

// ReadingLog is a log that knows its last line.
type ReadingLog interface {
	Log
	// LastAudit returns when the person did this action about this the last time; the zero time: never.
	LastAudit(ctx context.Context, person int64, action, about string) (time.Time, error)
}

// readAgain is how long a reading repeated by the same person leaves no further line: typing in a search field, or loading
// a page again, is one reading.
const readAgain = 10 * time.Minute

// AddReading adds the line of a reading, unless it repeats one of the last minutes.
func AddReading(ctx context.Context, log ReadingLog, r Record) error {
	last, err := log.LastAudit(ctx, r.Person, r.Action, r.About)
	if err != nil || r.At.Sub(last) < readAgain {
		return err
	}
	return log.AddAudit(ctx, r)
}
