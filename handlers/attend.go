package handlers

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/app/attend"
	"linli/app/auth"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// months are what staff did in a month, for themselves, their lead and the street (月报).
type months struct {
	web
	service *attend.Service
}

func (h months) routes() []route {
	return []route{
		{"GET", staff + "/months", login, auth.Handlers, h.list},
		{"GET", staff + "/month", login, auth.Handlers, h.one},
		{"POST", staff + "/month/confirm", login, auth.Keepers, h.say(h.confirm)},
		{"POST", staff + "/month/dispute", login, auth.Keepers, h.say(h.dispute)},
		{"POST", staff + "/month/explain", login, auth.Keepers, h.say(h.explain)},
		{"POST", staff + "/month/answer", login, auth.Chiefs, h.say(h.answer)},
		{"POST", staff + "/month/seen", login, auth.Chiefs, h.say(h.see)},
	}
}

// monthBody is what is said about a month; each route reads its part.
type monthBody struct {
	Community string `json:"community_id"`
	Person    string `json:"person_id"`
	Month     string `json:"month"`
	Line      string `json:"line"`
	Day       string `json:"day"`
	Reason    string `json:"reason"`
	Words     string `json:"words"`

	community, person int64
	month             attend.Month
}

// parse reads the ids and the month; a month that is none is refused by the use case, after the switch.
func (in *monthBody) parse() error {
	if err := numbersInto(map[*int64]string{&in.community: in.Community, &in.person: in.Person}); err != nil {
		return err
	}
	if in.Month != "" {
		ok := false
		if in.month, ok = attend.ParseMonth(in.Month); !ok {
			return attend.ErrMonth
		}
	}
	return nil
}

func queried(c *fiber.Ctx) (in monthBody, err error) {
	in = monthBody{Community: c.Query("community_id"), Person: c.Query("person_id"), Month: c.Query("month")}
	return in, in.parse()
}

// say runs a use case with the body, and shows the month as it is then.
func (h months) say(do func(context.Context, auth.Actor, monthBody) (attend.Reading, error)) handler {
	return func(c *fiber.Ctx, who caller) error {
		var in monthBody
		if err := read(c, &in); err != nil {
			return err
		}
		if err := in.parse(); err != nil {
			return err
		}
		r, err := do(c.UserContext(), who.Actor, in)
		if err != nil {
			return err
		}
		return h.show(c, r)
	}
}

func (h months) confirm(ctx context.Context, who auth.Actor, in monthBody) (attend.Reading, error) {
	return h.service.Confirm(ctx, who, in.community, in.month, in.Words)
}

func (h months) dispute(ctx context.Context, who auth.Actor, in monthBody) (attend.Reading, error) {
	return h.service.Dispute(ctx, who, in.community, in.month, in.Line, in.Words)
}

func (h months) explain(ctx context.Context, who auth.Actor, in monthBody) (attend.Reading, error) {
	day, _ := when.ParseDate(in.Day) // no date is too old
	return h.service.Explain(ctx, who, in.community, day, plan.Reason{Key: in.Reason, Words: in.Words})
}

func (h months) answer(ctx context.Context, who auth.Actor, in monthBody) (attend.Reading, error) {
	return h.service.Answer(ctx, who, in.community, in.person, in.month, in.Line, in.Words)
}

func (h months) see(ctx context.Context, who auth.Actor, in monthBody) (attend.Reading, error) {
	return h.service.See(ctx, who, in.community, in.person, in.month)
}

func (h months) one(c *fiber.Ctx, who caller) error {
	in, err := queried(c)
	if err != nil {
		return err
	}
	r, err := h.service.Month(c.UserContext(), who.Actor, in.community, in.person, in.month)
	if err != nil {
		return err
	}
	return h.show(c, r)
}

func (h months) list(c *fiber.Ctx, who caller) error {
	in, err := queried(c)
	if err != nil {
		return err
	}
	found, err := h.service.Months(c.UserContext(), who.Actor, in.community, in.month)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	names, err := peopleOf(c.UserContext(), h.web, found, func(r attend.Report) int64 { return r.Person })
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(r attend.Report) monthLineView {
		return monthLineView{
			Person: text(r.Person), PersonName: names[r.Person].Name, Post: strings.Join(sayPosts(tree, r.Posts), "、"), Month: r.Month.String(), MonthName: r.Month.Say(),
			Confirmed: stamp(r.Confirmation.At), Seen: stamp(r.Confirmation.SeenAt), Open: r.Open(),
		}
	}))
}

func (h months) show(c *fiber.Ctx, r attend.Reading) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	ids := []int64{r.Person, r.Confirmation.SeenBy}
	for _, d := range r.Disputes {
		ids = append(ids, d.AnsweredBy)
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	v := monthView{
		monthLineView: monthLineView{
			Person: text(r.Person), PersonName: names[r.Person].Name, Post: strings.Join(sayPosts(tree, r.Posts), "、"), Month: r.Month.String(),
			MonthName: r.Month.Say(), Confirmed: stamp(r.Confirmation.At), Seen: stamp(r.Confirmation.SeenAt), Open: r.Open(),
		},
		Community: text(r.Community), CommunityName: tree.Say(r.Community), Said: r.Say(), Words: r.Confirmation.Words,
		ConfirmedSaid: r.Confirmation.Said, SeenBy: names[r.Confirmation.SeenBy].Name, Days: []monthDayView{}, Kinds: []monthKindView{},
		Disputes: []disputeView{}, Reasons: reasonViews(), Can: []string{},
	}
	for _, d := range r.Days {
		one := monthDayView{Day: d.Day.String(), State: d.State, StateName: d.State.Name()}
		if d.Reason.Key != "" {
			one.Reason = plan.ReasonName(d.Reason.Key)
			if d.Reason.Words != "" {
				one.Reason += "：" + d.Reason.Words
			}
		}
		v.Days = append(v.Days, one)
	}
	for _, k := range r.Kinds {
		v.Kinds = append(v.Kinds, monthKindView{k.Kind, k.Name, k.Lines})
	}
	for _, d := range r.Disputes {
		v.Disputes = append(v.Disputes, disputeView{
			Line: d.Line, LineName: r.SayLine(d.Line), Words: d.Words, At: stamp(d.At), Answer: d.Answer,
			AnsweredBy: names[d.AnsweredBy].Name, AnsweredAt: stamp(d.AnsweredAt),
		})
	}
	if r.Own {
		v.Can = append(v.Can, "dispute", "explain")
	}
	if r.Own && r.Over {
		v.Can = append(v.Can, "confirm")
	}
	if r.Leads && r.Open() > 0 {
		v.Can = append(v.Can, "answer")
	}
	if r.Leads && !r.Confirmation.At.IsZero() && r.Confirmation.SeenBy == 0 {
		v.Can = append(v.Can, "seen")
	}
	return c.JSON(v)
}

type monthLineView struct {
	Person     string `json:"person_id"`
	PersonName string `json:"person_name"`
	Post       string `json:"post"`
	Month      string `json:"month"`
	MonthName  string `json:"month_name"`
	Confirmed  string `json:"confirmed_at"`
	Seen       string `json:"seen_at"`
	Open       int    `json:"open"`
}

type monthView struct {
	monthLineView
	Community     string          `json:"community_id"`
	CommunityName string          `json:"community_name"`
	Said          string          `json:"said"`
	Words         string          `json:"words"`
	ConfirmedSaid string          `json:"confirmed_said"`
	SeenBy        string          `json:"seen_by"`
	Days          []monthDayView  `json:"days"`
	Kinds         []monthKindView `json:"kinds"`
	Disputes      []disputeView   `json:"disputes"`
	Reasons       []reasonView    `json:"reasons"`
	Can           []string        `json:"can"`
}

type monthDayView struct {
	Day       string       `json:"day"`
	State     attend.State `json:"state"`
	StateName string       `json:"state_name"`
	Reason    string       `json:"reason"`
}

type monthKindView struct {
	Kind  work.Kind `json:"kind"`
	Name  string    `json:"name"`
	Lines int       `json:"lines"`
}

type disputeView struct {
	Line       string `json:"line"`
	LineName   string `json:"line_name"`
	Words      string `json:"words"`
	At         string `json:"at"`
	Answer     string `json:"answer"`
	AnsweredBy string `json:"answered_by"`
	AnsweredAt string `json:"answered_at"`
}
