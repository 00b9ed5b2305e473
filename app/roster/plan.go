// Package roster imports areas, orgs, persons and postings from a workbook (花名册). Rows refer to one another by stable
// codes; importing the same workbook twice changes nothing. A row that is no longer in it stays: a posting ends by its last
// day.
package roster

import (
	"fmt"
	"log/slog"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// Plan is a workbook without problems, in the order in which it is applied: areas come after their parents.
type Plan struct {
	Areas    []Area
	Orgs     []Org
	Persons  []Person
	Postings []Posting
	Branches []Branch
	Members  []MemberRow
	Grids    []GridRow
	Homes    Rows // dwellings and residents, read row by row; nil: none
}

// Area is one row of 区划.
type Area struct {
	Row        int // in the workbook
	Code       string
	Parent     string // "" for the county
	Kind       area.Kind
	Name       string
	Households int
	Lat, Lng   float64 // 0, 0 when unknown
	Boundary   string  // GeoJSON Polygon or MultiPolygon, or ""
	Aliases    []string
}

// Org is one row of 部门.
type Org struct {
	Row              int // in the workbook
	Code, Name, Kind string
	Area             string
	Parent           *string // code of the org above; nil for a workbook without the column
}

// Person is one row of 人员.
type Person struct {
	Row   int // in the workbook
	Code  string
	Name  string
	Phone person.Phone // "" keeps the known number
	Area  string
	Shown bool
}

// String names the person by code, so that no error text contains name or number.
func (p Person) String() string { return "person " + p.Code }

// LogValue is String for logs.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Posting is one row of 任职.
type Posting struct {
	Row        int // in the workbook
	Person     string
	Role       auth.Role
	Area       string
	Org        string    // "" unless in an org
	From, To   time.Time // zero: open-ended; To is the first moment after the last day
	Substitute string    // "" none
	Now        bool      // To is this moment, not the end of a day
	Work       Work
}

// Work is what a row says about the work; nil for a column that the workbook does not have.
type Work struct {
	Class       *person.Class
	Employed    *person.Employment
	Specialties *string
	Duties      *string
}

// over returns the work as it is after the row.
func (w Work) over(old person.Work) person.Work {
	if w.Class != nil {
		old.Class = *w.Class
	}
	if w.Employed != nil {
		old.Employed = *w.Employed
	}
	if w.Specialties != nil {
		old.Specialties = *w.Specialties
	}
	if w.Duties != nil {
		old.Duties = *w.Duties
	}
	return old
}

// Problem is one mistake in a workbook. It names the cell and never its content, which may be a phone number.
type Problem struct {
	Sheet  string
	Row    int    // counted from 1, as in Excel; 0 for the whole sheet
	Column string // header; "" for the whole row
	Reason string
}

func (p Problem) String() string {
	s := "【" + p.Sheet + "】"
	if p.Row > 0 {
		s += fmt.Sprintf("第 %d 行", p.Row)
	}
	if p.Column != "" {
		s += "“" + p.Column + "”"
	}
	return s + "：" + p.Reason
}
