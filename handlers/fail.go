package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"linli/app/fault"
)

var (
	errNoRoute = fault.New(fault.Missing, "http.no_route", "接口不存在")
	errBody    = fault.New(fault.Invalid, "http.body", "请求格式有误")
	errKey     = fault.New(fault.Invalid, "http.idempotency_key", "Idempotency-Key 最长 64 个字符")
	errLarge   = fault.New(fault.Invalid, "http.too_large", "内容太大了，照片请选 10MB 以内的，表格请选 8MB 以内的")
	errOften   = fault.New(fault.Often, "http.often", "操作太频繁，请稍后再试")
)

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusBadRequest, fault.Login: http.StatusUnauthorized, fault.Denied: http.StatusForbidden,
	fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Often: http.StatusTooManyRequests,
	fault.Busy: http.StatusServiceUnavailable,
}

// statusOfCode are the faults with a status of their own.
var statusOfCode = map[string]int{
	errEncoding.Code: http.StatusUnsupportedMediaType, errMethod.Code: http.StatusMethodNotAllowed,
}

type errorView struct {
	Error struct {
		Code      string `json:"code"`
		Message   string `json:"message"`
		RequestID string `json:"request_id"`
	} `json:"error"`
}

// fail is the only place where an error becomes a response; an internal error is also logged.
func (w web) fail(c *fiber.Ctx, err error) error {
	id, _ := c.Locals(requestIDKey).(string)
	status, code, text := http.StatusInternalServerError, "internal", "系统繁忙，请稍后再试"
	var fe *fiber.Error // Fiber's own: body too large, bad method
	f, known := fault.As(err)
	switch {
	case known:
		status, code, text = cmp.Or(statusOfCode[f.Code], statusOf[f.Kind]), f.Code, f.Text
		if f.Kind == fault.Busy {
			w.log.Error("request failed: a part is unavailable", "route", c.Route().Path, "request", id, "err", err)
		}
	case errors.As(err, &fe) && fe.Code == http.StatusRequestEntityTooLarge:
		status, code, text = fe.Code, errLarge.Code, errLarge.Text
	case errors.As(err, &fe) && fe.Code < http.StatusInternalServerError:
		status, code, text = fe.Code, "http.bad_request", "请求无效"
	case errors.Is(err, context.DeadlineExceeded):
		status, code = http.StatusServiceUnavailable, "system.busy"
		w.log.Error("request exceeded its deadline", "route", c.Route().Path, "request", id, "err", err)
	default:
		w.log.Error("request failed", "route", c.Route().Path, "request", id, "err", err)
	}
	c.Locals(codeKey, code)
	var v errorView
	v.Error.Code, v.Error.Message, v.Error.RequestID = code, text, id
	return c.Status(status).JSON(v)
}
