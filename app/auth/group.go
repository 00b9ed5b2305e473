package auth

import "slices"

// The groups of roles, each named by the power it gives. A route, a rule or a power that a client is told of names one of
// these; a set of roles is declared nowhere else.
var (
	// Everyone is every person who has logged in.
	Everyone = []Role{Resident}
	// Posted is every person with a posting. They can hand over their work while they are away.
	Posted = Roles
	// Stewards look after a building: are told of its reports, answer its calls, knock at its doors.
	Stewards = []Role{Steward, BuildingLead, UnitLead}
	// GridKeepers look after a grid and book for its residents.
	GridKeepers = []Role{GridOfficer, GridLead}
	// Keepers keep the residents of a community: enter and find them, confirm families, serve the counter.
	Keepers = []Role{GridOfficer, GridLead, Clerk, Secretary}
	// Judges act for a whole community: they mark how an org did its part and are told what nobody answered.
	Judges = []Role{Clerk, Secretary}
	// Handlers see and handle the reports of their area, and reply with the community's words; from the nearest to the
	// highest. A department sees only what is given to it.
	Handlers = []Role{GridOfficer, GridLead, Clerk, Secretary, Street, Centre}
	// Dispatchers accept, refuse, assign and merge the reports of their area, and set its timetable and its pagings.
	Dispatchers = []Role{GridLead, Clerk, Secretary, Street, Centre}
	// Workers do what they are given: handlers in their area, departments for their org.
	Workers = slices.Concat(Handlers, Departments)
	// Helpers answer calls for help, and can be named by a step of a paging.
	Helpers = slices.Concat(Stewards, Handlers)
	// Publishers act for an area and all areas below it: they publish bulletins, call departments and export ledgers.
	Publishers = []Role{Clerk, Secretary, Street, Centre}
	// Deciders decide what counts in an area (limits, routes) and see who exported its ledgers.
	Deciders = []Role{Secretary, Street, Centre}
	// Managers manage the staff of an area: invitations, absences, working hours.
	Managers = slices.Concat(Publishers, Operators)
	// Chiefs stand above the post of a colleague: hear which of them no notice reached.
	Chiefs = []Role{GridLead, Secretary, Street, Centre}
	// Departments answer for their org.
	Departments = []Role{OrgStaff}
	// Callers see a whistle: the community that calls departments to a place, and the departments that are called.
	Callers = slices.Concat(Departments, Publishers)
	// Answerers inform those whom no notice reached: staff for their area, the operator for colleagues without a chief.
	Answerers = slices.Concat(Workers, Operators)
	// Operators keep the service running.
	Operators = []Role{Operator}
)
