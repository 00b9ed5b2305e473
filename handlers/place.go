package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
	"linli/app/place"
)

// premises are the places of a community.
type premises struct {
	web
	service *place.Service
	photos  photos
	codes   Codes
}

func (h premises) routes() []route {
	return []route{
		{"GET", api + "/communities/:id/places", login, auth.Everyone, byID(h.service.Around, h.show)},
		{"GET", api + "/places/:id", login, auth.Everyone, byID(h.service.Get, h.show)},
		{"GET", staff + "/communities/:id/places", login, auth.Publishers, byID(h.service.Desk, h.showDesk)},
		{"POST", staff + "/places", login, auth.Publishers, create[placeBody](h.service.Add, h.showOne)},
		{"PUT", staff + "/places/:id", login, auth.Publishers, deed[placeBody](h.service.Change, h.showOne)},
		{"DELETE", staff + "/places/:id", login, auth.Publishers, end(h.service.End)},
		{"GET", staff + "/places/:id/code", login, auth.Publishers, byID(h.service.Door, h.code)},
	}
}

type placeBody struct {
	Community string          `json:"community_id"`
	Area      string          `json:"area_id"`
	Floor     string          `json:"floor"`
	Room      string          `json:"room"`
	Name      string          `json:"name"`
	Functions []string        `json:"functions"`
	Metres    int             `json:"metres"`
	Use       place.Use       `json:"use"`
	Open      bool            `json:"open_plan"`
	Seats     int             `json:"seats"`
	Equipment string          `json:"equipment"`
	Working   string          `json:"working"`
	Noon      bool            `json:"noon"`
	Resting   string          `json:"resting"`
	Keeper    string          `json:"keeper_id"`
	Bookable  bool            `json:"bookable"`
	Photo     string          `json:"photo_id"`
	State     []place.Finding `json:"state"`
	Class     place.Class     `json:"class"`
	Lending   lendingView     `json:"lending"`
}

func (in placeBody) input() (place.Place, error) {
	p := place.Place{
		Floor: in.Floor, Room: in.Room, Name: in.Name, Functions: in.Functions, Metres: in.Metres, Use: in.Use, Open: in.Open, Seats: in.Seats,
		Equipment: in.Equipment, Working: in.Working, Noon: in.Noon, Resting: in.Resting, Bookable: in.Bookable, Class: in.Class,
		Lending: in.Lending.input(),
	}
	if len(in.State) > len(p.State) {
		return p, place.ErrState
	}
	copy(p.State[:], in.State)
	return p, numbersInto(map[*int64]string{&p.Community: in.Community, &p.Area: in.Area, &p.Keeper: in.Keeper, &p.Photo: in.Photo})
}

type onView struct {
	Service string `json:"service_id"`
	Name    string `json:"name"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// premisesView is a place for everybody.
type premisesView struct {
	ID        string      `json:"id"`
	Community string      `json:"community_id"`
	Area      string      `json:"area_id"`
	AreaName  string      `json:"area_name"`
	Floor     string      `json:"floor"`
	Room      string      `json:"room"`
	Name      string      `json:"name"`
	Functions []string    `json:"functions"`
	Seats     int         `json:"seats"`
	Equipment string      `json:"equipment"`
	Working   string      `json:"working"`
	Noon      bool        `json:"noon"`
	Resting   string      `json:"resting"`
	Bookable  bool        `json:"bookable"`
	Lending   lendingView `json:"lending"`
	Photo     []fileView  `json:"photo"`
	On        []onView    `json:"on"`
}

func viewPremises(t *area.Tree, p place.Place, on []place.Event, photo []fileView) premisesView {
	return premisesView{
		ID: text(p.ID), Community: text(p.Community), Area: text(p.Area), AreaName: t.Say(p.Area), Floor: p.Floor, Room: p.Room, Name: p.Name,
		Functions: append([]string{}, p.Functions...), Seats: p.Seats, Equipment: p.Equipment, Working: p.Working, Noon: p.Noon, Resting: p.Resting,
		Bookable: p.Bookable, Lending: viewLending(p.Lending), Photo: photo, On: each(on, func(e place.Event) onView {
			return onView{text(e.Service), e.Name, stamp(e.From), stamp(e.To)}
		}).Items,
	}
}

func (h premises) show(c *fiber.Ctx, _ caller, a place.Around) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	shown, err := h.photosOf(c, a.Places, media.Viewer{})
	if err != nil {
		return err
	}
	return c.JSON(each(a.Places, func(p place.Place) premisesView { return viewPremises(t, p, a.On[p.ID], shown(p)) }))
}

// photosOf returns what shows the photo of a place of one community to a viewer.
func (h premises) photosOf(c *fiber.Ctx, all []place.Place, to media.Viewer) (func(place.Place) []fileView, error) {
	var ids []int64
	for _, p := range all {
		if p.Photo != 0 {
			ids = append(ids, p.Photo)
		}
	}
	if len(ids) == 0 {
		return func(place.Place) []fileView { return []fileView{} }, nil
	}
	files, err := h.photos.service.Files(c.UserContext(), all[0].Community, ids)
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(f media.File) bool { return !f.ShownTo(to) })
	return func(p place.Place) []fileView { return h.photos.some(files, []int64{p.Photo}) }, nil
}

// premisesDesk is a place as staff see it.
type premisesDesk struct {
	premisesView
	PhotoID    string          `json:"photo_id"`
	Door       string          `json:"door"`
	Metres     int             `json:"metres"`
	Use        place.Use       `json:"use"`
	UseName    string          `json:"use_name"`
	Open       bool            `json:"open_plan"`
	Keeper     string          `json:"keeper_id"`
	KeeperName string          `json:"keeper_name"`
	State      []place.Finding `json:"state"`
	Class      place.Class     `json:"class"`
	ClassName  string          `json:"class_name"`
}

func viewPremisesDesk(t *area.Tree, p place.Place, on []place.Event, names map[int64]person.Person, photo []fileView) premisesDesk {
	return premisesDesk{
		premisesView: viewPremises(t, p, on, photo), PhotoID: maybe(p.Photo), Door: p.Scene(), Metres: p.Metres, Use: p.Use, UseName: p.Use.Name(), Open: p.Open, Keeper: maybe(p.Keeper),
		KeeperName: names[p.Keeper].Name, State: p.State[:], Class: p.Class, ClassName: p.Class.Name(),
	}
}

func (h premises) showDesk(c *fiber.Ctx, _ caller, a place.Around) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	ids := make([]int64, len(a.Places))
	for i, p := range a.Places {
		ids[i] = p.Keeper
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	shown, err := h.photosOf(c, a.Places, media.Viewer{Staff: true})
	if err != nil {
		return err
	}
	share := place.ShareOf(a.Places)
	return c.JSON(fiber.Map{
		"items":      each(a.Places, func(p place.Place) premisesDesk { return viewPremisesDesk(t, p, a.On[p.ID], names, shown(p)) }).Items,
		"principles": place.Principles,
		"area":       fiber.Map{"office": share.Office, "total": share.Total},
	})
}

func (h premises) showOne(c *fiber.Ctx, _ caller, p place.Place) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	names, err := h.names.Persons(c.UserContext(), distinct([]int64{p.Keeper}))
	if err != nil {
		return err
	}
	shown, err := h.photosOf(c, []place.Place{p}, media.Viewer{Staff: true})
	if err != nil {
		return err
	}
	return c.JSON(viewPremisesDesk(t, p, nil, names, shown(p)))
}

// code answers with the code for a door: it opens the place's page in the residents' mini-program.
func (h premises) code(c *fiber.Ctx, _ caller, p place.Place) error {
	image, err := h.codes.PageCode(c.UserContext(), auth.MP, p.Scene(), "life/places/index")
	if err != nil {
		return err
	}
	return sendImage(c, image)
}
