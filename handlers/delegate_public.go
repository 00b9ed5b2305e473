package handlers

import (
	"context"
	_ "embed"
	"fmt"
	"html/template"

	"github.com/gofiber/fiber/v2"

	"linli/app/delegate"
	"linli/app/when"
)

var (
	//go:embed delegates.html
	delegatesHTML string

	delegatesTemplate = template.Must(template.New("delegates").Parse(delegatesHTML))
)

type publicDelegate struct{ Name, Title, Next, Matters string }

// publicPage shows the delegates of a community in their office, when each receives next and how much was raised and answered; no matter
// and nobody who raised one.
func (h delegates) publicPage(c *fiber.Ctx, _ caller) error {
	var found []delegate.Delegate
	shown, status, title, err := h.publicOf(c, "代表委员接待", func(ctx context.Context, community int64) (err error) {
		found, err = h.service.Public(ctx, community)
		return err
	})
	if err != nil {
		return err
	}
	nothing := "还没有登记代表、委员。有建议请到社区服务大厅说，社区按时答复。"
	if shown == 0 {
		nothing = "没有这个社区。"
	}
	page := struct {
		Title, Nothing string
		Delegates      []publicDelegate
		Style          template.CSS
	}{title, nothing, nil, template.CSS(publicityCSS)} //nolint:gosec // our own file
	for _, d := range found {
		page.Delegates = append(page.Delegates, sayDelegate(d))
	}
	return sendPublic(c, status, delegatesTemplate, publicityPolicy, page)
}

func sayDelegate(d delegate.Delegate) publicDelegate {
	one := publicDelegate{Name: d.Name, Title: d.Title, Next: "近三周没有安排接待", Matters: "还没有居民向他说过事"}
	if d.Next.Session != 0 {
		one.Next = fmt.Sprintf("下次接待：%s，%s", when.Say(d.Next.At), d.Next.Name)
		if d.Next.Place != "" {
			one.Next += "，" + d.Next.Place
		}
	}
	if d.Matters > 0 {
		one.Matters = fmt.Sprintf("居民说过 %d 件事，答复了 %d 件", d.Counts.Matters, d.Answered)
	}
	return one
}
