package handlers

import (
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
