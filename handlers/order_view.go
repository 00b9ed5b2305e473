package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/order"
	"linli/app/pace"
)

type orderView struct {
	ID         string       `json:"id"`
	Number     string       `json:"number"`
	Kind       string       `json:"kind"`
	Title      string       `json:"title"`
	Resident   string       `json:"resident"`
	Community  string       `json:"community"`
	Door       string       `json:"door"`
	Source     order.Source `json:"source"`
	SourceName string       `json:"source_name"`
	From       string       `json:"from"`
	Words      string       `json:"words"`
	Wish       string       `json:"wish"`
	State      order.State  `json:"state"`
	StateName  string       `json:"state_name"`
	At         string       `json:"at"`
	Names      []string     `json:"names"` // who comes
	Light      pace.Light   `json:"light"`
	DueAt      string       `json:"due_at"`
	AskedAt    string       `json:"asked_at"`
	EndedAt    string       `json:"ended_at"`
}

type orderDetailView struct {
	orderView
	Person   string           `json:"person_id"` // "" for those who come
	Word     string           `json:"word"`      // for the resident only
	Wrong    int              `json:"wrong"`
	OpenedAt string           `json:"opened_at"`
	OpenedBy string           `json:"opened_by"`
	Minutes  int              `json:"minutes"`
	Result   string           `json:"result"`
	Team     []comerView      `json:"team"`
	Buy      purchaseView     `json:"purchase"`
	Events   []orderEventView `json:"events"`
	Can      []string         `json:"can"`
}

type comerView struct {
	Person string `json:"person_id"`
	Name   string `json:"name"`
	Post   string `json:"post"`
	Badge  string `json:"badge"` // its number
	Page   string `json:"page"`  // the path of its page
	Away   bool   `json:"away"`
	Why    string `json:"why"`
}

type purchaseView struct {
	Lines    []buyingView   `json:"lines"`
	Limit    int            `json:"limit"`
	Payer    string         `json:"payer"`
	Spent    int            `json:"spent"`
	Receipt  []fileView     `json:"receipt"`
	Accepted order.Accepted `json:"accepted"`
}

type buyingView struct {
	What  string      `json:"what"`
	Basis order.Basis `json:"basis"`
}

type orderEventView struct {
	At    string          `json:"at"`
	Kind  order.EventKind `json:"kind"`
	Name  string          `json:"name"`
	By    string          `json:"by"`
	Words string          `json:"words"`
}

type orderKindView struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Buys bool   `json:"buys"`
}

type orderPersonView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Post string `json:"post"`
	Away bool   `json:"away"`
}

// sayPost names a post with its area or org.
func sayPost(t *area.Tree, role auth.Role, at, org int64) string {
	where := t.OrgName(org)
	if where == "" {
		where = t.Say(at)
	}
	return strings.TrimSpace(where + " " + role.Name())
}

func (h orders) views(c *fiber.Ctx, all []order.Order) ([]orderView, error) {
	var ids []int64
	for _, o := range all {
		ids = append(append(ids, o.Person), o.Present()...)
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return nil, err
	}
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	views := make([]orderView, len(all))
	for i, o := range all {
		v := orderView{
			ID: text(o.ID), Number: o.Say(), Kind: o.Kind, Title: o.Title, Resident: names[o.Person].Name, Community: t.Say(o.Community),
			Door: order.Door(t, o), Source: o.Source, SourceName: o.Source.Name(), From: o.From, Words: o.Words, Wish: o.SayWish(), State: o.State,
			StateName: o.State.Name(), At: stamp(o.At), Names: []string{}, Light: o.Light(h.now()), DueAt: stamp(o.DueAt), AskedAt: stamp(o.AskedAt),
			EndedAt: stamp(o.EndedAt),
		}
		for _, id := range o.Present() {
			v.Names = append(v.Names, names[id].Name)
		}
		views[i] = v
	}
	return views, nil
}

// seenBy is what only some see of an order.
type seenBy struct {
	staff        bool
	person, word string
	can          []string
}

func (h orders) send(c *fiber.Ctx, o order.Order, seen seenBy) error {
	ctx := c.UserContext()
	views, err := h.views(c, []order.Order{o})
	if err != nil {
		return err
	}
	lines, err := h.service.Events(ctx, o, seen.staff)
	if err != nil {
		return err
	}
	ids := []int64{o.DoorBy}
	for _, l := range lines {
		ids = append(ids, l.Person)
	}
	names, err := h.names.Persons(ctx, distinct(ids))
	if err != nil {
		return err
	}
	team, err := h.team(c, o)
	if err != nil {
		return err
	}
	files, err := h.photos.service.Files(ctx, o.Community, o.Buy.Receipt)
	if err != nil {
		return err
	}
	v := orderDetailView{
		orderView: views[0], Person: seen.person, Word: seen.word, Wrong: o.Wrong, OpenedAt: stamp(o.DoorAt), OpenedBy: names[o.DoorBy].Name,
		Minutes: o.Minutes, Result: o.Result, Team: team, Can: seen.can,
		Buy: purchaseView{
			Lines: []buyingView{}, Limit: o.Buy.Limit, Payer: o.Buy.Payer, Spent: o.Buy.Spent, Receipt: h.photos.some(files, o.Buy.Receipt),
			Accepted: o.Buy.Accepted,
		},
		Events: each(lines, func(l order.Event) orderEventView {
			return orderEventView{stamp(l.At), l.Kind, l.Kind.Name(), names[l.Person].Name, l.Text}
		}).Items,
	}
	for _, l := range o.Buy.Lines {
		v.Buy.Lines = append(v.Buy.Lines, buyingView(l))
	}
	return c.JSON(v)
}

func (h orders) team(c *fiber.Ctx, o order.Order) ([]comerView, error) {
	all, err := h.service.Comers(c.UserContext(), o)
	if err != nil {
		return nil, err
	}
	t, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	return each(all, func(m order.Comer) comerView {
		v := comerView{Person: text(m.Person), Name: m.Name, Post: sayPost(t, m.Role, m.Area, m.Org), Badge: m.Badge.Number, Away: m.Away, Why: m.Why}
		if m.Badge.Token != "" {
			v.Page = "/badge/" + m.Badge.Token
		}
		return v
	}).Items, nil
}

// slip prints the word at the door for a resident without a telephone.
func (h orders) slip(c *fiber.Ctx, _ caller, o order.Order) error {
	views, err := h.views(c, []order.Order{o})
	if err != nil {
		return err
	}
	file, err := drawOrderSlip(o, views[0])
	if err != nil {
		return err
	}
	return sendPDF(c, "slip.pdf", file)
}

// drawOrderSlip draws what somebody without a telephone keeps beside the door.
func drawOrderSlip(o order.Order, v orderView) ([]byte, error) {
	const middle, most = pageWidth / 2, pageWidth - 120
	var p pdf
	p.page()
	p.ink(black)
	p.centred(middle, 740, 40, most, o.Title+"　上门口令")
	p.centred(middle, 690, 22, most, v.Resident+"　"+v.Door)
	p.centred(middle, 590, 96, most, o.Word)
	p.centred(middle, 520, 26, most, o.SayTime())
	p.centred(middle, 480, 26, most, strings.Join(v.Names, "、")+" 上门")
	p.centred(middle, 420, 20, most, "开门前先看工牌，再把上面四个数字说给来人。")
	p.centred(middle, 388, 20, most, "来人把数字输进手机，显示“核对无误”，才是社区请来的。")
	p.centred(middle, 356, 20, most, "没有核对的，请不要开门，打电话给社区。")
	p.centred(middle, 300, 16, most, v.Community+"　编号 "+o.Say())
	return p.bytes()
}
