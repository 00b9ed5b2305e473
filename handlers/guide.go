package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/guide"
	"linli/app/when"
)

// guides are what people come for: what to bring, where and when.
type guides struct {
	web
	service *guide.Service
	books   rosters
}

func (h guides) routes() []route {
	return []route{
		{"GET", api + "/communities/:id/guide", login, auth.Everyone, h.list},
		{"GET", api + "/communities/:id/guide/kept", login, auth.Everyone, h.kept},
		{"GET", api + "/communities/:id/guide/:item", login, auth.Everyone, h.item},
		{"GET", api + "/guide/:id/versions/:version", login, auth.Everyone, h.version},

		{"GET", staff + "/guide", login, auth.Maintainers, h.rows},
		{"POST", staff + "/guide", login, auth.Maintainers, create[guideBody](h.service.Add, h.showRow)},
		{"GET", staff + "/guide/workbook", login, auth.Maintainers, h.download},
		{"POST", staff + "/guide/workbook", login, auth.Maintainers, h.loadBook},
		{"POST", staff + "/guide/workbook/preview", login, auth.Maintainers, h.previewBook},
		{"GET", staff + "/guide/example", login, auth.Maintainers, h.example},
		{"GET", staff + "/guide/:id", login, auth.Maintainers, byID(h.service.Row, h.showRow)},
		{"PUT", staff + "/guide/:id", login, auth.Maintainers, deed[guideBody](h.service.Change, h.showRow)},
		{"POST", staff + "/guide/:id/publish", login, auth.Maintainers, deed[publishBody](h.service.Publish, h.showRow)},
		{"POST", staff + "/guide/:id/withdraw", login, auth.Maintainers, deed[reasonBody](h.service.Withdraw, h.showRow)},
		{"PUT", staff + "/communities/:id/guide/:item", login, auth.Publishers, h.setLocal},
	}
}

// list shows what a community offers, or with words what they mean.
func (h guides) list(c *fiber.Ctx, _ caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var found []guide.Shown
	if words := c.Query("words"); words != "" {
		found, err = h.service.Find(c.UserContext(), community, words)
	} else {
		found, err = h.service.All(c.UserContext(), community)
	}
	if err != nil {
		return err
	}
	today := when.DateOf(h.now())
	return c.JSON(each(found, func(i guide.Shown) guideCardView { return viewGuideCard(i.Item, today) }))
}

// kept shows whole what a telephone keeps for the time without a network.
func (h guides) kept(c *fiber.Ctx, _ caller) error {
	community, err := idOf(c, "id")
	if err != nil {
		return err
	}
	found, err := h.service.Kept(c.UserContext(), community)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	today := when.DateOf(h.now())
	return c.JSON(each(found, func(i guide.Shown) guideView { return viewGuide(t, i, today) }))
}

func (h guides) item(c *fiber.Ctx, _ caller) error {
	of, err := guideOf(c)
	if err != nil {
		return err
	}
	i, err := h.service.In(c.UserContext(), of.Community, of.Item)
	if err != nil {
		return err
	}
	return h.show(c, i)
}

func guideOf(c *fiber.Ctx) (of guide.Of, err error) {
	if of.Community, err = idOf(c, "id"); err != nil {
		return of, err
	}
	of.Item, err = idOf(c, "item")
	return of, err
}

// version shows an item as it was published, whatever became of it.
func (h guides) version(c *fiber.Ctx, _ caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	n, err := idOf(c, "version")
	if err != nil {
		return err
	}
	i, err := h.service.At(c.UserContext(), id, int(min(n, 1<<30)))
	if err != nil {
		return err
	}
	return h.show(c, guide.Shown{Item: i})
}

func (h guides) show(c *fiber.Ctx, i guide.Shown) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	return c.JSON(viewGuide(t, i, when.DateOf(h.now())))
}

// rows shows the items of the caller.
func (h guides) rows(c *fiber.Ctx, who caller) error {
	found, err := h.service.Rows(c.UserContext(), who.Actor, guide.State(c.Query("state")))
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	today := when.DateOf(h.now())
	return c.JSON(each(found, func(r guide.Row) guideLineView {
		return guideLineView{viewGuideCard(r.Item, today), t.OrgName(r.Org), sayOwner(t, r.Community), day(r.ReviewBy), r.Changed()}
	}))
}

func (h guides) showRow(c *fiber.Ctx, _ caller, r guide.Row) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	seen, err := r.Mark()
	if err != nil {
		return err
	}
	return c.JSON(guideRowView{viewGuide(t, guide.Shown{Item: r.Item}, when.DateOf(h.now())), sayOwner(t, r.Community), r.Changed(), seen, r.Can()})
}

// setLocal writes who answers for an item in the community of the path.
func (h guides) setLocal(c *fiber.Ctx, who caller) error {
	of, err := guideOf(c)
	if err != nil {
		return err
	}
	var in guideLocalView
	if err := read(c, &in); err != nil {
		return err
	}
	i, err := h.service.SetLocal(c.UserContext(), who.Actor, of, guide.Local(in))
	if err != nil {
		return err
	}
	return h.show(c, i)
}
