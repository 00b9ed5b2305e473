// Package pages cuts long lists into pages: what one holds, and where the next begins (翻页).
package pages

// Size is how many rows of a list people see at once.
const Size = 20

// Cursor is where a page begins: behind the row with this id, in a list with another order behind the row with this key and
// id. The zero Cursor is the beginning.
type Cursor struct {
	Key int64
	ID  int64
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	Next  Cursor // where the next page begins; zero at the end
}

// More says whether there is a next page.
func (p Page[T]) More() bool { return p.Next != (Cursor{}) }

// Cut returns the page of the first most rows. A list that was asked for one row more shows whether there is a next page.
func Cut[T any](found []T, most int, at func(T) Cursor) Page[T] {
	if len(found) <= most {
		return Page[T]{Items: found}
	}
	return Page[T]{Items: found[:most], Next: at(found[most-1])}
}

// Full returns the page of all rows that were found. Behind as many as were asked for there may be more.
func Full[T any](found []T, most int, at func(T) Cursor) Page[T] {
	p := Page[T]{Items: found}
	if len(found) > 0 && len(found) >= most {
		p.Next = at(found[len(found)-1])
	}
	return p
}

// Each reads a list page by page up to its end or the first error.
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
