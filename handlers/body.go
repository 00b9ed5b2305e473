package handlers

import (
	"strconv"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	typed "linli/app/text"
)

// read parses the JSON body into in, and cleans every typed text.
func read(c *fiber.Ctx, in any) error {
	if len(c.Body()) == 0 {
		return nil
	}
	if !utf8.Valid(c.Body()) {
		return errBody
	}
	if err := c.App().Config().JSONDecoder(c.Body(), in); err != nil {
		return errBody.Because(err)
	}
	typed.Clean(in)
	return nil
}

// idOf reads an id of the path; a malformed one is answered as missing.
func idOf(c *fiber.Ctx, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNoRoute
	}
	return id, nil
}

// number reads an id given as text, "" as 0.
func number(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 0 {
		return 0, errBody
	}
	return id, nil
}

func numbers(all []string) ([]int64, error) {
	ids := make([]int64, len(all))
	for i, s := range all {
		id, err := number(s)
		if err != nil || id == 0 {
			return nil, errBody
		}
		ids[i] = id
	}
	return ids, nil
}

// numbersInto is number for several at once.
func numbersInto(all map[*int64]string) error {
	for to, s := range all {
		id, err := number(s)
		if err != nil {
			return err
		}
		*to = id
	}
	return nil
}

// reasonBody is the body of a use case that takes only a reason.
type reasonBody struct {
	Reason string `json:"reason"`
}

func (in reasonBody) input() (string, error) { return in.Reason, nil }
