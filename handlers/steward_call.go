package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/steward"
)

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

func (s *Server) viewCalls(ctx context.Context, calls []steward.Call) ([]callView, error) {
	t, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, c := range calls {
		ids = append(ids, c.SeenBy, c.DoneBy)
	}
	names, err := s.Names.Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	views := make([]callView, len(calls))
	for i, c := range calls {
		views[i] = callView{
			ID: text(c.ID), Number: c.Number(), Words: c.Words, Phone: c.Phone.Masked(), Area: text(c.Area),
			AreaName: t.Say(c.Area), Community: text(c.Community), Urgent: c.Urgent, State: c.State,
			StateName: callStates[c.State], At: stamp(c.At), SeenAt: stamp(c.SeenAt), SeenBy: names[c.SeenBy].Name,
			DoneAt: stamp(c.DoneAt), DoneBy: names[c.DoneBy].Name, Result: c.Result,
		}
	}
	return views, nil
}

// calls lists calls the way one of the use cases does.
func (s *Server) calls(list func(context.Context, auth.Actor, steward.CallList, int64) ([]steward.Call, error)) func(*fiber.Ctx, caller) error {
	return func(c *fiber.Ctx, who caller) error {
		before, err := number(c.Query("cursor"))
		if err != nil {
			return err
		}
		found, err := list(c.UserContext(), who.Actor, steward.CallList(c.Query("list", string(steward.OpenCalls))), before)
		if err != nil {
			return err
		}
		items, err := s.viewCalls(c.UserContext(), found)
		if err != nil {
			return err
		}
		next := ""
		if len(found) == steward.PageSize {
			next = text(found[len(found)-1].ID)
		}
		return c.JSON(fiber.Map{"items": items, "next": next})
	}
}

func (s *Server) sendCall(c *fiber.Ctx, call steward.Call) error {
	views, err := s.viewCalls(c.UserContext(), []steward.Call{call})
	if err != nil {
		return err
	}
	return c.JSON(views[0])
}

func (s *Server) acknowledgeCall(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	call, err := s.Stewards.AcknowledgeCall(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return s.sendCall(c, call)
}

func (s *Server) finishCall(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Words string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	call, err := s.Stewards.FinishCall(c.UserContext(), who.Actor, id, in.Words)
	if err != nil {
		return err
	}
	return s.sendCall(c, call)
}

// callPhone shows the number to who is going to help; it stands in the audit log.
func (s *Server) callPhone(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	phone, err := s.Stewards.CallPhone(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"phone": string(phone)})
}

type pagingView struct {
	ID        string          `json:"id"`
	Subject   steward.Subject `json:"subject"`
	SubjectID string          `json:"subject_id"`
	Community string          `json:"community_id"`
	Area      string          `json:"area_id"`
	AreaName  string          `json:"area_name"`
	Urgent    bool            `json:"urgent"`
	Stage     steward.Stage   `json:"stage"`
	Acks      int             `json:"acknowledgements"`
	Need      int             `json:"needed"`
	StartedAt string          `json:"started_at"`
}

func (s *Server) viewPaging(ctx context.Context, p steward.Paging) (pagingView, error) {
	t, err := s.Areas.Tree(ctx)
	if err != nil {
		return pagingView{}, err
	}
	return pagingView{
		ID: text(p.ID), Subject: p.Subject, SubjectID: text(p.SubjectID), Community: text(p.Community), Area: text(p.Area),
		AreaName: t.Say(p.Area), Urgent: p.Urgent, Stage: p.Stage, Acks: p.Acks, Need: p.Need, StartedAt: stamp(p.StartedAt),
	}, nil
}

// unanswered lists what everybody was told of and nobody answered.
func (s *Server) unanswered(c *fiber.Ctx, who caller) error {
	before, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := s.Stewards.Unanswered(c.UserContext(), who.Actor, before)
	if err != nil {
		return err
	}
	items, next := make([]pagingView, len(found)), ""
	for i, p := range found {
		if items[i], err = s.viewPaging(c.UserContext(), p); err != nil {
			return err
		}
		if i == steward.PageSize-1 {
			next = text(p.ID)
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}

func (s *Server) acknowledgePaging(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	p, err := s.Stewards.AcknowledgePaging(c.UserContext(), who.Actor, id)
	if err != nil {
		return err
	}
	v, err := s.viewPaging(c.UserContext(), p)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

type unreachableView struct {
	Area       string         `json:"area_id"`
	AreaName   string         `json:"area_name"`
	Community  string         `json:"community_id"`
	Reason     steward.Reason `json:"reason"`
	ReasonName string         `json:"reason_name"`
	Person     string         `json:"person_id"`
	PersonName string         `json:"person_name"`
	Phone      string         `json:"person_phone"` // masked
	Since      string         `json:"since"`
}

// unreachable lists the buildings whose stewards no message would reach.
func (s *Server) unreachable(c *fiber.Ctx, who caller) error {
	after, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	found, err := s.Stewards.Unreached(c.UserContext(), who.Actor, after)
	if err != nil {
		return err
	}
	t, err := s.Areas.Tree(c.UserContext())
	if err != nil {
		return err
	}
	ids := make([]int64, len(found))
	for i, r := range found {
		ids[i] = r.Person
	}
	people, err := s.Names.Persons(c.UserContext(), ids)
	if err != nil {
		return err
	}
	items, next := make([]unreachableView, len(found)), ""
	for i, r := range found {
		p := people[r.Person]
		items[i] = unreachableView{
			Area: text(r.Area), AreaName: t.Say(r.Area), Community: text(r.Community), Reason: r.Reason,
			ReasonName: r.Reason.Name(), Person: maybe(r.Person), PersonName: p.Name, Phone: p.Phone.Masked(), Since: stamp(r.Since),
		}
		if i == steward.PageSize-1 {
			next = text(r.Area)
		}
	}
	return c.JSON(fiber.Map{"items": items, "next": next})
}
