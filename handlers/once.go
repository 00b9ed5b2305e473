package handlers

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/press"
)

// How long a repeated request waits for the answer to the first one.
const (
	answerWait = 5 * time.Second
	answerLook = 50 * time.Millisecond
)

const maxRequestKey = 64

// pressOf returns the press of a request with an Idempotency-Key, or nil. by is the sender.
func pressOf(c *fiber.Ctx, r route, by string) (*press.Press, error) {
	key := c.Get("Idempotency-Key")
	if len(key) > maxRequestKey {
		return nil, errKey
	}
	if key == "" || r.method == fiber.MethodGet {
		return nil, nil //nolint:nilnil // most requests have none
	}
	parts := [][]byte{[]byte(r.method), []byte(r.path)}
	for _, name := range c.Route().Params {
		parts = append(parts, []byte(c.Params(name)))
	}
	parts = append(parts, c.Request().URI().QueryString())
	sent, err := bodyParts(c)
	if err != nil {
		return nil, err
	}
	return press.New(by, key, append(parts, sent...)...), nil
}

// bodyParts returns the content of the body: of a form the fields and files, because its boundary differs each time.
func bodyParts(c *fiber.Ctx) ([][]byte, error) {
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return [][]byte{c.Body()}, nil
	}
	form, err := c.MultipartForm()
	if err != nil {
		return nil, errBody.Because(err)
	}
	var parts [][]byte
	for _, name := range slices.Sorted(maps.Keys(form.Value)) {
		for _, v := range form.Value[name] {
			parts = append(parts, []byte(name), []byte(v))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(form.File)) {
		for _, h := range form.File[name] {
			f, err := h.Open()
			if err != nil {
				return nil, errBody.Because(err)
			}
			content, err := io.ReadAll(f)
			if err := errors.Join(err, f.Close()); err != nil {
				return nil, errBody.Because(err)
			}
			parts = append(parts, []byte(name), content)
		}
	}
	return parts, nil
}

// idempotent runs a request whose key is new, and answers a repeated one with the first answer.
func (s *Server) idempotent(c *fiber.Ctx, p *press.Press, do func() error) error {
	if p == nil {
		return do()
	}
	ctx := c.UserContext()
	leave, err := s.gate.enter(ctx, p.ID)
	if err != nil {
		return err
	}
	defer leave()
	kept, known, err := s.config.Presses.Press(ctx, p.ID)
	if err != nil {
		return err
	}
	if known {
		if err := p.Meet(kept.Sum); errors.Is(err, press.ErrOther) {
			return err
		}
		if told, err := s.repeat(c, p); told || err != nil {
			return err
		}
		p.Again()
	}
	c.SetUserContext(press.With(ctx, p))
	err = do()
	switch met := p.Met(); {
	case errors.Is(met, press.ErrOther):
		return met
	case errors.Is(met, press.ErrAgain): // a parallel request with the key was first
		if told, err := s.repeat(c, p); told || err != nil {
			return err
		}
		p.Again()
		err = do()
	}
	return s.keep(ctx, c, p, err)
}

// repeat waits for the first answer and sends it. false: there will be none, because the first request failed or
// crashed.
func (s *Server) repeat(c *fiber.Ctx, p *press.Press) (told bool, err error) {
	ctx := c.UserContext()
	late := time.NewTimer(answerWait)
	defer late.Stop()
	for {
		kept, known, err := s.config.Presses.Press(ctx, p.ID)
		switch {
		case err != nil:
			return false, err
		case !known || kept.Answer.Lost || kept.Answer.Status == 0 && s.now().Sub(kept.At) > requestTime:
			return false, nil
		case kept.Answer.Status > 0:
			c.Response().Reset()
			c.Set(fiber.HeaderCacheControl, "no-store")
			c.Set(fiber.HeaderContentType, kept.Answer.Kind)
			return true, c.Status(kept.Answer.Status).Send(kept.Answer.Body)
		}
		select {
		case <-late.C:
			return false, nil
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(answerLook):
		}
	}
}

// lost handles a failed request: a parallel one with the key may have succeeded in another process.
func (s *Server) lost(ctx context.Context, c *fiber.Ctx, p *press.Press, failed error) error {
	kept, known, err := s.config.Presses.Press(ctx, p.ID)
	if err != nil || !known || kept.Sum != p.Sum {
		return failed
	}
	if told, err := s.repeat(c, p); told || err != nil {
		return err
	}
	return failed
}

// gate lets through one request at a time for each key.
type gate struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

func (g *gate) enter(ctx context.Context, id string) (leave func(), err error) {
	for {
		g.mu.Lock()
		if g.busy == nil {
			g.busy = map[string]chan struct{}{}
		}
		before := g.busy[id]
		if before == nil {
			mine := make(chan struct{})
			g.busy[id] = mine
			g.mu.Unlock()
			return func() { g.leave(id, mine) }, nil
		}
		g.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (g *gate) leave(id string, mine chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.busy, id)
	close(mine)
}

// keep saves the answer of a successful request. A failed one does not bind its key and may be retried.
func (s *Server) keep(ctx context.Context, c *fiber.Ctx, p *press.Press, failed error) error {
	if !p.Bound() {
		if failed != nil || c.Response().StatusCode() >= fiber.StatusBadRequest {
			return s.lost(ctx, c, p, failed)
		}
		if err := s.config.Presses.BindPress(ctx, p); err != nil && !errors.Is(err, press.ErrAgain) {
			return err
		}
	}
	if failed != nil {
		if err := s.fail(c, failed); err != nil {
			return err
		}
	}
	status := c.Response().StatusCode()
	if status >= fiber.StatusInternalServerError {
		return nil
	}
	a := press.Answer{Status: status, Kind: string(c.Response().Header.ContentType())}
	if n := c.Response().Header.ContentLength(); c.Response().IsBodyStream() && (n < 0 || n > press.LongestAnswer) {
		a.Lost = true
	} else {
		a.Body = slices.Clone(c.Response().Body()) // a short file is read completely
		c.Response().SetBodyRaw(a.Body)
	}
	if err := s.config.Presses.KeepAnswer(ctx, p, a); err != nil {
		s.log.Error("save the answer to an idempotency key", "route", c.Route().Path, "err", err)
	}
	return nil
}
