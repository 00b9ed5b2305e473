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

// routes collects the routes of every capability. A request takes the first that fits: within a capability a word stands before
// an id in the same place.
func (s *Server) routes() []route {
	w := s.web
	files, reported := photos{w, s.Media}, s.reports()
	return slices.Concat(
		s.otherRoutes(),
		bulletins{w, s.Bulletins}.routes(),
		files.routes(),
		reported.routes(),
		decisions{w, s.Dispatch}.routes(),
		whistles{w, s.Whistles, files}.routes(),
		appraisals{w, s.Appraisals}.routes(),
		ledgers{w, s.Ledgers, s.NewWorkbook}.routes(),
		bookings{w, s.Bookings, s.Persons, s.Codes}.routes(),
		stewards{w, s.Stewards, reported, s.Base}.routes(),
	)
}

func (s *Server) reports() reports {
	return reports{s.web, s.Reports, s.Persons, photos{s.web, s.Media}}
}

func (s *Server) otherRoutes() []route {
	return []route{
		{"GET", "/healthz", open, anyone, s.health},
		{"GET", "/readyz", open, anyone, s.readiness},
		{"GET", "/openapi.json", open, anyone, s.contract},
		{"GET", "/wx/:account", open, anyone, s.verify},
		{"POST", "/wx/:account", open, anyone, s.receive},

		{"GET", api + "/client", open, anyone, s.client},
		{"GET", api + "/oauth", open, anyone, s.oauth},
		{"POST", api + "/login/oa", open, anyone, s.login(auth.OA)},
		{"POST", api + "/login/resident", open, anyone, s.login(auth.MP)},
		{"POST", api + "/login/staff", open, anyone, s.login(auth.Staff)},
		{"POST", api + "/logout", login, auth.Everyone, s.logout},
		{"GET", api + "/jssdk", login, auth.Everyone, s.signPage},

		{"GET", api + "/me", login, auth.Everyone, s.me},
		{"PATCH", api + "/me", login, auth.Everyone, s.changeMe},
		{"DELETE", api + "/me", login, auth.Everyone, s.closeAccount},
		{"PUT", api + "/me/privacy", login, auth.Everyone, s.agree},
		{"POST", api + "/me/phone", login, auth.Everyone, s.bindPhone},
		{"POST", api + "/me/invitation", login, auth.Everyone, s.acceptInvitation},
		{"GET", api + "/me/absence", login, auth.Posted, s.getAbsence},
		{"PUT", api + "/me/absence", login, auth.Posted, s.setAbsence},
		{"DELETE", api + "/me/absence", login, auth.Posted, s.endAbsence},
		{"GET", api + "/me/substitutes", login, auth.Posted, s.substitutes},

		{"GET", api + "/waiting", login, auth.Everyone, s.waiting},
		{"GET", api + "/areas", login, auth.Everyone, s.areas},
		{"GET", api + "/areas/find", login, auth.Everyone, s.findAreas},

		{"GET", api + "/family", login, auth.Everyone, s.family},
		{"POST", api + "/family", login, auth.Everyone, s.askFamily},
		{"POST", api + "/family/invite", login, auth.Everyone, s.inviteFamily},
		{"POST", api + "/family/accept", login, auth.Everyone, s.acceptFamily},
		{"DELETE", api + "/family/:id", login, auth.Everyone, s.endFamily},

		{"GET", api + "/notices", login, auth.Everyone, s.notices},
		{"POST", api + "/notices/:id/read", login, auth.Everyone, s.readNotice},

		{"GET", api + "/steward/doors", login, auth.Stewards, s.doors},
		{"POST", api + "/steward/doors/:id/told", login, auth.Stewards, s.toldAtDoor},

		{"GET", staff + "/home", login, auth.Workers, s.home},

		{"GET", staff + "/system", login, auth.Operators, s.system},
		{"GET", staff + "/undelivered", login, auth.Answerers, s.undelivered},
		{"POST", staff + "/undelivered/:id/told", login, auth.Answerers, s.told},
		{"GET", staff + "/areas/:id/code", login, auth.Dispatchers, s.areaCode},
		{"POST", staff + "/persons/:id/invitation", login, auth.Managers, s.invite},
		{"PUT", staff + "/persons/:id/absence", login, auth.Managers, s.handOver},
		{"DELETE", staff + "/persons/:id/absence", login, auth.Managers, s.endHandOver},
		{"POST", staff + "/residents", login, auth.Keepers, s.enterResident},
		{"POST", staff + "/residents/find", login, auth.Keepers, s.findResidents},
		{"GET", staff + "/residents/:id", login, auth.Keepers, s.getResident},
		{"PATCH", staff + "/residents/:id", login, auth.Keepers, s.correctResident},
		{"GET", staff + "/families", login, auth.Keepers, s.families},
		{"POST", staff + "/families", login, auth.Keepers, s.connectFamily},
		{"POST", staff + "/families/:id/confirm", login, auth.Keepers, s.confirmFamily},
		{"POST", staff + "/families/:id/refuse", login, auth.Keepers, s.refuseFamily},
		{"POST", staff + "/families/:id/end", login, auth.Keepers, s.dissolveFamily},
		{"GET", staff + "/hours", login, auth.Handlers, s.hours},
		{"PUT", staff + "/communities/:id/hours", login, auth.Managers, s.setHours},
	}
}
