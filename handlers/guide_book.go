package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/guide"
)

// download sends the caller's items as a workbook, of the community in the query or of the county.
func (h guides) download(c *fiber.Ctx, who caller) error {
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	rows, err := h.service.Sheet(c.UserContext(), who.Actor, community)
	if err != nil {
		return err
	}
	sendAs(c, "办事指南-"+h.now().Format(time.DateOnly)+".xlsx")
	return h.books.files.WriteSheet(c.Response().BodyWriter(), guide.SheetName, rows)
}

// example sends the workbook with which a county can begin.
func (h guides) example(c *fiber.Ctx, _ caller) error {
	sendAs(c, "办事指南-24项示例.xlsx")
	return h.books.files.WriteSheet(c.Response().BodyWriter(), guide.SheetName, h.service.Example(c.UserContext()))
}

// sheet reads the uploaded workbook and the community for which it is.
func (h guides) sheet(c *fiber.Ctx, who caller) (community int64, rows [][]string, err error) {
	if community, err = number(c.FormValue("community_id")); err != nil {
		return 0, nil, err
	}
	file, err := h.books.file(c, who)
	if err != nil {
		return 0, nil, err
	}
	rows, err = h.books.files.Sheet(c.UserContext(), file, guide.SheetName)
	return community, rows, err
}

func (h guides) previewBook(c *fiber.Ctx, who caller) error {
	community, rows, err := h.sheet(c, who)
	if err != nil {
		return err
	}
	p, err := h.service.Preview(c.UserContext(), who.Actor, community, rows)
	if err != nil {
		return err
	}
	return c.JSON(viewGuidePreview(p))
}

func (h guides) loadBook(c *fiber.Ctx, who caller) error {
	community, rows, err := h.sheet(c, who)
	if err != nil {
		return err
	}
	p, err := h.service.Load(c.UserContext(), who.Actor, community, rows, c.FormValue("token"))
	if err != nil {
		return err
	}
	return c.JSON(viewGuidePreview(p))
}

type guidePreviewView struct {
	Token    string             `json:"token"`
	Added    int                `json:"added"`
	Changed  int                `json:"changed"`
	Same     int                `json:"same"`
	Changes  []guideChangeView  `json:"changes"`
	Problems []guideProblemView `json:"problems"`
}

type guideChangeView struct {
	Row  int        `json:"row"`
	Code string     `json:"code"`
	Name string     `json:"name"`
	Deed guide.Deed `json:"deed"`
}

type guideProblemView struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}

func viewGuidePreview(p guide.Preview) guidePreviewView {
	v := guidePreviewView{
		Token: p.Token, Changes: each(p.Changes, func(c guide.Change) guideChangeView { return guideChangeView(c) }).Items,
		Problems: each(p.Problems, func(b guide.Problem) guideProblemView { return guideProblemView(b) }).Items,
	}
	v.Added, v.Changed, v.Same = p.Counts()
	return v
}
