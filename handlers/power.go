package handlers

import "linli/app/auth"

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
