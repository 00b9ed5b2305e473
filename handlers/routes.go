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

// powers are the groups of roles that a client asks about: to those who have one it offers the pages whose routes serve
// the group.
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
	{"org", auth.Departments},
	{"manage", auth.Managers},
	{"oversee", auth.Deciders},
	{"posted", auth.Posted},
	{"operate", auth.Operators},
}

// powersOf returns the names of the powers that the actor's postings give him.
func powersOf(who auth.Actor) []string {
	names := []string{}
	for _, p := range powers {
		if who.Need(p.roles...) == nil {
			names = append(names, p.name)
		}
	}
	return names
}
