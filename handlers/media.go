package handlers

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/media"
)

type photos struct {
	web
	service *media.Service
}

func (h photos) routes() []route {
	return []route{
		{"GET", "/media/:id/:variant", open, anyone, h.openFile}, // the link is signed
		{"POST", api + "/media", login, auth.Everyone, h.upload},
		{"GET", staff + "/media/held", login, auth.Dispatchers, h.withheld},
		{"POST", staff + "/media/:id/decision", login, auth.Dispatchers, h.decide},
	}
}

// upload takes one photo, as the field "file" of a form or as the bare body.
func (h photos) upload(c *fiber.Ctx, who caller) error {
	if err := h.limit(c, "upload", text(who.Person), 60, time.Minute); err != nil {
		return err
	}
	data := c.Body()
	if form, err := c.FormFile("file"); err == nil {
		f, err := form.Open()
		if err != nil {
			return errBody.Because(err)
		}
		defer f.Close()
		if data, err = io.ReadAll(f); err != nil {
			return errBody.Because(err)
		}
	}
	kept, err := h.service.Upload(c.UserContext(), who.Actor, data)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(h.view(kept))
}

// openFile serves a picture or recording to every holder of a valid link. Telephones of Apple play only what they can ask for
// in parts.
func (h photos) openFile(c *fiber.Ctx, _ caller) error {
	blob, kind, err := h.service.Open(c.UserContext(), c.Params("id"), c.Params("variant"), c.Query("e"), c.Query("s"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600, immutable")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	if strings.HasPrefix(kind, "image/") {
		return c.SendStream(blob) // closes it
	}
	defer blob.Close()
	sound, err := io.ReadAll(io.LimitReader(blob, media.VoiceBytes))
	if err != nil {
		return err
	}
	if c.Params("variant") == "full" {
		c.Attachment("voice-" + c.Params("id") + extensions[kind])
		c.Set(fiber.HeaderContentType, kind)
	}
	return sendPart(c, sound)
}

// extensions are the ends of the names of downloaded recordings.
var extensions = map[string]string{"audio/amr": ".amr", "audio/mpeg": ".mp3", "audio/ogg": ".spx", "audio/silk": ".silk", "audio/x-speex-with-header-byte": ".speex"}

// sendPart sends the one range of bytes that was asked for, or everything.
func sendPart(c *fiber.Ctx, all []byte) error {
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	wanted, err := c.Range(len(all))
	if err != nil || wanted.Type != "bytes" || len(wanted.Ranges) != 1 {
		return c.Send(all)
	}
	from, to := wanted.Ranges[0].Start, wanted.Ranges[0].End
	c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to, len(all)))
	return c.Status(fiber.StatusPartialContent).Send(all[from : to+1])
}

// withheld lists photos of a community that wait for a decision of staff, or that staff hid.
func (h photos) withheld(c *fiber.Ctx, who caller) error {
	after, err := number(c.Query("cursor"))
	if err != nil {
		return err
	}
	community, err := number(c.Query("community_id"))
	if err != nil {
		return err
	}
	files, err := h.service.Withheld(c.UserContext(), who.Actor, community, media.Check(c.Query("list", string(media.Withheld))), after)
	if err != nil {
		return err
	}
	return c.JSON(pageOf(files, h.view))
}

func (h photos) decide(c *fiber.Ctx, who caller) error {
	id, err := idOf(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Pass   bool   `json:"pass"`
		Reason string `json:"reason"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.Decide(c.UserContext(), who.Actor, id, in.Pass, in.Reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type fileView struct {
	ID      string     `json:"id"`
	Kind    media.Kind `json:"kind"`
	URL     string     `json:"url"`
	Thumb   string     `json:"thumb"`
	Width   int        `json:"width"`
	Height  int        `json:"height"`
	Waiting string     `json:"note"` // why it cannot be seen, or by whom
	voiceView
}

// voiceView is what a voice message has besides.
type voiceView struct {
	Play    string `json:"play"`    // link in the form that every client plays; "" until there is one
	Seconds int    `json:"seconds"` // 0: unknown
	Said    string `json:"said"`    // what is said, in words
	SaidAt  string `json:"said_at"` // when staff wrote it down; "": WeChat recognised it
	Unheard bool   `json:"unheard"` // nobody has written down what is said
	// Transcribe says whether the caller may write it down.
	Transcribe bool `json:"transcribe"`
}

// view shows a file to a caller who may see it.
func (h photos) view(f media.File) fileView {
	now := h.now()
	return fileView{
		ID: text(f.ID), Kind: f.Kind, Width: f.Width, Height: f.Height, URL: h.service.URL(f, false, now),
		Thumb: h.service.URL(f, true, now), Waiting: f.Note(), voiceView: voiceView{
			Play: h.service.PlayURL(f, now), Seconds: int((f.Length + time.Second - 1) / time.Second), Said: f.Said.Words,
			SaidAt: stamp(f.Said.At), Unheard: f.Unheard(),
		},
	}
}

// some shows those of the files that the ids name, in the order of the ids.
func (h photos) some(all []media.File, ids []int64) []fileView {
	views := []fileView{}
	for _, id := range ids {
		for _, f := range all {
			if f.ID == id {
				views = append(views, h.view(f))
			}
		}
	}
	return views
}

// sendImage answers with a picture whose format its first bytes tell.
func sendImage(c *fiber.Ctx, image []byte) error {
	c.Set(fiber.HeaderContentType, http.DetectContentType(image))
	return c.Send(image)
}
