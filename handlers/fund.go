package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/app/attend"
	"linli/app/auth"
	"linli/app/fund"
	"linli/app/ledger"
)

// funds are the register of special funds (专项资金).
type funds struct {
	web
	service *fund.Service
}

func (h funds) routes() []route {
	return []route{
		{"GET", staff + "/funds", login, auth.Overseers, h.list},
		{"POST", staff + "/funds", login, auth.Overseers, create[fundBody](h.service.Add, h.one)},
		{"POST", staff + "/funds/:id/uses", login, auth.Overseers, deed[fundUseBody](h.service.Use, h.one)},
	}
}

type fundBody struct {
	Street   string `json:"street_id"`
	Year     int    `json:"year"`
	Title    string `json:"title"`
	Basis    string `json:"basis"`
	Allotted int64  `json:"allotted_fen"`
}

func (in fundBody) input() (fund.Fund, error) {
	street, err := number(in.Street)
	return fund.Fund{Street: street, Year: in.Year, Title: in.Title, Basis: in.Basis, Allotted: in.Allotted}, err
}

type fundUseBody struct {
	Month  string `json:"month"`
	Words  string `json:"words"`
	Amount int64  `json:"amount_fen"`
}

func (in fundUseBody) input() (fund.Use, error) {
	month, _ := attend.ParseMonth(in.Month) // no month is outside of every year
	return fund.Use{Month: int(month), Words: in.Words, Amount: in.Amount}, nil
}

func (h funds) list(c *fiber.Ctx, who caller) error {
	year := 0
	if said := c.Query("year"); said != "" {
		var err error
		if year, err = strconv.Atoi(said); err != nil {
			return fund.ErrYear
		}
	}
	found, err := h.service.Funds(c.UserContext(), who.Actor, year)
	if err != nil {
		return err
	}
	views, err := h.views(c, found)
	if err != nil {
		return err
	}
	return c.JSON(items[fundView]{views})
}

func (h funds) one(c *fiber.Ctx, _ caller, f fund.Fund) error {
	views, err := h.views(c, []fund.Fund{f})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (h funds) views(c *fiber.Ctx, found []fund.Fund) ([]fundView, error) {
	tree, err := h.tree(c)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, f := range found {
		for _, u := range f.Uses {
			ids = append(ids, u.By)
		}
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return nil, err
	}
	views := make([]fundView, len(found))
	for i, f := range found {
		views[i] = fundView{
			ID: text(f.ID), Street: text(f.Street), StreetName: ledger.AreaName(tree, f.Street), Year: f.Year, Title: f.Title, Basis: f.Basis,
			Allotted: f.Allotted, Used: f.Used, Balance: f.Balance(), Uses: []fundUseView{},
		}
		for _, u := range f.Uses {
			views[i].Uses = append(views[i].Uses, fundUseView{attend.Month(u.Month).String(), u.Words, u.Amount, names[u.By].Name, stamp(u.At)})
		}
	}
	return views, nil
}

type fundView struct {
	ID         string        `json:"id"`
	Street     string        `json:"street_id"`
	StreetName string        `json:"street_name"`
	Year       int           `json:"year"`
	Title      string        `json:"title"`
	Basis      string        `json:"basis"`
	Allotted   int64         `json:"allotted_fen"`
	Used       int64         `json:"used_fen"`
	Balance    int64         `json:"balance_fen"`
	Uses       []fundUseView `json:"uses"`
}

type fundUseView struct {
	Month  string `json:"month"`
	Words  string `json:"words"`
	Amount int64  `json:"amount_fen"`
	ByName string `json:"by_name"`
	At     string `json:"at"`
}
