package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
)

// route is one line of the API: address, roles and handler. Whether the object is within the caller's scope is decided
// by the use case.
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
	open                  // nothing; repeated requests are recognised by their content
	openOnce              // nothing; a write may carry an Idempotency-Key
)

func (r route) public() bool { return r.entry != login }

// The prefixes of the routes for everybody and for staff.
const (
	api   = "/api/v1"
	staff = api + "/staff"
)

// anyone includes callers without a login.
var anyone []auth.Role

// powers are the groups of roles that a client may have: it shows the pages of the groups the caller belongs to.
var powers = []struct {
	name  string
	roles []auth.Role
}{
	{"work", auth.Workers},
	{"desk", auth.Dispatchers},
	{"territory", auth.Handlers},
	{"keep", auth.Keepers},
	{"office", auth.Publishers},
	{"whistle", auth.Callers},
	{"maintain", auth.Maintainers},
	{"org", auth.Departments},
	{"manage", auth.Managers},
	{"oversee", auth.Deciders},
	{"posted", auth.Posted},
	{"mediate", auth.Mediators},
	{"operate", auth.Operators},
}

// powersOf returns the names of the powers that the actor's postings give.
func powersOf(who auth.Actor) []string {
	names := []string{}
	for _, p := range powers {
		if who.Need(p.roles...) == nil {
			names = append(names, p.name)
		}
	}
	return names
}
