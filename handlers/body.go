package handlers

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	typed "linli/app/text"
)

// read parses the JSON body into in, and cleans every text that somebody typed.
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

// idOf reads an id of the path; what is no id does not exist.
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

// distinct returns the ids that are not 0, each once.
func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
}

func text(id int64) string { return strconv.FormatInt(id, 10) }

// maybe is text with "" for 0.
func maybe(id int64) string {
	if id == 0 {
		return ""
	}
	return text(id)
}
