package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/ledger"
)

type route struct {
	method, path string
	public       bool
	roles        []auth.Role
	do           func(*fiber.Ctx, caller) error
}

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
		{"POST", api + "/logout", false, auth.Everyone, s.logout},
		{"GET", api + "/jssdk", false, auth.Everyone, s.signPage},

		{"GET", api + "/me", false, auth.Everyone, s.me},
		{"PATCH", api + "/me", false, auth.Everyone, s.changeMe},
		{"DELETE", api + "/me", false, auth.Everyone, s.closeAccount},
		{"PUT", api + "/me/privacy", false, auth.Everyone, s.agree},
		{"POST", api + "/me/phone", false, auth.Everyone, s.bindPhone},
		{"POST", api + "/me/invitation", false, auth.Everyone, s.acceptInvitation},
		{"GET", api + "/me/absence", false, auth.Posted, s.getAbsence},
		{"PUT", api + "/me/absence", false, auth.Posted, s.setAbsence},
		{"DELETE", api + "/me/absence", false, auth.Posted, s.endAbsence},
		{"GET", api + "/me/substitutes", false, auth.Posted, s.substitutes},

		{"GET", api + "/waiting", false, auth.Everyone, s.waiting},
		{"GET", api + "/categories", false, auth.Everyone, s.categories},
		{"GET", api + "/areas", false, auth.Everyone, s.areas},
		{"GET", api + "/areas/find", false, auth.Everyone, s.findAreas},
		{"GET", api + "/boards/:token", true, anyone, s.board},
		{"POST", api + "/boards/:token/call", true, anyone, s.callFromBoard},
		{"GET", api + "/buildings/:id/board", false, auth.Everyone, s.buildingBoard},
		{"POST", api + "/buildings/:id/call", false, auth.Everyone, s.callFromBuilding},
		{"GET", api + "/buildings/:id/reports", false, auth.Everyone, s.nearby},
		{"POST", api + "/media", false, auth.Everyone, s.upload},

		{"POST", api + "/reports", false, auth.Everyone, s.submit},
		{"GET", api + "/reports", false, auth.Everyone, s.ownReports},
		{"POST", api + "/reports/similar", false, auth.Everyone, s.similarNearby},
		{"GET", api + "/reports/joined", false, auth.Everyone, s.joined},
		{"POST", api + "/reports/:id/join", false, auth.Everyone, s.join},
		{"GET", api + "/reports/:id", false, auth.Everyone, s.getReport},
		{"POST", api + "/reports/:id/withdraw", false, auth.Everyone, s.deed(s.Reports.Withdraw)},
		{"POST", api + "/reports/:id/urge", false, auth.Everyone, s.deed(s.Reports.Urge)},
		{"POST", api + "/reports/:id/add", false, auth.Everyone, s.deed(s.Reports.Add)},
		{"POST", api + "/reports/:id/answer", false, auth.Everyone, s.deed(s.Reports.Answer)},
		{"POST", api + "/reports/:id/review", false, auth.Everyone, s.review},
		{"POST", api + "/reports/:id/reopen", false, auth.Everyone, s.deed(s.Reports.Reopen)},

		{"POST", api + "/complaints", false, auth.Everyone, s.complain},

		{"GET", api + "/family", false, auth.Everyone, s.family},
		{"POST", api + "/family", false, auth.Everyone, s.askFamily},
		{"POST", api + "/family/invite", false, auth.Everyone, s.inviteFamily},
		{"POST", api + "/family/accept", false, auth.Everyone, s.acceptFamily},
		{"DELETE", api + "/family/:id", false, auth.Everyone, s.endFamily},

		{"GET", api + "/bulletins", false, auth.Everyone, s.bulletins},
		{"GET", api + "/bulletins/:id", false, auth.Everyone, s.getBulletin},
		{"GET", api + "/notices", false, auth.Everyone, s.notices},
		{"POST", api + "/notices/:id/read", false, auth.Everyone, s.readNotice},

		{"GET", api + "/communities/:id/services", false, auth.Everyone, s.services},
		{"GET", api + "/communities/:id/week", false, auth.Everyone, s.week},
		{"POST", api + "/bookings", false, auth.Everyone, s.book},
		{"GET", api + "/bookings", false, auth.Everyone, s.bookings},
		{"GET", api + "/bookings/:id", false, auth.Everyone, s.getBooking},
		{"POST", api + "/bookings/:id/cancel", false, auth.Everyone, s.cancelBooking},
		{"POST", api + "/bookings/:id/accept", false, auth.Everyone, s.bookingDeed(s.Bookings.Accept)},
		{"POST", api + "/bookings/:id/decline", false, auth.Everyone, s.bookingDeed(s.Bookings.Decline)},
		{"POST", api + "/bookings/:id/rebook", false, auth.Everyone, s.bookingDeed(s.Bookings.Rebook)},
		{"GET", api + "/bookings/:id/queue", false, auth.Everyone, s.queue},
		{"GET", api + "/service-record", false, auth.Everyone, s.serviceRecord},
		{"POST", api + "/services/:id/join", false, auth.Everyone, s.joinSeries},
		{"POST", api + "/services/:id/leave", false, auth.Everyone, s.leaveSeries},

		{"GET", api + "/steward/alerts", false, auth.Stewards, s.alerts},
		{"POST", api + "/steward/reports/:id/acknowledge", false, auth.Stewards, s.deed(s.Stewards.Acknowledge)},
		{"POST", api + "/steward/reports/:id/look", false, auth.Stewards, s.deed(s.Reports.Look)},
		{"POST", api + "/steward/reports/:id/resolve", false, auth.Stewards, s.deed(s.Reports.SelfResolve)},

		{"GET", api + "/steward/calls", false, auth.Stewards, s.calls(s.Stewards.Calls)},
		{"GET", api + "/steward/duty", false, auth.Stewards, s.duty},
		{"POST", api + "/steward/away", false, auth.Stewards, s.away},
		{"DELETE", api + "/steward/away", false, auth.Stewards, s.back},
		{"GET", api + "/steward/substitutes", false, auth.Stewards, s.standIns},
		{"PUT", api + "/steward/substitute", false, auth.Stewards, s.nominate},
		{"PUT", api + "/steward/shown", false, auth.Stewards, s.show},
		{"GET", api + "/steward/doors", false, auth.Stewards, s.doors},
		{"POST", api + "/steward/doors/:id/told", false, auth.Stewards, s.toldAtDoor},
		{"POST", api + "/calls/:id/acknowledge", false, auth.Helpers, s.acknowledgeCall},
		{"POST", api + "/calls/:id/phone", false, auth.Helpers, s.callPhone},
		{"POST", api + "/calls/:id/finish", false, auth.Helpers, s.finishCall},

		{"GET", staff + "/home", false, auth.Workers, s.home},
		{"GET", staff + "/reports", false, auth.Workers, s.listReports},
		{"POST", staff + "/reports", false, auth.Workers, s.enter},
		{"GET", staff + "/reports/find", false, auth.Workers, s.findReports},
		{"GET", staff + "/reports/:id/holders", false, auth.Dispatchers, s.holders},
		{"POST", staff + "/reports/:id/accept", false, auth.Dispatchers, s.deed(s.Reports.Accept)},
		{"POST", staff + "/reports/:id/refuse", false, auth.Dispatchers, s.deed(s.Reports.Refuse)},
		{"POST", staff + "/reports/:id/assign", false, auth.Dispatchers, s.deed(s.Reports.Assign)},
		{"POST", staff + "/reports/:id/locate", false, auth.Dispatchers, s.deed(s.Reports.Locate)},
		{"POST", staff + "/reports/:id/take", false, auth.Workers, s.deed(s.Reports.Take)},
		{"POST", staff + "/reports/:id/return", false, auth.Workers, s.deed(s.Reports.Return)},
		{"POST", staff + "/reports/:id/reply", false, auth.Workers, s.deed(s.Reports.Reply)},
		{"POST", staff + "/reports/:id/note", false, auth.Workers, s.deed(s.Reports.Note)},
		{"POST", staff + "/reports/:id/ask", false, auth.Workers, s.deed(s.Reports.Ask)},
		{"POST", staff + "/reports/:id/resolve", false, auth.Workers, s.deed(s.Reports.Resolve)},
		{"POST", staff + "/reports/:id/phone", false, auth.Workers, s.reveal("report", s.Reports.Reporter)},
		{"POST", staff + "/reports/:id/step", false, auth.Workers, s.deed(s.Reports.FinishStep)},
		{"POST", staff + "/reports/:id/escalate", false, auth.Workers, s.deed(s.Reports.Escalate)},
		{"POST", staff + "/reports/:id/supervise", false, auth.Dispatchers, s.deed(s.Reports.Supervise)},
		{"POST", staff + "/reports/:id/account", false, auth.Workers, s.deed(s.Reports.ReplySupervision)},
		{"POST", staff + "/reports/:id/extend", false, auth.Workers, s.deed(s.Reports.AskToExtend)},
		{"POST", staff + "/reports/:id/suspend", false, auth.Workers, s.deed(s.Reports.AskToSuspend)},
		{"POST", staff + "/reports/:id/approve", false, auth.Dispatchers, s.deed(s.Reports.Approve)},
		{"POST", staff + "/reports/:id/decline", false, auth.Dispatchers, s.deed(s.Reports.Decline)},
		{"POST", staff + "/reports/:id/resume", false, auth.Workers, s.deed(s.Reports.Resume)},
		{"GET", staff + "/reports/:id/similar", false, auth.Dispatchers, s.similar},
		{"POST", staff + "/reports/:id/merge", false, auth.Dispatchers, s.deed(s.Reports.Merge)},
		{"POST", staff + "/reports/:id/unmerge", false, auth.Dispatchers, s.deed(s.Reports.Unmerge)},
		{"POST", staff + "/reports/:id/split", false, auth.Dispatchers, s.split},
		{"POST", staff + "/reports/:id/follow-up", false, auth.Handlers, s.deed(s.Reports.FollowUp)},

		{"GET", staff + "/communities/:community/limits", false, auth.Workers, s.limits},
		{"PUT", staff + "/communities/:community/limits", false, auth.Deciders, s.setLimits},
		{"POST", staff + "/communities/:community/limits/rehearse", false, auth.Dispatchers, s.rehearse},
		{"GET", staff + "/communities/:community/routes", false, auth.Workers, s.listRoutes},
		{"PUT", staff + "/communities/:community/routes", false, auth.Deciders, s.setRoutes},
		{"POST", staff + "/communities/:community/routes/try", false, auth.Dispatchers, s.tryRoutes},

		{"GET", staff + "/orgs", false, auth.Publishers, s.callableOrgs},
		{"POST", staff + "/whistles", false, auth.Publishers, s.blowWhistle},
		{"GET", staff + "/whistles", false, auth.Callers, s.whistles},
		{"GET", staff + "/whistles/:id", false, auth.Callers, s.getWhistle},
		{"POST", staff + "/whistles/:id/answer", false, auth.Departments, s.answerWhistle},
		{"POST", staff + "/whistles/:id/muster", false, auth.Departments, s.whistleDeed(s.Whistles.Muster)},
		{"POST", staff + "/whistles/:id/result", false, auth.Departments, s.whistleDeed(s.Whistles.Finish)},
		{"POST", staff + "/whistles/:id/close", false, auth.Publishers, s.whistleDeed(s.Whistles.Close)},
		{"POST", staff + "/whistles/:id/cancel", false, auth.Publishers, s.whistleDeed(s.Whistles.Cancel)},

		{"GET", staff + "/appraisal", false, auth.Workers, s.appraisals},
		{"POST", staff + "/reports/:id/appraise", false, auth.Judges, s.appraise},

		{"POST", staff + "/ledgers/reports", false, auth.Publishers, s.export(ledger.Reports)},
		{"POST", staff + "/ledgers/bookings", false, auth.Publishers, s.export(ledger.Bookings)},
		{"GET", staff + "/ledgers", false, auth.Deciders, s.exports},

		{"POST", staff + "/communities/:id/services", false, auth.Dispatchers, s.setService(true)},
		{"PUT", staff + "/services/:id", false, auth.Dispatchers, s.setService(false)},
		{"DELETE", staff + "/services/:id", false, auth.Dispatchers, s.endService},
		{"POST", staff + "/services/:id/entries", false, auth.Dispatchers, s.setEntry(true)},
		{"PUT", staff + "/entries/:id", false, auth.Dispatchers, s.setEntry(false)},
		{"DELETE", staff + "/entries/:id", false, auth.Dispatchers, s.endEntry},
		{"PUT", staff + "/entries/:id/days/:day", false, auth.Dispatchers, s.exceptEntry},
		{"POST", staff + "/sessions/cancel", false, auth.Dispatchers, s.cancelSessions},

		// A volunteer who serves has no posting: the use case lets in who works in the session, and nobody else.
		{"GET", api + "/provider/sessions", false, auth.Everyone, s.serving},
		{"POST", staff + "/check-in", false, auth.Everyone, s.checkIn},
		{"GET", staff + "/sessions/:id", false, auth.Everyone, s.sessionBoard},
		{"POST", staff + "/sessions/:id/call", false, auth.Everyone, s.bookingDeed(s.Bookings.CallNext)},
		{"POST", staff + "/sessions/:id/extend", false, auth.Everyone, s.extendSession},
		{"POST", staff + "/bookings/:id/recall", false, auth.Everyone, s.bookingDeed(s.Bookings.Recall)},
		{"POST", staff + "/bookings/:id/finish", false, auth.Everyone, s.finishBooking},
		{"POST", staff + "/bookings/:id/miss", false, auth.Everyone, s.bookingDeed(s.Bookings.Miss)},
		{"POST", staff + "/sessions/:id/walk-in", false, auth.Keepers, s.walkIn},
		{"GET", staff + "/bookings/by-phone", false, auth.Keepers, s.byPhone},
		{"POST", staff + "/bookings/:id/confirm", false, auth.Keepers, s.bookingDeed(s.Bookings.ConfirmByPhone)},

		{"POST", staff + "/bookings/:id/phone", false, auth.Keepers, s.reveal("booking", s.Bookings.Contact)},
		{"GET", staff + "/bookings/:id/slip.pdf", false, auth.Keepers, s.slip},
		{"GET", staff + "/communities/:id/timetable.pdf", false, auth.Dispatchers, s.wall},
		{"GET", staff + "/communities/:id/usage", false, auth.Publishers, s.usage},

		{"GET", staff + "/bulletins", false, auth.Publishers, s.publishedBulletins},
		{"POST", staff + "/bulletins", false, auth.Publishers, s.publishBulletin},
		{"DELETE", staff + "/bulletins/:id", false, auth.Publishers, s.withdrawBulletin},

		{"GET", staff + "/templates", false, auth.Handlers, s.templates},
		{"POST", staff + "/templates", false, auth.Dispatchers, s.addTemplate},
		{"DELETE", staff + "/templates/:id", false, auth.Dispatchers, s.deleteTemplate},

		{"GET", staff + "/system", false, auth.Operators, s.system},
		{"GET", staff + "/undelivered", false, auth.Answerers, s.undelivered},
		{"POST", staff + "/undelivered/:id/told", false, auth.Answerers, s.told},
		{"GET", staff + "/calls", false, auth.Workers, s.calls(s.Stewards.StaffCalls)},
		{"GET", staff + "/unanswered", false, auth.Workers, s.unanswered},
		{"POST", staff + "/pagings/:id/acknowledge", false, auth.Handlers, s.acknowledgePaging},
		{"GET", staff + "/unreachable", false, auth.Workers, s.unreachable},
		{"GET", staff + "/communities/:id/board", false, auth.Dispatchers, s.boardPhones},
		{"PUT", staff + "/communities/:id/board", false, auth.Dispatchers, s.setBoardPhones},
		{"GET", staff + "/communities/:id/boards.pdf", false, auth.Dispatchers, s.sheets},
		{"GET", staff + "/communities/:id/policies", false, auth.Dispatchers, s.policies},
		{"PUT", staff + "/communities/:id/policies", false, auth.Dispatchers, s.setPolicies},
		{"GET", staff + "/media/held", false, auth.Dispatchers, s.heldMedia},
		{"POST", staff + "/media/:id/decision", false, auth.Dispatchers, s.decideMedia},
		{"GET", staff + "/areas/:id/code", false, auth.Dispatchers, s.areaCode},
		{"POST", staff + "/persons/:id/invitation", false, auth.Managers, s.invite},
		{"PUT", staff + "/persons/:id/absence", false, auth.Managers, s.handOver},
		{"DELETE", staff + "/persons/:id/absence", false, auth.Managers, s.endHandOver},
		{"POST", staff + "/residents", false, auth.Keepers, s.enterResident},
		{"POST", staff + "/residents/find", false, auth.Keepers, s.findResidents},
		{"GET", staff + "/residents/:id", false, auth.Keepers, s.getResident},
		{"PATCH", staff + "/residents/:id", false, auth.Keepers, s.correctResident},
		{"GET", staff + "/families", false, auth.Keepers, s.families},
		{"POST", staff + "/families", false, auth.Keepers, s.connectFamily},
		{"POST", staff + "/families/:id/confirm", false, auth.Keepers, s.confirmFamily},
		{"POST", staff + "/families/:id/refuse", false, auth.Keepers, s.refuseFamily},
		{"POST", staff + "/families/:id/end", false, auth.Keepers, s.dissolveFamily},
		{"GET", staff + "/hours", false, auth.Handlers, s.hours},
		{"PUT", staff + "/communities/:id/hours", false, auth.Managers, s.setHours},
	}
}
