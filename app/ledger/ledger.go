// Package ledger is 台账: the reports or the bookings of an area and a period as a workbook for superiors. One entry feeds
// every ledger, so nobody types a case twice. Every export is in the audit log before its first byte is sent (S049).
package ledger

import (
	"fmt"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/party"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
	"linli/app/when"
)

// The limits of one export.
const (
	MaxDays = 366
	MaxRows = 200_000
	Page    = 500 // rows read at once
)

// The faults of exports.
var (
	ErrPeriod  = fault.New(fault.Invalid, "ledger.period", "日期不对：请按“2026-11-01”填写，止不早于起，最多 366 天")
	ErrReason  = fault.New(fault.Invalid, "ledger.reason", "请写明导出原因（2 至 100 字）")
	ErrArea    = fault.New(fault.Invalid, "ledger.area", "这份台账按社区导出，请选择社区或上级区划")
	ErrTooMany = fault.New(fault.Invalid, "ledger.too_many", "超过 20 万条，请缩短日期范围或选择下级区划")
)

// Request describes an export.
type Request struct {
	Kind     Kind
	From, To string          // the first and the last day in Beijing time, "2026-11-01"
	Area     int64           // 0: the actor's own
	Category report.Category // "": all
	Reason   string
	Reveal   bool // full telephone numbers
}

// Period returns the time of the request, from midnight of the first day to midnight after the last. Faults: ErrPeriod.
func (r Request) Period() (from, to time.Time, err error) {
	from, err = time.ParseInLocation(time.DateOnly, r.From, when.Beijing)
	if err != nil {
		return from, to, ErrPeriod.Because(err)
	}
	last, err := time.ParseInLocation(time.DateOnly, r.To, when.Beijing)
	if err != nil {
		return from, to, ErrPeriod.Because(err)
	}
	to = last.AddDate(0, 0, 1)
	if last.Before(from) || to.After(from.AddDate(0, 0, MaxDays)) || from.Year() < 2000 {
		return from, to, ErrPeriod
	}
	return from, to, nil
}

// Check returns the fault of an invalid request.
func (r Request) Check(matters report.Catalogue) error {
	if !text.Within(r.Reason, 2, 100) {
		return ErrReason
	}
	if r.Category != "" && !matters.Has(r.Category) {
		return report.ErrCategory
	}
	_, _, err := r.Period()
	return err
}

// locate returns the area of the request, which the actor's office covers, or the area of that office.
func (r Request) locate(t *area.Tree, who auth.Actor) (area.Area, error) {
	id := r.Area
	for _, p := range who.Postings {
		if id == 0 && who.Covers(p.Path, auth.Publishers...) {
			id = p.Area
		}
	}
	a, err := t.Get(id)
	if err != nil || !who.Covers(a.Path, auth.Publishers...) {
		return area.Area{}, area.ErrMissing
	}
	if r.Kind == Pay && (!who.Covers(a.Path, auth.Street) || a.Kind != area.Street && a.Kind != area.Community) {
		return area.Area{}, area.ErrMissing
	}
	if r.Kind == Members && !party.Sees(who, a) {
		return area.Area{}, area.ErrMissing
	}
	if _, inside := t.Up(a.ID, area.Community); r.Kind.whole() && inside && a.Kind != area.Community {
		return area.Area{}, ErrArea
	}
	return a, nil
}

// About is what the audit log records of an export: its content and size.
type About struct {
	Area     int64
	From, To string
	Category report.Category
	Rows     int
}

const everyCategory = "all"

// String returns the form that the audit log stores.
func (a About) String() string {
	category := string(a.Category)
	if category == "" {
		category = everyCategory
	}
	return fmt.Sprintf("area:%d %s~%s %s rows:%d", a.Area, a.From, a.To, category, a.Rows)
}

// ParseAbout parses the result of String; false for any other text.
func ParseAbout(s string) (About, bool) {
	words := strings.Fields(s)
	if len(words) != 4 {
		return About{}, false
	}
	a := About{Category: report.Category(words[2])}
	if a.Category == everyCategory {
		a.Category = ""
	}
	var ok bool
	a.From, a.To, ok = strings.Cut(words[1], "~")
	_, errArea := fmt.Sscanf(words[0], "area:%d", &a.Area)
	_, errRows := fmt.Sscanf(words[3], "rows:%d", &a.Rows)
	return a, ok && errArea == nil && errRows == nil
}

// Export is one past export.
type Export struct {
	audit.Record
	About
}

// Plain protects a text from being read as a formula by a spreadsheet program.
func Plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// phone returns a number in full or masked.
func phone(p person.Phone, reveal bool) string {
	if reveal {
		return string(p)
	}
	return p.Masked()
}
