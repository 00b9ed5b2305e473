package handlers

import (
	"context"
	"io"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/ledger"
	"linli/app/pages"
	"linli/app/report"
)

// Workbook is a ledger being written to a file.
type Workbook interface {
	ledger.Book
	// Finish returns the finished file and its size; closing it removes it.
	Finish() (file io.ReadCloser, size int, err error)
	// Close removes an unfinished file.
	Close() error
}

type ledgers struct {
	web
	service     *ledger.Service
	newWorkbook func(ledger.Kind) (Workbook, error)
}

func (h ledgers) routes() []route {
	return []route{
		{"POST", staff + "/ledgers/reports", login, auth.Publishers, h.export(ledger.Reports)},
		{"POST", staff + "/ledgers/bookings", login, auth.Publishers, h.export(ledger.Bookings)},
		{"POST", staff + "/ledgers/members", login, auth.Publishers, h.export(ledger.Members)},
		{"POST", staff + "/ledgers/homes", login, auth.Publishers, h.export(ledger.Homes)},
		{"POST", staff + "/ledgers/patrols", login, auth.Publishers, h.export(ledger.Patrols)},
		{"POST", staff + "/ledgers/uses", login, auth.Publishers, h.export(ledger.Uses)},
		{"POST", staff + "/ledgers/mediations", login, auth.Publishers, h.export(ledger.Mediations)},
		{"POST", staff + "/ledgers/visits", login, auth.Publishers, h.export(ledger.Visits)},
		{"POST", staff + "/ledgers/orders", login, auth.Publishers, h.export(ledger.Orders)},
		{"POST", staff + "/ledgers/errands", login, auth.Publishers, h.export(ledger.Errands)},
		{"POST", staff + "/ledgers/counters", login, auth.Publishers, h.export(ledger.Counters)},
		{"POST", staff + "/ledgers/meals", login, auth.Publishers, h.export(ledger.Meals)},
		{"POST", staff + "/ledgers/posts", login, auth.Publishers, h.export(ledger.Posts)},
		{"POST", staff + "/ledgers/guide", login, auth.Publishers, h.export(ledger.Guides)},
		{"POST", staff + "/ledgers/satisfaction", login, auth.Publishers, h.export(ledger.Marks)},
		{"POST", staff + "/ledgers/places", login, auth.Publishers, h.export(ledger.Places)},
		{"POST", staff + "/ledgers/estates", login, auth.Publishers, h.export(ledger.Estates)},
		{"POST", staff + "/ledgers/work", login, auth.Publishers, h.export(ledger.Works)},
		{"POST", staff + "/ledgers/pay", login, auth.Overseers, h.export(ledger.Pay)},
		{"GET", staff + "/ledgers", login, auth.Deciders, listed(h.service.Past, h.showPast)},
	}
}

// exportTime is the time limit of an export; two hundred thousand rows take longer than any other request.
const exportTime = 2 * time.Minute

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// export answers with a workbook only after it is completely written and recorded in the audit log.
func (h ledgers) export(of ledger.Kind) handler {
	return func(c *fiber.Ctx, who caller) error {
		r, err := readExport(c)
		if err != nil {
			return err
		}
		if err := h.limit(c, "ledger", text(who.Person), 6, time.Minute); err != nil {
			return err
		}
		if r.Kind = of; of != ledger.Reports {
			r.Category = ""
		}
		return h.sendLedger(c, who, r)
	}
}

func (h ledgers) sendLedger(c *fiber.Ctx, who caller, r ledger.Request) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), exportTime)
	defer cancel()
	book, err := h.newWorkbook(r.Kind)
	if err != nil {
		return err
	}
	defer book.Close()
	name, err := h.service.Export(ctx, who.Actor, r, book)
	if err != nil {
		return err
	}
	file, size, err := book.Finish()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, typeXLSX)
	c.Set(fiber.HeaderContentDisposition, "attachment; filename*=UTF-8''"+url.PathEscape(name))
	return c.SendStream(file, size) // closes it
}

func readExport(c *fiber.Ctx) (r ledger.Request, err error) {
	var in struct {
		From     string          `json:"from"`
		To       string          `json:"to"`
		Area     string          `json:"area_id"`
		Category report.Category `json:"category"`
		Reason   string          `json:"reason"`
		Reveal   bool            `json:"reveal"`
	}
	if err := read(c, &in); err != nil {
		return r, err
	}
	r = ledger.Request{From: in.From, To: in.To, Category: in.Category, Reason: in.Reason, Reveal: in.Reveal}
	r.Area, err = number(in.Area)
	return r, err
}

// showPast shows the past exports of the communities the caller oversees.
func (h ledgers) showPast(c *fiber.Ctx, _ caller, past pages.Page[ledger.Export]) error {
	t, err := h.tree(c)
	if err != nil {
		return err
	}
	var ids []int64
	for _, e := range past.Items {
		ids = append(ids, e.Person)
	}
	names, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	return c.JSON(pageOf(past, func(e ledger.Export) exportView {
		return exportView{
			ID: text(e.ID), Kind: e.Kind(), At: stamp(e.At), By: names[e.Person].Name, Area: text(e.Area), AreaName: ledger.AreaName(t, e.Area),
			From: e.From, To: e.To, Category: e.Category, Rows: e.Rows, Reveal: e.Revealed(), Reason: e.Reason,
		}
	}))
}

type exportView struct {
	ID       string          `json:"id"`
	Kind     ledger.Kind     `json:"kind"`
	At       string          `json:"at"`
	By       string          `json:"by"`
	Area     string          `json:"area_id"`
	AreaName string          `json:"area_name"`
	From     string          `json:"from"`
	To       string          `json:"to"`
	Category report.Category `json:"category"`
	Rows     int             `json:"rows"`
	Reveal   bool            `json:"reveal"`
	Reason   string          `json:"reason"`
}
