// Package patrol is the rounds of a grid or an estate (巡查): what is planned, which codes of boards and places were scanned, what was
// found, and why a planned round did not take place. A round is proven by codes, indoors too, and never by watching the walker.
package patrol

import (
	"time"

	"linli/app/fault"
	"linli/app/when"
)

// The faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "patrol.missing", "未找到该次巡查")
	ErrPlan    = fault.New(fault.Missing, "patrol.plan", "未找到该巡查计划")
	ErrRaise   = fault.New(fault.Missing, "patrol.raise", "未找到这次加密巡查")
	ErrCode    = fault.New(fault.Missing, "patrol.code", "没有认出这个码，或不在您任职的范围内")
	ErrNone    = fault.New(fault.Conflict, "patrol.none", "现在没有正在进行的巡查，请先扫一个点的码")
	ErrTime    = fault.New(fault.Invalid, "patrol.time", "只能补交最近 7 天的巡查，请检查手机的时间")
	ErrFloor   = fault.New(fault.Invalid, "patrol.floor", "楼层最多 10 字")
	ErrTopic   = fault.New(fault.Invalid, "patrol.topic", "请从列表中选择巡查内容")
	ErrWords   = fault.New(fault.Invalid, "patrol.words", "补充最多 300 字")
	ErrDay     = fault.New(fault.Invalid, "patrol.day", "只能说明最近 7 天里您该巡查的日子")
	ErrWritten = fault.New(fault.Invalid, "patrol.written", "名称请填 2 至 30 字，选 1 至 200 个点，要看的点数不能多于点数")
	ErrWindows = fault.New(fault.Invalid, "patrol.windows", "请选择巡查的日子；时段请按“08:30-11:30,19:00-21:00”填写，不限的留空")
	ErrPosts   = fault.New(fault.Invalid, "patrol.posts", "请选择由谁巡查")
	ErrPoint   = fault.New(fault.Invalid, "patrol.point", "有的点不在计划的范围内，请重新选择")
	ErrUntil   = fault.New(fault.Invalid, "patrol.until", "加密巡查请填写原因（2 至 100 字），并在 30 天内结束")
	ErrTrack   = fault.New(fault.Conflict, "patrol.track", "请先扫一个点的码开始巡查，再记录轨迹")
	ErrPlace   = fault.New(fault.Invalid, "patrol.positions", "轨迹点不对，一次最多 500 个")
)

// The limits of a round.
const (
	// since is how long ago a scan may have been, when a telephone without a network sends it.
	since = 7 * 24 * time.Hour
	// quiet is after how long without a scan a round is over.
	quiet = 4 * time.Hour
	// Around is how far from a time a round may lie that it concerns.
	Around = 24 * time.Hour
	// same is how long after a scan another one of the point is the same.
	same = time.Minute
	// after is how long somebody stays at the last point.
	after    = 5
	maxWords = 300
	maxFloor = 10
)

// Patrol is one round of one person.
type Patrol struct {
	ID        int64
	Community int64
	Plan      int64 // 0: none
	Area      int64 // of the plan, else the grid or the community of the first scan
	Person    int64
	Begin     time.Time // the first scan
	Last      time.Time // the last scan
	ClosedAt  time.Time // zero while it is open
	Quiet     bool      // closed because no scan followed
	Minutes   int       // when it is closed
	Metres    int       // of a track; 0 without one
	Tracking  bool      // the walker has started a track
	Words     string    // what the walker added
	Scans     []Scan    // in order of time
}

// Scan is one code that was scanned.
type Scan struct {
	Area  int64 // of the board; of a place its area
	Place int64 // 0: a board
	Name  string
	At    time.Time
	Floor string
}

// Find is a report that somebody made of what they saw, on a round or without one.
type Find struct {
	Community int64
	Patrol    int64 // 0: without a round
	Report    int64
	Person    int64
	Area      int64
	Grid      int64 // 0: not known
	At        time.Time
	Topic     string
	Spot      bool // settled on the spot
	Request   string
	ToldAt    time.Time // when the grid lead was told; zero: not yet
}

// Found is a find with what people read of its report.
type Found struct {
	Find
	Number string
	Title  string
	Place  string
	State  string
	Result string
	Open   bool
}

// Day returns the day to which the round belongs: the one on which it began.
func (p Patrol) Day() when.Date { return when.DateOf(p.Begin) }
