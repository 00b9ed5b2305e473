package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/steward"
)

func (h stewards) forCalls() []route {
	return []route{
		{"GET", api + "/steward/calls", login, auth.Stewards, h.calls(h.service.Calls)},
		{"POST", api + "/calls/:id/acknowledge", login, auth.Helpers, byID(h.service.AcknowledgeCall, h.showCall)},
		{"POST", api + "/calls/:id/phone", login, auth.Helpers, byID(h.service.CallPhone, showPhone)},
		{"POST", api + "/calls/:id/finish", login, auth.Helpers, deed[resultBody](h.service.FinishCall, h.showCall)},
		{"GET", staff + "/calls", login, auth.Workers, h.calls(h.service.StaffCalls)},
	}
}

// calls lists calls the way one of the use cases does.
func (h stewards) calls(list func(context.Context, auth.Actor, steward.CallList, pages.Cursor) (pages.Page[steward.Call], error)) handler {
	return func(c *fiber.Ctx, who caller) error {
		after, err := pinnedCursor(c.Query("cursor"))
		if err != nil {
			return err
		}
		found, err := list(c.UserContext(), who.Actor, steward.CallList(c.Query("list", string(steward.OpenCalls))), after)
		if err != nil {
			return err
		}
		v, err := h.callViewer(c, found.Items...)
		if err != nil {
			return err
		}
		return c.JSON(pinnedPage(found, v.call))
	}
}

func (h stewards) showCall(c *fiber.Ctx, _ caller, one steward.Call) error {
	v, err := h.callViewer(c, one)
	if err != nil {
		return err
	}
	return c.JSON(v.call(one))
}

// resultBody says how a call ended.
type resultBody struct {
	Words string `json:"words"`
}

func (in resultBody) input() (string, error) { return in.Words, nil }

type callView struct {
	ID        string            `json:"id"`
	Number    string            `json:"number"`
	Words     string            `json:"words"`
	Phone     string            `json:"phone"` // masked
	Area      string            `json:"area_id"`
	AreaName  string            `json:"area_name"`
	Community string            `json:"community_id"`
	Urgent    bool              `json:"urgent"`
	State     steward.CallState `json:"state"`
	StateName string            `json:"state_name"`
	At        string            `json:"at"`
	SeenAt    string            `json:"acknowledged_at"`
	SeenBy    string            `json:"acknowledged_by"`
	DoneAt    string            `json:"done_at"`
	DoneBy    string            `json:"done_by"`
	Result    string            `json:"result"`
}

var callStates = map[steward.CallState]string{steward.Waiting: "等人联系", steward.Seen: "有人在办", steward.Done: "已办完"}

type callViewer struct {
	tree  *area.Tree
	names map[int64]person.Person
}

// callViewer looks up the names that the calls' views need, in one query.
func (h stewards) callViewer(c *fiber.Ctx, calls ...steward.Call) (v callViewer, err error) {
	if v.tree, err = h.tree(c); err != nil {
		return v, err
	}
	var ids []int64
	for _, one := range calls {
		ids = append(ids, one.SeenBy, one.DoneBy)
	}
	v.names, err = h.names.Persons(c.UserContext(), ids)
	return v, err
}

func (v callViewer) call(c steward.Call) callView {
	return callView{
		ID: text(c.ID), Number: c.Number(), Words: c.Words, Phone: c.Phone.Masked(), Area: text(c.Area),
		AreaName: v.tree.Say(c.Area), Community: text(c.Community), Urgent: c.Urgent, State: c.State,
		StateName: callStates[c.State], At: stamp(c.At), SeenAt: stamp(c.SeenAt), SeenBy: v.names[c.SeenBy].Name,
		DoneAt: stamp(c.DoneAt), DoneBy: v.names[c.DoneBy].Name, Result: c.Result,
	}
}
