package handlers

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/post"
	"linli/app/when"
)

var (
	//go:embed badge.html
	badgeHTML     string
	badgeTemplate = template.Must(template.New("badge").Parse(badgeHTML))
)

// badgePage says whether the person with the badge is in a post today: name, posts and areas, nothing else.
func (h posts) badgePage(c *fiber.Ctx, _ caller) error {
	if err := h.limit(c, "badge", c.IP(), publicMinute, time.Minute); err != nil {
		return err
	}
	status := http.StatusOK
	shown, err := h.service.Check(c.UserContext(), c.Params("token"))
	if errors.Is(err, post.ErrNoBadge) {
		status, err = http.StatusNotFound, nil
	}
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	page := struct {
		Name, Day string
		Posts     []string
		Style     template.CSS
	}{shown.Name, h.now().In(when.Beijing).Format("2006年1月2日"), sayPostsToday(t, shown), template.CSS(publicityCSS)} //nolint:gosec // our own file
	return sendPublic(c, status, badgeTemplate, publicityPolicy, page)
}

// sayPostsToday names the posts with their areas.
func sayPostsToday(t *area.Tree, shown post.Shown) (all []string) {
	for _, p := range shown.Posts {
		said := sayArea(t, p.Area) + "  " + p.Role.Name()
		if o, err := t.Org(p.Org); err == nil && p.Org != 0 {
			said = o.Name + "  " + p.Role.Name()
		}
		all = append(all, said)
	}
	return all
}

type issueBody struct {
	Person string    `json:"person_id"`
	Kind   post.Gear `json:"kind"`
	Number string    `json:"number"`
}

func (in issueBody) input() (post.Issue, error) {
	who, err := number(in.Person)
	return post.Issue{Person: who, Kind: in.Kind, Number: in.Number}, err
}

type badgeView struct {
	ID         string    `json:"id"`
	Person     string    `json:"person_id"`
	Kind       post.Gear `json:"kind"`
	KindName   string    `json:"kind_name"`
	Number     string    `json:"number"`
	GivenAt    string    `json:"given_at"`
	ReturnedAt string    `json:"returned_at"`
	Can        []string  `json:"can"`
}

func viewBadge(b post.Badge) badgeView {
	v := badgeView{text(b.ID), text(b.Person), b.Kind, b.Kind.Name(), b.Number, stamp(b.GivenAt), stamp(b.ReturnedAt), []string{}}
	if b.ReturnedAt.IsZero() {
		if b.Kind == post.BadgeGear {
			v.Can = append(v.Can, "print")
		}
		v.Can = append(v.Can, "return")
	}
	return v
}

func (h posts) showBadge(c *fiber.Ctx, _ caller, b post.Badge) error { return c.JSON(viewBadge(b)) }

func (h posts) showBadges(c *fiber.Ctx, _ caller, found []post.Badge) error {
	return c.JSON(each(found, viewBadge))
}

// card prints a badge with the code of its page.
func (h posts) card(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	b, shown, err := h.service.Print(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	code, err := matrixOf(strings.TrimSuffix(h.base, "/") + "/badge/" + b.Token)
	if err != nil {
		return fmt.Errorf("code of badge %d: %w", b.ID, err)
	}
	file, err := drawBadge(b, shown.Name, sayPostsToday(t, shown), code)
	if err != nil {
		return err
	}
	return sendPDF(c, "badge.pdf", file)
}

// drawBadge draws a badge onto the upper left quarter of a sheet.
func drawBadge(b post.Badge, name string, posts []string, code [][]bool) ([]byte, error) {
	const middle, most = pageWidth / 2, pageWidth - 80
	var p pdf
	p.page()
	p.inside(0, pageHeight/2, 0.5, func() {
		p.frame(14, 14, pageWidth-28, pageHeight-28)
		p.ink(red)
		p.box(30, 712, pageWidth-60, 100)
		p.ink(white)
		p.centred(middle, 744, 44, most, "工作证")
		p.ink(black)
		p.centred(middle, 630, 64, most, name)
		y := 570.0
		for _, one := range posts[:min(len(posts), 3)] {
			p.centred(middle, y, 30, most, one)
			y -= 44
		}
		p.code(middle-150, 130, 300, code)
		p.ink(black)
		p.centred(middle, 96, 24, most, "扫一扫，核对是不是本社区现任人员")
		p.centred(middle, 54, 22, most, "编号 "+b.Number)
	})
	return p.bytes()
}
