package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/appraisal"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/dispatch"
	"linli/app/ledger"
	"linli/app/notify"
	"linli/app/person"
)

type route struct {
	method, path string
	public       bool
	roles        []auth.Role
	do           func(*fiber.Ctx, caller) error
}

var (
	anyone   = []auth.Role(nil)
	everyone = []auth.Role{auth.Resident}
	stewards = auth.Stewards
	workers  = auth.Workers
	desk     = []auth.Role{auth.GridLead, auth.Clerk, auth.Secretary, auth.Street, auth.Centre}
	// territory is who works in areas rather than in an org, and so replies with the community's words.
	territory = []auth.Role{auth.GridOfficer, auth.GridLead, auth.Clerk, auth.Secretary, auth.Street, auth.Centre}
	managers  = []auth.Role{auth.Secretary, auth.Clerk, auth.Street, auth.Centre, auth.Operator}
	deciders  = dispatch.Deciders
	posted    = auth.Roles
	keepers   = person.Keepers
	counter   = booking.Staff
	// offices call departments to a place; callable is who sees a whistle: who calls and who is called.
	offices   = auth.Offices
	callable  = append([]auth.Role{auth.OrgStaff}, auth.Offices...)
	orgStaff  = []auth.Role{auth.OrgStaff}
	operators = []auth.Role{auth.Operator}
	// answering is who answers for whoever was not reached.
	answering = notify.Answering
	// helpers are those who answer calls for help.
	helpers = append(append([]auth.Role{}, stewards...), territory...)
)

// powers are the groups of roles that a client asks about: to those who have one it offers the pages whose routes serve
// the group.
var powers = []struct {
	name  string
	roles []auth.Role
}{
	{"work", workers},
	{"desk", desk},
	{"territory", territory},
	{"keep", keepers},
	{"office", offices},
	{"whistle", callable},
	{"org", orgStaff},
	{"manage", managers},
	{"oversee", ledger.Overseers},
	{"posted", posted},
	{"operate", operators},
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

// routes is the whole API on one screen: what, where, who. Whether the thing itself is within the caller's scope is
// decided by the use case.
func (s *Server) routes() []route {
	const api, staff = "/api/v1", "/api/v1/staff"
	return []route{
		{"GET", "/healthz", true, anyone, s.health},
		{"GET", "/readyz", true, anyone, s.readiness},
		{"GET", "/openapi.json", true, anyone, s.contract},
		{"GET", "/wx/:account", true, anyone, s.verify},
		{"POST", "/wx/:account", true, anyone, s.receive},
		{"GET", "/media/:id/:variant", true, anyone, s.openMedia}, // the link is signed
		{"GET", "/b/:token", true, anyone, s.boardPage},           // the board in the stairwell

		{"GET", api + "/client", true, anyone, s.client},
		{"GET", api + "/oauth", true, anyone, s.oauth},
		{"POST", api + "/login/oa", true, anyone, s.login(auth.OA)},
		{"POST", api + "/login/resident", true, anyone, s.login(auth.MP)},
		{"POST", api + "/login/staff", true, anyone, s.login(auth.Staff)},
		{"POST", api + "/logout", false, everyone, s.logout},
		{"GET", api + "/jssdk", false, everyone, s.signPage},

		{"GET", api + "/me", false, everyone, s.me},
		{"PATCH", api + "/me", false, everyone, s.changeMe},
		{"DELETE", api + "/me", false, everyone, s.closeAccount},
		{"PUT", api + "/me/privacy", false, everyone, s.agree},
		{"POST", api + "/me/phone", false, everyone, s.bindPhone},
		{"POST", api + "/me/invitation", false, everyone, s.acceptInvitation},
		{"GET", api + "/me/absence", false, posted, s.getAbsence},
		{"PUT", api + "/me/absence", false, posted, s.setAbsence},
		{"DELETE", api + "/me/absence", false, posted, s.endAbsence},
		{"GET", api + "/me/substitutes", false, posted, s.substitutes},

		{"GET", api + "/waiting", false, everyone, s.waiting},
		{"GET", api + "/categories", false, everyone, s.categories},
		{"GET", api + "/areas", false, everyone, s.areas},
		{"GET", api + "/areas/find", false, everyone, s.findAreas},
		{"GET", api + "/boards/:token", true, anyone, s.board},
		{"POST", api + "/boards/:token/call", true, anyone, s.callFromBoard},
		{"GET", api + "/buildings/:id/board", false, everyone, s.buildingBoard},
		{"POST", api + "/buildings/:id/call", false, everyone, s.callFromBuilding},
		{"GET", api + "/buildings/:id/reports", false, everyone, s.nearby},
		{"POST", api + "/media", false, everyone, s.upload},

		{"POST", api + "/reports", false, everyone, s.submit},
		{"GET", api + "/reports", false, everyone, s.ownReports},
		{"POST", api + "/reports/similar", false, everyone, s.similarNearby},
		{"GET", api + "/reports/joined", false, everyone, s.joined},
		{"POST", api + "/reports/:id/join", false, everyone, s.join},
		{"GET", api + "/reports/:id", false, everyone, s.getReport},
		{"POST", api + "/reports/:id/withdraw", false, everyone, s.deed(s.Reports.Withdraw)},
		{"POST", api + "/reports/:id/urge", false, everyone, s.deed(s.Reports.Urge)},
		{"POST", api + "/reports/:id/add", false, everyone, s.deed(s.Reports.Add)},
		{"POST", api + "/reports/:id/answer", false, everyone, s.deed(s.Reports.Answer)},
		{"POST", api + "/reports/:id/review", false, everyone, s.review},
		{"POST", api + "/reports/:id/reopen", false, everyone, s.deed(s.Reports.Reopen)},

		{"POST", api + "/complaints", false, everyone, s.complain},

		{"GET", api + "/family", false, everyone, s.family},
		{"POST", api + "/family", false, everyone, s.askFamily},
		{"POST", api + "/family/invite", false, everyone, s.inviteFamily},
		{"POST", api + "/family/accept", false, everyone, s.acceptFamily},
		{"DELETE", api + "/family/:id", false, everyone, s.endFamily},

		{"GET", api + "/bulletins", false, everyone, s.bulletins},
		{"GET", api + "/bulletins/:id", false, everyone, s.getBulletin},
		{"GET", api + "/notices", false, everyone, s.notices},
		{"POST", api + "/notices/:id/read", false, everyone, s.readNotice},

		{"GET", api + "/communities/:id/services", false, everyone, s.services},
		{"GET", api + "/communities/:id/week", false, everyone, s.week},
		{"POST", api + "/bookings", false, everyone, s.book},
		{"GET", api + "/bookings", false, everyone, s.bookings},
		{"GET", api + "/bookings/:id", false, everyone, s.getBooking},
		{"POST", api + "/bookings/:id/cancel", false, everyone, s.cancelBooking},
		{"POST", api + "/bookings/:id/accept", false, everyone, s.bookingDeed(s.Bookings.Accept)},
		{"POST", api + "/bookings/:id/decline", false, everyone, s.bookingDeed(s.Bookings.Decline)},
		{"POST", api + "/bookings/:id/rebook", false, everyone, s.bookingDeed(s.Bookings.Rebook)},
		{"GET", api + "/bookings/:id/queue", false, everyone, s.queue},
		{"GET", api + "/service-record", false, everyone, s.serviceRecord},
		{"POST", api + "/services/:id/join", false, everyone, s.joinSeries},
		{"POST", api + "/services/:id/leave", false, everyone, s.leaveSeries},

		{"GET", api + "/steward/alerts", false, stewards, s.alerts},
		{"POST", api + "/steward/reports/:id/acknowledge", false, stewards, s.deed(s.Stewards.Acknowledge)},
		{"POST", api + "/steward/reports/:id/look", false, stewards, s.deed(s.Reports.Look)},
		{"POST", api + "/steward/reports/:id/resolve", false, stewards, s.deed(s.Reports.SelfResolve)},

		{"GET", api + "/steward/calls", false, stewards, s.calls(s.Stewards.Calls)},
		{"GET", api + "/steward/duty", false, stewards, s.duty},
		{"POST", api + "/steward/away", false, stewards, s.away},
		{"DELETE", api + "/steward/away", false, stewards, s.back},
		{"GET", api + "/steward/substitutes", false, stewards, s.standIns},
		{"PUT", api + "/steward/substitute", false, stewards, s.nominate},
		{"PUT", api + "/steward/shown", false, stewards, s.show},
		{"GET", api + "/steward/doors", false, stewards, s.doors},
		{"POST", api + "/steward/doors/:id/told", false, stewards, s.toldAtDoor},
		{"POST", api + "/calls/:id/acknowledge", false, helpers, s.acknowledgeCall},
		{"POST", api + "/calls/:id/phone", false, helpers, s.callPhone},
		{"POST", api + "/calls/:id/finish", false, helpers, s.finishCall},

		{"GET", staff + "/home", false, workers, s.home},
		{"GET", staff + "/reports", false, workers, s.listReports},
		{"POST", staff + "/reports", false, workers, s.enter},
		{"GET", staff + "/reports/find", false, workers, s.findReports},
		{"GET", staff + "/reports/:id/holders", false, desk, s.holders},
		{"POST", staff + "/reports/:id/accept", false, desk, s.deed(s.Reports.Accept)},
		{"POST", staff + "/reports/:id/refuse", false, desk, s.deed(s.Reports.Refuse)},
		{"POST", staff + "/reports/:id/assign", false, desk, s.deed(s.Reports.Assign)},
		{"POST", staff + "/reports/:id/locate", false, desk, s.deed(s.Reports.Locate)},
		{"POST", staff + "/reports/:id/take", false, workers, s.deed(s.Reports.Take)},
		{"POST", staff + "/reports/:id/return", false, workers, s.deed(s.Reports.Return)},
		{"POST", staff + "/reports/:id/reply", false, workers, s.deed(s.Reports.Reply)},
		{"POST", staff + "/reports/:id/note", false, workers, s.deed(s.Reports.Note)},
		{"POST", staff + "/reports/:id/ask", false, workers, s.deed(s.Reports.Ask)},
		{"POST", staff + "/reports/:id/resolve", false, workers, s.deed(s.Reports.Resolve)},
		{"POST", staff + "/reports/:id/phone", false, workers, s.reveal("report", s.Reports.Reporter)},
		{"POST", staff + "/reports/:id/step", false, workers, s.deed(s.Reports.FinishStep)},
		{"POST", staff + "/reports/:id/escalate", false, workers, s.deed(s.Reports.Escalate)},
		{"POST", staff + "/reports/:id/supervise", false, desk, s.deed(s.Reports.Supervise)},
		{"POST", staff + "/reports/:id/account", false, workers, s.deed(s.Reports.ReplySupervision)},
		{"POST", staff + "/reports/:id/extend", false, workers, s.deed(s.Reports.AskToExtend)},
		{"POST", staff + "/reports/:id/suspend", false, workers, s.deed(s.Reports.AskToSuspend)},
		{"POST", staff + "/reports/:id/approve", false, desk, s.deed(s.Reports.Approve)},
		{"POST", staff + "/reports/:id/decline", false, desk, s.deed(s.Reports.Decline)},
		{"POST", staff + "/reports/:id/resume", false, workers, s.deed(s.Reports.Resume)},
		{"GET", staff + "/reports/:id/similar", false, desk, s.similar},
		{"POST", staff + "/reports/:id/merge", false, desk, s.deed(s.Reports.Merge)},
		{"POST", staff + "/reports/:id/unmerge", false, desk, s.deed(s.Reports.Unmerge)},
		{"POST", staff + "/reports/:id/split", false, desk, s.split},
		{"POST", staff + "/reports/:id/follow-up", false, territory, s.deed(s.Reports.FollowUp)},

		{"GET", staff + "/communities/:community/limits", false, workers, s.limits},
		{"PUT", staff + "/communities/:community/limits", false, deciders, s.setLimits},
		{"POST", staff + "/communities/:community/limits/rehearse", false, desk, s.rehearse},
		{"GET", staff + "/communities/:community/routes", false, workers, s.listRoutes},
		{"PUT", staff + "/communities/:community/routes", false, deciders, s.setRoutes},
		{"POST", staff + "/communities/:community/routes/try", false, desk, s.tryRoutes},

		{"GET", staff + "/orgs", false, offices, s.callableOrgs},
		{"POST", staff + "/whistles", false, offices, s.blowWhistle},
		{"GET", staff + "/whistles", false, callable, s.whistles},
		{"GET", staff + "/whistles/:id", false, callable, s.getWhistle},
		{"POST", staff + "/whistles/:id/answer", false, orgStaff, s.answerWhistle},
		{"POST", staff + "/whistles/:id/muster", false, orgStaff, s.whistleDeed(s.Whistles.Muster)},
		{"POST", staff + "/whistles/:id/result", false, orgStaff, s.whistleDeed(s.Whistles.Finish)},
		{"POST", staff + "/whistles/:id/close", false, offices, s.whistleDeed(s.Whistles.Close)},
		{"POST", staff + "/whistles/:id/cancel", false, offices, s.whistleDeed(s.Whistles.Cancel)},

		{"GET", staff + "/appraisal", false, workers, s.appraisals},
		{"POST", staff + "/reports/:id/appraise", false, appraisal.Judges, s.appraise},

		{"POST", staff + "/ledgers/reports", false, offices, s.export(ledger.Reports)},
		{"POST", staff + "/ledgers/bookings", false, offices, s.export(ledger.Bookings)},
		{"GET", staff + "/ledgers", false, ledger.Overseers, s.exports},

		{"POST", staff + "/communities/:id/services", false, desk, s.setService(true)},
		{"PUT", staff + "/services/:id", false, desk, s.setService(false)},
		{"DELETE", staff + "/services/:id", false, desk, s.endService},
		{"POST", staff + "/services/:id/entries", false, desk, s.setEntry(true)},
		{"PUT", staff + "/entries/:id", false, desk, s.setEntry(false)},
		{"DELETE", staff + "/entries/:id", false, desk, s.endEntry},
		{"PUT", staff + "/entries/:id/days/:day", false, desk, s.exceptEntry},
		{"POST", staff + "/sessions/cancel", false, desk, s.cancelSessions},

		// A volunteer who serves has no posting: the use case lets in who works in the session, and nobody else.
		{"GET", api + "/provider/sessions", false, everyone, s.serving},
		{"POST", staff + "/check-in", false, everyone, s.checkIn},
		{"GET", staff + "/sessions/:id", false, everyone, s.sessionBoard},
		{"POST", staff + "/sessions/:id/call", false, everyone, s.bookingDeed(s.Bookings.CallNext)},
		{"POST", staff + "/sessions/:id/extend", false, everyone, s.extendSession},
		{"POST", staff + "/bookings/:id/recall", false, everyone, s.bookingDeed(s.Bookings.Recall)},
		{"POST", staff + "/bookings/:id/finish", false, everyone, s.finishBooking},
		{"POST", staff + "/bookings/:id/miss", false, everyone, s.bookingDeed(s.Bookings.Miss)},
		{"POST", staff + "/sessions/:id/walk-in", false, counter, s.walkIn},
		{"GET", staff + "/bookings/by-phone", false, counter, s.byPhone},
		{"POST", staff + "/bookings/:id/confirm", false, counter, s.bookingDeed(s.Bookings.ConfirmByPhone)},

		{"POST", staff + "/bookings/:id/phone", false, counter, s.reveal("booking", s.Bookings.Contact)},
		{"GET", staff + "/bookings/:id/slip.pdf", false, counter, s.slip},
		{"GET", staff + "/communities/:id/timetable.pdf", false, desk, s.wall},
		{"GET", staff + "/communities/:id/usage", false, offices, s.usage},

		{"GET", staff + "/bulletins", false, offices, s.publishedBulletins},
		{"POST", staff + "/bulletins", false, offices, s.publishBulletin},
		{"DELETE", staff + "/bulletins/:id", false, offices, s.withdrawBulletin},

		{"GET", staff + "/templates", false, territory, s.templates},
		{"POST", staff + "/templates", false, desk, s.addTemplate},
		{"DELETE", staff + "/templates/:id", false, desk, s.deleteTemplate},

		{"GET", staff + "/system", false, operators, s.system},
		{"GET", staff + "/undelivered", false, answering, s.undelivered},
		{"POST", staff + "/undelivered/:id/told", false, answering, s.told},
		{"GET", staff + "/calls", false, workers, s.calls(s.Stewards.StaffCalls)},
		{"GET", staff + "/unanswered", false, workers, s.unanswered},
		{"POST", staff + "/pagings/:id/acknowledge", false, territory, s.acknowledgePaging},
		{"GET", staff + "/unreachable", false, workers, s.unreachable},
		{"GET", staff + "/communities/:id/board", false, desk, s.boardPhones},
		{"PUT", staff + "/communities/:id/board", false, desk, s.setBoardPhones},
		{"GET", staff + "/communities/:id/boards.pdf", false, desk, s.sheets},
		{"GET", staff + "/communities/:id/policies", false, desk, s.policies},
		{"PUT", staff + "/communities/:id/policies", false, desk, s.setPolicies},
		{"GET", staff + "/media/held", false, desk, s.heldMedia},
		{"POST", staff + "/media/:id/decision", false, desk, s.decideMedia},
		{"GET", staff + "/areas/:id/code", false, desk, s.areaCode},
		{"POST", staff + "/persons/:id/invitation", false, managers, s.invite},
		{"PUT", staff + "/persons/:id/absence", false, managers, s.handOver},
		{"DELETE", staff + "/persons/:id/absence", false, managers, s.endHandOver},
		{"POST", staff + "/residents", false, keepers, s.enterResident},
		{"POST", staff + "/residents/find", false, keepers, s.findResidents},
		{"GET", staff + "/residents/:id", false, keepers, s.getResident},
		{"PATCH", staff + "/residents/:id", false, keepers, s.correctResident},
		{"GET", staff + "/families", false, keepers, s.families},
		{"POST", staff + "/families", false, keepers, s.connectFamily},
		{"POST", staff + "/families/:id/confirm", false, keepers, s.confirmFamily},
		{"POST", staff + "/families/:id/refuse", false, keepers, s.refuseFamily},
		{"POST", staff + "/families/:id/end", false, keepers, s.dissolveFamily},
		{"GET", staff + "/hours", false, territory, s.hours},
		{"PUT", staff + "/communities/:id/hours", false, managers, s.setHours},
	}
}
