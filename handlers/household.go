package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/household"
	"linli/app/when"
)

type households struct {
	web
	service *household.Service
}

func (h households) routes() []route { return slices.Concat(h.forResidents(), h.forStaff()) }

func (h households) forResidents() []route {
	return []route{
		{"GET", api + "/me/households", login, auth.Everyone, h.mine},
		{"POST", api + "/me/households", login, auth.Everyone, create[arrivalBody](h.service.Arrive, h.showArrived)},
		{"PATCH", api + "/me/households/:id", login, auth.Everyone, deed[correctionBody](h.service.Correct, h.showOwn)},
		{"POST", api + "/me/households/:id/join", login, auth.Everyone, deed[joinBody](h.service.Join, h.showOwn)},
		{"POST", api + "/me/households/:id/leave", login, auth.Everyone, h.leave},
	}
}

func (h households) forStaff() []route {
	return []route{
		{"GET", staff + "/buildings/:id/rooms", login, auth.Helpers, byID(h.service.Rooms, h.showRooms)},
		{"POST", staff + "/households", login, auth.Helpers, create[arrivalBody](h.service.Report, h.showArrived)},
		{"GET", staff + "/households", login, auth.Keepers, listed(h.service.ToConfirm, h.showRows)},
		{"GET", staff + "/households/:id", login, auth.Keepers, byID(h.service.Page, h.showPage)},
		{"POST", staff + "/households/:id/confirm", login, auth.Keepers, deed[checkBody](h.service.Confirm, h.showArrived)},
		{"POST", staff + "/households/:id/end", login, auth.Keepers, byID(h.service.End, h.showArrived)},
		{"POST", staff + "/households/:id/members", login, auth.Keepers, deed[joiningBody](h.service.AddMember, h.showArrived)},
		{"DELETE", staff + "/households/:id/members/:person", login, auth.Keepers, h.endMember},
		{"GET", staff + "/dwellings", login, auth.Keepers, listed(h.service.ToCheck, h.showDwellings)},
		{"POST", staff + "/dwellings/:id/check", login, auth.Keepers, deed[checkBody](h.service.LookAt, h.showDwelling)},
	}
}

type arrivalBody struct {
	Area     string             `json:"area_id"`
	Room     string             `json:"room"`
	Size     int                `json:"size"`
	Since    string             `json:"since"`
	Stay     household.Stay     `json:"stay"`
	Tenure   household.Tenure   `json:"tenure"`
	How      household.How      `json:"how"`
	Person   string             `json:"person_id"`
	Relation household.Relation `json:"relation"`
	Family   bool               `json:"family"`
}

func (in arrivalBody) input() (a household.Arrival, err error) {
	a = household.Arrival{
		Room: in.Room, Size: in.Size, Stay: in.Stay, Tenure: in.Tenure, How: in.How, Relation: in.Relation, Family: in.Family,
	}
	if err := numbersInto(map[*int64]string{&a.Area: in.Area, &a.Person: in.Person}); err != nil {
		return a, err
	}
	a.Since, err = dayIn(in.Since)
	return a, err
}

// dayIn reads a day, "" as none.
func dayIn(s string) (when.Date, error) {
	if s == "" {
		return 0, nil
	}
	d, ok := when.ParseDate(s)
	if !ok {
		return 0, household.ErrSince
	}
	return d, nil
}

type checkBody struct {
	Size   int              `json:"size"`
	Use    household.Use    `json:"use"`
	Tenure household.Tenure `json:"tenure"`
}

func (in checkBody) input() (household.Check, error) { return household.Check(in), nil }

type correctionBody struct {
	Size     int                `json:"size"`
	Tenure   household.Tenure   `json:"tenure"`
	Relation household.Relation `json:"relation"`
	Stay     household.Stay     `json:"stay"`
}

func (in correctionBody) input() (household.Correction, error) { return household.Correction(in), nil }

type joinBody struct {
	Count int    `json:"count"`
	Since string `json:"since"`
}

func (in joinBody) input() (household.Joined, error) {
	since, err := dayIn(in.Since)
	return household.Joined{Count: in.Count, Since: since}, err
}

// mine shows the households in which the caller lives.
func (h households) mine(c *fiber.Ctx, who caller) error {
	own, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(own, func(o household.Own) ownView { return viewOwn(t, o) }))
}

func (h households) leave(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Family bool `json:"family"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.Leave(c.UserContext(), who.Actor, id, in.Family); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type joiningBody struct {
	Person   string             `json:"person_id"`
	Stay     household.Stay     `json:"stay"`
	Relation household.Relation `json:"relation"`
}

func (in joiningBody) input() (household.Joining, error) {
	who, err := number(in.Person)
	return household.Joining{Person: who, Stay: in.Stay, Relation: in.Relation}, err
}

func (h households) endMember(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	member, err := idOf(c, "person")
	if err != nil {
		return err
	}
	changed, err := h.service.EndMember(c.UserContext(), who.Actor, id, member)
	if err != nil {
		return err
	}
	return h.showArrived(c, who, changed)
}
