package handlers

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/publicity"
	"linli/app/when"
)

var (
	//go:embed publicity.html
	publicityHTML string
	//go:embed publicity.css
	publicityCSS string

	publicityTemplate = template.Must(template.New("publicity").Parse(publicityHTML))
	publicityPolicy   = "default-src 'none'; style-src " + hashOf(publicityCSS) + "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

// publicMinute is how many public pages one address may read in a minute.
const publicMinute = 120

type publicLine struct{ Name, Words, State string }

type publicOne struct {
	Title, Words, Term string
	Lines              []publicLine
}

// publicPage shows what is public in a community, without an address and without a number.
func (h publicities) publicPage(c *fiber.Ctx, _ caller) error {
	var found []publicity.Publicity
	shown, status, title, err := h.publicOf(c, "公开栏", func(ctx context.Context, community int64) (err error) {
		found, err = h.service.Hanging(ctx, community)
		return err
	})
	if err != nil {
		return err
	}
	nothing := "现在没有公示。"
	if shown == 0 {
		nothing = "没有这个社区的公开栏。"
	}
	page := struct {
		Title, Nothing string
		Community      int64 // 0: there is none
		Publicities    []publicOne
		Style          template.CSS
	}{title, nothing, shown, nil, template.CSS(publicityCSS)} //nolint:gosec // our own file
	for _, p := range found {
		page.Publicities = append(page.Publicities, sayPublicity(p))
	}
	return sendPublic(c, status, publicityTemplate, publicityPolicy, page)
}

// publicOf reads what a public page of the community in the address shows. It returns the community, its title with the name of the community
// before what is shown, and the status; 0 and 404 without such a community. One address reads publicMinute pages a minute.
func (h web) publicOf(c *fiber.Ctx, what string, read func(ctx context.Context, community int64) error) (
	community int64, status int, title string, err error,
) {
	if err := h.limit(c, "public", c.IP(), publicMinute, time.Minute); err != nil {
		return 0, 0, "", err
	}
	if community, err = idOf(c, "community"); err == nil {
		err = read(c.UserContext(), community)
	}
	switch {
	case errors.Is(err, area.ErrMissing), errors.Is(err, errNoRoute):
		return 0, http.StatusNotFound, what, nil
	case err != nil:
		return 0, 0, "", err
	}
	t, err := h.tree(c)
	if err != nil {
		return 0, 0, "", err
	}
	return community, http.StatusOK, t.Say(community) + what, nil
}

// sendPublic answers with a page that needs no login and is in no search engine and no cache.
func sendPublic(c *fiber.Ctx, status int, t *template.Template, policy string, page any) error {
	var text bytes.Buffer
	if err := t.Execute(&text, page); err != nil {
		return err
	}
	c.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Status(status).Send(text.Bytes())
}

func sayPublicity(p publicity.Publicity) publicOne {
	one := publicOne{Title: p.Title, Words: p.Words, Term: sayPublicTerm(p)}
	for _, l := range p.Lines {
		one.Lines = append(one.Lines, publicLine{l.Shown(), l.Words, l.State.Name()})
	}
	return one
}

// sayPublicTerm says from which to which day a publicity runs.
func sayPublicTerm(p publicity.Publicity) string {
	day := func(t time.Time) string { return t.In(when.Beijing).Format("2006年1月2日") }
	return "公示期：" + day(p.From) + " 至 " + day(p.Until.Add(-time.Minute))
}

// form prints a publicity on A4.
func (h publicities) form(c *fiber.Ctx, _ caller, p publicity.Publicity) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	code, err := matrixOf(fmt.Sprintf("%s/public/%d", strings.TrimSuffix(h.base, "/"), p.Community))
	if err != nil {
		return fmt.Errorf("code of publicity %d: %w", p.ID, err)
	}
	file, err := drawPublicity(p, t.Say(p.Area), code)
	if err != nil {
		return err
	}
	return sendPDF(c, "publicity.pdf", file)
}

// drawPublicity draws a publicity for the wall; what does not fit goes onto further pages.
func drawPublicity(p publicity.Publicity, place string, code [][]bool) ([]byte, error) {
	const left, most, foot = 60, pageWidth - 120, 220
	var doc pdf
	y := 0.0
	begin := func() {
		doc.page()
		doc.ink(red)
		doc.box(30, 752, pageWidth-60, 60)
		doc.ink(white)
		doc.centred(pageWidth/2, 772, 30, most, p.Title)
		doc.ink(black)
		y = 716
	}
	write := func(size float64, words string) {
		for _, line := range wrap(words, size, most) {
			if y < foot {
				begin()
			}
			doc.left(left, y, size, most, line)
			y -= size * 1.7
		}
	}
	begin()
	if p.Words != "" {
		write(15, p.Words)
	}
	for i, l := range p.Lines {
		name := l.Shown()
		if name != "" {
			name += "  "
		}
		write(17, fmt.Sprintf("%d. %s%s", i+1, name, l.Words))
	}
	write(15, sayPublicTerm(p))
	write(15, "对公示内容有不同意见的，请在公示期内到"+place+"服务大厅提出，或扫右下方二维码查看后在“邻里”小程序里提出。每条意见在 5 个工作日内答复。")
	doc.code(pageWidth-190, 50, 140, code)
	doc.ink(black)
	doc.left(left, 110, 17, 300, place)
	doc.left(left, 80, 17, 300, p.From.In(when.Beijing).Format("2006年1月2日"))
	return doc.bytes()
}
