package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/chat"
	"linli/app/loan"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
)

type loans struct {
	web
	service *loan.Service
	codes   Codes
}

func (l loans) routes() []route {
	return []route{
		{"GET", api + "/communities/:id/things", login, auth.Everyone, byID(l.service.Things, l.showThings)},
		{"GET", api + "/loans", login, auth.Everyone, l.mine},
		{"POST", api + "/loans", login, auth.Everyone, create[thingBody](l.service.Borrow, l.showOwn)},
		{"POST", api + "/loans/:id/return", login, auth.Everyone, byID(l.service.Return, l.showOwn)},
		{"POST", api + "/loans/:id/extend", login, auth.Everyone, byID(l.service.Extend, l.showOwn)},

		{"POST", staff + "/communities/:id/things", login, auth.Keepers, l.addThing},
		{"PUT", staff + "/things/:id", login, auth.Keepers, deed[thingFields](l.service.ChangeThing, l.showThing)},
		{"DELETE", staff + "/things/:id", login, auth.Keepers, end(l.service.EndThing)},
		{"GET", staff + "/things/:id/code", login, auth.Keepers, byID(l.service.AtDesk, l.code)},
		{"GET", staff + "/loans", login, auth.Keepers, l.list},
		{"POST", staff + "/loans", login, auth.Keepers, create[handingBody](l.service.Lend, l.show)},
		{"POST", staff + "/loans/:id/return", login, auth.Keepers, deed[endingBody](l.service.TakeBack, l.show)},
		{"POST", staff + "/loans/:id/extend", login, auth.Keepers, byID(l.service.Extend, l.show)},
		{"POST", staff + "/loans/:id/lose", login, auth.Keepers, deed[endingBody](l.service.WriteOff, l.show)},
		{"POST", staff + "/loans/:id/phone", login, auth.Keepers, deed[reasonBody](l.service.Phone, showPhone)},
	}
}

// addThing adds a thing to the community of the path.
func (l loans) addThing(c *fiber.Ctx, who caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	in, err := readInput[thingFields](c)
	if err != nil {
		return err
	}
	in.Community = community
	t, err := l.service.AddThing(c.UserContext(), who.Actor, in)
	if err != nil {
		return err
	}
	return l.showThing(c.Status(fiber.StatusCreated), who, t)
}

// list shows one page of a list of all communities, or of the one that the query names.
func (l loans) list(c *fiber.Ctx, who caller) error {
	var community, before int64
	if err := numbersInto(map[*int64]string{&community: c.Query("community_id"), &before: c.Query("cursor")}); err != nil {
		return err
	}
	found, err := l.service.Loans(c.UserContext(), who.Actor, community, loan.List(c.Query("list", string(loan.Open))), before)
	if err != nil {
		return err
	}
	return l.page(c, found, true)
}

// code sends the QR that lets the official account's chat offer the thing.
func (l loans) code(c *fiber.Ctx, _ caller, t loan.Thing) error {
	image, _, err := l.codes.SceneQR(c.UserContext(), chat.LoanScene+text(t.ID), 0)
	if err != nil {
		return err
	}
	return sendImage(c, image)
}

func (l loans) showThings(c *fiber.Ctx, who caller, found []loan.Thing) error {
	may, err := l.service.MayTake(c.UserContext(), who.Actor, found)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(t loan.Thing) thingView { return viewThing(t, may[t.ID]) }))
}

func (l loans) showThing(c *fiber.Ctx, who caller, t loan.Thing) error {
	may, err := l.service.MayTake(c.UserContext(), who.Actor, []loan.Thing{t})
	if err != nil {
		return err
	}
	return c.JSON(viewThing(t, may[t.ID]))
}

// mine shows one page of the caller's open or ended loans.
func (l loans) mine(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := l.service.Mine(c.UserContext(), who.Actor, loan.List(c.Query("list", string(loan.Open))), before)
	if err != nil {
		return err
	}
	return l.page(c, found, false)
}

func (l loans) page(c *fiber.Ctx, found pages.Page[loan.Loan], desk bool) error {
	views, err := l.views(c.UserContext(), found.Items, desk)
	if err != nil {
		return err
	}
	return c.JSON(page[loanView]{items[loanView]{views}, maybe(found.Next.ID)})
}

func (l loans) show(c *fiber.Ctx, _ caller, one loan.Loan) error { return l.one(c, one, true) }

func (l loans) showOwn(c *fiber.Ctx, _ caller, one loan.Loan) error { return l.one(c, one, false) }

func (l loans) one(c *fiber.Ctx, one loan.Loan, desk bool) error {
	views, err := l.views(c.UserContext(), []loan.Loan{one}, desk)
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

type thingBody struct {
	Thing string `json:"thing_id"`
}

func (in thingBody) input() (int64, error) { return number(in.Thing) }

type thingFields struct {
	Name    string `json:"name"`
	Place   string `json:"place"`
	PlaceID string `json:"place_id"`
	About   string `json:"about"`
	Stock   int    `json:"stock"`
	Days    int    `json:"days"`
	Self    bool   `json:"self_service"`
}

func (in thingFields) input() (loan.Thing, error) {
	t := loan.Thing{Name: in.Name, Place: in.Place, About: in.About, Stock: in.Stock, Days: in.Days, Self: in.Self}
	return t, numbersInto(map[*int64]string{&t.PlaceID: in.PlaceID})
}

type handingBody struct {
	Thing string `json:"thing_id"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Copy  string `json:"copy"`
}

func (in handingBody) input() (loan.Handing, error) {
	thing, err := number(in.Thing)
	if err != nil {
		return loan.Handing{}, err
	}
	phone, err := person.ParsePhone(in.Phone)
	return loan.Handing{Thing: thing, Name: in.Name, Phone: phone, Copy: in.Copy}, err
}

type endingBody struct {
	Words string `json:"words"`
	Gone  bool   `json:"gone"`
}

func (in endingBody) input() (loan.Ending, error) {
	return loan.Ending{Words: in.Words, Gone: in.Gone}, nil
}

type thingView struct {
	ID        string `json:"id"`
	Community string `json:"community_id"`
	Name      string `json:"name"`
	Place     string `json:"place"`
	At        string `json:"place_id"`
	About     string `json:"about"`
	Stock     int    `json:"stock"`
	Left      int    `json:"left"`
	Days      int    `json:"days"`
	Self      bool   `json:"self_service"`

	Can []string `json:"can"`
}

func viewThing(t loan.Thing, mayTake bool) thingView {
	v := thingView{
		ID: text(t.ID), Community: text(t.Community), Name: t.Name, Place: t.Place, At: maybe(t.PlaceID), About: t.About, Stock: t.Stock, Left: t.Left(), Days: t.Days, Self: t.Self,
		Can: []string{},
	}
	if mayTake {
		v.Can = append(v.Can, "borrow")
	}
	return v
}

type loanView struct {
	ID        string     `json:"id"`
	Thing     string     `json:"thing_id"`
	Name      string     `json:"thing"`
	Place     string     `json:"place"`
	Copy      string     `json:"copy"`
	Borrower  string     `json:"borrower"` // "" to the borrower
	Phone     string     `json:"phone"`    // masked; "" to the borrower
	State     loan.State `json:"state"`
	StateName string     `json:"state_name"`
	Late      bool       `json:"late"`
	Due       string     `json:"due"`
	Words     string     `json:"words"`
	LentAt    string     `json:"lent_at"`
	EndedAt   string     `json:"ended_at"`
	Can       []string   `json:"can"`
}

// views shows loans with their things, to staff also with the borrowers.
func (l loans) views(ctx context.Context, found []loan.Loan, desk bool) ([]loanView, error) {
	things, err := l.service.ThingsOf(ctx, found)
	if err != nil {
		return nil, err
	}
	borrowers := map[int64]person.Person{}
	if desk {
		var ids []int64
		for _, one := range found {
			ids = append(ids, one.Person)
		}
		if borrowers, err = l.names.Persons(ctx, distinct(ids)); err != nil {
			return nil, err
		}
	}
	today := when.DateOf(l.now())
	views := make([]loanView, len(found))
	for i, one := range found {
		t := things[one.Thing]
		v := loanView{
			ID: text(one.ID), Thing: text(t.ID), Name: t.Name, Place: t.Place, Copy: one.Copy, State: one.State,
			StateName: one.State.Name(), Late: one.Late(today), Due: one.Due.String(), LentAt: stamp(one.LentAt),
			EndedAt: stamp(one.EndedAt), Can: one.Can(t, today, desk),
		}
		if p, known := borrowers[one.Person]; desk && known {
			v.Borrower, v.Phone = p.Name, p.Phone.Masked()
		} else if desk {
			v.Borrower, v.Phone = one.Name, one.Phone.Masked()
		}
		if desk {
			v.Words = one.Words
		}
		views[i] = v
	}
	return views, nil
}
