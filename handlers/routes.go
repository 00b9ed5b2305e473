package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
)

// route is one line of the API: what, where, who. Whether the thing itself is within the caller's scope is decided by the
// use case.
type route struct {
	method, path string
	entry        entry
	roles        []auth.Role
	do           handler
}

type handler = func(*fiber.Ctx, caller) error

// entry says what a request must bring.
type entry int

const (
	login    entry = iota // a token; a write may carry an Idempotency-Key
	open                  // nothing; what is sent twice is recognised by what it says
	openOnce              // nothing; a write may carry an Idempotency-Key
)

func (r route) public() bool { return r.entry != login }

// The addresses of what everybody may call, and of what is for staff.
const (
	api   = "/api/v1"
	staff = api + "/staff"
)

// anyone is who has not logged in.
var anyone []auth.Role

// routes collects the routes of every capability. A request takes the first that fits: within a capability a word stands before
// an id in the same place.
func (c Config) routes() []route {
	w := c.web()
	files := photos{w, c.Media}
	reported := reports{w, c.Reports, c.Persons, files}
	return slices.Concat(
		system{c.Notices, c.Ready, c.Facts}.routes(),
		callbacks(c.Callbacks).routes(),
		clients{w, c.Client, c.Base, c.Pages}.routes(),
		persons{w, c.Persons, c.Accounts, c.Client.OA != ""}.routes(),
		homepage{c.Home}.routes(),
		places{w, c.Codes}.routes(),
		calendars{c.Calendar}.routes(),
		notices{w, c.Notices}.routes(),
		files.routes(),

		appraisals{w, c.Appraisals}.routes(),
		bookings{w, c.Bookings, c.Persons, c.Codes}.routes(),
		bulletins{w, c.Bulletins}.routes(),
		decisions{w, c.Dispatch}.routes(),
		families{w, c.Families}.routes(),
		ledgers{w, c.Ledgers, c.NewWorkbook}.routes(),
		loans{w, c.Loans, c.Codes}.routes(),
		reported.routes(),
		stewards{w, c.Stewards, reported, c.Base}.routes(),
		whistles{w, c.Whistles, files}.routes(),
	)
}
