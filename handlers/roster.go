package handlers

import (
	"context"
	"io"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/roster"
)

// Workbooks reads and writes the roster as a file.
type Workbooks interface {
	// Read returns the cells of the roster's sheets. Faults: those of a file that is not such a workbook, or too large.
	Read(ctx context.Context, file []byte) (map[string][][]string, error)
	// Sheet returns the cells of one sheet of a workbook. Faults: those of Read; a workbook without the sheet has no cells.
	Sheet(ctx context.Context, file []byte, name string) ([][]string, error)
	// WriteSheet writes a workbook with one sheet, its heads first.
	WriteSheet(w io.Writer, name string, rows [][]string) error
	// Write writes a workbook with these sheets.
	Write(w io.Writer, sheets map[string][][]string) error
	// Template writes the workbook to fill in.
	Template(w io.Writer) error
}

type rosters struct {
	web
	service *roster.Service
	persons *person.Service
	files   Workbooks
}

func (h rosters) routes() []route {
	return []route{
		{"GET", staff + "/roster/persons", login, auth.Managers, h.members},
		{"GET", staff + "/roster/persons/:id", login, auth.Managers, byID(h.service.Member, h.showMember)},
		{"GET", staff + "/roster/areas", login, auth.Managers, h.below},
		{"GET", staff + "/roster/areas/:id", login, auth.Managers, h.area},
		{"GET", staff + "/roster/orgs", login, auth.Managers, h.orgs},
		{"POST", staff + "/roster/invitations", login, auth.Managers, h.invitations},
		{"POST", staff + "/roster/preview", login, auth.Managers, h.previewEdit},
		{"POST", staff + "/roster", login, auth.Managers, h.applyEdit},
		{"GET", staff + "/roster/workbook", login, auth.Managers, h.download},
		{"GET", staff + "/roster/template", login, auth.Managers, h.template},
		{"POST", staff + "/roster/workbook/preview", login, auth.Managers, h.previewBook},
		{"POST", staff + "/roster/workbook", login, auth.Managers, h.applyBook},
	}
}

// maxRoster is the largest roster that can be uploaded.
const maxRoster = 8 << 20

var errNoFile = fault.New(fault.Invalid, "roster.no_file", "请选择要导入的花名册文件")

// uploaded reads the roster in the form.
func (h rosters) uploaded(c *fiber.Ctx, who caller) (map[string][][]string, error) {
	file, err := h.file(c, who)
	if err != nil {
		return nil, err
	}
	return h.files.Read(c.UserContext(), file)
}

// file returns the bytes of the workbook in the form.
func (h rosters) file(c *fiber.Ctx, who caller) ([]byte, error) {
	if err := h.limit(c, "roster", text(who.Person), 60, time.Hour); err != nil {
		return nil, err
	}
	form, err := c.FormFile("file")
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	f, err := form.Open()
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	defer f.Close()
	file, err := io.ReadAll(f)
	if err != nil {
		return nil, errNoFile.Because(err)
	}
	return file, nil
}

func (h rosters) previewBook(c *fiber.Ctx, who caller) error {
	sheets, err := h.uploaded(c, who)
	if err != nil {
		return err
	}
	p, err := h.service.PreviewSheets(c.UserContext(), who.Actor, sheets)
	if err != nil {
		return err
	}
	return c.JSON(viewPreview(p))
}

func (h rosters) applyBook(c *fiber.Ctx, who caller) error {
	sheets, err := h.uploaded(c, who)
	if err != nil {
		return err
	}
	p, err := h.service.ApplySheets(c.UserContext(), who.Actor, sheets, c.FormValue("token"))
	if err != nil {
		return err
	}
	return c.JSON(viewPreview(p))
}

func (h rosters) previewEdit(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "roster_edit", text(who.Person), 60, time.Minute); err != nil {
		return err
	}
	in, err := readInput[rosterBody](c)
	if err != nil {
		return err
	}
	p, err := h.service.PreviewEdit(c.UserContext(), who.Actor, in.Edit)
	if err != nil {
		return err
	}
	return c.JSON(viewPreview(p))
}

func (h rosters) applyEdit(c *fiber.Ctx, who caller) error {
	in, err := readInput[rosterBody](c)
	if err != nil {
		return err
	}
	p, err := h.service.ApplyEdit(c.UserContext(), who.Actor, in.Edit, in.token)
	if err != nil {
		return err
	}
	return c.JSON(viewPreview(p))
}

func (h rosters) download(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "roster_download", text(who.Person), 20, time.Hour); err != nil {
		return err
	}
	sheets, err := h.service.Sheets(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	sendAs(c, "花名册-"+h.now().Format(time.DateOnly)+".xlsx")
	return h.files.Write(c.Response().BodyWriter(), sheets)
}

func (h rosters) template(c *fiber.Ctx, _ caller) error {
	sendAs(c, "花名册模板.xlsx")
	return h.files.Template(c.Response().BodyWriter())
}

func sendAs(c *fiber.Ctx, name string) {
	c.Set(fiber.HeaderContentType, typeXLSX)
	c.Set(fiber.HeaderContentDisposition, "attachment; filename*=UTF-8''"+url.PathEscape(name))
}

// mostCards is the most invitations printed at once.
const mostCards = 60

// invitations prints a card with a new one-time code for each person.
func (h rosters) invitations(c *fiber.Ctx, who caller) error {
	var in struct {
		Persons []string `json:"person_ids"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	ids, err := numbers(in.Persons)
	if err != nil {
		return err
	}
	if ids = distinct(ids); len(ids) == 0 || len(ids) > mostCards {
		return errBody
	}
	made, err := h.persons.InviteAll(c.UserContext(), who.Actor, ids)
	if err != nil {
		return err
	}
	file, err := drawCards(made)
	if err != nil {
		return err
	}
	return sendPDF(c.Status(fiber.StatusCreated), "invitations.pdf", file)
}
