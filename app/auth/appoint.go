package auth

import "slices"

// Appointers returns the roles that give a role, in their own area and below: nobody gives a role as high as their own,
// except the operator. Clerks keep the list of those who look after buildings and grids.
func Appointers(role Role) []Role {
	if role.Powerless() {
		return Managers
	}
	switch role {
	case Steward, BuildingLead, UnitLead, GridOfficer, GridLead:
		return Managers
	case Clerk, OrgStaff, Mediator:
		return slices.Concat(Deciders, Operators)
	case Secretary:
		return slices.Concat(Overseers, Operators)
	case Street:
		return slices.Concat(Centres, Operators)
	case Centre, Operator:
		return Operators
	case Resident:
	}
	return nil
}

// MayAppoint says whether the actor may begin, change or end a posting with this role in the area with this path.
func (a Actor) MayAppoint(role Role, path string) bool { return a.Covers(path, Appointers(role)...) }
