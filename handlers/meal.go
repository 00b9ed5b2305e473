package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/meal"
	"linli/app/pages"
	"linli/app/when"
)

type meals struct {
	web
	service *meal.Service
}

func (h meals) routes() []route {
	programme := staff + "/meal-programmes/:id"
	return []route{
		{"GET", api + "/meals", login, auth.Everyone, h.mine},
		{"POST", api + "/meals", login, auth.Everyone, create[mealBody](h.service.Ask, h.showMember)},
		{"POST", api + "/meals/:id/days", login, auth.Everyone, deed[mealDaysBody](h.service.SetDays, h.showMember)},
		{"DELETE", api + "/meals/:id", login, auth.Everyone, byID(h.service.Leave, h.gone)},
		{"GET", api + "/meals/rounds", login, auth.Everyone, h.rounds},
		{"POST", api + "/meals/stops/:id", login, auth.Everyone, deed[mealResultBody](h.service.Record, h.showStop)},
		{"POST", api + "/meals/stops/:id/numbers", login, auth.Everyone, byID(h.service.Numbers, showMealNumbers)},

		{"GET", staff + "/meals", login, auth.Keepers, h.list},
		{"POST", staff + "/meals", login, auth.Keepers, create[mealBody](h.service.Enter, h.showMember)},
		{"POST", staff + "/meals/:id/agree", login, auth.Keepers, deed[mealWeekBody](h.service.Agree, h.showMember)},
		{"POST", staff + "/meals/:id/refuse", login, auth.Keepers, deed[reasonBody](h.service.Refuse, h.showMember)},
		{"POST", staff + "/meals/:id/days", login, auth.Keepers, deed[mealDaysBody](h.service.SetDays, h.showMember)},
		{"POST", staff + "/meals/:id/end", login, auth.Keepers, deed[reasonBody](h.service.Dismiss, h.showMember)},
		{"GET", staff + "/meal-months/:month", login, auth.Keepers, h.month},
		{"GET", staff + "/meal-programmes", login, auth.Keepers, h.programmes},
		{"POST", staff + "/meal-programmes", login, auth.Keepers, create[programmeBody](h.service.AddProgramme, showProgramme)},
		{"PUT", programme, login, auth.Keepers, deed[programmeBody](h.service.ChangeProgramme, showProgramme)},
		{"DELETE", programme, login, auth.Keepers, end(h.service.EndProgramme)},
		{"GET", programme + "/menu", login, auth.Keepers, byID(h.service.Menu, showMenu)},
		{"PUT", programme + "/menu", login, auth.Keepers, deed[menuBody](h.service.SetMenu, showMenu)},
		{"GET", programme + "/carriers", login, auth.Keepers, byID(h.service.Carriers, h.showCarriers)},
		{"PUT", programme + "/carriers", login, auth.Keepers, deed[carriersBody](h.service.SetCarriers, h.showCarriers)},
		{"GET", programme + "/days/:day", login, auth.Keepers, h.day},
		{"GET", programme + "/days/:day/list", login, auth.Keepers, h.print},
		{"GET", staff + "/kitchen", login, auth.Departments, h.kitchens},
		{"GET", staff + "/kitchen/:id/days/:day", login, auth.Departments, h.kitchen},
		{"GET", staff + "/kitchen/:id/days/:day/list", login, auth.Departments, h.printKitchen},
		{"POST", programme + "/days/:day/rounds", login, auth.Keepers, h.handOver},
	}
}

// mine shows the programmes and memberships of the caller and their family.
func (h meals) mine(c *fiber.Ctx, who caller) error {
	offered, own, err := h.service.Mine(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v := mealsView{Programmes: []offeredView{}, Members: []ownMealView{}}
	for _, o := range offered {
		v.Programmes = append(v.Programmes, offeredView{viewProgramme(o.Programme), viewMenu(o.Dishes)})
	}
	for _, o := range own {
		views, err := h.members(c.UserContext(), []meal.Member{o.Member}, map[int64]meal.State{o.ID: o.Now})
		if err != nil {
			return err
		}
		one := ownMealView{Member: views[0], Mine: o.Person == who.Person, Days: []mealDayView{}}
		for _, d := range o.Days {
			one.Days = append(one.Days, mealDayView{Day: d.Day.String(), Eats: d.Eats, Can: d.Can, Dish: d.Dish})
		}
		v.Members = append(v.Members, one)
	}
	return c.JSON(v)
}

func (h meals) gone(c *fiber.Ctx, _ caller, _ meal.Member) error {
	return c.SendStatus(fiber.StatusNoContent)
}

// rounds shows what the caller brings today.
func (h meals) rounds(c *fiber.Ctx, who caller) error {
	found, err := h.service.Rounds(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	v := mealRoundsView{Day: when.DateOf(h.now()).String(), Items: []mealRoundView{}}
	for _, r := range found {
		stops, err := h.stops(c, r.Stops, nil)
		if err != nil {
			return err
		}
		v.Items = append(v.Items, mealRoundView{ID: text(r.ID), Programme: r.Of.Name, Serve: clockOf(r.Of.Serve), Left: r.Left(), Stops: stops})
	}
	return c.JSON(v)
}

func (h meals) showStop(c *fiber.Ctx, _ caller, one meal.Stop) error {
	views, err := h.stops(c, []meal.Stop{one}, nil)
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func showMealNumbers(c *fiber.Ctx, _ caller, n meal.Numbers) error {
	return c.JSON(mealNumbersView{string(n.Phone), n.Contact, string(n.ContactPhone)})
}

// list shows one page of members.
func (h meals) list(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := h.service.Members(c.UserContext(), who.Actor, meal.List(c.Query("list", string(meal.ToDecide))), before)
	if err != nil {
		return err
	}
	return h.page(c, found)
}

func (h meals) page(c *fiber.Ctx, found pages.Page[meal.Member]) error {
	states, err := h.service.States(c.UserContext(), found.Items)
	if err != nil {
		return err
	}
	views, err := h.members(c.UserContext(), found.Items, states)
	if err != nil {
		return err
	}
	return c.JSON(page[memberMealView]{items[memberMealView]{views}, maybe(found.Next.ID)})
}

func (h meals) showMember(c *fiber.Ctx, _ caller, m meal.Member) error {
	states, err := h.service.States(c.UserContext(), []meal.Member{m})
	if err != nil {
		return err
	}
	views, err := h.members(c.UserContext(), []meal.Member{m}, states)
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (h meals) programmes(c *fiber.Ctx, who caller) error {
	found, err := h.service.Programmes(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewProgramme))
}

func showProgramme(c *fiber.Ctx, _ caller, p meal.Programme) error { return c.JSON(viewProgramme(p)) }

func showMenu(c *fiber.Ctx, _ caller, all []meal.Dish) error {
	return c.JSON(items[dishView]{viewMenu(all)})
}

func (h meals) showCarriers(c *fiber.Ctx, _ caller, all []meal.Carrier) error {
	people, err := peopleOf(c.UserContext(), h.web, all, func(one meal.Carrier) int64 { return one.Person })
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(each(all, func(one meal.Carrier) carrierView {
		return carrierView{text(one.Building), t.Say(one.Building), text(one.Person), people[one.Person].Name}
	}))
}

// dayOf reads the programme and the day of the path.
func mealDayOf(c *fiber.Ctx) (programme int64, day when.Date, err error) {
	if programme, err = idOf(c, "id"); err != nil {
		return 0, 0, err
	}
	day, ok := when.ParseDate(c.Params("day"))
	if !ok {
		return 0, 0, meal.ErrDay
	}
	return programme, day, nil
}

func (h meals) day(c *fiber.Ctx, who caller) error {
	programme, day, err := mealDayOf(c)
	if err != nil {
		return err
	}
	sheet, err := h.service.SheetOf(c.UserContext(), who.Actor, programme, day)
	if err != nil {
		return err
	}
	v, err := h.sheet(c, sheet)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

// print sends the list for the kitchen.
func (h meals) print(c *fiber.Ctx, who caller) error {
	programme, day, err := mealDayOf(c)
	if err != nil {
		return err
	}
	sheet, err := h.service.Print(c.UserContext(), who.Actor, programme, day)
	if err != nil {
		return err
	}
	v, err := h.sheet(c, sheet)
	if err != nil {
		return err
	}
	file, err := drawKitchenList(v, sheet, h.now())
	if err != nil {
		return err
	}
	return sendPDF(c, "meals.pdf", file)
}

func (h meals) handOver(c *fiber.Ctx, who caller) error {
	programme, day, err := mealDayOf(c)
	if err != nil {
		return err
	}
	in, err := readInput[handOverBody](c)
	if err != nil {
		return err
	}
	moved, err := h.service.HandOver(c.UserContext(), who.Actor, programme, day, in)
	if err != nil {
		return err
	}
	return c.JSON(movedView{moved})
}

func (h meals) month(c *fiber.Ctx, who caller) error {
	found, err := h.service.Month(c.UserContext(), who.Actor, c.Params("month"))
	if err != nil {
		return err
	}
	return c.JSON(each(found, viewMonth))
}
