package handlers

import (
	"encoding/base64"
	"fmt"

	"linli/app/fault"
	"linli/app/pages"
)

// items is a whole list.
type items[V any] struct {
	Items []V `json:"items"`
}

// page is a part of a list; next is the cursor of what follows, "" at the end.
type page[V any] struct {
	items[V]
	Next string `json:"next"`
}

// each shows every element of found.
func each[T, V any](found []T, view func(T) V) items[V] {
	all := items[V]{make([]V, len(found))}
	for i, one := range found {
		all.Items[i] = view(one)
	}
	return all
}

// pageOf is each for a page of a list ordered by id.
func pageOf[T, V any](found pages.Page[T], view func(T) V) page[V] {
	return page[V]{each(found.Items, view), maybe(found.Next.ID)}
}

// pinnedPage is each for a page of a list whose urgent rows come first.
func pinnedPage[T, V any](found pages.Page[T], view func(T) V) page[V] {
	return page[V]{each(found.Items, view), writeCursor(found.Next)}
}

func writeCursor(c pages.Cursor) string {
	if c == (pages.Cursor{}) {
		return ""
	}
	part := "o"
	if c.Pinned {
		part = "u"
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s.%d.%d", part, c.Key, c.ID))
}

// readCursor reads what writeCursor wrote. malformed is the fault for anything else.
func readCursor(s string, malformed *fault.Fault) (c pages.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return c, malformed.Because(err)
	}
	var part rune
	if n, err := fmt.Sscanf(string(b), "%c.%d.%d", &part, &c.Key, &c.ID); err != nil || n != 3 || c.ID <= 0 || part != 'o' && part != 'u' {
		return pages.Cursor{}, malformed
	}
	c.Pinned = part == 'u'
	return c, nil
}

func pinnedCursor(s string) (pages.Cursor, error) { return readCursor(s, errBody) }
