// Package roster takes in who lives and works where from a workbook (花名册): the territory, the orgs, the persons and
// their postings. Rows name one another by codes that the community keeps stable; importing the same workbook twice
// changes nothing, and a row that vanished from it is left alone: to end a posting, fill in its last day.
package roster

import (
	"fmt"
	"log/slog"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// Plan is a workbook without a mistake, in the order in which it can be applied: areas come after their parents.
type Plan struct {
	Areas    []Area
	Orgs     []Org
	Persons  []Person
	Postings []Posting
}

// Area is one row of 区划.
type Area struct {
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
	Code, Name, Kind string
	Area             string
}

// Person is one row of 人员.
type Person struct {
	Row   int // in the workbook
	Code  string
	Name  string
	Phone person.Phone // "" leaves the number that is known
	Area  string
	Shown bool
}

// String names the person by code, so that an error never holds name and number.
func (p Person) String() string { return "person " + p.Code }

// LogValue does the same for logs.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Posting is one row of 任职.
type Posting struct {
	Person     string
	Role       auth.Role
	Area       string
	Org        string    // "" unless in an org
	From, To   time.Time // zero: open-ended; To is the first moment after the last day
	Substitute string    // "" none
}

// Problem is one mistake in a workbook. It names the cell and never repeats what stands in it: that may be a phone
// number.
type Problem struct {
	Sheet  string
	Row    int    // as the program for workbooks counts, from 1; 0 when the whole sheet is meant
	Column string // header; "" when the whole row is meant
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
