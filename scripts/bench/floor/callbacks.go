package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/inbox"
	"linli/wxmsg"
)

// menu is the chat's answer to an unknown key, as long as the real one.
const menu = "您好！有问题请直接发一张照片、一段语音或一句话。\n回复“进展”：查询办理进展\n回复“催办”：催一催\n回复“预约”：约理发、义诊等服务\n紧急情况请先拨打 119、120 或 110。"

// keeper stores a push with one INSERT.
type keeper struct{ *records }

// Receive implements wxmsg.Inbox.
func (k keeper) Receive(ctx context.Context, p inbox.Push) (string, error) {
	err := k.write(func() error {
		_, err := k.pool.ExecContext(ctx, `INSERT INTO inbox_push (account, push_key, kind, reply, at) VALUES (?, ?, ?, ?, ?)`,
			string(p.Account), p.Key, string(p.Kind), menu, time.Now().UnixMilli())
		return err
	})
	return menu, err
}

func callbacks(r *records) func(*fiber.App) {
	c := wxmsg.NewCallback(wxmsg.CallbackConfig{
		Account: wxmsg.Account{
			Name: auth.OA, AppID: os.Getenv("LINLI_OA_APPID"), Secret: os.Getenv("LINLI_OA_SECRET"),
			Token: os.Getenv("LINLI_OA_TOKEN"), AESKey: os.Getenv("LINLI_OA_AESKEY"), OriginalID: os.Getenv("LINLI_OA_ORIGINAL_ID"),
		},
		Inbox: keeper{r}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	return func(app *fiber.App) {
		app.Post("/wx/oa", func(f *fiber.Ctx) error {
			status, kind, reply := c.Receive(context.Background(), f.Queries(), f.Body())
			f.Set(fiber.HeaderContentType, kind)
			return f.Status(status).Send(reply)
		})
	}
}
