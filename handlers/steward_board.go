package handlers

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/chat"
	"linli/app/mark"
	"linli/app/steward"
)

var (
	//go:embed board.html
	boardHTML string
	//go:embed board.css
	boardCSS string
	//go:embed board.js
	boardJS string

	boardTemplate = template.Must(template.New("board").Parse(boardHTML))
	boardPolicy   = "default-src 'none'; style-src " + hashOf(boardCSS) + "; script-src " + hashOf(boardJS) +
		"; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

// hashOf returns the policy source that allows exactly this text.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// The limits for callers without a login.
const (
	boardsAMinute = 120 // from one address
	callsAddress  = 10  // from one address in ten minutes
	callsBoard    = 30  // from one board in an hour
	codesBoard    = 60  // of the official account for one board in an hour: each is asked of the platform
)

func (h stewards) forBoards() []route {
	return []route{
		{"GET", "/b/:token", open, anyone, h.boardPage}, // the board in the stairwell
		{"GET", "/b/:token/follow", open, anyone, h.followCode},
		{"GET", api + "/boards/:token", open, anyone, h.board},
		{"POST", api + "/boards/:token/call", openOnce, anyone, h.callFromBoard},
		{"GET", api + "/buildings/:id/board", login, auth.Everyone, h.buildingBoard},
		{"POST", api + "/buildings/:id/call", login, auth.Everyone, h.callFromBuilding},
		{"GET", staff + "/communities/:id/board", login, auth.Dispatchers, byID(h.service.Phones, h.showPhones)},
		{"PUT", staff + "/communities/:id/board", login, auth.Dispatchers, h.setBoardPhones},
		{"GET", staff + "/areas/:id/code", login, auth.Dispatchers, byID(h.service.BoardToPrint, h.sendCode)},
		{"GET", staff + "/communities/:id/boards.pdf", login, auth.Dispatchers, byID(h.service.Boards, h.showSheets)},
	}
}

// boardPage is the page behind the QR code of the board in the stairwell.
func (h stewards) boardPage(c *fiber.Ctx, _ caller) error {
	if err := h.limit(c, "board", c.IP(), boardsAMinute, time.Minute); err != nil {
		return err
	}
	page := struct {
		Board   *steward.Board
		Lines   []steward.Line
		Account bool // residents can follow an official account
		Style   template.CSS
		Script  template.JS
	}{Lines: steward.Lines, Account: h.account, Style: template.CSS(boardCSS), Script: template.JS(boardJS)} //nolint:gosec // our own files
	status := http.StatusOK
	b, err := h.service.Board(c.UserContext(), c.Params("token"))
	switch {
	case err == nil:
		page.Board = &b
	case errors.Is(err, area.ErrMissing):
		status = http.StatusNotFound
	default:
		return err
	}
	var text bytes.Buffer
	if err := boardTemplate.Execute(&text, page); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, boardPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Status(status).Send(text.Bytes())
}

// followCode answers with the code that opens the official account's chat at this board.
func (h stewards) followCode(c *fiber.Ctx, _ caller) error {
	if err := h.limit(c, "board", c.IP(), boardsAMinute, time.Minute); err != nil {
		return err
	}
	b, err := h.service.Board(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	if err := h.limit(c, "board_code", b.Area.Board, codesBoard, time.Hour); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600")
	return h.sendAccountCode(c, b.Area)
}

// board returns the content of the board of the building or unit with the token.
func (h stewards) board(c *fiber.Ctx, _ caller) error {
	if err := h.limit(c, "board", c.IP(), boardsAMinute, time.Minute); err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	b, err := h.service.Board(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return c.JSON(viewBoard(t, b))
}

// buildingBoard is board for a caller who has logged in and names the building.
func (h stewards) buildingBoard(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	if err := h.limit(c, "board", text(who.Person), boardsAMinute, time.Minute); err != nil {
		return err
	}
	b, err := h.service.BoardOf(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewBoard(t, b))
}

// callFromBoard takes a call for help left on a board.
func (h stewards) callFromBoard(c *fiber.Ctx, who caller) error {
	var in struct {
		Words string `json:"words"`
		Phone string `json:"phone"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	phone, err := steward.ParsePhone(in.Phone)
	if err != nil {
		return err
	}
	if h.limit(c, "call", c.IP(), callsAddress, 10*time.Minute) != nil ||
		h.limit(c, "call_board", c.Params("token"), callsBoard, time.Hour) != nil {
		return steward.ErrOften
	}
	a, err := h.service.Call(c.UserContext(), c.Params("token"), steward.Plea{Words: in.Words, Phone: phone, Request: who.Request})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(answerView{a.Call.Number(), a.Danger, a.Say})
}

// callFromBuilding is callFromBoard for a caller who has logged in and names the building.
func (h stewards) callFromBuilding(c *fiber.Ctx, who caller) (err error) {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Words string `json:"words"`
		Phone string `json:"phone"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	plea := steward.Plea{Words: in.Words}
	if in.Phone != "" {
		if plea.Phone, err = steward.ParsePhone(in.Phone); err != nil {
			return err
		}
	}
	if h.limit(c, "call", text(who.Person), callsAddress, 10*time.Minute) != nil ||
		h.limit(c, "call_board", text(id), callsBoard, time.Hour) != nil {
		return steward.ErrOften
	}
	a, err := h.service.CallFrom(c.UserContext(), who.Actor, id, plea)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(answerView{a.Call.Number(), a.Danger, a.Say})
}

func (h stewards) setBoardPhones(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		phonesBody
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.SetPhones(c.UserContext(), who.Actor, id, steward.Phones(in.phonesBody), in.Version); err != nil {
		return err
	}
	return h.showPhones(c, who, steward.Phones(in.phonesBody))
}

func (h stewards) showPhones(c *fiber.Ctx, _ caller, p steward.Phones) error {
	version, err := mark.Of(p)
	if err != nil {
		return err
	}
	return c.JSON(phonesView{phonesBody(p), seen{version}})
}

// showSheets answers with the boards of a community for printing.
func (h stewards) showSheets(c *fiber.Ctx, _ caller, boards []steward.Board) error {
	file, err := drawSheets(boards, h.base, c.Query("per_page") == "4", h.now())
	if err != nil {
		return err
	}
	return sendPDF(c, "boards.pdf", file)
}

// sendCode answers with the code for a board: the QR that opens the official account's chat there, or with ?opens=mp the one
// that opens the residents' mini-program.
func (h stewards) sendCode(c *fiber.Ctx, _ caller, a area.Area) error {
	if c.Query("opens") != string(auth.MP) {
		return h.sendAccountCode(c, a)
	}
	image, err := h.codes.PageCode(c.UserContext(), auth.MP, chat.BoardScene+a.Board, "life/board/index")
	if err != nil {
		return err
	}
	return sendImage(c, image)
}

// sendAccountCode answers with the QR that opens the official account's chat at a board.
func (h stewards) sendAccountCode(c *fiber.Ctx, a area.Area) error {
	image, _, err := h.codes.SceneQR(c.UserContext(), chat.BoardScene+a.Board, 0)
	if err != nil {
		return err
	}
	return sendImage(c, image)
}

type keeperView struct {
	Role     auth.Role `json:"role"`
	RoleName string    `json:"role_name"`
	Name     string    `json:"name"`
	Phone    string    `json:"phone"` // in the clear: the steward agreed
	StandsIn bool      `json:"stands_in"`
}

type lineView struct {
	Number string `json:"number"`
	Name   string `json:"name"`
}

type boardView struct {
	areaView
	CommunityName string       `json:"community_name"`
	Emergency     []lineView   `json:"emergency"`
	Keepers       []keeperView `json:"stewards"`
	Contact       string       `json:"contact_phone"`
	Supervision   string       `json:"supervision_phone"`
	Units         int          `json:"units"`
	Households    int          `json:"households"`
	Estate        string       `json:"estate_name"`
	Property      string       `json:"property_name"`
	Grid          string       `json:"grid_name"`
	Officer       keeperView   `json:"grid_officer"`
	Members       []memberLine `json:"members"`
	Plates        int          `json:"plates"`
}

// memberLine is a Party member as they agreed to be shown.
type memberLine struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

func viewBoard(t *area.Tree, b steward.Board) boardView {
	v := boardView{
		areaView: viewArea(t, b.Area), CommunityName: b.Community, Contact: b.Phones.Contact, Supervision: b.Phones.Supervision,
		Keepers: []keeperView{}, Units: b.Units, Households: b.Households, Estate: b.Estate, Property: b.Property, Grid: b.Grid, Officer: viewKeeper(b.Officer), Plates: b.Plates,
		Members: each(b.Members, func(k steward.Keeper) memberLine { return memberLine{k.Name, string(k.Phone)} }).Items,
	}
	for _, l := range steward.Lines {
		v.Emergency = append(v.Emergency, lineView(l))
	}
	for _, k := range b.Keepers {
		v.Keepers = append(v.Keepers, viewKeeper(k))
	}
	return v
}

func viewKeeper(k steward.Keeper) keeperView {
	return keeperView{k.Role, k.Role.Name(), k.Name, string(k.Phone), k.StandsIn}
}

type answerView struct {
	Number string `json:"number"`
	Danger string `json:"danger"`
	Say    string `json:"say"`
}

type phonesBody struct {
	Contact     string `json:"contact_phone"`
	Supervision string `json:"supervision_phone"`
}

type phonesView struct {
	phonesBody
	seen
}
