package auth

import "slices"

// The groups of roles, each named by its power. Every route and rule names one of these; no other set of roles is declared.
var (
	// Everyone is every logged-in person.
	Everyone = []Role{Resident}
	// Posted is every person whose posting gives rights: they can hand over their work during an absence.
	Posted = empowered
	// Stewards look after a building: they are alerted to its reports, answer its calls and work off its door-knock list.
	Stewards = []Role{Steward, BuildingLead, UnitLead}
	// GridStaff look after a grid and book for its residents.
	GridStaff = []Role{GridOfficer, GridLead}
	// Keepers look after the residents of a community: they enter and find them, confirm families and serve the counter.
	Keepers = []Role{GridOfficer, GridLead, Clerk, Secretary}
	// Proxies do errands for residents: the keepers, and the stewards whom a keeper asks.
	Proxies = slices.Concat(Keepers, Stewards)
	// Reporters report every week to the secretary what they did (S091).
	Reporters = []Role{GridOfficer, GridLead, Clerk}
	// Employed work for a community: its figures count them.
	Employed = append(slices.Clone(Keepers), SocialWorker)
	// Judges act for a whole community: they mark orgs and see what got no answer.
	Judges = []Role{Clerk, Secretary}
	// Handlers see and handle the reports of their area, from the nearest to the highest. A department sees only what it is
	// assigned.
	Handlers = []Role{GridOfficer, GridLead, Clerk, Secretary, Street, Centre}
	// Dispatchers accept, refuse, assign and merge the reports of their area, and set its timetable and alert policies.
	Dispatchers = []Role{GridLead, Clerk, Secretary, Street, Centre}
	// Workers handle reports: handlers in their area, departments for their org.
	Workers = slices.Concat(Handlers, Departments)
	// Helpers answer calls for help and can be named by a step of an alert policy.
	Helpers = slices.Concat(Stewards, Handlers)
	// Receivers receive residents and hear what they say: delegates (两代表一委员) and leaders.
	Receivers = []Role{Delegate, StreetLeader, FirstSecretary, Secretary, Street, Centre}
	// Publishers act for an area and all areas below it: they publish bulletins, call departments and export ledgers.
	Publishers = []Role{Clerk, Secretary, Street, Centre}
	// Deciders set the limits and routes of an area and see the exports of its ledgers.
	Deciders = []Role{Secretary, Street, Centre}
	// PolicyMakers switch on what is off by default: the secretary in the community, the centre for the county.
	PolicyMakers = []Role{Secretary, Centre}
	// Overseers act for several communities: they answer what is asked where the community is not known.
	Overseers = []Role{Street, Centre}
	// Centres act for the whole county.
	Centres = []Role{Centre}
	// Managers manage the staff of an area: invitations, absences, working hours.
	Managers = slices.Concat(Publishers, Operators)
	// Chiefs are above a colleague's post: they see which colleagues no notice reached.
	Chiefs = []Role{GridLead, Secretary, Street, Centre}
	// Departments answer for their org.
	Departments = []Role{OrgStaff}
	// Callers see a whistle: the community that whistles and the departments that muster.
	Callers = slices.Concat(Departments, Publishers)
	// Maintainers write the guide of their org or area: what people bring, where, when and how long it takes.
	Maintainers = slices.Concat(Departments, Publishers)
	// Answerers work off the undelivered list: staff for their area, the operator for colleagues without a chief.
	Answerers = slices.Concat(Workers, Operators)
	// Mediators read the files of mediation (调解), which nobody else does.
	Mediators = []Role{Mediator}
	// MediationDesk enters cases of mediation for people at the counter and on the telephone.
	MediationDesk = slices.Concat(Keepers, Mediators)
	// Operators run the service.
	Operators = []Role{Operator}
)

// LeadsOf returns who leads a keeper of a community: the grid lead an officer, the secretary a clerk and a grid lead, the street
// everybody.
func LeadsOf(r Role) []Role {
	switch r {
	case GridOfficer:
		return []Role{GridLead, Street}
	case GridLead, Clerk:
		return []Role{Secretary, Street}
	default:
		return []Role{Street}
	}
}
