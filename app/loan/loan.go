// Package loan lends the things of a community (借用): umbrellas, chargers, wheelchairs, at the counter or by the
// borrower themselves. A piece is lent only while the stock has one, and a late return has no penalty.
package loan

import (
	"slices"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/job"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxName   = 20  // characters of a thing's name
	MaxPlace  = 40  // and of the place where it is
	MaxAbout  = 200 // and of what borrowers must know
	MaxCopy   = 10  // and of the code on one piece
	MaxWords  = 100 // and of what is said when a loan ends
	MaxStock  = 999 // pieces of one thing
	MaxDays   = 90  // of a loan
	MaxOpen   = 3   // loans that one person takes by themselves
	MaxThings = 50  // of one community

	// Keep is how long an ended loan is kept.
	Keep = 90 * 24 * time.Hour
)

// RemindJob reminds the borrower of the loan it refers to, until the piece is back.
const RemindJob job.Kind = "loan.remind"

// What can go wrong.
var (
	ErrMissing  = fault.New(fault.Missing, "loan.missing", "未找到这条借用记录")
	ErrThing    = fault.New(fault.Missing, "loan.thing", "未找到该物品，或已不再外借")
	ErrList     = fault.New(fault.Invalid, "loan.list", "没有这个列表")
	ErrWritten  = fault.New(fault.Invalid, "loan.written", "请填写名称（1 至 20 字）和存放地点（1 至 40 字），说明最多 200 字")
	ErrNumbers  = fault.New(fault.Invalid, "loan.numbers", "数量须为 1 至 999，借期须为 0 至 90 天")
	ErrCopyCode = fault.New(fault.Invalid, "loan.copy_code", "物品编号最多 10 字")
	ErrWords    = fault.New(fault.Invalid, "loan.words", "请写明情况（2 至 100 字）")
	ErrStock    = fault.New(fault.Conflict, "loan.stock", "数量不能少于已借出的数量")
	ErrOut      = fault.New(fault.Conflict, "loan.out", "还有借出未还的，请先收回或登记丢失")
	ErrFull     = fault.New(fault.Conflict, "loan.full", "一个社区最多登记 50 种物品")
	ErrNone     = fault.New(fault.Conflict, "loan.none", "现在都借出去了，请过些时候再来")
	ErrTwice    = fault.New(fault.Conflict, "loan.twice", "这样物品已借了一件，还了才能再借")
	ErrCopy     = fault.New(fault.Conflict, "loan.copy", "这个编号的物品已借出")
	ErrMany     = fault.New(fault.Conflict, "loan.many", "一个人最多同时借 3 件，请先归还")
	ErrDesk     = fault.New(fault.Conflict, "loan.desk", "这样物品请到社区前台借还")
	ErrEnded    = fault.New(fault.Conflict, "loan.ended", "这件物品已经归还或销账")
	ErrExtended = fault.New(fault.Conflict, "loan.extended", "只能续借一次，请按时归还")
	ErrLate     = fault.New(fault.Conflict, "loan.late", "已经过期，请先归还")
)

// Thing is something that a community lends, with all its pieces.
type Thing struct {
	ID        int64
	Community int64
	Name      string
	Place     string // where it is, and where it is brought back
	PlaceID   int64  // the place of the community with this name; 0 where words say it
	About     string // what borrowers must know
	Stock     int    // pieces there are
	Lent      int    // of these, lent now
	Days      int    // a loan lasts; 0: until the end of the day
	Self      bool   // borrowers take and bring it back without staff
	EndedAt   time.Time
}

// Left is how many pieces can be lent now.
func (t Thing) Left() int { return max(0, t.Stock-t.Lent) }

// mayBeTaken says whether a person with these loans can take a piece without staff.
func (t Thing) mayBeTaken(out []Loan) bool {
	has := slices.ContainsFunc(out, func(l Loan) bool { return l.Thing == t.ID })
	return t.Self && t.Left() > 0 && !has && len(out) < MaxOpen
}

// check cleans the words and returns what is wrong with the thing.
func (t *Thing) check() error {
	t.Name, t.Place, t.About = text.Line(t.Name), text.Line(t.Place), text.Line(t.About)
	switch {
	case !text.Within(t.Name, 1, MaxName), !text.Within(t.Place, 0, MaxPlace), t.Place == "" && t.PlaceID == 0, !text.Within(t.About, 0, MaxAbout):
		return ErrWritten
	case t.Stock < 1, t.Stock > MaxStock, t.Days < 0, t.Days > MaxDays:
		return ErrNumbers
	}
	return nil
}

// keptAt finds the place of a thing among those of its community: the chosen one, or the one with the same name as the words. Fault:
// place.ErrMissing.
func (t *Thing) keptAt(all []place.Place) error {
	p, ok, err := place.Find(all, t.PlaceID, t.Place)
	if ok {
		t.PlaceID, t.Place = p.ID, p.Name
	}
	return err
}

// Named says whether a borrower's words mean the thing: they are part of its name.
func (t Thing) Named(words string) bool { return words != "" && strings.Contains(t.Name, words) }

// Loan is one lent piece. The borrower is a known person, or a name and a telephone number.
type Loan struct {
	ID        int64
	Thing     int64
	Community int64
	Copy      string // the code on the piece, or ""
	Person    int64  // 0: only name and number are known
	Name      string // of a borrower who is no known person, or has closed their account
	Phone     person.Phone
	State     State
	Words     string // what was said when it ended
	Due       when.Date
	Extended  bool
	Reminded  int // times
	LentAt    time.Time
	LentBy    int64 // staff; 0: the borrower took it
	EndedAt   time.Time
	EndedBy   int64
	Request   string // the idempotency key that made the loan
	Deed      string // the idempotency key that changed it last
}

// Handing is what staff write down when they lend.
type Handing struct {
	Thing int64
	Name  string
	Phone person.Phone
	Copy  string
}

// Ending is what staff write down when a loan ends.
type Ending struct {
	Words string // the state of the piece; needed when it is broken or gone
	Gone  bool   // it cannot be lent any more: the stock is one less
}

// check cleans the words and returns what is wrong.
func (e *Ending) check() error {
	e.Words = text.Words(e.Words)
	least := 0
	if e.Gone {
		least = 2
	}
	if !text.Within(e.Words, least, MaxWords) {
		return ErrWords
	}
	return nil
}
