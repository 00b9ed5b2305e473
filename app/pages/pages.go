// Package pages cuts long lists into pages (翻页).
package pages

// Size is how many rows of a list a client shows at once.
const Size = 20

// Cursor is the position before a page: after the row with this id, or, in a list with another order, after the row with
// this key and id. The zero Cursor is the beginning. In a list whose urgent rows are pinned to the beginning it says whether
// the row is one of them.
type Cursor struct {
	Pinned bool
	Key    int64
	ID     int64
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	Next  Cursor // where the next page begins; zero at the end
}

// More says whether there is a next page.
func (p Page[T]) More() bool { return p.Next != (Cursor{}) }

// Cut returns the first most rows as a page. Ask the store for most+1 rows: the extra one shows that a next page exists.
func Cut[T any](found []T, most int, at func(T) Cursor) Page[T] {
	if len(found) <= most {
		return Page[T]{Items: found}
	}
	return Page[T]{Items: found[:most], Next: at(found[most-1])}
}

// Full returns all found rows as a page. A page of most rows may have a next one, which may be empty.
func Full[T any](found []T, most int, at func(T) Cursor) Page[T] {
	p := Page[T]{Items: found}
	if len(found) > 0 && len(found) >= most {
		p.Next = at(found[len(found)-1])
	}
	return p
}

// Each reads a list page by page until its end or the first error.
func Each[T any](read func(Cursor) (Page[T], error), do func([]T) error) error {
	for after := (Cursor{}); ; {
		p, err := read(after)
		if err != nil {
			return err
		}
		if err := do(p.Items); err != nil {
			return err
		}
		if !p.More() {
			return nil
		}
		after = p.Next
	}
}
