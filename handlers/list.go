package handlers

// items is a whole list.
type items[V any] struct {
	Items []V `json:"items"`
}

// page is a part of a list; next is the cursor of what follows, "" at the end.
type page[V any] struct {
	items[V]
	Next string `json:"next"`
}

// each shows every one of found.
func each[T, V any](found []T, view func(T) V) items[V] {
	all := items[V]{make([]V, len(found))}
	for i, one := range found {
		all.Items[i] = view(one)
	}
	return all
}

// pageOf is each for a list that comes most at a time: behind a full page there may be more, from the id of its last on.
func pageOf[T, V any](found []T, most int, view func(T) (id int64, v V)) page[V] {
	last, p := int64(0), page[V]{}
	p.items = each(found, func(one T) (v V) {
		last, v = view(one)
		return v
	})
	if len(found) == most {
		p.Next = text(last)
	}
	return p
}
